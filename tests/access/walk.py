"""Asking every page of a list of rows as every role."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.test import Client
from django.urls import reverse

from jusan.core.access.roles import Role
from tests.access.rows import Row


def client_of(user: Any) -> Client:
    """A signed-in browser."""
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(client: Client, url: str) -> str:
    """The text of a page; nothing for a paper that is downloaded: it has no forms."""
    answer = client.get(url)
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.content.decode() if html else ""


def status_of(row: Row, cast: Any, user: Any) -> int:
    """What one user gets for one row."""
    url = reverse(row.name, kwargs=row.kwargs(cast))
    client = client_of(user)
    return (client.post(url) if row.method == "post" else client.get(url)).status_code


def wrong(rows: Iterable[Row], cast: Any) -> list[tuple[str, str, int]]:
    """Every (row, role, status) that is not what the row says."""
    faults = []
    for row in rows:
        for role in Role:
            status = status_of(row, cast, getattr(cast, role.value))
            if role in row.allowed:
                good = status not in {403, 404, 500}
            else:
                good = status == (403 if role in row.forbidden else 404)
            if not good:
                faults.append((row.name, role.value, status))
        status = status_of(row, cast, cast.stranger)
        if status != 404:
            faults.append((row.name, "stranger", status))
    return faults
