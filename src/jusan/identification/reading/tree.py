"""What a family tree marks beside who is whose parent: whose DNA is typed, who is dead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from jusan.core.claims.resolution import leaves_by_head
from jusan.identification.choices import Grade, Relation
from jusan.identification.lineages import Relative, pedigree_of
from jusan.identification.models import DeathRecord
from jusan.identification.reading.laboratory import best_tubes
from jusan.kinship.errors import KinshipError
from jusan.kinship.pedigrees import Pedigree, Sex
from jusan.kinship.pictures.pedigree import Marks


def typed_among(heads: Iterable[UUID]) -> frozenset[UUID]:
    """Those with a usable tube. The caller has asked whether the reader may know of DNA."""
    return frozenset(best_tubes(heads))


def dead_among(heads: Iterable[UUID]) -> frozenset[UUID]:
    """Those whose newest record of a death rests on a witness or a certificate, not on hearsay."""
    leaves = leaves_by_head(heads)
    owner = {leaf: head for head, part in leaves.items() for leaf in part}
    newest: dict[UUID, str] = {}
    rows = DeathRecord.objects.filter(person__in=list(owner)).order_by("at", "recorded_at")
    for person, grade in rows.values_list("person", "grade"):
        newest[owner[person]] = grade
    return frozenset(head for head, grade in newest.items() if grade != Grade.HEARSAY)


def weighed_tree(
    child: str, sex: Sex, relatives: Sequence[Mapping[str, str]]
) -> tuple[Pedigree, Marks] | None:
    """The pedigree that was weighed: `child` is a label, relatives are named by what they are.

    None where the claims make no pedigree (two persons in one place).
    """
    seats = [Relative(f"{n}", one["relation"]) for n, one in enumerate(relatives)]
    try:
        pedigree = pedigree_of("child", seats, sex_child=sex)
    except KinshipError:
        return None
    labels = {seat.id: str(Relation(seat.relation).label) for seat in seats} | {"child": child}
    for person in pedigree.ids:
        labels.setdefault(person, _place(person))
    return pedigree, Marks(typed=["child", *(seat.id for seat in seats)], labels=labels)


def _place(person: str) -> str:
    """The word for an untyped place, `(mother of child)`; nothing for a helper nobody named."""
    place, _of, whose = person.strip("()").partition(" of ")
    if whose == "child" and place in Relation.values:
        return str(Relation(place).label)
    return _("nobody typed")
