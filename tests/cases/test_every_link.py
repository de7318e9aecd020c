"""Every link that a page shows to a reader leads somewhere, and every form may be sent by them.

Walked as each person of the scenario, on the evening on which the second date has just come near.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from jusan.core import clock
from jusan.core.access.models import User
from tests.access.forms import Form, forms_of
from tests.access.walk import client_of
from tests.walked import evening, user, walked

pytestmark = pytest.mark.case

DAY = date(2031, 11, 26)
#: Pages of one kind that are opened by each reader.
OF_A_KIND = 2
OF_THE_SHELL = ("/sign-out", "/language")
_LINK = re.compile(r"""<a\b[^>]*?\bhref=["']([^"']+)["']""")


@pytest.fixture(scope="module")
def story(template, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    with django_db_blocker.unblock():
        for _ in walked(template, tmp_path_factory.mktemp("walked"), DAY):
            yield


def _links(address: str, body: str) -> list[str]:
    found = (urljoin(address, unescape(link)) for link in _LINK.findall(body))
    inside = (link for link in found if not urlsplit(link).netloc)
    return list(dict.fromkeys(urldefrag(link).url for link in inside))


def _kind(address: str) -> str:
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return parts.path
    return f"{match.view_name}?{'' if not parts.query else 'with-query'}"


@dataclass
class Tour:
    """Where one reader's links led."""

    dead: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    forms: dict[str, Form] = field(default_factory=dict)


def _tour(client: Client) -> Tour:
    """Follow links from the first page, a few of each kind."""
    tour, queue, seen = Tour(), deque([("/", "/")]), {"/"}
    while queue:
        address, shown_on = queue.popleft()
        kind = _kind(address)
        tour.kinds[kind] += 1
        if tour.kinds[kind] > OF_A_KIND:
            continue
        answer = client.get(address, follow=True)
        if answer.status_code != 200:
            tour.dead.append(f"{answer.status_code} {address} (on {shown_on})")
        elif "text/html" in answer.headers["Content-Type"]:
            body = answer.content.decode()
            new = [link for link in _links(address, body) if link not in seen]
            seen.update(new)
            queue.extend((link, address) for link in new)
            for form in forms_of(body, address):
                if form.method == "post" and not form.action.startswith(OF_THE_SHELL):
                    tour.forms.setdefault(_kind(form.action), form)
    return tour


@pytest.fixture(scope="module")
def tours(story) -> dict[str, Tour]:
    readers = User.objects.filter(is_active=True).order_by("login")
    with clock.at(evening(DAY)):
        return {user.login: _tour(client_of(user)) for user in readers}


def test_no_reader_is_shown_a_link_that_leads_nowhere(tours):
    dead = [f"{found} ({login})" for login, tour in tours.items() for found in tour.dead]
    assert "\n".join(dead) == ""
    # The walk really went somewhere: most have work, and together they see nearly all.
    assert sum(len(tour.kinds) >= 2 for tour in tours.values()) >= 15
    assert len(set().union(*(tour.kinds for tour in tours.values()))) >= 40


def test_no_reader_is_shown_a_form_that_they_may_not_send(tours):
    refused, sent = [], 0
    with clock.at(evening(DAY)):
        for login, tour in tours.items():
            client = client_of(user(login))
            for form in tour.forms.values():
                sent += 1
                status = client.post(form.action, form.values).status_code
                # 404 and 409: a reader before this one did it already.
                if status in {403, 500}:
                    refused.append(f"{status} {form.action} ({login})")
    assert "\n".join(refused) == ""
    assert sent >= 50
