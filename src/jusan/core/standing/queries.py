"""What the columns have told each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from jusan.core.claims.resolution import persons_of
from jusan.core.standing.models import Fact, FactKind, Question


def latest(subjects: Iterable[UUID], kind: FactKind) -> Fact | None:
    """The newest fact of a kind over a person's leaves."""
    return (
        Fact.objects.filter(subject__in=list(subjects), kind=kind.value)
        .order_by("-at", "-recorded_at")
        .first()
    )


def newest_of(subjects: Iterable[UUID], kinds: Iterable[FactKind]) -> Fact | None:
    """The newest fact among several kinds that replace one another (cleared, not cleared)."""
    rows = Fact.objects.filter(subject__in=list(subjects), kind__in=[kind.value for kind in kinds])
    return rows.order_by("-at", "-recorded_at").first()


def newest_by_person(
    persons: Mapping[UUID, Iterable[UUID]], kinds: Iterable[FactKind]
) -> dict[UUID, Fact]:
    """``newest_of`` for each of many persons (leaves by head), in one query; without those of
    whom nothing of these kinds was told."""
    owner = {leaf: head for head, leaves in persons.items() for leaf in leaves}
    rows = Fact.objects.filter(subject__in=list(owner), kind__in=[kind.value for kind in kinds])
    return {owner[fact.subject]: fact for fact in rows.order_by("at", "recorded_at")}


def closed_among(persons: Mapping[UUID, Iterable[UUID]]) -> set[UUID]:
    """Those of many persons (leaves by head) whose case was closed and not opened again."""
    told = newest_by_person(persons, [FactKind.CLOSED, FactKind.REOPENED])
    return {head for head, fact in told.items() if fact.kind == FactKind.CLOSED}


def came_home(persons: Mapping[UUID, Iterable[UUID]]) -> dict[UUID, date]:
    """Those of many persons (leaves by head) who landed at home, and on which day."""
    landed = newest_by_person(persons, [FactKind.LANDED])
    return {head: fact.starts_on for head, fact in landed.items()}


def questioned(persons: Mapping[UUID, Iterable[UUID]]) -> set[UUID]:
    """Those of many persons (leaves by head) whose signed identity stands in question."""
    newest = newest_by_person(persons, [FactKind.IDENTITY_QUESTION])
    return {head for head, fact in newest.items() if fact.code == Question.OPEN}


def questioned_in(operation: UUID) -> set[UUID]:
    """Heads of an operation whose signed identity stands in question: one query where there is
    none."""
    rows = Fact.objects.filter(operation=operation, kind=FactKind.IDENTITY_QUESTION)
    subjects = set(rows.values_list("subject", flat=True))
    return questioned(persons_of(subjects)) if subjects else set()


def told_of(subjects: Iterable[UUID], kind: FactKind) -> set[UUID]:
    """Those of many subjects of whom a fact of a kind was ever stated."""
    rows = Fact.objects.filter(subject__in=list(subjects), kind=kind.value)
    return set(rows.values_list("subject", flat=True))


def holds_on(subjects: Iterable[UUID], kind: FactKind, day: date) -> bool:
    """Whether the newest fact of a kind covers a day."""
    fact = latest(subjects, kind)
    return (
        fact is not None and fact.starts_on <= day and (fact.ends_on is None or day <= fact.ends_on)
    )


def facts_of(subjects: Iterable[UUID]) -> list[Fact]:
    """Every fact stated about a person, oldest first."""
    return list(Fact.objects.filter(subject__in=list(subjects)).order_by("at", "recorded_at"))


def flights_told(operation: UUID) -> dict[str, Fact]:
    """The newest word on each flight of an operation, by its number, in one query."""
    kinds = [FactKind.FLIGHT_PLANNED, FactKind.FLIGHT_LEFT, FactKind.FLIGHT_CANCELLED]
    rows = Fact.objects.filter(subject=operation, kind__in=[kind.value for kind in kinds])
    return {fact.code: fact for fact in rows.order_by("at", "recorded_at")}


def next_flight(operation: UUID, today: date) -> Fact | None:
    """The earliest planned flight of an operation that has neither left nor been
    cancelled and whose day is to come."""
    told = flights_told(operation).values()
    ahead = [f for f in told if f.kind == FactKind.FLIGHT_PLANNED and f.starts_on >= today]
    return min(ahead, key=lambda fact: (fact.starts_on, fact.code), default=None)
