"""``jusan names compare`` and ``jusan names search``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from jusan import terminal
from jusan.names.errors import NamesError

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def names() -> None:
    """Person names across Arabic, Cyrillic and Latin writing."""


@names.command()
@click.argument("pairs", type=FILE)
@click.option("--a", "left", default="a", show_default=True, metavar="COL", help="First name.")
@click.option("--b", "right", default="b", show_default=True, metavar="COL", help="Second name.")
@click.option("--explain", is_flag=True, help="Add which part answered which, and its share.")
@terminal.output_options
def compare(
    pairs: Path,
    left: str,
    right: str,
    explain: bool,
    as_json: bool,
    out: Path | None,
    timings: Path | None,
) -> None:
    """How much more likely two written names are one person's than two persons'.

    PAIRS is tab-separated with a header. The same rows come out in the same order with `log_lr`,
    the natural logarithm of a calibrated likelihood ratio; 0 when nothing can be said.
    """
    from jusan.names import command

    clock = terminal.Timings()
    try:
        found = command.run_compare(pairs, left, right, explain=explain, clock=clock)
    except NamesError as error:
        raise click.ClickException(str(error)) from None
    _write(found, as_json=as_json, out=out)
    clock.write(timings)


@names.command()
@click.argument("registry", type=FILE)
@click.argument("queries", type=FILE)
@click.option("--top", default=10, show_default=True, type=click.IntRange(min=1), metavar="K")
@terminal.output_options
def search(
    registry: Path,
    queries: Path,
    top: int,
    as_json: bool,
    out: Path | None,
    timings: Path | None,
) -> None:
    """The K names of REGISTRY (rid, name) that each of QUERIES (qid, name) may write.

    Proposals for a person to judge, best first, whatever the script of either side.
    """
    from jusan.names import command

    clock = terminal.Timings()
    try:
        found = command.run_search(registry, queries, top, clock=clock)
    except NamesError as error:
        raise click.ClickException(str(error)) from None
    _write(found, as_json=as_json, out=out)
    clock.write(timings)


def _write(found: Any, *, as_json: bool, out: Path | None) -> None:
    if as_json:
        terminal.emit(terminal.json_lines(found.objects()), out)
    else:
        terminal.emit(found.text(), out)
