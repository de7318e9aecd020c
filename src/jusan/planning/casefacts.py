"""Read a file of case facts: the children of an operation and what has happened so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jusan.planning.errors import FactsError, Fault, FileRefused
from jusan.planning.events import EVENT_KINDS, Event
from jusan.planning.guards import CITIZENSHIPS, CONSENT_RULES, GUARDS, Facts
from jusan.planning.yamlfile import Lines, Where, read_yaml

_DATES = {"born_from", "born_to", "passport_expires", "at", "valid_until"}
_LISTS = {"relatives", "parents"}
_TEXTS = {"child", "family", "batch", "requirement", "scope_id", "by", "reason", "ref", "outcome"}
_FLAGS = {"born_abroad", "mother_living", "mother_in_custody", "parent_reachable", "home_papers",
          "provisional", "kin_known", "sentenced"}  # fmt: skip
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "mother_citizenship": CITIZENSHIPS,
    "father_citizenship": CITIZENSHIPS,
    "consent_rule": CONSENT_RULES,
    "kind": EVENT_KINDS,
}
_FACTS = {field.name for field in fields(Facts)} - {"stated"}
_EVENT = {field.name for field in fields(Event)}


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Children, events in file order, the day the file speaks of and the flight day."""

    children: tuple[Facts, ...]
    events: tuple[Event, ...] = ()
    as_of: date | None = None
    flight: date | None = None


def load_facts(path: Path) -> CaseFacts:
    """Case facts from YAML: `children`, optional `events`, `as_of` and `flight`.

    A child's entry takes the fields of `Facts` and, beside them, any guard by its name as true or
    false. Raises FactsError with every fault found.
    """
    try:
        data, lines = read_yaml(path)
    except FileRefused as error:
        raise FactsError(error.faults) from error
    reader = _Reader(lines)
    result = reader.case(data)
    if reader.faults or result is None:
        raise FactsError(reader.faults)
    return result


class _Reader:
    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.faults: list[Fault] = []

    def case(self, data: Any) -> CaseFacts | None:
        if not isinstance(data, dict) or not isinstance(data.get("children"), list):
            self._fault((), "", "children: expected a list of children")
            return None
        for key in data.keys() - {"children", "events", "as_of", "flight"}:
            self._fault((key,), key, "unknown field, expected children, events, as_of, flight")
        children = [self._child(i, entry) for i, entry in enumerate(data["children"])]
        events = [self._event(i, entry) for i, entry in enumerate(data.get("events") or [])]
        days = {key: self._date((key,), "", key, data.get(key)) for key in ("as_of", "flight")}
        self._unique(children)
        if self.faults:
            return None
        return CaseFacts(tuple(c for c in children if c), tuple(e for e in events if e), **days)

    def _unique(self, children: list[Facts | None]) -> None:
        if not children:
            self._fault(("children",), "", "children: expected at least one")
        seen: set[str] = set()
        for i, one in enumerate(children):
            if one is not None and one.child in seen:
                self._fault(("children", i), one.child, "child: listed twice")
            if one is not None:
                seen.add(one.child)

    def _child(self, index: int, entry: Any) -> Facts | None:
        where: Where = ("children", index)
        if not isinstance(entry, dict) or not isinstance(entry.get("child"), str):
            self._fault(where, "", "child: expected a text id")
            return None
        node = entry["child"]
        stated = {k: v for k, v in entry.items() if k in GUARDS and k not in _FACTS}
        values = {}
        for key, value in entry.items():
            at = (*where, key)
            if key in stated:
                self._flag(at, node, key, value)
            elif key in _FACTS:
                values[key] = self._value(at, node, key, value)
            else:
                self._fault(at, node, f"{key}: unknown fact")
        return None if self.faults else Facts(**values, stated=stated)

    def _event(self, index: int, entry: Any) -> Event | None:
        where: Where = ("events", index)
        if not isinstance(entry, dict) or not {"requirement", "scope_id", "kind", "at"} <= set(
            entry
        ):
            self._fault(where, "", "expected requirement, scope_id, kind and at")
            return None
        node = str(entry["requirement"])
        values: dict[str, Any] = {"seq": index}
        for key, value in entry.items():
            if key in _EVENT:
                values[key] = self._value((*where, key), node, key, value)
            else:
                self._fault((*where, key), node, f"{key}: unknown field")
        return None if self.faults else Event(**values)

    def _value(self, where: Where, node: str, key: str, value: Any) -> Any:
        if value is None:
            return None
        if key in _DATES:
            return self._date(where, node, key, value)
        if key in _FLAGS:
            return self._flag(where, node, key, value)
        if key in _CHOICES and value not in _CHOICES[key]:
            self._fault(where, node, f"{key}: {value!r}, expected {', '.join(_CHOICES[key])}")
        if key in _LISTS:
            return self._texts(where, node, key, value)
        if key in _TEXTS and not isinstance(value, str):
            self._fault(where, node, f"{key}: {value!r}, expected text")
        if key in ("host_criminal_age", "seq") and type(value) is not int:
            self._fault(where, node, f"{key}: {value!r}, expected a whole number")
        return value

    def _texts(self, where: Where, node: str, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._fault(where, node, f"{key}: expected a list of ids")
            return ()
        return tuple(value)

    def _flag(self, where: Where, node: str, key: str, value: Any) -> bool | None:
        if not isinstance(value, bool):
            self._fault(where, node, f"{key}: {value!r}, expected true or false")
            return None
        return value

    def _date(self, where: Where, node: str, key: str, value: Any) -> date | None:
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self._fault(where, node, f"{key}: {value!r}, expected a date as YYYY-MM-DD")
        return None

    def _fault(self, where: Where, node: str, message: str) -> None:
        self.faults.append(self.lines.fault(where, node, message))
