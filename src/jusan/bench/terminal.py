"""``jusan bench [AREA]``."""

from __future__ import annotations

import importlib
import os
import platform
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from jusan import terminal
from jusan.bench.figures import Figure

#: area -> module:function that yields its figures.
AREAS: dict[str, str] = {
    "kinship": "jusan.bench.kinship:figures",
    "link": "jusan.bench.link:figures",
}
#: Areas that measure on data of the user's own, in a folder.
WITH_FOLDER = ("link",)


@click.command()
@click.argument("area", type=click.Choice(list(AREAS)), required=False)
@click.option("--quick", is_flag=True, help="Smaller databases and fewer rounds.")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=f"Data to measure on, for {', '.join(WITH_FOLDER)}.",
)
@terminal.output_options
def bench(
    area: str | None,
    quick: bool,
    folder: Path | None,
    as_json: bool,
    out: Path | None,
    timings: Path | None,
) -> None:
    """The project's own benchmarks: figure, unit, how measured."""
    clock = terminal.Timings()
    found: list[tuple[str, Figure]] = []
    with clock.phase("work"):
        for name in [area] if area else AREAS:
            for figure in _figures(name, quick, folder):
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


def _figures(area: str, quick: bool, folder: Path | None) -> Iterator[Figure]:
    module, _, name = AREAS[area].partition(":")
    function: Callable[..., Iterator[Figure]] = getattr(importlib.import_module(module), name)
    return function(quick, folder) if area in WITH_FOLDER else function(quick)


def _shown(figure: Figure) -> str:
    return "not measured" if figure.value is None else f"{figure.value:.4g} {figure.unit}".strip()


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    sign = "<=" if figure.at_most else ">="
    word = {True: "reached", False: "SHORT", None: "?"}[figure.reached]
    return f"{sign} {figure.goal:g}: {word}"
