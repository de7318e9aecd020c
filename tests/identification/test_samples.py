"""Tubes need a legal basis; genotype files are refused whole or kept as received."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jusan.core.consent.models import BasisKind, Matter, Outcome
from jusan.core.consent.operations import record_position
from jusan.core.errors import BadInput, NotPermitted, Refused
from jusan.core.vault.errors import NoPermit
from jusan.identification.errors import NoLegalBasis
from jusan.identification.models import Batch, Profile, QualityFlag, Sample
from jusan.identification.operations.profiles import (
    BatchFacts,
    adopt_frequencies,
    adopt_policy,
    import_profiles,
)
from jusan.identification.operations.samples import register_sample
from tests.casting import child_line, receive
from tests.identification.lab import AQQU, give_basis

TAKEN = datetime(2031, 3, 30, 9, tzinfo=UTC)
HEAD = "Sample Name\tMarker\tAllele 1\tAllele 2\n"


def _facts(name: str = "p.txt") -> BatchFacts:
    return BatchFacts(name, "lab", "17025", "kit", "a", "b", TAKEN)


def _register(cast, donor, tube="T-1", **more):
    facts = {
        "actor": cast.field_officer,
        "operation": cast.aqqu.id,
        "tube": tube,
        "donor": donor,
        "material": "buccal",
        "taken_at": TAKEN,
        "taken_by": "nurse",
    }
    return register_sample(**(facts | more))


@pytest.fixture
def child(cast):
    folder = AQQU / "laboratory"
    lab = {"actor": cast.laboratory, "operation": cast.aqqu.id}
    adopt_frequencies(**lab, name="f", content=(folder / "frequencies.csv").read_text())
    adopt_policy(**lab, content=(folder / "policy.toml").read_text())
    return receive(cast.tracing_officer, cast.aqqu, child_line(1, "Aisha"))[0]


def test_no_tube_without_a_legal_basis(cast, child) -> None:
    with pytest.raises(NoLegalBasis):
        _register(cast, child)
    basis = give_basis(cast, child)
    assert _register(cast, child).basis == basis.id
    with pytest.raises(Refused):
        _register(cast, child)


@pytest.mark.parametrize(
    ("kind", "allowed"), [(BasisKind.COURT_ORDER, True), (BasisKind.CONSENT, False)]
)
def test_what_the_donor_said_is_kept_beside_the_basis(cast, child, kind, allowed) -> None:
    give_basis(cast, child, kind)
    said = record_position(
        actor=cast.field_officer,
        operation=cast.aqqu.id,
        subject=child,
        holder=child,
        matter=Matter.DNA_SAMPLE,
        outcome=Outcome.REFUSED,
        taken_at=TAKEN,
        circumstances={},
    )
    if allowed:
        assert _register(cast, child).position == said.id
    else:
        with pytest.raises(NoLegalBasis):
            _register(cast, child)


def _import(cast, text: str, name: str = "p.txt"):
    return import_profiles(
        actor=cast.laboratory, operation=cast.aqqu.id, facts=_facts(name), content=text.encode()
    )


NO_COLUMN = "Sample Name\tMarker\tAllele 1\n"
TOO_WIDE = HEAD + "T-1\tFGA\t1\t2\t3\t4\n"
NO_TUBE = HEAD + "\tFGA\t1\t2\n"


@pytest.mark.parametrize("text", ["", NO_COLUMN, TOO_WIDE, NO_TUBE])
def test_structure_is_refused_whole(cast, child, text) -> None:
    give_basis(cast, child)
    _register(cast, child)
    with pytest.raises(BadInput, match=r"p\.txt"):
        _import(cast, text)
    assert not Batch.objects.exists()
    with pytest.raises(BadInput):
        import_profiles(
            actor=cast.laboratory, operation=cast.aqqu.id, facts=_facts(), content=b"\xff\xfe"
        )


def test_bad_values_and_unknown_tubes_are_flagged(cast, child) -> None:
    give_basis(cast, child)
    _register(cast, child, batch_file="p.txt")
    _register(cast, child, "T-2", batch_file="p.txt")
    text = HEAD + "T-1\tFGA\tOL\t22\nT-1\tTH01\t7\t9\nT-9\tFGA\t22\t23\n"
    done = _import(cast, text)
    codes = {(flag.tube, flag.code) for flag in QualityFlag.objects.all()}
    assert ("T-1", "unreadable") in codes and ("T-9", "unknown_tube") in codes
    assert ("T-2", "missing_tube") in codes and ("T-1", "few_markers") in codes
    assert Profile.objects.get().markers == 1
    again = _import(cast, text)
    assert not again.created and again.batch.id == done.batch.id
    assert Batch.objects.count() == 1 and Sample.objects.count() == 2


def test_genotypes_are_sealed(cast, child) -> None:
    give_basis(cast, child)
    _register(cast, child)
    _import(cast, HEAD + "T-1\tFGA\t22\t23\n")
    with pytest.raises(NoPermit):
        _ = Profile.objects.get().genotypes


def test_only_the_laboratory_imports(cast, child) -> None:
    for user in (cast.coordinator, cast.auditor, cast.stranger, cast.justice_officer):
        with pytest.raises(NotPermitted):
            import_profiles(
                actor=user, operation=cast.aqqu.id, facts=_facts(), content=HEAD.encode()
            )


def test_a_policy_version_has_one_text(cast, child) -> None:
    text = (AQQU / "laboratory/policy.toml").read_text()
    lab = {"actor": cast.laboratory, "operation": cast.aqqu.id}
    assert adopt_policy(**lab, content=text)
    with pytest.raises(BadInput, match="another text"):
        adopt_policy(**lab, content=text.replace("0.0005", "0.0006"))
    for wrong in ("x = [", text.replace("theta = 0.0", 'theta = "0"'), text.replace("0.1", "nan")):
        with pytest.raises(BadInput):
            adopt_policy(**lab, content=wrong)
