"""What is held on which ground, and what was last said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import models

from jusan.core.consent.models import LegalBasis, LegalBasisEnd, Matter, Position
from jusan.core.people.models import Person
from jusan.core.vault.compartments import Compartment


def bases_in_force(
    subjects: Iterable[UUID], data_class: Compartment, on: date
) -> models.QuerySet[LegalBasis]:
    """Legal bases of a class of data in force on a day: the persons' own, and those that cover
    their whole operation (held under the operation's id)."""
    ids = list(subjects)
    operations = Person.objects.filter(id__in=ids).values_list("operation", flat=True)
    covered = [*ids, *operations.distinct()]
    ended = LegalBasisEnd.objects.filter(basis=models.OuterRef("pk"), at__date__lte=on)
    open_ended = models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=on)
    return LegalBasis.objects.filter(
        open_ended, subject__in=covered, data_class=data_class.value, starts_on__lte=on
    ).filter(~models.Exists(ended))


def positions(subjects: Iterable[UUID], matter: Matter) -> models.QuerySet[Position]:
    """Everything said about a matter, oldest first: the whole history is kept."""
    return Position.objects.filter(subject__in=list(subjects), matter=matter.value).order_by(
        "taken_at", "recorded_at"
    )


def latest_position(subjects: Iterable[UUID], matter: Matter) -> Position | None:
    """The position that stands."""
    return positions(subjects, matter).last()


def latest_by_person(
    persons: Mapping[UUID, Iterable[UUID]], matter: Matter
) -> dict[UUID, Position]:
    """The position that stands of each of many persons (leaves by head), in one query."""
    owner = {leaf: head for head, leaves in persons.items() for leaf in leaves}
    return {owner[position.subject]: position for position in positions(owner, matter)}
