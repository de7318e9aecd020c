"""The cast of the tests: so that every test can ask about the stranger."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from jusan.core.access.models import User
from jusan.core.access.operations import create_user, grant_role
from jusan.core.access.roles import Role
from jusan.core.claims.drafts import ClaimDraft, LineDraft, MentionDraft
from jusan.core.claims.models import Mention
from jusan.core.claims.operations import register_source, take_report
from jusan.core.operations.models import Operation
from jusan.core.operations.operations import open_operation

BEGIN, END = date(2031, 1, 1), date(2032, 12, 31)
PASSWORD = "wormwood-on-the-steppe"


def make_user(
    role: Role | None, scope: UUID | None, *, by: User | None = None, login: str = "", **more: Any
) -> User:
    """A user, with one role on one scope if asked."""
    name = login or (role.value if role else "nobody")
    user = create_user(actor=by, login=name, display_name=name.title(), password=None, **more)
    if role is not None and scope is not None:
        assign(by or user, user, role, scope)
    return user


def assign(by: User, user: User, role: Role, scope: UUID) -> None:
    """Grant a role for the whole story."""
    grant_role(
        actor=by, user=user, role=role, scope=scope, purpose="test", starts_on=BEGIN, ends_on=END
    )


def make_operation(by: User, slug: str) -> Operation:
    """An operation with the prison profile."""
    return open_operation(
        actor=by,
        slug=slug,
        name=f"Operation {slug.title()}",
        home_state="UTO",
        host_profile="IQ_PRISON",
        consent_rule="required",
        begins_on=date(2031, 3, 11),
    )


def make_cast() -> SimpleNamespace:
    """See ``conftest.cast``."""
    root = make_user(None, None, login="root")
    aqqu, kokmaisa = make_operation(root, "aqqu"), make_operation(root, "kokmaisa")
    people = {role.value: make_user(role, aqqu.id, by=root) for role in Role}
    stranger = make_user(Role.COORDINATOR, kokmaisa.id, by=root, login="stranger")
    qualified = make_user(
        Role.LABORATORY, aqqu.id, by=root, login="qualified", qualified_scientist=True
    )
    return SimpleNamespace(
        root=root, aqqu=aqqu, kokmaisa=kokmaisa, stranger=stranger, qualified=qualified, **people
    )


def child_line(
    number: int, name: str, *, sex: str = "F", mother: str = "", kind: str = "child"
) -> LineDraft:
    """A received line about a child, or about somebody of another kind."""
    import json

    claims = [
        ClaimDraft("name", name, json.dumps({"text": name, "script": "latin"}), field="name"),
        ClaimDraft("sex", sex, json.dumps(sex), field="sex"),
    ]
    if mother:
        claims.append(ClaimDraft("mother_name", mother, json.dumps(mother), field="mother"))
    mention = MentionDraft(kind, kind, {"name": name, "sex": sex}, tuple(claims))
    return LineDraft(number, (mention,))


def receive(actor: User, operation: Operation, *lines: LineDraft, tag: str = "a") -> list[UUID]:
    """Take in a report of these lines; gives the leaf of each line's first mention."""
    from jusan.core import clock

    source = register_source(
        actor=actor, operation=operation.id, channel="host_state", name="host", reliability="B"
    )
    intake = take_report(
        actor=actor,
        source=source,
        kind="host_list",
        file_name=f"{tag}.csv",
        sha256=tag.encode().hex().ljust(64, "0")[:64],
        lines=lines,
        received_at=clock.now(),
    )
    rows = Mention.objects.filter(report=intake.report.id).order_by("line", "role")
    return [mention.person for mention in rows]
