"""No page answers 500, whatever is typed into its forms or its address."""

from __future__ import annotations

import ast
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import resolve, reverse

import jusan
from jusan.core.access.roles import Role
from tests.access.forms import forms_of
from tests.access.test_matrix import ROWS
from tests.access.walk import client_of, page_of

ODD = {
    "nothing": "",
    "spaces": " \t\u00a0\u3000",
    "nul": "a\x00b",
    "controls": "\x01\x1b[31m\x7f\r\n",
    "bidi": "\u202egnilrats\u2066\u200f",
    "marks": "Z" + "\u0301" * 300,
    "digits": "\u0661\u0662\u06f3",
    "not uuid": "00000000-0000-4000-8000-00000000000g",
    "no such uuid": "00000000-0000-4000-8000-000000000000",
    "huge": "9" * 40,
    "past 64 bits": str(2**63),
    "past int parsing": "9" * 5000,
    "negative": "-1",
    "float": "1e999",
    "nan": "nan",
    "no such day": "2031-02-30",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "last moment": "9999-12-31T23:59",
    "10k": "\u04d9" * 10_000,
    "markup": "<script>'\"{{ 7 }}{% x %}</script>",
    "quoting": "'; DROP TABLE x; -- %s %(a)s {0}",
    "path": "../../etc/passwd",
    "json": '{"a": [',
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "lone": "\ufffd\ufeff",
}
FILES = {
    "empty": ("a.xlsx", b""),
    "not a workbook": ("a.xlsx", b"PK\x03\x04not"),
    "not text": ("a.csv", bytes(range(256))),
    "utf-16": ("a.csv", "name,sex\nx,F".encode("utf-16")),
    "long name": ("n" * 300 + ".csv", b"a,b\n1,2\n"),
    "odd name": ("..\u202e\x00/x.csv", b"a,b\n1,2\n"),
    "one long line": ("a.csv", b"x" * 300_000),
    "many columns": ("a.csv", b"," * 5000 + b"\n" + b"," * 5000),
}


def _names_read() -> list[str]:
    """Every name that a view reads from ``request.GET`` or ``request.POST``, or a form declares."""
    found: set[str] = set()
    for path in Path(jusan.__file__).parent.rglob("*.py"):
        if path.name.startswith(("views", "forms")) or path.parent.name in {"views", "forms"}:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                found |= _names_in(node)
    return sorted(found)


def _names_in(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Call):
        source, first = ast.unparse(node.func), node.args[:1]
        reads = any(word in source for word in (".GET.", ".POST."))
        return _text(first[0]) if reads and first else set()
    if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith((".GET", ".POST")):
        return _text(node.slice)
    if isinstance(node, ast.ClassDef) and any("Form" in ast.unparse(b) for b in node.bases):
        assigned = [each for each in node.body if isinstance(each, ast.Assign)]
        return {t.id for each in assigned for t in each.targets if isinstance(t, ast.Name)}
    return set()


def _text(node: ast.AST) -> set[str]:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return {node.value} if is_text else set()


ADDRESSES = sorted({row.name for row in ROWS})
PAGES = [row for row in ROWS if row.method == "get"]


def _rows_of(name):
    return [row for row in ROWS if row.name == name]


def _worker(cast, *rows):
    """One whose work it is; one who sees all where it is nobody's."""
    mine = sorted({role for row in rows for role in row.allowed} - {Role.DEMONSTRATION})
    return getattr(cast, mine[0].value) if mine else cast.demonstration


class Reads:
    """Which names of an address or a body the server asked for while this was open."""

    def __init__(self, monkeypatch):
        self.names = set()
        for method in ("__getitem__", "get", "getlist", "__contains__", "pop"):
            monkeypatch.setattr(QueryDict, method, self._watched(getattr(QueryDict, method)))
        for method in ("__iter__", "items", "lists", "values", "dict"):
            monkeypatch.setattr(QueryDict, method, self._watched(getattr(QueryDict, method)))

    def _watched(self, method):
        def read(query, *args, **more):
            self.names |= set(args[:1]) if args else set(query.keys())
            return method(query, *args, **more)

        return read


def _names_asked(reads, send, url):
    """The names that an address reads: asked again with what it read until it reads no more."""
    asked = set(_names_read())
    while True:
        reads.names.clear()
        if send(url, dict.fromkeys(sorted(asked), "x")).status_code >= 500:
            return asked
        if reads.names <= asked:
            return set(reads.names)
        asked |= reads.names


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_name_that_its_view_reads_breaks_a_page(cast, monkeypatch, name):
    """A view that was seen to read nothing is asked once: it cannot answer otherwise."""
    rows = _rows_of(name)
    url = reverse(name, kwargs=rows[0].kwargs(cast))
    client = client_of(_worker(cast, *rows))
    reads, broken = Reads(monkeypatch), []
    for send in (client.get, client.post):
        asked = _names_asked(reads, send, url)
        for label, value in ODD.items() if asked else []:
            reads.names.clear()
            answer = send(url, dict.fromkeys(sorted(asked), value))
            asked |= reads.names
            if answer.status_code >= 500:
                broken.append((send.__name__, label))
    assert broken == []


#: Forms that were sent in this process: many pages show the same one.
_SENT: set[tuple[str, str, frozenset[str]]] = set()


def _new_forms(client, url):
    """The forms of a page that no page before it showed."""
    for form in forms_of(page_of(client, url), url):
        view = resolve(urlsplit(form.action).path).view_name
        key = (view, form.method, frozenset(form.values))
        if view in {"sign_out", "set_language"} or key in _SENT:
            continue
        _SENT.add(key)
        yield form


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.name)
def test_one_odd_value_among_good_ones_breaks_no_form(cast, row):
    url = reverse(row.name, kwargs=row.kwargs(cast))
    client = client_of(_worker(cast, row))
    broken = []
    for form in _new_forms(client, url):
        send = client.post if form.method == "post" else client.get
        for name in form.values:
            for label, value in ODD.items():
                answer = send(form.action, form.values | {name: value} | _good_files(form))
                if answer.status_code >= 500:
                    broken.append((form.action, name, label))
    assert broken == []


def _good_files(form):
    return {name: SimpleUploadedFile("a.csv", b"name,sex\nNur,F\n") for name in form.files}


def _forms_with_files(cast):
    for row in PAGES:
        url = reverse(row.name, kwargs=row.kwargs(cast))
        client = client_of(_worker(cast, row))
        for form in forms_of(page_of(client, url), url):
            if form.files:
                yield client, form


def test_no_odd_file_breaks_an_upload(cast):
    broken, sent = [], 0
    for client, form in list(_forms_with_files(cast)):
        for label, (name, content) in FILES.items():
            files = {each: SimpleUploadedFile(name, content) for each in form.files}
            sent += 1
            if client.post(form.action, form.values | files).status_code >= 500:
                broken.append((form.action, label))
    assert sent > 0, "no page takes a file any more: this test proves nothing"
    assert broken == []


def test_no_odd_address_breaks_anything(cast):
    client = client_of(cast.demonstration)
    tails = ["%00", "%ff%fe", "%E2%80%AE", "x" * 5000, "..%2f..%2f", "%25", "9" * 400, "\u04d9"]
    strange = "&".join(f"{tail}={tail}" for tail in tails)
    for name in ADDRESSES:
        url = reverse(name, kwargs=_rows_of(name)[0].kwargs(cast))
        for tail in tails:
            assert client.get(f"{url}{tail}/").status_code < 500, (name, tail)
        assert client.get(f"{url}?{strange}").status_code < 500, name


def test_a_body_that_is_no_form_breaks_nothing(cast):
    client = client_of(cast.demonstration)
    bodies = [
        (b"\xff\xfe=%zz&&&=", "application/x-www-form-urlencoded"),
        (b'{"a":', "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"a", "multipart/form-data"),
    ]
    for name in ADDRESSES:
        url = reverse(name, kwargs=_rows_of(name)[0].kwargs(cast))
        for body, kind in bodies:
            answer = client.post(url, body, content_type=kind)
            assert answer.status_code < 500, (name, kind)
