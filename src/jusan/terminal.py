"""What every verb of the terminal shares: whole output or none, timings, a bar when it is long."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import Progress, track
from rich.table import Table

#: A bar that is told how far the work is.
Meter = AbstractContextManager[Callable[[int], None]]

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])


@dataclass
class Timings:
    """Seconds of loading, indexing and working, and how many items: the contract's object."""

    load_s: float = 0.0
    index_s: float = 0.0
    work_s: float = 0.0
    items: int = 0
    _open: dict[str, float] = field(default_factory=dict, repr=False)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Add the seconds of a block to ``load``, ``index`` or ``work``."""
        start = time.perf_counter()
        try:
            yield
        finally:
            setattr(self, f"{name}_s", getattr(self, f"{name}_s") + time.perf_counter() - start)

    def write(self, path: Path | None) -> None:
        """Write the object, if a file was asked for."""
        if path is not None:
            body = {
                "load_s": self.load_s,
                "index_s": self.index_s,
                "work_s": self.work_s,
                "items": self.items,
            }
            write_whole(path, json.dumps(body) + "\n")


def output_options(function: F) -> F:
    """``--json``, ``--out FILE`` and ``--timings FILE``."""
    path = click.Path(dir_okay=False, path_type=Path)
    function = click.option("--json", "as_json", is_flag=True, help="One object a line.")(function)
    function = click.option("--out", type=path, help="Write here instead of to the screen.")(
        function
    )
    return click.option("--timings", type=path, help="Write seconds and items as JSON.")(function)


def json_lines(objects: Iterable[dict[str, Any]]) -> str:
    """One ASCII-safe object a line; NaN and Infinity are errors here, never output."""
    return "".join(json.dumps(item, allow_nan=False) + "\n" for item in objects)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A plain table as text."""
    grid = Table(title=title, title_justify="left")
    for column in columns:
        grid.add_column(column)
    for row in rows:
        grid.add_row(*(str(cell) for cell in row))
    console = Console(file=None, record=True, width=120, force_terminal=False)
    with console.capture() as captured:
        console.print(grid)
    return captured.get()


def emit(text: str, out: Path | None) -> None:
    """Print a whole text, or write it whole to a file."""
    if out is None:
        click.echo(text, nl=False)
    else:
        write_whole(out, text)


def write_whole(path: Path, text: str) -> None:
    """A file appears whole or not at all."""
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


def progress(items: Sequence[T], title: str) -> Iterable[T]:
    """A progress bar on standard error when that is a terminal; else the items themselves."""
    if not sys.stderr.isatty():
        return items
    return track(items, description=title, console=Console(stderr=True), transient=True)


@contextmanager
def meter(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar for work that counts by itself, on standard error when that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done: bar.update(task, completed=done)


def exit_code(objects: Iterable[dict[str, Any]]) -> int:
    """0, or 3 when a case was refused and the others were answered."""
    return 3 if any("error" in item for item in objects) else 0
