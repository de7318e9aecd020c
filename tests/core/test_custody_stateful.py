"""H1 and H2 on the real record: whatever is entered, in whatever order, signed when it may be."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from jusan.core import checks, clock
from jusan.core.claims import cards
from jusan.core.claims.models import Answer, Judgement
from jusan.core.claims.operations import judge, undo
from jusan.core.claims.resolution import head_of
from jusan.core.custody import operations, queries
from jusan.core.custody.models import Handover, HandoverSignature, PartyKind, Side
from jusan.core.errors import NotPermitted, Refused
from jusan.core.places.models import Place
from jusan.core.places.operations import enter_places
from tests.casting import child_line, receive
from tests.conftest import STORY_DAY
from tests.stateful import Shelf, play

#: Hours before or after the moment of entry at which something is said to have happened.
WHEN = st.sampled_from([-30, -7, -2, 0, 0, 0, 0])
MOMENT = timedelta(milliseconds=1)


@dataclass
class Paper:
    """What somebody entered, as they meant it."""

    id: UUID
    leaf: UUID
    kind: str
    giver: UUID | None
    receiver: UUID | None
    place: UUID | None
    at: datetime
    follows: frozenset[UUID]
    settles: frozenset[UUID] = frozenset()
    signed: dict[str, tuple[UUID, datetime]] = field(default_factory=dict)

    @property
    def counts_from(self) -> datetime | None:
        """A handover counts from the receiver's signature, everything else at once."""
        if self.kind != "transfer":
            return self.at
        return self.signed["receiver"][1] if "receiver" in self.signed else None


class Custody(RuleBasedStateMachine):
    """Officers see children, hand them over, lose sight of them, quarrel, settle, join, part."""

    def __init__(self, yard, settled_alarms: bool):
        super().__init__()
        self.cast, self.leaves, self.hands, self.places = yard
        self.settled_alarms = settled_alarms
        self.now = STORY_DAY
        self.papers: list[Paper] = []
        self.joined: list[tuple[UUID, UUID, UUID]] = []

    # -- what officers do --------------------------------------------------------------------

    def _at(self, hours: int) -> datetime:
        """Every entry is a minute later than the one before; what it tells of may be long ago."""
        self.now += timedelta(minutes=1)
        return self.now + timedelta(hours=hours)

    def _who(self) -> dict:
        return {"actor": self.cast.coordinator, "operation": self.cast.aqqu.id}

    def _remember(self, row: Handover) -> Paper:
        follows = frozenset(UUID(text) for text in json.loads(row.supersedes))
        paper = Paper(
            row.id, row.subject, row.kind, row.giver, row.receiver, row.place, row.happened_at,
            follows,
        )  # fmt: skip
        self.papers.append(paper)
        return paper

    @rule(leaf=st.integers(0, 2), hand=st.integers(0, 2), place=st.integers(0, 1), hours=WHEN)
    def see(self, leaf, hand, place, hours):
        at = self._at(hours)
        with clock.at(self.now):
            row = operations.first_sighting(
                **self._who(),
                subject=self.leaves[leaf],
                custodian=self.hands[hand],
                place=self.places[place],
                at=at,
            )
        self._remember(row)

    @rule(
        leaf=st.integers(0, 2), hand=st.integers(0, 2), place=st.integers(0, 1), hours=WHEN,
        sides=st.sampled_from([(), ("receiver",), ("giver",), ("giver", "receiver")]),
    )  # fmt: skip
    def hand_over(self, leaf, hand, place, hours, sides):
        at, subject = self._at(hours), self.leaves[leaf]
        held = queries.now_held([head_of(subject)]).get(head_of(subject))
        giver = held.custodian if held and held.custodian else self.hands[0]
        with clock.at(self.now):
            if giver == self.hands[hand]:
                with pytest.raises(Refused, match="two sides"):
                    self._transfer(subject, giver, hand, place, at)
                return
            paper = self._remember(self._transfer(subject, giver, hand, place, at))
            for side in sides:
                self._sign(paper, side, at)

    def _transfer(self, subject, giver, hand, place, at):
        return operations.hand_over(
            **self._who(), subject=subject, giver=giver, receiver=self.hands[hand],
            place=self.places[place], at=at,
        )  # fmt: skip

    def _open(self):
        return [p for p in self.papers if p.kind == "transfer" and len(p.signed) < 2]

    @precondition(lambda self: self._open())
    @rule(data=st.data(), side=st.sampled_from(["giver", "receiver"]), same=st.booleans())
    def sign_later(self, data, side, same):
        paper = data.draw(st.sampled_from(self._open()), label="paper")
        at = self._at(0)
        human = next(iter(paper.signed.values()))[0] if same and paper.signed else uuid4()
        with clock.at(self.now):
            if side in paper.signed or any(human == who for who, _ in paper.signed.values()):
                with pytest.raises(Refused):
                    self._sign(paper, side, at, human)
            else:
                self._sign(paper, side, at, human)

    def _sign(self, paper, side, at, human=None):
        human = human or uuid4()
        operations.sign(
            actor=self.cast.field_officer,
            handover=Handover.objects.get(id=paper.id),
            side=Side(side),
            signer="somebody",
            human=human,
            at=at,
        )
        paper.signed[side] = (human, at)

    @rule(leaf=st.integers(0, 2), hours=WHEN)
    def lose_sight(self, leaf, hours):
        at = self._at(hours)
        with clock.at(self.now):
            row = operations.lose_sight(**self._who(), subject=self.leaves[leaf], at=at)
        self._remember(row)

    @rule(leaf=st.integers(0, 2), hand=st.integers(0, 2), place=st.integers(0, 1))
    def settle(self, leaf, hand, place):
        at, subject = self._at(0), self.leaves[leaf]
        with clock.at(self.now):
            asked = {
                "operation": self.cast.aqqu.id, "subject": subject, "at": at,
                "custodian": self.hands[hand], "place": self.places[place],
            }  # fmt: skip
            with pytest.raises(NotPermitted):
                operations.settle(actor=self.cast.field_officer, **asked)
            row = operations.settle(actor=self.cast.coordinator, **asked)
        paper = self._remember(row)
        paper.settles = frozenset().union(*(p for p in self._persons() if subject in p))
        head = head_of(subject)
        held = queries.now_held([head])[head]
        assert (held.state, held.custodian) == ("agreed", self.hands[hand])

    @rule(pair=st.sampled_from([(0, 1), (1, 2)]))
    def join(self, pair):
        left, right = (self.leaves[number] for number in pair)
        at = self._at(0)
        held = queries.now_held([head_of(left), head_of(right)])
        holders = {row.custodian for row in held.values() if row.custodian}
        with clock.at(at):
            if head_of(left) != head_of(right) and len(holders) > 1:
                with pytest.raises(Refused, match="custody"):
                    self._same(left, right)
            else:
                self.joined.append((self._same(left, right).id, left, right))

    def _same(self, left, right):
        return judge(
            actor=self.cast.coordinator, left=left, right=right, answer=Answer.SAME, why="x"
        )

    @precondition(lambda self: self.joined)
    @rule(data=st.data())
    def part(self, data):
        chosen = data.draw(st.sampled_from(self.joined), label="judgement")
        with clock.at(self._at(0)):
            undo(actor=self.cast.coordinator, judgement=Judgement.objects.get(id=chosen[0]))
        self.joined.remove(chosen)

    @rule(hours=st.integers(1, 9))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    # -- what must be true -------------------------------------------------------------------

    def _persons(self):
        """Leaves of each person, by the live answers: found by hand."""
        parts = [{leaf} for leaf in self.leaves]
        for _, left, right in self.joined:
            touched = [part for part in parts if left in part or right in part]
            parts = [part for part in parts if part not in touched] + [set().union(*touched)]
        return parts

    @invariant()
    def every_child_that_was_seen_has_one_state_at_every_instant(self):
        for part in self._persons():
            papers = [p for p in self.papers if p.leaf in part and p.counts_from is not None]
            rows = queries.ledger(next(iter(part)))
            assert [row.seq for row in rows] == list(range(1, len(papers) + 1))
            if not papers:
                continue
            assert rows[0].from_at == min(paper.counts_from for paper in papers)
            assert all(before.from_at < after.from_at for before, after in pairwise(rows))
            for row in rows:
                assert (row.custodian is None) == (row.state == "unknown") or (
                    row.state == "disputed"
                )

    @invariant()
    def the_state_at_an_instant_is_what_the_papers_of_that_instant_say(self):
        for part in self._persons():
            papers = [p for p in self.papers if p.leaf in part and p.counts_from is not None]
            rows = queries.ledger(next(iter(part)))
            for moment in {paper.counts_from for paper in papers}:
                row = [row for row in rows if row.from_at <= moment + MOMENT][-1]
                by_then = [p for p in papers if p.counts_from <= moment]
                followed = {previous for p in by_then for previous in self._ended_by(p)}
                ends = [p for p in by_then if p.id not in followed]
                hands = {p.receiver for p in ends}
                if len(hands) != 1:
                    assert row.state == "disputed"
                elif None in hands:
                    assert (row.state, row.custodian, row.place) == ("unknown", None, None)
                else:
                    assert (row.state, row.custodian) == ("agreed", *hands)
                    assert row.place in {p.place for p in ends}

    def _ended_by(self, paper):
        """A paper ends what it follows, unless that began after the paper counted."""
        began = {p.id: p.at for p in self.papers}
        return {previous for previous in paper.follows if began[previous] <= paper.counts_from}

    @invariant()
    def nobody_slips_into_other_hands_by_a_paper_about_the_past(self):
        """The newest thing known of a child is told by the newest paper, or it alarms."""
        for part in self._persons():
            known = [p for p in self.papers if p.leaf in part and p.counts_from is not None]
            # Signed when it was over already: settled, or followed by a later paper.
            over = {p for q in known for p in self._ended_by(q)}
            papers = [p for p in known if p.id not in over]
            if not papers:
                continue
            head = head_of(next(iter(part)))
            held = queries.now_held([head])[head]
            last = max(paper.counts_from for paper in papers)
            latest = {paper.receiver for paper in papers if paper.counts_from == last}
            if held.state == "agreed":
                assert held.custodian in latest
            else:
                assert head in {alarm.subject for alarm in queries.alarms([head])}

    @invariant()
    def a_one_sided_handover_alarms_after_its_limit_and_only_then(self):
        for part in self._persons():
            head = head_of(next(iter(part)))
            with clock.at(self.now):
                found = [a.since for a in queries.alarms([head]) if a.code == "one_sided"]
            due = [
                p for p in self.papers
                if p.leaf in part and p.kind == "transfer" and len(p.signed) < 2
                and p.at <= self.now - timedelta(hours=6)
            ]  # fmt: skip
            open_ = [p.at for p in due if not self._settled(p, part)]
            if self.settled_alarms:
                assert sorted(found) == sorted(open_)
            else:
                assert set(open_) <= set(found) <= {p.at for p in due}

    def _settled(self, paper, part):
        """A settlement of this person, recorded after it and about a time not before it, ends the
        matter; one of somebody who was joined to them only later does not."""
        later = self.papers[self.papers.index(paper) + 1 :]
        return any(p.leaf in part and paper.leaf in p.settles and p.at >= paper.at for p in later)

    @invariant()
    def what_is_stored_is_what_the_record_gives(self):
        assert list(checks.holdings()) == []
        assert list(checks.heads()) == []
        assert cards.differences() == []

    @invariant()
    def nothing_entered_goes_away(self):
        assert Handover.objects.count() == len(self.papers)
        assert HandoverSignature.objects.count() == sum(len(p.signed) for p in self.papers)


@pytest.fixture
def yard(cast):
    """Three mentions, three pairs of hands, two places."""
    leaves = receive(cast.tracing_officer, cast.aqqu, *(child_line(n, f"C{n}") for n in (1, 2, 3)))
    hands = [
        operations.enter_party(
            actor=cast.coordinator, operation=cast.aqqu.id, kind=PartyKind.AUTHORITY, name=name
        ).id
        for name in ("prison", "mission", "centre")
    ]
    enter_places(
        actor=cast.coordinator,
        rows=[{"slug": slug, "kind": "other", "name_en": slug} for slug in ("north", "south")],
    )
    return cast, leaves, hands, list(Place.objects.order_by("slug").values_list("id", flat=True))


def test_custody_in_any_order(yard, tmp_path):
    play(lambda: Custody(yard, settled_alarms=False), Shelf(tmp_path), examples=8, steps=14)


def test_custody_in_any_order_where_a_settlement_ends_the_alarm(yard, tmp_path):
    play(lambda: Custody(yard, settled_alarms=True), Shelf(tmp_path), examples=8, steps=14)
