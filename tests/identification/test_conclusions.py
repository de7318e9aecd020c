"""Two different humans, one of them qualified, over the evidence as it stands."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from jusan.core.errors import NotPermitted, Refused
from jusan.core.history import acts
from jusan.core.history.checking import first_faults
from jusan.core.people.models import IdentityStatus
from jusan.core.people.queries import identity_status
from jusan.core.standing.models import Fact
from jusan.identification.choices import InputKind, State
from jusan.identification.errors import EvidenceChanged, TwoSigners
from jusan.identification.models import ConclusionSignature, Voided
from jusan.identification.operations.conclusions import (
    IdentityDraft,
    KinshipDraft,
    countersign,
    draft_identity,
    draft_kinship,
    sign,
)
from jusan.identification.operations.samples import quarantine, release
from tests.casting import assign, make_user
from tests.identification.lab import make_lab, receive_batches

BATCHES = ("profiles_host_1.txt", "profiles_host_2.txt")


@pytest.fixture
def lab(cast):
    story = make_lab(cast)
    receive_batches(story, *BATCHES)
    return story


def _kinship(cast, lab, *, child=2, mother=2, verdict="supported"):
    return draft_kinship(
        actor=cast.laboratory,
        operation=cast.aqqu.id,
        draft=KinshipDraft(
            child=lab.person(f"host_list.xlsx#{child}"),
            relation="mother",
            relatives=[lab.person(f"host_mothers.csv#{mother}")],
            verdict=verdict,
            why="the numbers, read with the quality record",
        ),
    )


def _signed(cast, lab, **which):
    draft = _kinship(cast, lab, **which)
    sign(actor=cast.laboratory, conclusion=draft.id)
    countersign(actor=cast.qualified, conclusion=draft.id)
    return draft


def _identity(cast, lab, kinship, **more):
    return draft_identity(
        actor=cast.coordinator,
        operation=cast.aqqu.id,
        draft=IdentityDraft(
            child=lab.person("host_list.xlsx#2"),
            way="kinship_report",
            status="confirmed",
            why="mother, registry and interview agree",
            rests_on={kinship.id: InputKind.CONCLUSION},
            **more,
        ),
    )


def test_an_identity_on_dna_and_a_waiver(cast, lab) -> None:
    child = [lab.person("host_list.xlsx#2")]
    draft = _identity(cast, lab, _signed(cast, lab), waiver="no second swab could be taken")
    assert identity_status(child) is IdentityStatus.UNKNOWN
    sign(actor=cast.coordinator, conclusion=draft.id)
    assert identity_status(child) is IdentityStatus.UNKNOWN
    countersign(actor=cast.qualified, conclusion=draft.id)
    assert identity_status(child) is IdentityStatus.CONFIRMED
    assert Fact.objects.filter(subject=child[0], kind="identified", code="confirmed").count() == 1
    assert first_faults() == []


def test_no_confirmed_identity_without_second_sample_or_waiver(cast, lab) -> None:
    kinship = _signed(cast, lab)
    with pytest.raises(Refused, match="second independent sample"):
        _identity(cast, lab, kinship)
    with pytest.raises(Refused, match="another usable tube"):
        _identity(cast, lab, kinship, second_sample=kinship.id)


def test_a_draft_kinship_carries_no_identity(cast, lab) -> None:
    with pytest.raises(Refused, match="signed twice"):
        _identity(cast, lab, _kinship(cast, lab), waiver="none left")


def test_the_same_human_under_two_accounts(cast, lab) -> None:
    twin = make_user(
        None, None, login="second", human=cast.laboratory.human, qualified_scientist=True,
        by=cast.root,
    )  # fmt: skip
    from jusan.core.access.roles import Role

    assign(cast.root, twin, Role.LABORATORY, cast.aqqu.id)
    draft = _kinship(cast, lab)
    sign(actor=cast.laboratory, conclusion=draft.id)
    with pytest.raises(TwoSigners):
        countersign(actor=twin, conclusion=draft.id)


def test_one_signer_is_qualified(cast, lab) -> None:
    from jusan.core.access.roles import Role

    other = make_user(Role.LABORATORY, cast.aqqu.id, by=cast.root, login="other")
    draft = _kinship(cast, lab)
    sign(actor=cast.laboratory, conclusion=draft.id)
    with pytest.raises(TwoSigners, match="qualified"):
        countersign(actor=other, conclusion=draft.id)


def test_the_database_refuses_one_human_twice(cast, lab) -> None:
    """Even code that passes the operations by cannot write it."""
    draft = _kinship(cast, lab)
    first = sign(actor=cast.qualified, conclusion=draft.id)
    forged = ConclusionSignature(
        conclusion=draft.id,
        seq=2,
        human=draft.drafter_human,
        user=cast.laboratory.id,
        qualified=False,
        drafter_human=draft.drafter_human,
        first_human=first.human,
        first_qualified=True,
        evidence_hash=draft.evidence_hash,
        at=first.at,
    )
    with (
        pytest.raises(IntegrityError),
        acts.act(actor=cast.laboratory.id, kind="test", chain=cast.aqqu.id),
        transaction.atomic(),
    ):
        forged.save()


def test_a_new_fact_voids_a_draft(cast, lab) -> None:
    draft = _kinship(cast, lab)
    sign(actor=cast.laboratory, conclusion=draft.id)
    quarantine(
        actor=cast.laboratory, operation=cast.aqqu.id, tubes=["NM-0415"], why="seal was broken"
    )
    assert Voided.objects.get(conclusion=draft.id).reason_code == "tube_quarantined"
    with pytest.raises(EvidenceChanged):
        countersign(actor=cast.qualified, conclusion=draft.id)


def test_a_signed_conclusion_is_not_voided(cast, lab) -> None:
    draft = _signed(cast, lab)
    quarantine(actor=cast.laboratory, operation=cast.aqqu.id, tubes=["NM-0401"], why="recount")
    assert not Voided.objects.filter(conclusion=draft.id).exists()


def test_the_signature_covers_what_was_read(cast, lab) -> None:
    draft = _kinship(cast, lab)
    with pytest.raises(EvidenceChanged):
        sign(actor=cast.laboratory, conclusion=draft.id, read="0" * 64)
    assert sign(actor=cast.laboratory, conclusion=draft.id, read=draft.evidence_hash)


def test_a_void_tube_weighs_nothing(cast, lab) -> None:
    release(
        actor=cast.laboratory, operation=cast.aqqu.id, tubes=["NM-0401"], outcome=State.VOID,
        why="leaking",
    )  # fmt: skip
    with pytest.raises(Refused, match="quarantine, void"):
        _kinship(cast, lab)


def test_no_identity_on_a_kinship_whose_tubes_fell_away_since(cast, lab) -> None:
    """The mother's tube is found broken after the kinship held and before the identity did."""
    kinship = _signed(cast, lab)
    draft = _identity(cast, lab, kinship, waiver="no second swab could be taken")
    sign(actor=cast.coordinator, conclusion=draft.id)
    release(
        actor=cast.laboratory, operation=cast.aqqu.id, tubes=["NM-0415"], outcome=State.VOID,
        why="leaking",
    )  # fmt: skip
    assert Voided.objects.get(conclusion=draft.id).reason_code == "tube_void"
    with pytest.raises(EvidenceChanged):
        countersign(actor=cast.qualified, conclusion=draft.id)
    with pytest.raises(Refused, match="quarantine, void"):
        _identity(cast, lab, kinship, waiver="no second swab could be taken")
    assert not Voided.objects.filter(conclusion=kinship.id).exists()
    release(
        actor=cast.laboratory, operation=cast.aqqu.id, tubes=["NM-0415"], outcome=State.VALID,
        why="the right tube was found whole",
    )  # fmt: skip
    assert _identity(cast, lab, kinship, waiver="no second swab could be taken")


def test_who_may_not_sign(cast, lab) -> None:
    draft = _kinship(cast, lab)
    for user in (cast.coordinator, cast.medical, cast.stranger, cast.administrator):
        with pytest.raises(NotPermitted):
            sign(actor=user, conclusion=draft.id)


def test_provisional_never_confirms(cast, lab) -> None:
    child = lab.person("host_list.xlsx#3")
    with pytest.raises(Refused):
        draft_identity(
            actor=cast.coordinator,
            operation=cast.aqqu.id,
            draft=IdentityDraft(child=child, way="provisional", status="confirmed", why="danger"),
        )
