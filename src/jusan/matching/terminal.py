"""``jusan identify``: a whole group at once, from case files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from jusan import terminal
from jusan.matching import command
from jusan.matching.errors import MatchingError

CASE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("cases", nargs=-1, required=True, type=CASE)
@click.option("--prior", default="flat", show_default=True, metavar="flat|FILE")
@click.option("--limit-s", type=float, help="Stop after so many seconds; then not exact.")
@terminal.output_options
def identify(
    cases: tuple[Path, ...],
    prior: str,
    limit_s: float | None,
    as_json: bool,
    out: Path | None,
    timings: Path | None,
) -> None:
    """Which found person fills which missing place, ranked, with posteriors."""
    weights = None if prior == "flat" else Path(prior)
    clock = terminal.Timings(items=len(cases))
    objects: list[dict[str, Any]] = []
    try:
        with clock.phase("work"):
            for path in terminal.progress(cases, "Cases"):
                objects += command.run_identify([path], prior=weights, limit_s=limit_s)
    except MatchingError as error:
        raise click.ClickException(str(error)) from None
    terminal.emit(terminal.json_lines(objects) if as_json else _table(objects), out)
    clock.write(timings)
    sys.exit(terminal.exit_code(objects))


def _table(objects: list[dict[str, Any]]) -> str:
    rows = []
    for item in objects:
        if "error" in item:
            rows.append((item["dataset"], "refused", item["error"]["message"]))
            continue
        for found, places in item["marginals"].items():
            best = max(places, key=places.get)
            name = "none of these families" if best == "*" else best
            rows.append((item["dataset"], found, f"{name} ({places[best]:.4f})"))
    return terminal.table("Joint identification", ("set", "found", "most probable place"), rows)
