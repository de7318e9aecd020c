"""Every answer carries the headers that protect it, refusals and faults included."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.walk import client_of

POLICY = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")


def addresses(patterns, prefix: str = "/") -> list[str]:
    """One address for each route, with values that fit its converters."""
    found = []
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            found.append(_filled(route))
    return found


def _filled(route: str) -> str:
    import re

    values = {"uuid": "00000000-0000-4000-8000-000000000000", "int": "7", "slug": "aqqu"}
    return re.sub(
        r"<(?:(\w+):)?(\w+)>",
        lambda m: "aqqu" if m.group(2) == "operation" else values.get(m.group(1) or "", "word"),
        route,
    )


def assert_guarded(answer, address: str) -> None:
    policy = answer.headers["Content-Security-Policy"]
    assert all(part in policy for part in POLICY), address
    assert "unsafe" not in policy, address
    assert answer.headers["X-Content-Type-Options"] == "nosniff", address
    assert answer.headers["X-Frame-Options"] == "DENY", address
    assert answer.headers["Referrer-Policy"] == "same-origin", address
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", address
    assert "camera=()" in answer.headers["Permissions-Policy"], address


def test_every_route_for_a_stranger_and_for_one_who_sees_all(cast) -> None:
    routes = addresses(get_resolver().url_patterns)
    assert len(routes) > 30
    nobody, everybody = Client(raise_request_exception=False), client_of(cast.demonstration)
    for address in routes:
        assert_guarded(nobody.get(address), address)
        answer = everybody.get(address)
        assert_guarded(answer, address)
        assert answer.status_code != 500, address
        if "/sign-out/" not in address:
            assert answer.headers["Cache-Control"] == "no-store", address


def test_nothing_but_the_door_is_open_to_strangers(cast) -> None:
    nobody = Client()
    for address in addresses(get_resolver().url_patterns):
        status = nobody.get(address).status_code
        is_open = address in {"/sign-in/", "/healthz"}
        assert status == 200 if is_open else status in {302, 405}, address


@pytest.mark.parametrize(
    ("address", "status"),
    [("/no/such/page", 404), ("/aqqu/no-such-page/", 404), ("/no-such-operation/", 404)],
)
def test_what_is_not_there_is_one_page(cast, address: str, status: int) -> None:
    answer = client_of(cast.diplomat).get(address)
    assert answer.status_code == status
    assert "There is nothing here for you" in answer.content.decode()
    assert_guarded(answer, address)


def test_an_unknown_host_is_refused(office) -> None:
    assert Client(headers={"host": "example.org"}).get("/sign-in/").status_code == 400


def test_a_fault_tells_nothing_and_is_guarded(cast, monkeypatch) -> None:
    from jusan.web import showcase

    def broken() -> None:
        raise RuntimeError("Айгүл at /secret/place")

    monkeypatch.setattr(showcase, "content", broken)
    answer = client_of(cast.auditor).get("/components/")
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert "Nothing was half-done" in answer.content.decode()
    assert_guarded(answer, "/components/")


def test_no_page_carries_inline_script_or_style(cast) -> None:
    import re

    client = client_of(cast.demonstration)
    for address in ("/sign-in/", "/components/", "/aqqu/"):
        page = client.get(address, follow=True).content.decode()
        assert re.findall(r"<script(?![^>]*src=)|<style| style=|\son\w+=", page) == []
