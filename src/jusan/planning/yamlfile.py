"""Read a YAML file together with the line of every value, refusing what a pack never needs."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from jusan.planning.errors import Fault, FileRefused

MAX_BYTES = 2_000_000
Where = tuple[str | int, ...]


class _Loader(yaml.SafeLoader):
    """Safe loader without aliases: a small file must not unfold into a large one."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.events.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(
                problem="aliases (*name) are not accepted", problem_mark=event.start_mark
            )
        return super().compose_node(parent, index)


class Lines:
    """Line numbers (from 1) of the values of one file, by their path from the top."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._at: dict[Where, int] = {(): 1}

    def put(self, where: Where, line: int) -> None:
        self._at[where] = line

    def of(self, where: Where) -> int:
        """Line of the value at `where`, or of the nearest enclosing value."""
        path = tuple(where)
        while path not in self._at:
            path = path[:-1]
        return self._at[path]

    def fault(self, where: Where, node: str, message: str) -> Fault:
        return Fault(self.file, self.of(where), node, message)


def read_yaml(path: Path) -> tuple[Any, Lines]:
    """The document of `path` and its line numbers.

    Raises FileRefused for a missing, oversized, wrongly encoded or malformed file, for aliases
    and for a key that is written twice.
    """
    lines = Lines(path.name)
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = f"cannot be read ({error.strerror})"
        raise FileRefused([lines.fault((), "", message)]) from error
    if len(raw) > MAX_BYTES:
        message = f"{len(raw)} bytes, expected at most {MAX_BYTES}"
        raise FileRefused([lines.fault((), "", message)])
    return _parse(raw, lines), lines


def _parse(raw: bytes, lines: Lines) -> Any:
    try:
        loader = _Loader(raw.decode("utf-8"))
        try:
            node = loader.get_single_node()
            return None if node is None else _value(loader, node, (), lines)
        finally:
            loader.dispose()
    except UnicodeDecodeError as error:
        raise FileRefused([lines.fault((), "", "is not UTF-8 text")]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise FileRefused(
            [Fault(lines.file, line, "", f"not valid YAML: {error.problem}")]
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise FileRefused([lines.fault((), "", f"not valid YAML: {error}")]) from error


def _value(loader: yaml.SafeLoader, node: yaml.Node, where: Where, lines: Lines) -> Any:
    lines.put(where, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, item, (*where, i), lines) for i, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, where, lines)
    return loader.construct_object(node)


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode, where: Where, lines: Lines) -> Any:
    result: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        if not isinstance(key, str):
            raise yaml.MarkedYAMLError(
                problem="a key must be plain text", problem_mark=key_node.start_mark
            )
        if key in result:
            raise yaml.MarkedYAMLError(
                problem=f"the key '{key}' is written twice", problem_mark=key_node.start_mark
            )
        result[key] = _value(loader, value_node, (*where, key), lines)
    return result
