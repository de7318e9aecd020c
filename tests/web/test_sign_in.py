"""Signing in and out: argon2, limited attempts, nothing left behind."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from jusan.core.access.operations import create_user
from tests.casting import PASSWORD


@pytest.fixture
def user(office):
    return create_user(actor=None, login="aigerim", display_name="Aigerim", password=PASSWORD)


def sign_in(client: Client, password: str = PASSWORD, **more):
    return client.post("/sign-in/", {"username": "aigerim", "password": password, **more})


def test_passwords_are_kept_with_argon2(user) -> None:
    assert user.password.startswith("argon2$argon2id$")


def test_signing_in_leads_to_ones_work(user) -> None:
    answer = sign_in(Client())
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_another_site_is_never_the_next_page(user) -> None:
    assert sign_in(Client(), next="https://example.org/").headers["Location"] == "/"


def test_a_wrong_password_says_so_and_keeps_the_login(user) -> None:
    page = sign_in(Client(), "wrong").content.decode()
    assert 'role="alert"' in page
    assert 'value="aigerim"' in page
    assert "wrong" not in page


def test_too_many_attempts_lock_the_login_even_for_the_right_password(user) -> None:
    client = Client()
    answers = [sign_in(client, f"wrong {n}").status_code for n in range(10)]
    assert answers[:9] == [200] * 9
    locked = sign_in(client)
    assert locked.status_code == 429
    assert "Locked for a quarter of an hour" in locked.content.decode()
    assert client.get("/").headers["Location"].startswith("/sign-in/")


def test_a_users_own_language_follows_from_the_first_page(user) -> None:
    from jusan.core.access.models import User

    User.objects.filter(id=user.id).update(language="kk")
    client = Client()
    sign_in(client)
    assert client.cookies["django_language"].value == "kk"
    chosen = Client()
    chosen.cookies["django_language"] = "ar"
    sign_in(chosen)
    assert chosen.cookies["django_language"].value == "ar"


def test_signing_out_is_a_post_and_clears_the_browser(user) -> None:
    client = Client()
    sign_in(client)
    assert client.get("/sign-out/").status_code == 405
    answer = client.post("/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get("/").headers["Location"].startswith("/sign-in/")


def test_a_form_without_its_token_is_refused_in_plain_words(user) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "You may not do this" in answer.content.decode()


@pytest.mark.parametrize("login", ["\x00", "a" * 5000, "ﷺ", "' OR 1=1 --", "\u202egnilrats"])
def test_no_login_breaks_the_page(office, login: str) -> None:
    answer = Client().post("/sign-in/", {"username": login, "password": login})
    assert answer.status_code == 200


def test_an_unknown_login_gets_the_same_answer_as_a_wrong_password(user) -> None:
    def answer(login: str):
        found = Client().post("/sign-in/", {"username": login, "password": "wrong"})
        page = found.content.decode().replace(login, "LOGIN")
        return found.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)

    assert answer("aigerim") == answer("nobody-here")


def test_an_unknown_login_is_locked_like_a_known_one(user) -> None:
    def last_of(login: str) -> int:
        client = Client()
        tries = [
            client.post("/sign-in/", {"username": login, "password": "wrong"}) for _ in range(11)
        ]
        return tries[-1].status_code

    assert (last_of("aigerim"), last_of("nobody-here")) == (429, 429)
