"""H4, H6 and unmerge as properties: reports, answers, undos, retractions, destroyed keys."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from jusan.core import checks, clock
from jusan.core.claims import cards, remains, resolution
from jusan.core.claims.models import (
    Answer,
    Claim,
    ClaimRetraction,
    Head,
    Judgement,
    JudgementUndo,
    Mention,
    PersonCard,
    Report,
    SearchToken,
)
from jusan.core.claims.operations import destroy_subject, judge, retract_claim, undo
from jusan.core.claims.queries import open_file
from jusan.core.errors import Refused
from jusan.core.people.models import Person
from tests import conftest
from tests.casting import child_line, make_cast, receive
from tests.conftest import STORY_DAY
from tests.core.owner import acting_as_owner

NAMES = ["Aisha", "Айша", "Yusuf", "يوسف", "Nur"]


class Model:
    """What must be true, in plain Python: leaves, live answers, union-find by hand."""

    def __init__(self):
        self.leaves = []
        self.live = {}
        self.undone = []
        self.destroyed = set()
        self.retracted = set()

    def heads(self):
        parent = {leaf: leaf for leaf in self.leaves}

        def find(leaf):
            while parent[leaf] != leaf:
                leaf = parent[leaf]
            return leaf

        order = {leaf: place for place, leaf in enumerate(self.leaves)}
        for left, right, answer in self.live.values():
            if answer is Answer.SAME:
                a, b = sorted((find(left), find(right)), key=order.__getitem__)
                parent[b] = a
        return {leaf: find(leaf) for leaf in self.leaves}

    def forbids(self, left, right):
        heads = self.heads()
        pair = {heads[left], heads[right]}
        return any(
            answer is Answer.DIFFERENT and {heads[a], heads[b]} == pair
            for a, b, answer in self.live.values()
        )


class Claims(RuleBasedStateMachine):
    """Officers take in reports and answer in any order."""

    def __init__(self):
        super().__init__()
        self.cast = make_cast()
        self.model = Model()
        self.lines = 0
        self.tags = count()
        self.files = {}
        self.moment = STORY_DAY

    def _tick(self):
        self.moment += timedelta(minutes=1)
        return clock.at(self.moment)

    @rule(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=3))
    def take_report(self, names):
        for name in names:
            with self._tick():
                tag = f"r{next(self.tags)}"
                line = child_line(1, name)
                new = receive(self.cast.tracing_officer, self.cast.aqqu, line, tag=tag)
                self.model.leaves += new
                self.files[tag] = (line, new)
                self.lines += 1

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def the_same_bytes_again(self, data):
        tag = data.draw(st.sampled_from(sorted(self.files)))
        line, leaves = self.files[tag]
        with self._tick():
            again = receive(self.cast.coordinator, self.cast.aqqu, line, tag=tag)
        assert again == leaves

    @precondition(lambda self: len(self.model.leaves) >= 2)
    @rule(data=st.data(), answer=st.sampled_from(list(Answer)))
    def answer(self, data, answer):
        left, right = data.draw(
            st.lists(st.sampled_from(self.model.leaves), min_size=2, max_size=2, unique=True)
        )
        heads = self.model.heads()
        joined = heads[left] == heads[right]
        refused = (
            bool({left, right} & self.model.destroyed)
            or (answer is Answer.DIFFERENT and joined)
            or (answer is Answer.SAME and not joined and self.model.forbids(left, right))
        )
        with self._tick():
            if refused:
                with pytest.raises(Refused):
                    self._judge(left, right, answer)
            else:
                row = self._judge(left, right, answer)
                self.model.live[row.id] = (left, right, answer)

    def _judge(self, left, right, answer):
        return judge(
            actor=self.cast.tracing_officer, left=left, right=right, answer=answer, why="seen"
        )

    @precondition(lambda self: self.model.live)
    @rule(data=st.data())
    def undo_one(self, data):
        chosen = data.draw(st.sampled_from(sorted(self.model.live, key=str)))
        with self._tick():
            undo(actor=self.cast.tracing_officer, judgement=Judgement.objects.get(id=chosen))
        del self.model.live[chosen]
        self.model.undone.append(chosen)

    @precondition(lambda self: self.model.undone)
    @rule(data=st.data())
    def undone_is_undone_once(self, data):
        chosen = data.draw(st.sampled_from(self.model.undone))
        with self._tick(), pytest.raises(Refused, match="already undone"):
            undo(actor=self.cast.coordinator, judgement=Judgement.objects.get(id=chosen))

    @precondition(lambda self: self.model.leaves)
    @rule(data=st.data())
    def retract_a_name(self, data):
        leaf = data.draw(st.sampled_from(self.model.leaves))
        claim = Claim.objects.get(person=leaf, property="name")

        def retract():
            retract_claim(actor=self.cast.tracing_officer, claim=claim, reason_code="withdrew")

        with self._tick():
            if leaf in self.model.retracted:
                with pytest.raises(Refused, match="already retracted"):
                    retract()
            else:
                retract()
                self.model.retracted.add(leaf)

    @precondition(lambda self: self.model.leaves)
    @rule(data=st.data(), rarely=st.integers(0, 3))
    def destroy(self, data, rarely):
        if rarely:
            return
        leaf = data.draw(st.sampled_from(self.model.leaves))
        heads = self.model.heads()
        with self._tick():
            destroy_subject(
                actor=self.cast.data_protection_officer,
                approver=self.cast.coordinator,
                person=leaf,
                reason_code="request",
            )
        self.model.destroyed |= {one for one in self.model.leaves if heads[one] == heads[leaf]}

    @rule()
    def undoing_restores_exactly_what_was(self):
        heads = self.model.heads()
        free = [leaf for leaf in self.model.leaves if heads[leaf] == leaf]
        free = [leaf for leaf in free if leaf not in self.model.destroyed]
        pairs = [(a, b) for a in free for b in free if a != b and not self.model.forbids(a, b)]
        if not pairs:
            return
        before = self._cards()
        with self._tick():
            row = self._judge(*pairs[0], Answer.SAME)
            undo(actor=self.cast.tracing_officer, judgement=row)
        self.model.undone.append(row.id)
        assert self._cards() == before

    def _cards(self):
        rows = PersonCard.objects.values_list("head", "compartment", "body")
        return sorted((str(head), name, json.dumps(body)) for head, name, body in rows)

    @invariant()
    def heads_are_the_components_of_the_live_answers(self):
        stored = dict(Head.objects.values_list("leaf", "head"))
        assert stored == self.model.heads()
        assert stored == resolution.projection()

    @invariant()
    def nobody_and_no_line_gets_lost(self):
        assert Person.objects.count() == len(self.model.leaves) == Mention.objects.count()
        assert sum(Report.objects.values_list("lines", flat=True)) == self.lines
        assert cards.differences() == []

    @invariant()
    def nothing_written_goes_away(self):
        answers = len(self.model.live) + len(self.model.undone)
        assert Judgement.objects.count() == answers
        assert JudgementUndo.objects.count() == len(self.model.undone)
        assert ClaimRetraction.objects.count() == len(self.model.retracted)

    @invariant()
    def names_are_those_that_were_said_and_not_taken_back_or_destroyed(self):
        heads = self.model.heads()
        wanted = {head: set() for head in heads.values()}
        for line, (leaf,) in self.files.values():
            if leaf not in self.model.retracted | self.model.destroyed:
                wanted[heads[leaf]].add(line.mentions[0].words["name"])
        shown = PersonCard.objects.filter(compartment="identity").values_list("head", "body")
        found = {h: {row["text"] for row in json.loads(body)["names"]} for h, body in shown}
        assert found == wanted
        searched = set(SearchToken.objects.values_list("head", flat=True))
        assert searched == {head for head, names in wanted.items() if names}

    def teardown(self):
        with clock.at(self.moment):
            for leaf in self.model.leaves:
                assert (
                    leaf
                    in open_file(self.cast.coordinator, self.cast.aqqu.id, leaf, purpose="t").leaves
                )
        if conftest.POSTGRES:
            with acting_as_owner():
                remains.settle()
        found = {name: list(check()) for name, check in checks.CHECKS.items()}
        assert not any(found.values()), found


def test_claims_in_any_order(office, tmp_path_factory, template):
    """Each hypothesis example gets an installation of its own."""

    class Fresh(Claims):
        def __init__(self):
            folder = tmp_path_factory.mktemp("example")
            enter = conftest._enter_postgres if conftest.POSTGRES else conftest._enter_sqlite
            enter(template, folder)
            super().__init__()

    Fresh.TestCase.settings = settings(
        max_examples=15,
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    with clock.at(STORY_DAY):
        Fresh.TestCase().runTest()
