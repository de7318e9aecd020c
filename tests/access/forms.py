"""The forms of a page as a browser sees them, filled with values that fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

#: What a person would type into an input of each kind.
TYPICAL = {"date": "2031-04-02", "datetime-local": "2031-04-02T10:00", "number": "1"}
SILENT = {"submit", "button", "reset", "image"}


@dataclass
class Form:
    """Where a form goes, how, and with what."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = given.get("method", "get").lower()
            self.open = Form(given.get("action") or self.address, method)
            self.forms.append(self.open)
        elif self.open is not None:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        assert self.open is not None
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "option" and self.select:
            if not self.open.values.get(self.select):
                self.open.values[self.select] = given.get("value", "")
        elif tag == "select" and name:
            self.select = name
            self.open.values[name] = ""
        elif tag == "input" and kind == "file":
            self.open.files.append(name)
        elif tag == "button" and name:
            # What the Enter key presses: the first button of a form.
            self.open.values.setdefault(name, given.get("value") or "x")
        elif tag in {"input", "textarea"} and name:
            if tag == "input" and kind in SILENT:
                return
            self.open.values[name] = given.get("value") or TYPICAL.get(kind, "x")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = ""


def forms_of(page: str, address: str) -> list[Form]:
    """Every form of a page, each control with a fitting value."""
    reader = _Reader(address)
    reader.feed(page)
    return reader.forms
