"""Two people of the laboratory at the same instant: one act stands, the other is told why."""

from __future__ import annotations

import pytest

from jusan.core.access.roles import Role
from jusan.core.errors import BadInput, Refused
from jusan.core.people.models import Identity, ParentLink
from jusan.core.people.queries import identity_status
from jusan.identification.choices import FlagCode, InputKind, State
from jusan.identification.models import (
    Batch,
    ClaimClosed,
    ConclusionSignature,
    FrequencySet,
    LabPolicy,
    QualityFlag,
    Sample,
    SampleState,
    Voided,
)
from jusan.identification.operations.conclusions import (
    IdentityDraft,
    KinshipDraft,
    countersign,
    draft_identity,
    draft_kinship,
    sign,
)
from jusan.identification.operations.families import close_claim
from jusan.identification.operations.kin import record_kin, set_sibling_group
from jusan.identification.operations.profiles import (
    BatchFacts,
    adopt_frequencies,
    adopt_policy,
    import_profiles,
)
from jusan.identification.operations.samples import quarantine, register_sample, release
from tests.casting import make_user
from tests.conftest import STORY_DAY
from tests.core.test_two_officers_at_once import at_once, green
from tests.identification.lab import AQQU, make_lab, receive_batches


@pytest.fixture
def lab(cast):
    story = make_lab(cast)
    receive_batches(story, "profiles_host_1.txt")
    cast.third = make_user(
        Role.LABORATORY, cast.aqqu.id, by=cast.root, login="third", qualified_scientist=True
    )
    return story


@pytest.fixture
def draft(cast, lab):
    return draft_kinship(
        actor=cast.laboratory,
        operation=cast.aqqu.id,
        draft=KinshipDraft(
            child=lab.person("host_list.xlsx#2"),
            relation="mother",
            relatives=[lab.person("host_mothers.csv#2")],
            verdict="supported",
            why="x",
        ),
    )


def test_the_first_signature_by_two(cast, draft):
    results, refused = at_once(
        lambda: sign(actor=cast.laboratory, conclusion=draft.id),
        lambda: sign(actor=cast.qualified, conclusion=draft.id),
    )
    assert (len(results), len(refused)) == (1, 1)
    assert ConclusionSignature.objects.count() == 1
    green()


def test_the_second_signature_by_two(cast, draft):
    sign(actor=cast.laboratory, conclusion=draft.id)
    results, refused = at_once(
        lambda: countersign(actor=cast.qualified, conclusion=draft.id),
        lambda: countersign(actor=cast.third, conclusion=draft.id),
        lambda: countersign(actor=cast.laboratory, conclusion=draft.id),
    )
    assert (len(results), len(refused)) == (1, 2)
    assert ConclusionSignature.objects.count() == 2
    assert ParentLink.objects.filter(basis="dna").count() == 1
    green()


@pytest.mark.parametrize("attempt", range(2))
def test_the_second_signature_while_the_tube_is_put_in_quarantine(cast, lab, draft, attempt):
    sign(actor=cast.laboratory, conclusion=draft.id)
    at_once(
        lambda: countersign(actor=cast.qualified, conclusion=draft.id),
        lambda: quarantine(
            actor=cast.third, operation=cast.aqqu.id, tubes=["NM-0415"], why="broken"
        ),
    )
    void = Voided.objects.filter(conclusion=draft.id).exists()
    assert void == (ConclusionSignature.objects.count() == 1)
    green()


def test_an_identity_confirmed_by_two(cast, lab, draft):
    sign(actor=cast.laboratory, conclusion=draft.id)
    countersign(actor=cast.qualified, conclusion=draft.id)
    child = lab.person("host_list.xlsx#2")
    identity = draft_identity(
        actor=cast.coordinator,
        operation=cast.aqqu.id,
        draft=IdentityDraft(
            child=child, way="kinship_report", status="confirmed", why="x", waiver="none left",
            rests_on={draft.id: InputKind.CONCLUSION},
        ),
    )  # fmt: skip
    sign(actor=cast.legal_officer, conclusion=identity.id)
    results, refused = at_once(
        lambda: countersign(actor=cast.qualified, conclusion=identity.id),
        lambda: countersign(actor=cast.third, conclusion=identity.id),
    )
    assert (len(results), len(refused)) == (1, 1)
    assert Identity.objects.count() == 1
    assert identity_status([child]) == "confirmed"
    green()


def test_one_tube_registered_by_two(cast, lab):
    def register(user):
        return lambda: register_sample(
            actor=user, operation=cast.aqqu.id, tube="T-1", donor=lab.person("host_list.xlsx#2"),
            material="blood", taken_at=STORY_DAY, taken_by="nurse",
        )  # fmt: skip

    results, refused = at_once(register(cast.laboratory), register(cast.third))
    assert (len(results), len(refused)) == (1, 1)
    assert Sample.objects.filter(tube="T-1").count() == 1
    green()


def test_one_tube_decided_by_two(cast, lab):
    facts = {"operation": cast.aqqu.id, "tubes": ["NM-0401"], "why": "x"}
    results, refused = at_once(
        lambda: quarantine(actor=cast.laboratory, **facts),
        lambda: release(actor=cast.third, outcome=State.VALID, **facts),
    )
    assert (len(results), refused) == (2, [])
    assert sorted(SampleState.objects.values_list("seq", flat=True)) == [1, 2]
    green()


def test_one_genotype_table_imported_by_two(cast, lab):
    content = (AQQU / "laboratory/profiles_host_2.txt").read_bytes()

    def imported(user):
        facts = BatchFacts("p.txt", "lab", "17025", "kit", "a", "b", STORY_DAY)
        return lambda: (
            import_profiles(
                actor=user, operation=cast.aqqu.id, facts=facts, content=content
            ).created
        )

    results, refused = at_once(imported(cast.laboratory), imported(cast.third))
    assert (sorted(results), refused) == ([False, True], [])
    assert Batch.objects.count() == 2
    green()


def test_one_new_question_weighed_by_two(cast, lab):
    """The same sums, computed at the same moment, are kept once."""

    def drafted(user):
        question = KinshipDraft(
            child=lab.person("host_list.xlsx#2"),
            relation="maternal_aunt",
            relatives=[lab.person("host_mothers.csv#2")],
            verdict="inconclusive",
            why="x",
        )
        return lambda: draft_kinship(actor=user, operation=cast.aqqu.id, draft=question).evaluation

    results, refused = at_once(drafted(cast.laboratory), drafted(cast.third))
    assert refused == []
    assert results[0] == results[1]
    green()


def test_one_policy_and_one_table_adopted_by_two(cast):
    folder = AQQU / "laboratory"

    def adopt(user):
        def work():
            facts = {"actor": user, "operation": cast.aqqu.id}
            table = adopt_frequencies(
                **facts, name="f", content=(folder / "frequencies.csv").read_text()
            )
            policy = adopt_policy(**facts, content=(folder / "policy.toml").read_text())
            return table.id, policy.id

        return work

    results, refused = at_once(adopt(cast.laboratory), adopt(cast.qualified))
    assert refused == []
    assert results[0] == results[1]
    assert (FrequencySet.objects.count(), LabPolicy.objects.count()) == (1, 1)
    green()


@pytest.mark.parametrize("named", [True, False])
def test_one_claim_closed_by_two(cast, lab, named):
    def close(user):
        return lambda: close_claim(
            actor=user, operation=cast.aqqu.id,
            claimant=lab.person("family_requests.csv#2:claimant"),
            sought=lab.person("family_requests.csv#2") if named else None,
            outcome="withdrawn", why="by letter", told_by=cast.coordinator, told_at=STORY_DAY,
            another_sample_offered=False,
        )  # fmt: skip

    results, refused = at_once(close(cast.coordinator), close(cast.tracing_officer))
    assert (len(results), len(refused)) == (1, 1)
    assert ClaimClosed.objects.count() == 1
    green()


def test_two_texts_of_one_policy_at_once(cast):
    text = (AQQU / "laboratory/policy.toml").read_text()

    def adopt(user, content):
        def work():
            try:
                return adopt_policy(actor=user, operation=cast.aqqu.id, content=content)
            except BadInput as error:
                raise Refused(str(error)) from None

        return work

    results, refused = at_once(
        adopt(cast.laboratory, text), adopt(cast.qualified, text + "\n# another\n")
    )
    assert (len(results), len(refused)) == (1, 1)
    green()


def test_two_sibling_groups_formed_at_once(cast, lab):
    def form(user, *lines):
        children = [lab.person(f"host_list.xlsx#{line}") for line in lines]
        return lambda: (
            set_sibling_group(actor=user, operation=cast.aqqu.id, children=children, why="x").label
        )

    results, refused = at_once(form(cast.laboratory, 2, 3), form(cast.coordinator, 5, 6))
    assert (sorted(results), refused) == (["S01", "S02"], [])
    green()


def test_a_question_that_follows_from_two_statements_is_put_and_put_once(cast):
    """Each writes down one mother; only the two together say that tubes may be exchanged."""
    story = make_lab(cast, mothers=False)
    receive_batches(story, "profiles_host_1.txt")

    def say(user, child, mother):
        return lambda: record_kin(
            actor=user,
            operation=cast.aqqu.id,
            child=story.person(f"host_list.xlsx#{child}"),
            relative=story.person(f"host_mothers.csv#{mother}"),
            relation="mother",
            basis="said by the mother",
        )

    results, refused = at_once(say(cast.laboratory, 2, 3), say(cast.coordinator, 5, 2))
    assert (len(results), refused) == (2, [])
    swaps = QualityFlag.objects.filter(code=FlagCode.SWAP).values_list("sample", "other")
    assert len(set(swaps)) == len(swaps) > 0
    green()
