"""What a reader is told when a page or an act is not theirs."""

from __future__ import annotations

import ast
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from jusan.core.errors import BadInput, NotPermitted, Refused
from jusan.reporting.operations import draft_release
from jusan.web import translations
from tests.casting import child_line, receive

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.mark.parametrize(
    ("language", "role"), [("en", "Coordinator"), ("ru", "Координатор"), ("ar", "المنسّق")]
)
def test_whose_work_it_is_is_said_in_the_readers_language(cast, language, role):
    client = Client()
    client.force_login(cast.tracing_officer, backend=BACKEND)
    client.cookies["django_language"] = language
    answer = client.get(reverse("reporting:brief", kwargs={"operation": "aqqu"}))
    assert answer.status_code == 403
    body = answer.content.decode()
    assert f"<li>{role}</li>" in body
    assert "needs the role" not in body


#: Three words of Latin letters in a row: no reader of these languages is told so.
ENGLISH = re.compile(r"[A-Za-z]{2,}[ ,:]+[A-Za-z]{2,}[ ,:]+[A-Za-z]{2,}")
SAID = re.compile(
    r'<(?:p class="said"|ul class="errorlist[^"]*"|p class="error[^"]*")[^>]*>.*?</', re.S
)


def _own_release(cast):
    """Approving what one drafted: a policy says no."""
    release = draft_release(
        actor=cast.coordinator,
        operation=cast.aqqu,
        title="Home",
        audience="public",
        as_of=date(2031, 3, 1),
        counts={"children": 14},
        text="They are home.",
    )
    return cast.coordinator, "reporting:approve", {"release": release.id}, {}


def _no_answer(cast):
    """Taking back an answer that nobody gave: a rule refuses."""
    left, right = receive(
        cast.tracing_officer, cast.aqqu, child_line(1, "Nur"), child_line(2, "Ayan")
    )
    return cast.tracing_officer, "tracing:undo", {}, {"left": left, "right": right}


def _no_answer_given(cast):
    """A post without its fields: input that cannot be taken."""
    return cast.tracing_officer, "tracing:answer", {}, {}


def _hidden(cast):
    """Where a child is, asked by a role that may not know."""
    (child,) = receive(cast.tracing_officer, cast.aqqu, child_line(1, "Nur"))
    return cast.legal_officer, "repatriation:custody", {"person": child}, None


def _wrong_columns(cast):
    """A list with other columns: the refusal stands on the form, with values in it."""
    file = SimpleUploadedFile("list.csv", b"a,b\n1,2\n")
    body = {"kind": "host_list", "channel": "host_state", "source_name": "x", "reliability": "B"}
    return cast.tracing_officer, "tracing:upload", {}, {**body, "file": file}


STORIES = (_own_release, _no_answer, _no_answer_given, _hidden, _wrong_columns)


@pytest.mark.parametrize("language", ["kk", "ru", "ar"])
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_why_not_is_said_in_the_readers_language(cast, language, story):
    user, name, given, body = story(cast)
    client = Client()
    client.force_login(user, backend=BACKEND)
    client.cookies["django_language"] = language
    url = reverse(name, kwargs={"operation": "aqqu", **given})
    answer = client.get(url) if body is None else client.post(url, body)
    assert answer.status_code in {400, 403, 409}
    said = SAID.findall(answer.content.decode())
    assert said, "the page says why"
    assert [words for words in said if ENGLISH.search(re.sub("<[^>]*>", " ", words))] == []


def test_programs_are_told_in_english_whoever_asks():
    with translation.override("ru"):
        error = BadInput("%(file)s, line 1: expected a header", file="a.csv", line=1)
        assert str(error) == error.message == "a.csv, line 1: expected a header"
        assert error.shown == "a.csv, строка 1: ожидался заголовок"
    assert error.shown == error.message


def test_several_reasons_are_each_said_in_the_readers_language():
    error = Refused("say why", "this login is taken")
    assert error.message == "say why; this login is taken"
    with translation.override("ar"):
        assert error.shown == "اذكروا السبب; اسم الدخول هذا مستعمل"


@pytest.mark.parametrize("text", ["100 % (a)", "%(nobody)s", "%(a", "%s", "%(file)d"])
def test_words_that_are_not_ours_break_no_refusal(text):
    assert BadInput(text, file="x").shown == text


def _told(kind):
    return {kind.__name__}.union(*(_told(one) for one in kind.__subclasses__()))


def test_translators_are_shown_every_kind_of_refusal_that_a_page_tells():
    told = _told(Refused) | _told(BadInput) | _told(NotPermitted) | {"KeyDestroyed", "no"}
    # The published facts are files of the house, read on the command line.
    assert told - {"BadFacts"} == translations.REFUSALS


#: Words of others: what a library says of a file, what several guards say together.
NOT_OURS = {"str(error)", "*reasons", "*against", "self.reason or 'not permitted'"}


def test_every_refusal_is_a_whole_literal_sentence():
    """A sentence put together from pieces cannot be translated."""
    faults = []
    for path in translations.PACKAGE.rglob("*.py"):
        place = path.relative_to(translations.PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if name in translations.REFUSALS and not translations.on_the_command_line(place):
                pieces = [one for one in node.args if not isinstance(one, ast.Constant)]
                faults += [
                    (place, words) for one in pieces if (words := ast.unparse(one)) not in NOT_OURS
                ]
    assert faults == []
