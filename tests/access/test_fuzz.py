"""No page answers 500 to whatever is typed: every form of every page, its own values kept but for
some, and those drawn from all of Unicode, edges of dates and numbers, and what it offers itself.

In the build the draws are always the same and few; ``JUSAN_LONG=20`` draws anew, and more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from jusan.core.access.roles import Role
from tests.access.forms import Form, forms_of
from tests.access.test_matrix import ROWS
from tests.access.walk import client_of, page_of
from tests.stateful import Shelf, profile

#: Forms filled in the build: half a minute at most.
EXAMPLES = 150
#: Text of every category, assigned or not, with what breaks parsers and databases mixed in.
SHARP = ["\x00", "\r\n", "\x1b[0m", "\u202e", "\ufeff", "\u0000\u0301", "\U000e0001", "\ud7ff", "'",
         '"', "<", "&", "%", "{{", "\\", ";", "/", "..", "\u0660", "\u2028", "ﬁ", "İ"]  # fmt: skip
text = st.lists(st.one_of(st.characters(codec="utf-8"), st.sampled_from(SHARP)), max_size=40).map(
    "".join
)
long_text = st.builds(
    lambda one, times: one * times, st.characters(codec="utf-8"), st.sampled_from([161, 5_000])
)
numbers = st.one_of(
    st.integers(-(2**70), 2**70).map(str),
    st.sampled_from(
        ["-0", "1e309", "NaN", "Infinity", "0x10", "1_000", "٣", "９", "1" * 4400, "½"]
    ),
    st.floats().map(str),
)
days = st.one_of(
    st.dates(date(1, 1, 1), date(9999, 12, 31)).map(str),
    st.sampled_from(["0001-01-01", "9999-12-31", "2031-02-29", "2032-02-29", "10000-01-01",
                     "0000-00-00", "2031-4-2", "٢٠٣١-٠٤-٠٢"]),
)  # fmt: skip
moments = st.one_of(
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59)).map(
        lambda moment: moment.strftime("%Y-%m-%dT%H:%M").rjust(16, "0")
    ),
    st.sampled_from(["0001-01-01T00:00", "9999-12-31T23:59", "9999-12-31T23:59:60",
                     "2031-04-02T24:00", "2031-04-02T10:00+14:00", "2031-04-02T10:00-23:59",
                     "2031-03-30T02:30"]),
)  # fmt: skip
ids = st.one_of(st.uuids().map(str), st.uuids().map(lambda one: one.hex), st.just("0" * 32))
odd = st.one_of(text, long_text, numbers, days, moments, ids)
files = st.one_of(
    st.binary(max_size=60),
    text.map(lambda body: body.encode("utf-8", "surrogatepass")),
    st.lists(st.lists(text, min_size=1, max_size=4), min_size=1, max_size=4).map(
        lambda rows: "\n".join(",".join(row) for row in rows).encode()
    ),
)


#: Controls of which a page offers several under one name.
CHOSEN = {"radio", "checkbox", "hidden"}


@dataclass(frozen=True)
class Target:
    """A form of one page as one user sees it."""

    row: str
    user: str
    form: Form
    offered: dict[str, list[str]]


def _users(row) -> list[str]:
    mine = sorted(row.allowed - {Role.DEMONSTRATION})
    return ["demonstration", *(role.value for role in mine[:1])]


def _targets(cast) -> list[Target]:
    """Every form there is, once for each user who sees it."""
    found: dict[tuple[str, str, tuple[str, ...]], Target] = {}
    for row in ROWS:
        if row.method != "get":
            continue
        url = reverse(row.name, kwargs=row.kwargs(cast))
        for user in _users(row):
            page = page_of(client_of(getattr(cast, user)), url)
            for form, offered in zip(forms_of(page, url), _offered(page), strict=True):
                if form.action.startswith(("/sign-out", "/language")):
                    continue
                key = (form.action, user, tuple(form.values))
                found.setdefault(key, Target(row.name, user, form, offered))
    return [found[key] for key in sorted(found)]


def _offered(page: str) -> list[dict[str, list[str]]]:
    """What the selects, boxes and buttons of each form offer: every value, not the first alone."""
    reader = _Offers()
    reader.feed(page)
    return reader.forms


class _Offers(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        elif tag == "select":
            self.select = given.get("name", "")
        elif self.forms and tag == "option" and self.select:
            self.forms[-1].setdefault(self.select, []).append(given.get("value", ""))
        elif self.forms and given.get("name") and given.get("type") in CHOSEN:
            self.forms[-1].setdefault(given["name"], []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""


@st.composite
def filled(draw, target: Target) -> dict[str, Any]:
    """Mostly what the page itself offers, so that the code behind the form is reached."""
    values: dict[str, Any] = {}
    for name, fits in target.form.values.items():
        offered = [*target.offered.get(name, []), fits]
        values[name] = draw(
            st.one_of(
                st.just(fits), st.just(fits), st.sampled_from(offered), odd,
                st.lists(odd, min_size=2, max_size=3),
            ),
            label=name,
        )  # fmt: skip
        if draw(st.integers(0, 15)) == 0:
            del values[name]
    for name in target.form.files:
        values[name] = SimpleUploadedFile(draw(text) or "a.csv", draw(files))
    return values


@pytest.fixture
def house(cast, tmp_path):
    """The cast with everything that the rows prepare, and the forms of every page."""
    targets = _targets(cast)
    shelf = Shelf(tmp_path)
    shelf.fresh()
    yield cast, targets
    shelf.back()


def test_no_form_answers_500(house):
    cast, targets = house
    assert len(targets) > 20, "the pages have forms: this test proves nothing"
    clients = {name: client_of(getattr(cast, name)) for name in {t.user for t in targets}}
    reached: set[int] = set()

    @profile(EXAMPLES)
    @given(st.data())
    def every_form(data):
        target = data.draw(st.sampled_from(targets), label="form")
        client, values = clients[target.user], data.draw(filled(target), label="values")
        send = client.post if target.form.method == "post" else client.get
        answer = send(target.form.action, values)
        reached.add(answer.status_code)
        assert answer.status_code < 500, (target.row, target.form.action)

    every_form()
    assert {200, 302, 400} <= reached, "good values were accepted and bad ones refused"
