"""H3 and H5: who is listed, boards and stays, whatever happens before a flight in any order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from jusan.clearance.operations import determine
from jusan.core import clock
from jusan.core.claims import cards
from jusan.core.consent.models import Matter, Outcome
from jusan.core.consent.operations import record_position
from jusan.core.custody import operations as custody
from jusan.core.custody.models import PartyKind
from jusan.core.documents.models import DocumentKind, DocumentStateKind
from jusan.core.documents.operations import change_state, enter_document
from jusan.core.errors import NotPermitted, Refused
from jusan.core.operations.operations import open_case
from jusan.core.people.operations import form_sibling_group, split_sibling_group
from jusan.core.standing.models import FactKind
from jusan.core.standing.operations import state_fact
from jusan.repatriation import operations
from jusan.repatriation.models import Boarding, Manifest, ManifestApproval, ManifestLine
from jusan.repatriation.reading import boarding, manifests
from tests.casting import child_line, receive
from tests.stateful import Shelf, play

MORNING = datetime(2031, 11, 26, 9, tzinfo=UTC)
DEPARTS = datetime(2031, 11, 28, 13, tzinfo=UTC)
FIVE = st.integers(0, 4)


class Mission(RuleBasedStateMachine):
    """Five children, two pairs of siblings among them, and one flight that may slip."""

    def __init__(self, yard):
        super().__init__()
        self.yard, self.cast, self.children = yard, yard.cast, yard.children
        self.now, self.departs, self.gone = MORNING, DEPARTS, False
        self.said = {
            child: SimpleNamespace(
                cleared=None, fit=None, papers={}, position=None, outcome="", flight_paper=None
            )
            for child in self.children
        }
        self.groups = dict(yard.groups)
        self.manifests: dict[UUID, SimpleNamespace] = {}
        for child in self.children:
            self._make_ready(child)

    # -- by hand -----------------------------------------------------------------------------

    def _tick(self, minutes=1):
        self.changed = True
        self.now += timedelta(minutes=minutes)
        return clock.at(self.now)

    def _facts(self, user):
        return {"actor": user, "operation": self.cast.aqqu}

    def _day(self) -> date:
        return self.departs.date()

    def _may_fly(self, child) -> bool:
        held, day = self.said[child], self._day()
        return (
            held.cleared is not None and day <= held.cleared
            and held.fit is not None and day <= held.fit
            and held.position in (None, "consent")
            and any(until >= day for until in held.papers.values())
        )  # fmt: skip

    def _mates(self, child):
        return {c for c in self.children if c == child or (
            child in self.groups and self.groups.get(c) == self.groups[child])}  # fmt: skip

    def _should_board(self):
        return {c for c in self.children if all(self._may_fly(mate) for mate in self._mates(c))}

    def _make_ready(self, child):
        self._clear(child, 30)
        self._check(child, "fit")
        self._paper(child, 60)

    # -- what happens to a child -------------------------------------------------------------

    @rule(number=FIVE, days=st.sampled_from([None, 1, 30]))
    def clearance(self, number, days):
        self._clear(self.children[number], days)

    def _clear(self, child, days):
        until = None if days is None else self._day() + timedelta(days=days)
        with self._tick():
            state_fact(
                actor=self.cast.legal_officer, operation=self.cast.aqqu.id, subject=child,
                kind=FactKind.NOT_CLEARED if days is None else FactKind.CLEARED_FOR,
                column="clearance", starts_on=self.now.date(), ends_on=until,
            )  # fmt: skip
        self.said[child].cleared = until

    @rule(number=FIVE, outcome=st.sampled_from(["fit", "fit_with_escort", "not_fit"]))
    def doctor(self, number, outcome):
        self._check(self.children[number], outcome)

    def _check(self, child, outcome):
        with self._tick():
            operations.check_fitness(
                **self._facts(self.cast.medical), flight=self.yard.flight, child=child,
                at=self.now, outcome=outcome, findings={},
            )  # fmt: skip
        good = outcome != "not_fit"
        self.said[child].fit = self.now.date() + timedelta(days=3) if good else None

    @rule(number=FIVE, days=st.sampled_from([-1, 0, 1, 60]))
    def paper(self, number, days):
        self._paper(self.children[number], days)

    def _paper(self, child, days):
        until = max(self._day() + timedelta(days=days), self.now.date())
        with self._tick():
            row = enter_document(
                actor=self.cast.diplomat, operation=self.cast.aqqu.id, subject=child,
                kind=DocumentKind.CERTIFICATE_OF_RETURN, number="CR", issuer="EMB",
                issued_on=self.now.date(), valid_until=until,
            )  # fmt: skip
        self.said[child].papers[row] = until

    @rule(data=st.data(), number=FIVE)
    def paper_ends(self, data, number):
        papers = self.said[self.children[number]].papers
        if papers:
            row = data.draw(st.sampled_from(list(papers)), label="paper")
            with self._tick():
                change_state(
                    actor=self.cast.diplomat, document=row, state=DocumentStateKind.REVOKED
                )
            del papers[row]

    @rule(number=FIVE, outcome=st.sampled_from(list(Outcome)))
    def position(self, number, outcome):
        child = self.children[number]
        with self._tick():
            record_position(
                actor=self.cast.diplomat, operation=self.cast.aqqu.id, subject=child,
                holder=self.yard.mother, matter=Matter.RETURN, outcome=outcome,
                taken_at=self.now, circumstances={"in_private": "yes"},
            )  # fmt: skip
        self.said[child].position = outcome.value

    @precondition(lambda self: self.groups)
    @rule(data=st.data())
    def determination_splits(self, data):
        group = data.draw(st.sampled_from(sorted(set(self.groups.values()))), label="group")
        row = self.yard.rows[group]
        with self._tick():
            parted = determine(
                **self._facts(self.cast.coordinator), kind="bid", outcome="siblings_part",
                child=next(c for c, g in self.groups.items() if g == group),
                panel=["A", "B"], childs_view="", why="x",
            ).id  # fmt: skip
            split_sibling_group(actor=self.cast.coordinator, group=row, determination=parted)
        self.groups = {c: g for c, g in self.groups.items() if g != group}

    @precondition(lambda self: not self.gone)
    @rule(days=st.sampled_from([1, 5, 70]))
    def slip(self, days):
        self.departs += timedelta(days=days)
        self._flight("slipped")

    def _flight(self, kind):
        with self._tick():
            operations.record_flight(
                **self._facts(self.cast.coordinator), number="UT-1301", kind=kind, at=self.now,
                aircraft="UT-4001", departs_at=self.departs,
                arrives_at=self.departs + timedelta(hours=4),
            )  # fmt: skip

    # -- manifests ---------------------------------------------------------------------------

    @initialize(approved=st.sampled_from([True, True, False]))
    def a_manifest_is_drafted(self, approved):
        """So that boarding is reached often."""
        self.draft()
        if approved:
            self.approve(True)

    @precondition(lambda self: self.changed and not self.gone and not Boarding.objects.exists())
    @rule()
    def draft(self):
        with self._tick():
            row = operations.draft_manifest(
                **self._facts(self.cast.coordinator), flight=self.yard.flight
            )
        lines = ManifestLine.objects.filter(manifest=row.id)
        boards = set(lines.filter(boards=True).values_list("child", flat=True))
        assert boards == self._should_board()
        assert set(lines.values_list("child", flat=True)) == set(self.children)
        self.changed = False
        self.manifests[row.id] = SimpleNamespace(row=row, boards=boards, day=self._day())

    @precondition(lambda self: self.manifests and not self.gone)
    @rule(newest=st.sampled_from([True, True, False]))
    def approve(self, newest):
        wanted = list(self.manifests.values())[-1 if newest else 0]
        fine = wanted.boards <= self._should_board() and wanted.day == self._day()
        with self._tick():
            with pytest.raises(NotPermitted):
                operations.approve_manifest(actor=self.cast.coordinator, manifest=wanted.row)
            try:
                operations.approve_manifest(actor=self.cast.field_officer, manifest=wanted.row)
            except Refused:
                once = ManifestApproval.objects.filter(manifest=wanted.row.id).exists()
                last = wanted is list(self.manifests.values())[-1]
                assert once or not last or not fine or Boarding.objects.exists()
                return
        assert wanted is list(self.manifests.values())[-1]
        assert fine, "approved although something changed since the draft"

    # -- the day of the flight ---------------------------------------------------------------

    def _listed(self):
        approved = set(ManifestApproval.objects.values_list("manifest", flat=True))
        held = [m for key, m in self.manifests.items() if key in approved]
        return held[-1].boards if held else set()

    def _all_recorded(self):
        return self._listed() <= set(self._recorded())

    def _recorded(self):
        rows = Boarding.objects.order_by("at", "recorded_at")
        return dict(rows.values_list("child", "kind"))

    @precondition(lambda self: not self.gone)
    @rule(number=FIVE)
    def board(self, number):
        child = self.children[number]
        fine = child in self._listed() and self._may_fly(child) and child not in self._recorded()
        together = all(self._may_fly(mate) for mate in self._mates(child))
        with self._tick():
            try:
                operations.board(
                    **self._facts(self.cast.field_officer), flight=self.yard.flight, child=child
                )
            except Refused:
                assert not (fine and together)
                return
        assert fine and together

    @precondition(lambda self: not self.gone)
    @rule(number=FIVE, reason=st.sampled_from(["fever", "fever", " "]))
    def offload(self, number, reason):
        child, recorded = self.children[number], self._recorded()
        mates = self._mates(child) & self._listed()
        off = {mate for mate in mates if recorded.get(mate) == "offloaded"}
        fine = child in mates and reason.strip() and child not in off
        with self._tick():
            try:
                rows = operations.offload(
                    **self._facts(self.cast.field_officer), flight=self.yard.flight, child=child,
                    custodian=self.yard.prison, reason=reason,
                )  # fmt: skip
            except Refused:
                assert not fine
                return
        assert child in mates and reason.strip()
        assert {row.child for row in rows} == mates - off
        assert all(row.custodian == self.yard.prison and row.reason for row in rows)

    @precondition(lambda self: not self.gone and self._listed())
    @rule()
    def everybody_goes(self):
        """Who may fly boards, the others are offloaded, and the flight leaves."""
        for number, child in enumerate(self.children):
            if child in self._listed() and child not in self._recorded():
                self.board(number)
            if child in self._listed() and child not in self._recorded():
                self.offload(number, "fever")
        if self._all_recorded():
            self.depart()

    @precondition(lambda self: not self.gone and self._listed() and self._all_recorded())
    @rule()
    def depart(self):
        self._flight("departed")
        self.gone = True

    # -- what must be true -------------------------------------------------------------------

    @invariant()
    def whoever_boarded_was_listed_and_nobody_is_recorded_twice(self):
        rows = list(Boarding.objects.order_by("at", "recorded_at").values_list("child", "kind"))
        assert len(set(rows)) == len(rows)
        assert {child for child, _ in rows} <= self._listed()
        states = self._recorded()
        assert boarding.boarding_states(self.yard.flight) == states
        # Once taken off, nobody boards this flight again.
        assert all(states[child] == "offloaded" for child, kind in rows if kind == "offloaded")
        if self.gone:
            boarded = {child for child, kind in states.items() if kind == "boarded"}
            left = {child for child, kind in states.items() if kind == "offloaded"}
            assert boarded == self._listed() - left
            assert set(manifests.listed_children(self.yard.flight)) == self._listed()

    @invariant()
    def siblings_share_their_fate_on_every_list(self):
        for key, manifest in self.manifests.items():
            assert Manifest.objects.get(id=key).drafter_human == self.cast.coordinator.human
            for child in manifest.boards if key == list(self.manifests)[-1] else ():
                mates = self._mates(child)
                assert mates <= manifest.boards or not mates & manifest.boards

    @invariant()
    def when_the_flight_has_gone_no_group_was_torn_apart(self):
        if self.gone:
            recorded = self._recorded()
            for child in self._listed():
                kinds = {recorded[mate] for mate in self._mates(child) & self._listed()}
                assert len(kinds) == 1


@pytest.fixture
def yard(cast):
    """Children with cases, two sibling groups, their mother, a flight, a prison."""
    names = ("Maryam", "Hafsa", "Ilyas", "Nur", "Yusuf")
    children = receive(
        cast.tracing_officer, cast.aqqu, *(child_line(n, name) for n, name in enumerate(names, 1))
    )
    mother = receive(cast.tracing_officer, cast.aqqu, child_line(1, "Aigerim"), tag="m")[0]
    for child in children:
        open_case(actor=cast.coordinator, operation=cast.aqqu, person=child)
    cards.refresh(children)  # as the first sighting does that opens a case
    groups, rows = {}, {}
    for label, pair in (("G1", children[:2]), ("G2", children[2:4])):
        rows[label] = form_sibling_group(
            actor=cast.coordinator, operation=cast.aqqu.id, label=label, children=pair
        )
        groups |= dict.fromkeys(pair, label)
    with clock.at(MORNING):
        flight = operations.record_flight(
            actor=cast.coordinator, operation=cast.aqqu, number="UT-1301", kind="planned",
            at=clock.now(), aircraft="UT-4001", departs_at=DEPARTS,
            arrives_at=DEPARTS + timedelta(hours=4),
        )  # fmt: skip
        prison = custody.enter_party(
            actor=cast.coordinator, operation=cast.aqqu.id, kind=PartyKind.AUTHORITY, name="Prison"
        ).id
    return SimpleNamespace(
        cast=cast, children=children, mother=mother, groups=groups, rows=rows, flight=flight,
        prison=prison,
    )  # fmt: skip


def test_the_mission_in_any_order(yard, tmp_path):
    play(lambda: Mission(yard), Shelf(tmp_path), examples=12, steps=30)
