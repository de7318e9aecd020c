"""Who sees a concern: the leads, without the person concerned, their managers, and conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jusan.core import clock
from jusan.core.access import scope
from jusan.core.access.decisions import YES, Decision, no
from jusan.core.access.models import Grant, GrantEnd, User
from jusan.core.access.roles import Role
from jusan.core.errors import NotVisible
from jusan.core.operations.queries import roles_near
from jusan.justice.safeguarding.models import Concern, Conflict, ManagerOf

LEADS = (Role.SAFEGUARDING_LEAD,)
#: Who takes over when every lead is concerned or in conflict.
DEPUTIES = (Role.COORDINATOR,)
#: Who takes over when the deputies are concerned too: a lead's own manager is often the deputy.
LAST = (Role.DATA_PROTECTION_OFFICER,)
#: Who says whose manager somebody is: nobody of those who may come to read a concern, or keep
#: others from one. The office that opens accounts knows the staff and sees no content.
APPOINTERS = (Role.ADMINISTRATOR,)
LONGEST_LINE = 20
#: Who was said to manage whom, and when, in the order of saying.
Said = Sequence[tuple[UUID, UUID, datetime]]


def can_raise(user: User, operation: UUID) -> Decision:
    """Anybody who has any role here, if only for some children (a region, a case)."""
    if roles_near(user, operation):
        return YES
    return no("a concern is raised where one works")


def can_look(user: User, operation: UUID) -> Decision:
    """Who may ever see a concern here."""
    return scope.has_role_in(user, (*LEADS, *DEPUTIES, *LAST), operation)


def can_appoint(user: User, operation: UUID) -> Decision:
    """Who sees and says who manages whom."""
    return scope.has_role_in(user, APPOINTERS, operation)


@dataclass(frozen=True, slots=True)
class Circle:
    """Who could act in an operation now, and who manages whom: read once for many concerns."""

    leads: frozenset[UUID]
    deputies: frozenset[UUID]
    last: frozenset[UUID]
    watchers: frozenset[UUID]
    managers: Said

    def acting(self, away: AbstractSet[UUID]) -> frozenset[UUID]:
        """Who acts while some are kept away: the first rank in which anybody is left."""
        ranks = (self.leads, self.deputies, self.last)
        return next((rank - away for rank in ranks if rank - away), frozenset())


def circle_of(operation: UUID) -> Circle:
    """The humans of an operation who could be readers."""
    return Circle(
        leads=frozenset(_humans(operation, LEADS)),
        deputies=frozenset(_humans(operation, DEPUTIES)),
        last=frozenset(_humans(operation, LAST)),
        watchers=frozenset(_humans(operation, (Role.DEMONSTRATION,))),
        managers=said_managers(),
    )


def managers_of(human: UUID, said: Said | None = None, since: datetime | None = None) -> set[UUID]:
    """The line of managers above a human: as it is now, or whoever was in it ``since`` a moment.

    Who managed the accused when a concern was raised does not come to read it by being replaced.
    """
    above = _above(said_managers() if said is None else said, since)
    line: set[UUID] = set()
    reached = {human}
    for _step in range(LONGEST_LINE):
        reached = {manager for one in reached for manager in above.get(one, ())} - line - {human}
        line |= reached
    return line


def _above(said: Said, since: datetime | None) -> dict[UUID, set[UUID]]:
    above: dict[UUID, set[UUID]] = {}
    for human, manager, at in said:
        if since is None or at <= since:
            above[human] = {manager}
        else:
            above.setdefault(human, set()).add(manager)
    return above


def readers(concerns: Sequence[Concern], circle: Circle) -> dict[UUID, frozenset[UUID]]:
    """Humans who see each concern: leads who are free of it, else deputies, else the last."""
    away = _away(concerns, circle)
    return {
        row.id: circle.acting(away[row.id]) | (circle.watchers - away[row.id]) for row in concerns
    }


def left_without(concern: Concern, human: UUID) -> frozenset[UUID]:
    """Who would act on a concern if one more human were kept away from it."""
    circle = circle_of(concern.operation)
    return circle.acting(_away([concern], circle)[concern.id] | {human})


def _away(concerns: Sequence[Concern], circle: Circle) -> dict[UUID, set[UUID]]:
    """Who is kept from each concern: whom it is about, their managers, declared conflicts."""
    away: dict[UUID, set[UUID]] = {row.id: set() for row in concerns}
    conflicts = Conflict.objects.filter(concern__in=list(away))
    for concern, human in conflicts.values_list("concern", "human"):
        away[concern].add(human)
    for row in concerns:
        if row.about_human is not None:
            line = managers_of(row.about_human, circle.managers, row.raised_at)
            away[row.id] |= {row.about_human} | line
    return away


def readers_of(concern: Concern) -> frozenset[UUID]:
    """Humans who see one concern."""
    return readers([concern], circle_of(concern.operation))[concern.id]


def require_reader(user: User, concern: Concern) -> None:
    """Raise NotVisible for everybody who does not see the concern: for them it does not exist."""
    if user.human not in readers_of(concern) or not can_look(user, concern.operation):
        raise NotVisible("there is no such concern for you")


def said_managers() -> Said:
    """Who was said to manage whom, oldest first."""
    rows = ManagerOf.objects.order_by("at", "recorded_at")
    return list(rows.values_list("human", "manager", "at"))


def _humans(operation: UUID, roles: Iterable[Role]) -> set[UUID]:
    today = clock.today()
    held = Grant.objects.filter(
        scope=operation,
        role__in=[role.value for role in roles],
        starts_on__lte=today,
        ends_on__gte=today,
    ).exclude(id__in=GrantEnd.objects.values("grant"))
    active = User.objects.filter(id__in=held.values("user"), is_active=True)
    return set(active.values_list("human", flat=True))
