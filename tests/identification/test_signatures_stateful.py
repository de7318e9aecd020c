"""H8: no identity without two different human beings, one of them qualified, over evidence that
stands, whatever is drafted, signed, weighed, quarantined, joined and parted in between."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.access.roles import Role
from jusan.core.claims.models import Answer, Judgement
from jusan.core.claims.operations import judge, undo
from jusan.core.claims.resolution import leaves_of
from jusan.core.errors import NotPermitted, Refused
from jusan.core.people.models import Basis, Identity, ParentLink
from jusan.core.people.queries import identity_status
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.identification.choices import InputKind, State
from jusan.identification.models import Conclusion, ConclusionSignature, Voided
from jusan.identification.operations.conclusions import (
    IdentityDraft,
    KinshipDraft,
    countersign,
    draft_identity,
    draft_kinship,
    sign,
)
from jusan.identification.operations.evaluations import evaluate_claims
from jusan.identification.operations.samples import (
    order_resampling,
    quarantine,
    register_sample,
    release,
)
from tests.casting import assign, make_user
from tests.conftest import STORY_DAY
from tests.identification.lab import make_lab, receive_batches
from tests.stateful import Shelf, play

#: Accounts that try to sign; two of them are second accounts of the same human being.
SIGNERS = (
    "laboratory", "qualified", "twin", "coordinator", "tracing_officer", "legal_officer", "double",
    "medical", "administrator",
)  # fmt: skip
IN_THE_LABORATORY = {"laboratory", "qualified", "twin"}
NO_SIGNERS = {"medical", "administrator"}
CHILD, MOTHER, OTHER = "NM-0401", "NM-0415", "NM-0402"
WAYS = ("kinship_report", "kinship_report", "registry_evidence", "provisional")
who = st.sampled_from(SIGNERS)


class Signatures(RuleBasedStateMachine):
    """Nine accounts of seven human beings around two children and their mother."""

    def __init__(self, bench):
        super().__init__()
        self.bench = bench
        self.now = STORY_DAY + timedelta(days=150)
        self.drafts: dict[UUID, SimpleNamespace] = {}
        self.blocked: set[str] = set()
        self.joined: list[UUID] = []
        self.tubes = 0

    def _tick(self):
        self.now += timedelta(minutes=1)
        return clock.at(self.now)

    def _user(self, name) -> User:
        return getattr(self.bench.cast, name)

    def _facts(self, name):
        return {"actor": self._user(name), "operation": self.bench.cast.aqqu.id}

    # -- drafts ------------------------------------------------------------------------------

    @initialize(signed=st.integers(0, 2))
    def kinships_stand_drafted_or_signed(self, signed):
        for child in (0, 1):
            self.kinship("laboratory", child, "supported")
        for _ in range(signed):
            self._finish(self._open()[0])

    def _open(self):
        return [key for key, d in self.drafts.items() if len(d.signed) < 2 and not d.dead]

    @rule(name=who, child=st.integers(0, 1), verdict=st.sampled_from(["supported", "inconclusive"]))
    def kinship(self, name, child, verdict):
        draft = KinshipDraft(
            child=self.bench.children[child], relation="mother", relatives=[self.bench.mother],
            verdict=verdict, why="read",
        )  # fmt: skip
        tubes = {(CHILD, OTHER)[child], MOTHER}
        with self._tick():
            if name not in IN_THE_LABORATORY:
                with pytest.raises(NotPermitted):
                    draft_kinship(**self._facts(name), draft=draft)
            elif tubes & self.blocked:
                with pytest.raises(Refused):
                    draft_kinship(**self._facts(name), draft=draft)
            else:
                row = draft_kinship(**self._facts(name), draft=draft)
                self._remember(row, name, tubes, verdict)

    def _remember(self, row, name, tubes, verdict=""):
        self.drafts[row.id] = SimpleNamespace(
            row=row, drafter=name, tubes=tubes, verdict=verdict, signed=[], dead=False
        )

    @rule(
        name=who, child=st.integers(0, 1),
        way=st.sampled_from(WAYS),
        status=st.sampled_from(["confirmed", "confirmed", "provisional", "void", "unknown"]),
        waiver=st.sampled_from(["", "none left"]),
    )  # fmt: skip
    def identity(self, name, child, way, status, waiver):
        person = self.bench.children[child]
        own = [k for k, d in self.drafts.items() if d.verdict and d.row.child == person]
        holds = [k for k in own if len(self.drafts[k].signed) == 2]
        rests, tubes = {}, {(CHILD, OTHER)[child]}
        if way == "kinship_report" and own:
            rests = {(holds or own)[-1]: InputKind.CONCLUSION}
            tubes |= self.drafts[next(iter(rests))].tubes
        elif way == "registry_evidence":
            rests = {self.bench.line: InputKind.LINE}
        carried = way != "kinship_report" or (
            any(k in holds and self.drafts[k].verdict == "supported" for k in rests)
            and (status == "provisional" or waiver)
            and not tubes & self.blocked
        )
        allowed = status == "provisional" or (status == "confirmed" and way != "provisional")
        draft = IdentityDraft(
            child=person, way=way, status=status, why="x", rests_on=rests, waiver=waiver
        )
        with self._tick():
            if name in NO_SIGNERS:
                with pytest.raises(NotPermitted):
                    draft_identity(**self._facts(name), draft=draft)
            elif not carried or not allowed:
                with pytest.raises(Refused):
                    draft_identity(**self._facts(name), draft=draft)
            else:
                self._remember(draft_identity(**self._facts(name), draft=draft), name, tubes)

    @rule(
        child=st.integers(0, 1),
        way=st.sampled_from(["kinship_report", "registry_evidence"]),
        signed=st.sampled_from([0, 1, 2, 2]),
    )
    def identity_as_it_should_be(self, child, way, signed):
        """So that confirmed identities are reached, and drafts half signed."""
        before = len(self.drafts)
        self.identity("coordinator", child, way, "confirmed", "none left")
        if len(self.drafts) > before:
            self._finish(list(self.drafts)[-1], signed)

    # -- signatures --------------------------------------------------------------------------

    @rule(data=st.data(), name=who, read=st.sampled_from(["shown", "", "other"]), due=st.booleans())
    def sign_one(self, data, name, read, due):
        """Mostly the signature that is due, now and then the other one."""
        chosen = data.draw(st.sampled_from(list(self.drafts)), label="conclusion")
        draft = self.drafts[chosen]
        first = (not draft.signed) == due
        act = sign if first else countersign
        shown = {"shown": draft.row.evidence_hash, "": "", "other": "0" * 64}[read]
        with self._tick():
            if self._fine(draft, name, read, first):
                act(actor=self._user(name), conclusion=chosen, read=shown)
                draft.signed.append(name)
            else:
                with pytest.raises((Refused, NotPermitted)):
                    act(actor=self._user(name), conclusion=chosen, read=shown)

    def _fine(self, draft, name, read, first):
        """By hand: may this account give this signature now?"""
        allowed = name in IN_THE_LABORATORY if draft.verdict else name not in NO_SIGNERS
        due = len(draft.signed) == (0 if first else 1)
        if not allowed or not due or draft.dead or read == "other":
            return False
        if first:
            return True
        human = self._user(name).human
        others = {self._user(one).human for one in (*draft.signed, draft.drafter)}
        qualified = any(self._user(one).qualified_scientist for one in (name, *draft.signed))
        return human not in others and qualified

    @precondition(lambda self: self._open())
    @rule(data=st.data(), newest=st.booleans())
    def two_of_the_laboratory_sign(self, data, newest):
        """So that deep states are reached."""
        open_ = self._open()
        self._finish(open_[-1] if newest else data.draw(st.sampled_from(open_), label="conclusion"))

    def _finish(self, chosen, wanted=2):
        draft = self.drafts[chosen]
        for name in ("laboratory", "qualified", "twin"):
            if len(draft.signed) < wanted and self._fine(draft, name, "", not draft.signed):
                with self._tick():
                    (countersign if draft.signed else sign)(
                        actor=self._user(name), conclusion=chosen
                    )
                draft.signed.append(name)

    # -- what happens to the evidence --------------------------------------------------------

    def _touch(self, *, of=(), fallen=()):
        """Open drafts about the donor are void; so are those that rest on a tube that fell."""
        for draft in self.drafts.values():
            about = {tube for tube in draft.tubes if draft.verdict or tube != MOTHER}
            if len(draft.signed) < 2 and (about & set(of) or draft.tubes & set(fallen)):
                draft.dead = True

    @rule(
        tube=st.sampled_from([CHILD, MOTHER, OTHER]),
        state=st.sampled_from(["quarantined", "resampling", "valid", "void"]),
    )
    def decide(self, tube, state):
        facts = {**self._facts("laboratory"), "tubes": [tube], "why": "x"}
        with self._tick():
            if state == "quarantined":
                quarantine(**facts)
            elif state == "resampling":
                order_resampling(**facts)
            else:
                release(**facts, outcome=State(state))
        if state in {"quarantined", "void"}:
            self.blocked.add(tube)
        elif state == "valid":
            self.blocked.discard(tube)
        self._touch(of=[tube], fallen=self.blocked & {tube})

    @rule(donor=st.sampled_from([CHILD, MOTHER, OTHER]))
    def another_swab(self, donor):
        person = {CHILD: self.bench.children[0], OTHER: self.bench.children[1]}.get(donor)
        self.tubes += 1
        with self._tick():
            register_sample(
                **self._facts("laboratory"), tube=f"X-{self.tubes}", donor=person or
                self.bench.mother, material="blood", taken_at=self.now, taken_by="nurse",
            )  # fmt: skip
        self._touch(of=[donor], fallen=self.blocked & {donor})

    @rule()
    def weigh_again(self):
        """The machine computes as often as it likes: it concludes nothing."""
        before = Conclusion.objects.count(), Identity.objects.count(), ParentLink.objects.count()
        with self._tick():
            evaluate_claims(**self._facts("laboratory"))
        after = Conclusion.objects.count(), Identity.objects.count(), ParentLink.objects.count()
        assert before == after

    @precondition(lambda self: not self.joined)
    @rule()
    def join(self):
        """A mention without any tube is found to be the first child."""
        with self._tick():
            row = judge(
                actor=self.bench.cast.coordinator, left=self.bench.children[0],
                right=self.bench.mention, answer=Answer.SAME, why="x",
            )  # fmt: skip
        self.joined.append(row.id)

    @precondition(lambda self: self.joined)
    @rule()
    def part(self):
        with self._tick():
            undo(
                actor=self.bench.cast.coordinator,
                judgement=Judgement.objects.get(id=self.joined.pop()),
            )

    # -- what must be true -------------------------------------------------------------------

    @invariant()
    def an_identity_has_two_signatures_of_two_human_beings_one_of_them_qualified(self):
        for row in Identity.objects.all():
            self._held(Conclusion.objects.get(id=row.conclusion), kind="identity")
        signed_twice = ConclusionSignature.objects.filter(seq=2).values("conclusion")
        held = Conclusion.objects.filter(id__in=signed_twice)
        assert Identity.objects.count() == held.filter(kind="identity").count()

    @invariant()
    def a_parent_by_dna_too(self):
        for link in ParentLink.objects.filter(basis=Basis.DNA):
            conclusion = Conclusion.objects.get(id=link.source)
            assert conclusion.verdict == "supported"
            self._held(conclusion, kind="kinship")

    def _held(self, conclusion, *, kind):
        first, second = ConclusionSignature.objects.filter(conclusion=conclusion.id).order_by("seq")
        users = [User.objects.get(id=row.user) for row in (first, second)]
        assert conclusion.kind == kind
        assert [row.human for row in (first, second)] == [user.human for user in users]
        assert first.human != second.human != conclusion.drafter_human
        assert any(user.qualified_scientist for user in users)
        assert {first.evidence_hash, second.evidence_hash} == {conclusion.evidence_hash}
        assert first.at < second.at
        assert not Voided.objects.filter(conclusion=conclusion.id).exists()

    @invariant()
    def only_what_the_model_saw_signed_is_signed(self):
        for key, draft in self.drafts.items():
            rows = ConclusionSignature.objects.filter(conclusion=key).order_by("seq")
            assert [r.human for r in rows] == [self._user(n).human for n in draft.signed]
            assert Voided.objects.filter(conclusion=key).exists() == draft.dead
        assert Conclusion.objects.count() == len(self.drafts)

    @invariant()
    def a_child_is_who_the_newest_signed_identity_says(self):
        for child in self.bench.children:
            leaves = leaves_of(child)
            newest = Identity.objects.filter(person__in=leaves).order_by("at").last()
            assert identity_status(leaves) == (newest.status if newest else "unknown")
            fact = standing.latest(leaves, FactKind.IDENTIFIED)
            assert (fact.code if fact else None) == (newest.status if newest else None)


@pytest.fixture
def bench(cast):
    """Typed children and mothers; second accounts of two signers."""
    story = make_lab(cast)
    receive_batches(story, "profiles_host_1.txt")
    cast.twin = make_user(
        Role.LABORATORY, cast.aqqu.id, by=cast.root, login="twin", human=cast.laboratory.human,
        qualified_scientist=True,
    )  # fmt: skip
    cast.double = make_user(
        Role.LEGAL_OFFICER, cast.aqqu.id, by=cast.root, login="double",
        human=cast.coordinator.human,
    )  # fmt: skip
    assign(cast.root, cast.qualified, Role.TRACING_OFFICER, cast.aqqu.id)
    return SimpleNamespace(
        cast=cast,
        children=[story.person("host_list.xlsx#2"), story.person("host_list.xlsx#3")],
        mother=story.person("host_mothers.csv#2"),
        mention=story.person("family_requests.csv#3"),
        line=story.person("host_list.xlsx#2"),
    )


def test_signatures_in_any_order(bench, tmp_path):
    play(lambda: Signatures(bench), Shelf(tmp_path), examples=8, steps=25)
