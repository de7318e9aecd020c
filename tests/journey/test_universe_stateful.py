"""H4 and H6 from the roof: nobody is lost or made by imports, joinings, undoings, births, deaths,
sightings, closures; no line without a person and no person without a line."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from jusan.core import checks, clock
from jusan.core.claims.drafts import LineDraft, MentionDraft
from jusan.core.claims.models import Answer, Judgement, JudgementUndo, Mention, Report
from jusan.core.claims.operations import judge, register_source, take_report, undo
from jusan.core.claims.queries import all_heads, list_people
from jusan.core.custody import operations as custody
from jusan.core.custody.models import PartyKind
from jusan.core.errors import BadInput, Refused
from jusan.core.operations.models import Case
from jusan.core.people.models import Person
from jusan.core.standing.models import Fact, FactKind
from jusan.core.standing.operations import state_fact
from jusan.identification.operations.families import close_claim
from jusan.identification.operations.kin import record_death
from jusan.journey.overview import children
from jusan.journey.phases import counts, phases_of
from jusan.tracing.operations import receive_report
from tests.conftest import STORY_DAY
from tests.stateful import Shelf, play

HOST = ("no", "register_no", "name_ar", "name_latin", "sex", "birth", "birth_kind", "site",
        "listed_on")  # fmt: skip
REQUESTS = ("request_no", "received_on", "language", "claimant_name", "sought_kind", "sought_name")
name = st.sampled_from(["Aisha", "Айша", "عائشة", "Yusuf", "", " ", "?", "A" * 200, "Nur\u202e"])
host_row = st.tuples(
    st.just("1"), st.sampled_from(["R-1", "", "R-2"]), name, name,
    st.sampled_from(["F", "M", "", "x"]), st.sampled_from(["2020", "2031-02-31", "", "12?"]),
    st.sampled_from(["year", "day", ""]), st.just("P-1"),
    st.sampled_from(["2031-03-01", "2031-03-01", "soon", ""]),
)  # fmt: skip
request_row = st.tuples(
    st.just("FR-1"), st.sampled_from(["2031-03-01", "2031-03-01", "soon"]), st.just("kk"), name,
    st.sampled_from(["child", "adult", "child", "chld"]), name,
)  # fmt: skip


class Universe(RuleBasedStateMachine):
    """Whoever was ever named stays in the count, once."""

    def __init__(self, cast):
        super().__init__()
        self.cast, self.now, self.files = cast, STORY_DAY, count(1)
        self.lines = 0
        self.persons: set = set()
        self.children: set = set()
        self.same: list[tuple] = []
        self.cases: set = set()
        self.party = custody.enter_party(
            actor=cast.coordinator, operation=cast.aqqu.id, kind=PartyKind.AUTHORITY, name="Prison"
        ).id

    def _tick(self):
        self.now += timedelta(minutes=1)
        return clock.at(self.now)

    def _note(self):
        """Who came in since: the model learns ids, and how many it may learn."""
        new = set(Person.objects.values_list("id", flat=True)) - self.persons
        self.persons |= new
        self.children |= set(
            Person.objects.filter(id__in=new, kind="child").values_list("id", flat=True)
        )
        return len(new)

    # -- who comes in ------------------------------------------------------------------------

    @initialize()
    def a_list_of_four(self):
        row = ("1", "R-1", "", "Aisha", "F", "2020", "year", "P-1", "2031-03-01")
        self._list("host_list", HOST, [row] * 4)
        assert len(self.children) == 4

    @rule(rows=st.lists(host_row, min_size=1, max_size=4))
    def host_list(self, rows):
        self._list("host_list", HOST, rows)

    @rule(rows=st.lists(request_row, min_size=1, max_size=3))
    def family_requests(self, rows):
        self._list("family_requests", REQUESTS, rows)

    def _list(self, kind, columns, rows):
        text = io.StringIO()
        csv.writer(text).writerows([columns, *rows])
        number = next(self.files)
        asked = {
            "actor": self.cast.tracing_officer, "operation": self.cast.aqqu, "kind": kind,
            "file_name": f"{number}.csv", "content": text.getvalue().encode() + b"\n" * number,
            "channel": "host_state", "source_name": "host", "reliability": "B",
            "received_at": self.now,
        }  # fmt: skip
        with self._tick():
            try:
                received = receive_report(**asked)
            except BadInput:
                assert self._note() == 0, "a refused list leaves nobody behind"
                return
            again = receive_report(**asked)
        assert (received.created, again.created) == (True, False)
        report = Report.objects.get(file_name=f"{number}.csv")
        speaks = {index for index, row in enumerate(rows, 2) if any(cell.strip() for cell in row)}
        spoken = Mention.objects.filter(report=report.id).values_list("line", flat=True)
        assert set(spoken) == speaks, "every line that says something speaks of somebody"
        assert report.lines == received.lines == len(speaks)
        self.lines += report.lines
        assert self._note() == len(spoken)

    @rule(twins=st.booleans())
    def birth(self, twins):
        """A birth enters by an officer's observation; one line, one or two children."""
        roles = ("child", "second_child") if twins else ("child",)
        line = LineDraft(1, tuple(MentionDraft(role, "child", {"seen": "born"}) for role in roles))
        with self._tick():
            source = register_source(
                actor=self.cast.tracing_officer, operation=self.cast.aqqu.id, channel="officer",
                name="ward", reliability="A",
            )  # fmt: skip
            number = next(self.files)
            take_report(
                actor=self.cast.tracing_officer, source=source, kind="officer_observation",
                file_name=f"{number}", sha256=f"{number:064x}", lines=[line], received_at=self.now,
            )  # fmt: skip
        self.lines += 1
        assert self._note() == len(roles)

    # -- what is found out about them --------------------------------------------------------

    def _heads(self):
        """Union of the live answers, by hand."""
        parts = [{person} for person in self.persons]
        for _, left, right in self.same:
            touched = [part for part in parts if left in part or right in part]
            parts = [part for part in parts if part not in touched] + [set().union(*touched)]
        return parts

    @rule(data=st.data())
    def join(self, data):
        left, right = data.draw(
            st.lists(st.sampled_from(sorted(self.children, key=str)), min_size=2, max_size=2,
                     unique=True)
        )  # fmt: skip
        with self._tick():
            try:
                row = judge(
                    actor=self.cast.coordinator, left=left, right=right, answer=Answer.SAME, why="x"
                )
            except Refused:
                return
        self.same.append((row.id, left, right))

    @precondition(lambda self: self.same)
    @rule(data=st.data())
    def part(self, data):
        chosen = data.draw(st.sampled_from(self.same))
        with self._tick():
            undo(actor=self.cast.coordinator, judgement=Judgement.objects.get(id=chosen[0]))
        self.same.remove(chosen)

    @rule(data=st.data())
    def found(self, data):
        """Whoever is seen in somebody's hands has a case, one for each human being."""
        child = data.draw(st.sampled_from(sorted(self.children, key=str)))
        (mine,) = [part for part in self._heads() if child in part]
        with self._tick():
            custody.first_sighting(
                actor=self.cast.field_officer, operation=self.cast.aqqu.id, subject=child,
                custodian=self.party, place=None,
            )  # fmt: skip
        new = set(Case.objects.values_list("person", flat=True)) - self.cases
        assert new == (set() if mine & self.cases else {child})
        self.cases |= new

    @rule(data=st.data(), grade=st.sampled_from(["hearsay", "witness", "certificate", "rumour"]))
    def death(self, data, grade):
        person = data.draw(st.sampled_from(sorted(self.persons, key=str)))
        asked = {"operation": self.cast.aqqu.id, "person": person, "grade": grade,
                 "when_said": "in winter", "basis": "said"}  # fmt: skip
        with self._tick():
            if grade == "rumour":
                with pytest.raises(BadInput):
                    record_death(actor=self.cast.tracing_officer, **asked)
            else:
                record_death(actor=self.cast.tracing_officer, **asked)
                assert Fact.objects.filter(subject=person, kind=FactKind.DECEASED).exists()

    @precondition(lambda self: self.persons - self.children)
    @rule(data=st.data(), why=st.sampled_from(["by letter", " "]))
    def claim_closed(self, data, why):
        claimant = data.draw(st.sampled_from(sorted(self.persons - self.children, key=str)))
        with self._tick():
            try:
                close_claim(
                    actor=self.cast.coordinator, operation=self.cast.aqqu.id, claimant=claimant,
                    sought=None, outcome="withdrawn", why=why, told_by=self.cast.coordinator,
                    told_at=self.now, another_sample_offered=False,
                )  # fmt: skip
            except (Refused, BadInput):
                return
        assert why.strip(), "a claim is closed with a reason"

    @rule(data=st.data(), kind=st.sampled_from([FactKind.LANDED, FactKind.CLOSED, FactKind.TRACED]))
    def goes_on(self, data, kind):
        """A phase states a fact: the child moves along the road and stays in the count."""
        child = data.draw(st.sampled_from(sorted(self.children, key=str)))
        with self._tick():
            state_fact(
                actor=self.cast.social_worker, operation=self.cast.aqqu.id, subject=child,
                kind=kind, column="reintegration", code="school_years_over",
            )  # fmt: skip

    # -- what must be true -------------------------------------------------------------------

    @invariant()
    def no_line_without_a_person_and_no_person_without_a_line(self):
        assert set(Person.objects.values_list("id", flat=True)) == self.persons
        mentions = list(Mention.objects.values_list("report", "line", "person"))
        assert Counter(person for *_, person in mentions) == Counter(self.persons)
        assert len({(report, line) for report, line, _ in mentions}) == self.lines
        assert sum(Report.objects.values_list("lines", flat=True)) == self.lines
        assert list(checks.lines_and_persons()) == []

    @invariant()
    def every_human_being_is_counted_once(self):
        parts = [part & self.children for part in self._heads() if part & self.children]
        heads = all_heads(self.cast.aqqu.id, kind="child")
        assert len(heads) == len(parts)
        assert all(len(part & set(heads)) == 1 for part in parts)
        phases = phases_of(heads, Case.objects.values_list("person", flat=True))
        assert sum(counts(phases).values()) == len(parts)
        assert list(checks.heads()) == list(checks.person_cards()) == []

    @invariant()
    def cases_and_answers_stay(self):
        assert set(Case.objects.values_list("person", flat=True)) == self.cases
        codes = list(Case.objects.values_list("code", flat=True))
        assert len(set(codes)) == len(codes)
        assert Judgement.objects.count() - JudgementUndo.objects.count() == len(self.same)

    def teardown(self):
        with clock.at(self.now):
            parts = [part for part in self._heads() if part & self.children]
            listed = list(children(self.cast.coordinator, self.cast.aqqu))
            assert len({one["person"] for one in listed}) == len(listed) == len(parts)
            assert sum(one["lines"] for one in listed) == sum(map(len, parts))
            _, total = list_people(self.cast.coordinator, self.cast.aqqu, kind="child")
            assert total == len(parts)
            with_case = {p for part in parts if part & self.cases for p in part}
            assert {
                one["case"] != "" for one in listed if one["person"] in map(str, with_case)
            } <= {True}


def test_the_universe_in_any_order(cast, tmp_path):
    play(lambda: Universe(cast), Shelf(tmp_path), examples=8, steps=15)
