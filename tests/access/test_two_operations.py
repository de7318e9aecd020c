"""Somebody with roles in two operations reaches no object of one under the address of the other.

The address says in which operation a page works: whose roles are asked, and under which operation
what is written is filed. So an object of the first is nothing under the second, for everybody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db.models import UUIDField
from django.urls import reverse

from jusan.core.access.models import Grant, GrantEnd
from jusan.core.access.roles import Role
from jusan.core.history.models import AppendOnly, Event
from tests.access.forms import forms_of
from tests.access.rows_mission import plan
from tests.access.test_matrix import ROWS
from tests.access.walk import client_of, page_of
from tests.casting import assign, child_line, make_user, receive

#: Arguments of an address that name no object of an operation.
PLAIN = {"operation", "language"}
#: Arguments that name somebody.
PEOPLE = {"person", "left", "right", "candidate"}
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: Roles in the first operation and in the second. Whoever holds all in both shows what is bound to
#: no operation at all; the others, what is asked of the wrong one.
PAIRS = {
    "everything": (tuple(Role), tuple(Role)),
    "sees-there-acts-here": ((Role.COORDINATOR,), (Role.MEDICAL, Role.LEGAL_OFFICER)),
    "acts-there-sees-here": ((Role.MEDICAL, Role.LEGAL_OFFICER), (Role.AUDITOR,)),
    "laboratory-there": ((Role.LABORATORY,), (Role.COORDINATOR,)),
    "care-there": ((Role.SOCIAL_WORKER,), (Role.DIPLOMAT,)),
    "care-here": ((Role.DIPLOMAT,), (Role.SOCIAL_WORKER, Role.PSYCHOLOGIST)),
    "field-here": ((Role.TRACING_OFFICER,), (Role.FIELD_OFFICER, Role.JUSTICE_OFFICER)),
}


def _written() -> dict[str, int]:
    """How many rows each table of the record has."""
    return {model.__name__: model._default_manager.count() for model in _records()}


@dataclass(frozen=True)
class Address:
    """A page under its own operation, under the other one, and there about nothing at all."""

    label: str
    method: str
    own: str
    crossed: str
    nothing: str


def _addresses(cast: Any, here: UUID) -> list[Address]:
    """Every row that names an object; where it names two, also with one of the second operation."""
    found = []
    for row in ROWS:
        given = row.kwargs(cast)
        objects = set(given) - PLAIN
        if not objects:
            continue
        other = {**given, "operation": cast.kokmaisa.slug}
        crossings: dict[str, dict[str, Any]] = {"": {}}
        if len(objects) > 1:
            crossings |= {f", {one} from here": {one: here} for one in objects & PEOPLE}
        for label, ours in crossings.items():
            nothing = {one: "NO-1" if one == "flight" else uuid4() for one in objects}
            found.append(
                Address(
                    label=f"{row.name} {row.method}{label}",
                    method=row.method,
                    own=reverse(row.name, kwargs=given),
                    crossed=reverse(row.name, kwargs={**other, **ours}),
                    nothing=reverse(row.name, kwargs={**other, **nothing, **ours}),
                )
            )
    return found


@pytest.fixture
def crossing(cast):
    """Everything that the rows prepare, and a child and a flight in the second operation."""
    for row in ROWS:
        row.kwargs(cast)
    everything = _user(cast, "everything", *PAIRS["everything"])
    (here,) = receive(everything, cast.kokmaisa, child_line(1, "Ayan"), tag="elsewhere")
    return cast, everything, _addresses(cast, here)


def _user(cast: Any, login: str, there: Any, here: Any) -> Any:
    user = make_user(None, None, by=cast.root, login=login)
    for scope, roles in ((cast.aqqu.id, there), (cast.kokmaisa.id, here)):
        for role in roles:
            assign(cast.root, user, role, scope)
    return user


def _bodies(client: Any, address: Address) -> list[dict[str, str]]:
    """Nothing, and what the forms of the page under its own address would send."""
    forms = forms_of(page_of(client, address.own), address.own)
    return [{}, *(form.values for form in forms if form.method == "post")]


def _statuses(client: Any, address: Address, url: str, bodies: Any) -> list[int]:
    asked = [client.get(url).status_code] if address.method == "get" else []
    return asked + [client.post(url, values).status_code for values in bodies]


def test_whoever_may_all_in_both_finds_nothing_of_one_under_the_other(crossing):
    _cast, user, addresses = crossing
    assert len(addresses) > 80, "the rows name objects: this test proves nothing"
    client, before, faults = client_of(user), _written(), []
    for address in addresses:
        bodies = _bodies(client, address)
        statuses = _statuses(client, address, address.crossed, bodies)
        if set(statuses) - {404, 405} and statuses != _statuses(
            client, address, address.nothing, bodies
        ):
            faults.append((address.label, statuses))
    assert faults == [], "\n".join(map(str, faults))
    assert _written() == before


def test_roles_in_two_operations_do_not_add_up(crossing):
    """What is answered is what would be answered about nothing: a no to the role, or not found."""
    cast, _everything, addresses = crossing
    pairs = {login: roles for login, roles in PAIRS.items() if login != "everything"}
    users = [_user(cast, login, *roles) for login, roles in pairs.items()]
    before, faults = _written(), []
    for user in users:
        client = client_of(user)
        for address in addresses:
            crossed = _statuses(client, address, address.crossed, [{}])
            if set(crossed) - {404, 405} and crossed != _statuses(
                client, address, address.nothing, [{}]
            ):
                faults.append((user.login, address.label, crossed))
    assert faults == [], "\n".join(map(str, faults))
    assert _written() == before


@dataclass(frozen=True)
class Sent:
    """A form as the first operation offers it, sent to the second."""

    url: str
    values: dict[str, str]


def _forms_sent_across(cast: Any, client: Any, here: UUID) -> list[Sent]:
    """Every form, its address that of the second operation and of somebody there; and every address
    of somebody under the second operation, where a flight has the same number."""
    found = {}
    for row in ROWS:
        given = row.kwargs(cast)
        own = reverse(row.name, kwargs=given)
        crossed = reverse(row.name, kwargs={**given, "operation": cast.kokmaisa.slug})
        if set(given) & PEOPLE:
            found[crossed, "", ""] = Sent(crossed, {})
        for form in forms_of(page_of(client, own), own):
            url = form.action.replace(f"/o/{cast.aqqu.slug}/", f"/o/{cast.kokmaisa.slug}/")
            if form.method != "post" or url == form.action:
                continue
            for one in set(given) & PEOPLE:
                url = url.replace(str(given[one]), str(here))
            for name in [name for name, value in form.values.items() if ID.fullmatch(value)]:
                found[url, name, form.values[name]] = Sent(url, form.values)
    return list(found.values())


def test_no_form_files_under_one_operation_what_belongs_to_the_other(cast):
    """Ids that stand in a form's fields: nothing that is written there may name them."""
    for row in ROWS:
        row.kwargs(cast)
    user = _user(cast, "everything", *PAIRS["everything"])
    theirs = _all_ids() - {cast.kokmaisa.id}
    (here,) = receive(user, cast.kokmaisa, child_line(1, "Ayan"), tag="elsewhere")
    for number in ("UT-1301", "UT-1302"):
        plan(SimpleNamespace(coordinator=user, aqqu=cast.kokmaisa), number)
    ours, client = _all_ids(), client_of(user)
    sent = _forms_sent_across(cast, client, here)
    assert len(sent) > 10, "the forms offer ids: this test proves nothing"
    faults = []
    for form in sent:
        status = client.post(form.url, form.values).status_code
        named = _naming(theirs, since=ours)
        ours |= _all_ids()
        if named or status >= 500:
            faults.append((form.url, status, named, form.values))
    assert faults == [], "\n".join(map(str, faults))


def _records() -> list[Any]:
    kept = (model for model in apps.get_models() if issubclass(model, AppendOnly))
    return [model for model in kept if model not in (Grant, GrantEnd)]


def _all_ids() -> set[UUID]:
    return {
        pk for model in _records() for pk in model._default_manager.values_list("pk", flat=True)
    }


def _naming(known: set[UUID], *, since: set[UUID]) -> list[tuple[str, str]]:
    """(table, column) of every row not there before that names something known."""
    found = set()
    for model in _records():
        columns = [f.name for f in model._meta.fields if isinstance(f, UUIDField)]
        columns += ["subjects", "payload"] if model is Event else []
        for row in model._default_manager.values("pk", *columns):
            if row["pk"] in since:
                continue
            for column in columns:
                words = {UUID(one) for one in ID.findall(str(row[column]))}
                found |= {(model.__name__, column)} if words & known else set()
    return sorted(found)
