"""Opening an operation from its folder: the operation, its places, its users and their roles."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.access.operations import create_user, grant_role
from jusan.core.access.roles import Role
from jusan.core.errors import BadInput
from jusan.core.feeds.story import Story
from jusan.core.feeds.tables import Row, read_bytes, read_csv
from jusan.core.operations.models import Operation
from jusan.core.operations.operations import open_operation
from jusan.core.places.models import Place, PlaceKind
from jusan.core.places.operations import enter_places
from jusan.justice.safeguarding.operations import set_manager

PLACE_COLUMNS = frozenset({"id", "kind", "name_en"})
USER_COLUMNS = frozenset({"login", "human", "name", "role", "purpose", "from"})
#: Grants without an end in the file last two years (assumption; a grant always has an end).
DEFAULT_YEARS = 2


def read_settings(folder: Path) -> dict[str, Any]:
    """operation.toml. Raises BadInput when it is missing or not TOML."""
    path = folder / "operation.toml"
    if not path.exists():
        raise BadInput("operation.toml: expected this file in the folder", file="operation.toml")
    try:
        settings = tomllib.loads(read_bytes(path, "operation.toml").decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput("operation.toml: %(error)s", file="operation.toml", error=error) from None
    for name in ("name", "slug", "profile", "consent_rule", "home_state", "t0"):
        if name not in settings.get("operation", {}):
            raise BadInput(
                "operation.toml: expected operation.%(name)s", file="operation.toml", name=name
            )
    return settings


def beginning(settings: Mapping[str, Any]) -> datetime:
    """The first instant of the operation."""
    first = settings["operation"]["t0"]
    if not isinstance(first, date):
        raise BadInput("operation.toml: expected operation.t0 to be a date", file="operation.toml")
    return datetime.combine(first, time(0), UTC)


def open_from(folder: Path, settings: Mapping[str, Any], passwords: Mapping[str, str]) -> Story:
    """Make the operation, its places and its users; everything happens on its first day."""
    facts = settings["operation"]
    users = read_csv(folder, "people/users.csv", USER_COLUMNS)
    if not users:
        raise BadInput("people/users.csv: expected at least one user", file="people/users.csv")
    with clock.at(beginning(settings)):
        opener = _first_account(users, facts["slug"], passwords)
        operation = open_operation(
            actor=opener,
            slug=facts["slug"],
            name=facts["name"],
            home_state=facts["home_state"],
            host_profile=facts["profile"],
            consent_rule=facts["consent_rule"],
            begins_on=facts["t0"],
        )
        places = read_csv(folder, "places.csv", PLACE_COLUMNS)
        enter_places(actor=opener, rows=[_place(row) for row in places])
        for row in users:
            _enter_user(opener, operation, row, passwords)
        for row in users:
            if row["manager"]:
                _set_manager(opener, row)
    return Story(folder=folder, operation=operation, settings=settings)


def _first_account(users: list[Row], slug: str, passwords: Mapping[str, str]) -> User:
    """The coordinator's account: whoever opens an operation answers for it by name."""
    row = next((row for row in users if row["role"] == Role.COORDINATOR), users[0])
    return _account(None, row, slug, passwords)


def _account(actor: User | None, row: Row, slug: str, passwords: Mapping[str, str]) -> User:
    found = User.objects.filter(login=row.need("login")).first()
    if found is not None:
        return found
    return create_user(
        actor=actor,
        login=row.need("login"),
        display_name=row.need("name"),
        password=passwords.get(row["login"]),
        human=uuid5(UUID(int=0), f"{slug}:{row.need('human')}"),
        qualified_scientist=row.yes("qualified"),
    )


def _enter_user(opener: User, operation: Operation, row: Row, passwords: Mapping[str, str]) -> None:
    user = _account(opener, row, operation.slug, passwords)
    try:
        role = Role(row.need("role"))
    except ValueError:
        raise row.fault("role", "one of " + ", ".join(sorted(Role))) from None
    starts = row.day("from")
    ends = row.optional_day("until") or starts.replace(year=starts.year + DEFAULT_YEARS)
    for scope in _scopes(operation, role, row):
        grant_role(
            actor=opener,
            user=user,
            role=role,
            scope=scope,
            purpose=row.need("purpose"),
            starts_on=starts,
            ends_on=ends,
        )


def _set_manager(opener: User, row: Row) -> None:
    """Who leads whom: a safeguarding concern stays hidden from the accused's manager."""
    manager = User.objects.filter(login=row["manager"]).first()
    if manager is None:
        raise row.fault("manager", "the login of another user")
    user = User.objects.get(login=row["login"])
    set_manager(actor=opener, user=user, manager=manager)


def _scopes(operation: Operation, role: Role, row: Row) -> list[UUID]:
    """Guardianship officers get their regions, everybody else the operation."""
    if role is not Role.GUARDIANSHIP_OFFICER or not row.items("regions"):
        return [operation.id]
    regions = Place.objects.filter(slug__in=row.items("regions"))
    return [region.id for region in regions]


def _place(row: Row) -> dict[str, str]:
    kinds = {"orphanage": PlaceKind.CHILDRENS_HOME, "ministry": PlaceKind.OFFICE,
             "embassy": PlaceKind.OFFICE, "court": PlaceKind.OFFICE,
             "laboratory": PlaceKind.OFFICE}  # fmt: skip
    kind = row.need("kind")
    if kind not in PlaceKind.values:
        kind = kinds.get(kind, PlaceKind.OTHER).value
    return {
        "slug": row.need("id"),
        "kind": kind,
        "name_en": row.need("name_en"),
        "name_kk": row["name_kk"],
        "name_ru": row["name_ru"],
        "name_ar": row["name_ar"],
        "region": row["region"],
    }
