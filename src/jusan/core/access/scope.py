"""Who sees what, decided once: grants in force, the scopes they cover, ``visible_to``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import product
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db import models

from jusan.core import clock
from jusan.core.access.decisions import YES, Decision
from jusan.core.access.models import Grant, GrantEnd, Membership, User
from jusan.core.access.roles import PERSON_READERS, RULES, Role, readers_of
from jusan.core.errors import NotVisible
from jusan.core.vault.compartments import Compartment

M = TypeVar("M", bound=models.Model)


def grants_of(user: User) -> models.QuerySet[Grant]:
    """Grants in force today (business date) for an active user.

    A demonstration grant that reached a real database (a restored copy, say) opens nothing there.
    """
    if not user.is_active:
        return Grant.objects.none()
    today = clock.today()
    ended = GrantEnd.objects.filter(grant=models.OuterRef("pk"))
    held = Grant.objects.filter(
        ~models.Exists(ended), user=user.id, starts_on__lte=today, ends_on__gte=today
    )
    return held if settings.JUSAN_DEMO else held.exclude(role=Role.DEMONSTRATION.value)


def roles_of(user: User, scope: UUID | None = None) -> frozenset[Role]:
    """Roles held now, anywhere or on one scope."""
    grants = grants_of(user)
    if scope is not None:
        grants = grants.filter(scope=scope)
    return frozenset(Role(value) for value in grants.values_list("role", flat=True))


def roles_by_scope(user: User) -> dict[UUID, frozenset[Role]]:
    """Scopes on which a user holds roles now, each with its roles."""
    held: dict[UUID, set[Role]] = defaultdict(set)
    for place, role in grants_of(user).values_list("scope", "role"):
        held[place].add(Role(role))
    return {place: frozenset(roles) for place, roles in held.items()}


def scopes_of(user: User, roles: Iterable[Role] | None = None) -> models.QuerySet[Grant, UUID]:
    """Scope ids granted to a user, for any role or for some."""
    grants = grants_of(user)
    if roles is not None:
        grants = grants.filter(role__in=[role.value for role in roles])
    return grants.values_list("scope", flat=True)


def scopes_beside(scopes: Iterable[UUID]) -> models.QuerySet[Membership, UUID]:
    """Scopes in which a subject of one of these scopes also lies (the operation of a region)."""
    within = Membership.objects.filter(scope__in=list(scopes)).values("subject")
    return Membership.objects.filter(subject__in=within).values_list("scope", flat=True)


def share(scope: UUID, others: Iterable[UUID]) -> set[UUID]:
    """Those of some scopes that have a subject in common with one."""
    within = Membership.objects.filter(scope=scope).values("subject")
    rows = Membership.objects.filter(scope__in=list(others), subject__in=within)
    return set(rows.values_list("scope", flat=True).distinct())


def subjects_for(
    user: User, compartment: Compartment | None = None
) -> models.QuerySet[Membership, UUID]:
    """Subject ids that a user may see, at all or in one compartment."""
    roles = PERSON_READERS if compartment is None else readers_of(compartment)
    return Membership.objects.filter(scope__in=scopes_of(user, roles)).values_list(
        "subject", flat=True
    )


def subjects_of(user: User, roles: Iterable[Role]) -> models.QuerySet[Membership, UUID]:
    """Subject ids for whom a user holds one of these roles."""
    scopes = scopes_of(user, [*roles, Role.DEMONSTRATION])
    return Membership.objects.filter(scope__in=scopes).values_list("subject", flat=True)


def visible_to(
    user: User,
    rows: models.QuerySet[M],
    *,
    subject: str,
    compartment: Compartment | None = None,
) -> models.QuerySet[M]:
    """Rows whose ``subject`` column names somebody this user may see (in the compartment)."""
    return rows.filter(**{f"{subject}__in": subjects_for(user, compartment)})


def in_scopes(
    user: User, rows: models.QuerySet[M], *, scope: str, roles: Iterable[Role] | None = None
) -> models.QuerySet[M]:
    """Rows that belong to a scope itself (an operation's flights, say), for some roles."""
    return rows.filter(**{f"{scope}__in": scopes_of(user, roles)})


def get_visible(rows: models.QuerySet[M], **lookup: object) -> M:
    """One row of a visible queryset. Raises NotVisible, which the web answers with 404."""
    found = rows.filter(**lookup).first()
    if found is None:
        raise NotVisible("there is no such thing for you")
    return found


def compartments_for(user: User, subject: UUID) -> frozenset[Compartment]:
    """Compartments of one subject that a user's grants open."""
    return compartments_by_subject(user, [subject])[subject]


def compartments_by_subject(
    user: User, subjects: Iterable[UUID]
) -> dict[UUID, frozenset[Compartment]]:
    """Compartments that a user's grants open, for each of many subjects, in two queries."""
    by_scope = {
        place: {part for role in roles for part in RULES[role].compartments}
        for place, roles in roles_by_scope(user).items()
    }
    opened: dict[UUID, set[Compartment]] = {subject: set() for subject in subjects}
    rows = Membership.objects.filter(subject__in=list(opened), scope__in=list(by_scope))
    for subject, place in rows.values_list("subject", "scope"):
        opened[subject] |= by_scope[place]
    return {subject: frozenset(found) for subject, found in opened.items()}


def has_role(user: User, roles: Iterable[Role], subject: UUID) -> Decision:
    """Whether a user holds one of the roles on a scope that the subject lies in."""
    scopes = Membership.objects.filter(subject=subject).values_list("scope", flat=True)
    return _one_of(grants_of(user).filter(scope__in=scopes), roles)


def has_role_in(user: User, roles: Iterable[Role], scope: UUID) -> Decision:
    """Whether a user holds one of the roles on a scope itself."""
    return _one_of(grants_of(user).filter(scope=scope), roles)


def _one_of(grants: models.QuerySet[Grant], roles: Iterable[Role]) -> Decision:
    wanted = list(roles)
    if grants.filter(role__in=[role.value for role in (*wanted, Role.DEMONSTRATION)]).exists():
        return YES
    codes = tuple(role.value for role in wanted)
    return Decision(False, "this needs the role " + " or ".join(codes), codes)


def place(subject: UUID, scopes: Collection[UUID]) -> None:
    """Put a subject into scopes (an act in progress records why)."""
    place_all([subject], scopes)


def place_all(subjects: Collection[UUID], scopes: Collection[UUID]) -> None:
    """Put many subjects into scopes; who lies there already stays."""
    rows = Membership.objects.filter(subject__in=subjects, scope__in=scopes)
    lying = set(rows.values_list("subject", "scope"))
    wanted = [pair for pair in product(subjects, scopes) if pair not in lying]
    # Another process may place the same subject at the same moment: once is enough.
    Membership.objects.bulk_create(
        [Membership(subject=subject, scope=scope) for subject, scope in wanted],
        ignore_conflicts=True,
    )


def scopes_among(subject: UUID, scopes: Iterable[UUID]) -> set[UUID]:
    """Those of some scopes in which a subject lies."""
    rows = Membership.objects.filter(subject=subject, scope__in=list(scopes))
    return set(rows.values_list("scope", flat=True))


def subjects_in(scopes: Iterable[UUID]) -> set[UUID]:
    """Everybody who lies in one of some scopes."""
    rows = Membership.objects.filter(scope__in=list(scopes))
    return set(rows.values_list("subject", flat=True))


def take_out(subject: UUID, scopes: Iterable[UUID]) -> None:
    """Take a subject out of scopes (an act in progress records why)."""
    Membership.objects.filter(subject=subject, scope__in=list(scopes)).delete()
