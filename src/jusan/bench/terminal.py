"""``jusan bench [AREA]``."""

from __future__ import annotations

import importlib
import os
import platform
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click

from jusan import terminal
from jusan.bench.figures import Figure

#: area -> module:function that yields its figures.
AREAS: dict[str, str] = {
    "kinship": "jusan.bench.kinship:figures",
    "names": "jusan.bench.names:figures",
    "link": "jusan.bench.link:figures",
}
#: Areas that are measured on labelled files of a folder; the others are given none.
ON_FILES = frozenset({"names", "link"})


@click.command()
@click.argument("area", type=click.Choice(list(AREAS)), required=False)
@click.option("--quick", is_flag=True, help="Smaller databases and fewer rounds.")
@click.option(
    "--files",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of labelled names or records, for the areas names and link.",
)
@terminal.output_options
def bench(
    area: str | None,
    quick: bool,
    files: Path | None,
    as_json: bool,
    out: Path | None,
    timings: Path | None,
) -> None:
    """The project's own benchmarks: figure, unit, how measured."""
    clock = terminal.Timings()
    found: list[tuple[str, Figure]] = []
    with clock.phase("work"):
        for name in [area] if area else _measurable(files):
            for figure in _figures(name, files)(quick):
                click.echo(f"{name}: {figure.name}: {_shown(figure)}", err=True)
                found.append((name, figure))
    clock.items = len(found)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    if as_json:
        objects = ({"area": name, **f.to_json(), "machine": machine} for name, f in found)
        terminal.emit(terminal.json_lines(objects), out)
    else:
        rows = [(f.name, _shown(f), _goal(f), f.how) for _, f in found]
        columns = ("figure", "value", "goal", "how measured")
        terminal.emit(terminal.table(f"Benchmarks on {machine}", columns, rows), out)
    clock.write(timings)


def _measurable(files: Path | None) -> list[str]:
    """All areas, but those on files only where there are some."""
    return [area for area in AREAS if files is not None or area not in ON_FILES]


def _figures(area: str, files: Path | None) -> Callable[[bool], Iterator[Figure]]:
    module, _, name = AREAS[area].partition(":")
    function: Callable[..., Iterator[Figure]] = getattr(importlib.import_module(module), name)
    return partial(function, files=files) if area in ON_FILES else function


def _shown(figure: Figure) -> str:
    return "not measured" if figure.value is None else f"{figure.value:.4g} {figure.unit}".strip()


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    sign = "<=" if figure.at_most else ">="
    word = {True: "reached", False: "SHORT", None: "?"}[figure.reached]
    return f"{sign} {figure.goal:g}: {word}"
