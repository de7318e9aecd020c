"""``jusan reconcile``: published totals checked against one another, from a facts.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from jusan import terminal
from jusan.reporting.errors import BadFacts
from jusan.reporting.reconcile import Verdict, read_facts, verdicts

WORDS = {
    "adds_up": "the parts add up",
    "does_not_add_up": "the parts do not add up",
    "rounds_to": "rounds to the exact figure",
    "does_not_round_to": "does not round to the exact figure",
    "shrinks": "cannot both be right: nobody who came back leaves the count",
}


@click.command()
@click.argument("facts", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@terminal.output_options
def reconcile(facts: Path, as_json: bool, out: Path | None, timings: Path | None) -> None:
    """Which published totals agree, and which cannot both be right."""
    clock = terminal.Timings()
    try:
        with clock.phase("work"):
            found = verdicts(read_facts(facts))
    except BadFacts as error:
        raise click.ClickException(str(error)) from None
    clock.items = len(found)
    objects = [_object(item) for item in found]
    terminal.emit(terminal.json_lines(objects) if as_json else _table(objects), out)
    clock.write(timings)


def _object(verdict: Verdict) -> dict[str, Any]:
    return {
        "agrees": verdict.agrees,
        "code": verdict.code,
        "count": verdict.name,
        "figures": list(verdict.figures),
        "first": {"of": verdict.first.of, "source": verdict.first.source},
        "second": {"of": verdict.second.of, "source": verdict.second.source}
        if verdict.second
        else None,
    }


def _table(objects: list[dict[str, Any]]) -> str:
    rows = [
        (
            item["first"]["of"] + (" / " + item["second"]["of"] if item["second"] else ""),
            item["count"],
            " ".join(str(figure) for figure in item["figures"]),
            WORDS[item["code"]],
        )
        for item in objects
    ]
    return terminal.table("Published totals", ("published", "count", "figures", "verdict"), rows)
