"""Making users, granting and ending roles. Each is an act of a named person."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from django.conf import settings

from jusan.core import clock
from jusan.core.access.models import Grant, GrantEnd, User
from jusan.core.access.roles import Role
from jusan.core.errors import Refused
from jusan.core.history import acts
from jusan.core.history.models import OFFICE


def create_user(
    *,
    actor: User | None,
    login: str,
    display_name: str,
    password: str | None,
    human: UUID | None = None,
    language: str = "en",
    qualified_scientist: bool = False,
) -> User:
    """Open an account. ``actor`` is None only for the first account of an installation."""
    user = User(
        login=login,
        display_name=display_name,
        human=human or uuid4(),
        language=language,
        qualified_scientist=qualified_scientist,
    )
    user.set_password(password)
    actor_id = actor.id if actor else user.id
    with acts.act(actor=actor_id, kind="access.create_user", chain=OFFICE):
        acts.lock_chain(OFFICE)
        if User.objects.filter(login=login).exists():
            raise Refused("this login is taken")
        user.save(force_insert=True)
        acts.record("access.user_created", subjects=[user.id], payload={"human": user.human})
    return user


def grant_role(
    *,
    actor: User,
    user: User,
    role: Role,
    scope: UUID,
    purpose: str,
    starts_on: date,
    ends_on: date,
) -> Grant:
    """Assign a role on a scope for a purpose until a day. Raises Refused for odd ones."""
    if role is Role.DEMONSTRATION and not settings.JUSAN_DEMO:
        raise Refused("the role that sees all exists only in a demonstration database")
    if ends_on < starts_on:
        raise Refused("a grant ends on or after the day it starts")
    if not purpose.strip():
        raise Refused("a grant needs a purpose")
    grant = Grant(
        user=user.id, role=role.value, scope=scope, purpose=purpose, starts_on=starts_on,
        ends_on=ends_on,
    )  # fmt: skip
    with acts.act(actor=actor.id, kind="access.grant_role", chain=OFFICE):
        grant.save()
        acts.record(
            "access.role_granted",
            subjects=[user.id],
            payload={"role": role.value, "scope": scope, "until": ends_on},
        )
    return grant


def end_grant(*, actor: User, grant: Grant) -> GrantEnd:
    """Take a grant back now."""
    end = GrantEnd(grant=grant.id, at=clock.now())
    with acts.act(actor=actor.id, kind="access.end_grant", chain=OFFICE):
        acts.lock_chain(OFFICE)
        if GrantEnd.objects.filter(grant=grant.id).exists():
            raise Refused("this grant was already taken back")
        end.save()
        acts.record("access.grant_ended", subjects=[grant.user], payload={"grant": grant.id})
    return end
