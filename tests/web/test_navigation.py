"""The rail: each sees the rooms of their roles in this operation, and nothing of others."""

from __future__ import annotations

import pytest

from jusan.core.access.roles import Role
from jusan.web import navigation
from tests.access.walk import client_of


@pytest.fixture
def entries(monkeypatch) -> dict[str, navigation.Entry]:
    """A registry of the test's own."""
    own: dict[str, navigation.Entry] = {}
    monkeypatch.setattr(navigation, "_entries", own)
    return own


def home_of(cast, user) -> str:
    from django.urls import reverse

    url = reverse("journey:home", kwargs={"operation": cast.aqqu.slug})
    page = client_of(user).get(url).content.decode()
    return page.split('<nav class="rail"')[1].split("</nav>")[0]


def _register(name: str, roles: set[Role], **more) -> None:
    navigation.register(
        navigation.Entry(name, "Room of <the> test", "find", frozenset(roles), **more)
    )


def test_a_role_sees_its_rooms_and_others_do_not(cast, entries) -> None:
    _register("journey:children", {Role.DIPLOMAT})
    assert "Room of &lt;the&gt; test" in home_of(cast, cast.diplomat)
    assert "Room of" not in home_of(cast, cast.medical)
    assert "Room of" in home_of(cast, cast.demonstration)


def test_a_room_without_an_address_is_not_shown(cast, entries) -> None:
    _register("journey:no_such_page", {Role.DIPLOMAT})
    assert "Room of" not in home_of(cast, cast.diplomat)


def test_what_waits_is_counted_and_nothing_is_no_number(cast, entries) -> None:
    _register("journey:children", {Role.DIPLOMAT}, count=lambda user, operation: 7)
    assert '<span class="count">7</span>' in home_of(cast, cast.diplomat)
    _register("journey:children", {Role.DIPLOMAT}, count=lambda user, operation: 0)
    assert 'class="count"' not in home_of(cast, cast.diplomat)


def test_the_open_page_is_marked(cast) -> None:
    assert home_of(cast, cast.diplomat).count('aria-current="page"') == 1


def test_the_switcher_offers_only_operations_of_ones_own(cast) -> None:
    from tests.casting import assign

    assert cast.kokmaisa.name not in home_of(cast, cast.diplomat)
    assign(cast.root, cast.diplomat, Role.DIPLOMAT, cast.kokmaisa.id)
    assert cast.kokmaisa.name in home_of(cast, cast.diplomat)


def test_every_registered_room_has_a_page_or_is_hidden_whole(cast) -> None:
    for role in Role:
        assert 'href=""' not in home_of(cast, getattr(cast, role.value))
