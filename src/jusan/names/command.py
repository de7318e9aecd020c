"""What the verbs of `terminal` do: tables in, tables out, with the seconds of each phase."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from jusan import terminal
from jusan.names import comparison, transducer, weights
from jusan.names.alignment import Lines
from jusan.names.comparison import PartMatch
from jusan.names.encoded import encode_names
from jusan.names.errors import NameInputError
from jusan.names.parts import Name, parse_name
from jusan.names.retrieval import Index
from jusan.names.tables import read_table

CHUNK = 20_000  # pairs at a time: about 12 MB of lines


@dataclass(frozen=True, slots=True)
class Found:
    """A table to write, as text or as one object a row."""

    header: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def text(self) -> str:
        """Tab-separated, LF, no quoting."""
        lines = ["\t".join(self.header)]
        lines += ["\t".join(map(_shown, row)) for row in self.rows]
        return "\n".join(lines) + "\n"

    def objects(self) -> Iterator[dict[str, Any]]:
        """One JSON-ready object a row."""
        for row in self.rows:
            yield {
                name: [_part_object(line) for line in value] if isinstance(value, tuple) else value
                for name, value in zip(self.header, row, strict=True)
            }


def run_compare(
    path: Path, left: str, right: str, *, explain: bool, clock: terminal.Timings
) -> Found:
    """Rows of the table with `log_lr` (and `explanation`). Raises NameInputError."""
    with clock.phase("load"):
        table = read_table(path, (left, right))
        added = ("log_lr", "explanation") if explain else ("log_lr",)
        for name in added:
            if name in table.header:
                raise NameInputError(table.file, 1, name, "no column that the result adds")
        a, b = table.column(left), table.column(right)
        model, curves = transducer.shipped(), weights.shipped()
        model.stacked()
    with clock.phase("index"):
        numbers: dict[str, int] = {}
        one, other = (
            np.array([numbers.setdefault(text, len(numbers)) for text in texts], np.int64)
            for texts in (a, b)
        )
        parsed = [parse_name(text) for text in numbers]
        encoded = encode_names(parsed)
        arabic = comparison.scripts_of(parsed)
        comparison.align_rows(encoded, one[:1], other[:1])  # compiles, or loads what is compiled
    rows: list[tuple[Any, ...]] = []
    with clock.phase("work"), terminal.meter("Pairs", len(a)) as advance:
        for at in range(0, len(a), CHUNK):
            first, second = one[at : at + CHUNK], other[at : at + CHUNK]
            lines = comparison.align_rows(encoded, first, second)
            values = weights.line_values(lines, comparison.groups(arabic, first, second), curves)
            totals = comparison.totals(values).tolist()
            shown = _explained(parsed, first, second, lines, values) if explain else None
            for k, row in enumerate(table.rows[at : at + CHUNK]):
                rows.append((*row, totals[k]) if shown is None else (*row, totals[k], shown[k]))
            advance(at + len(first))
    clock.items = len(a)
    return Found((*table.header, *added), rows)


def _explained(
    names: Sequence[Name], left: Any, right: Any, lines: Lines, values: Any
) -> list[tuple[PartMatch, ...]]:
    return [
        comparison.explained(names[i], names[j], lines, row, values)
        for row, (i, j) in enumerate(zip(left.tolist(), right.tolist(), strict=True))
    ]


def run_search(registry: Path, queries: Path, top: int, *, clock: terminal.Timings) -> Found:
    """The best `top` records of each query. Raises NameInputError."""
    with clock.phase("load"):
        known, asked = read_table(registry, ("rid", "name")), read_table(queries, ("qid", "name"))
        ids, texts = known.unique("rid"), asked.column("name")
        labels = asked.unique("qid")
        transducer.shipped().stacked()
    with clock.phase("index"):
        index = Index.of(known.column("name"))
        index.search("Aisha", 1)  # compiles, or loads what is compiled
    rows: list[tuple[Any, ...]] = []
    with clock.phase("work"):
        for label, text in terminal.progress(list(zip(labels, texts, strict=True)), "Queries"):
            for rank, hit in enumerate(index.search(text, top), start=1):
                rows.append((label, rank, ids[hit.row], hit.ln_lr))
    clock.items = len(texts)
    return Found(("qid", "rank", "rid", "log_lr"), rows)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6f}"
    if isinstance(value, tuple):
        return "; ".join(map(_part_text, value))
    return str(value)


def _part_text(line: PartMatch) -> str:
    sides = [f"{role} {text}" for role, text in _sides(line) if text is not None]
    what = " ~ ".join(side.replace("\t", " ") for side in sides)
    return f"{what} {line.verdict} {line.ln_lr:+.2f}".strip()


def _sides(line: PartMatch) -> tuple[tuple[str | None, str | None], ...]:
    return (line.role_a, line.text_a), (line.role_b, line.text_b)


def _part_object(line: PartMatch) -> dict[str, Any]:
    return {
        "role_a": line.role_a,
        "a": line.text_a,
        "role_b": line.role_b,
        "b": line.text_b,
        "verdict": line.verdict,
        "ln_lr": line.ln_lr,
    }
