"""Every URL, every role, own operation and another's. A URL without a row fails the build."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from jusan.core.access.roles import Role
from tests.access.rows import Row

BACKEND = "django.contrib.auth.backends.ModelBackend"
#: Addresses that belong to nobody's work: they say nothing about anybody.
PUBLIC = {"components", "sign_in", "sign_out", "set_language", "health", "start"}


def _rows() -> list[Row]:
    """Rows of every ``rows_*.py`` beside this file."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("rows_*.py"))
    modules = [importlib.import_module(f"tests.access.{name}") for name in names]
    return [row for module in modules for row in module.ROWS]


ROWS = _rows()


def _names(resolver: URLResolver, space: str = "") -> list[str]:
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            found.append(f"{space}{entry.name}")
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            found += _names(entry, inner)
    return found


def _as(user) -> Client:
    client = Client(HTTP_HOST="127.0.0.1")
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def _status(row: Row, client: Client, url: str) -> int:
    send = client.get if row.method == "get" else client.post
    return send(url).status_code


def test_every_url_has_its_row_and_every_row_its_url():
    known = set(_names(get_resolver())) - PUBLIC
    rows = {row.name for row in ROWS}
    assert sorted(known - rows) == [], "these URLs have no row in tests/access"
    assert sorted(rows - known) == [], "these rows have no URL"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_each_role_gets_what_its_row_says_and_a_stranger_nothing(cast, row):
    url = reverse(row.name, kwargs=row.kwargs(cast))
    wrong = {}
    for role in Role:
        status = _status(row, _as(getattr(cast, role.value)), url)
        if role in row.allowed:
            fine = status in {200, 302, 400, 409}
        else:
            fine = status == (403 if role in row.forbidden else 404)
        if not fine:
            wrong[role.value] = status
    assert wrong == {}
    assert _status(row, _as(cast.stranger), url) == 404
    assert _status(row, _as(None), url) == 302


def test_every_role_opens_some_page(cast):
    """No role is locked out by a mistake in the rows."""
    for role in Role:
        assert any(role in row.allowed for row in ROWS), role
