"""``jusan kinship``: likelihood ratios and whom to sample next, from case files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from jusan import terminal
from jusan.kinship import command, drawing_terminal
from jusan.kinship.errors import KinshipError
from jusan.kinship.search.terminal import partition, search

CASE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def kinship() -> None:
    """Likelihood ratios for pedigrees and forensic markers."""


@kinship.command()
@click.argument("cases", nargs=-1, required=True, type=CASE)
@click.option("--familias-compatible", is_flag=True, help="Prune untyped persons as Familias does.")
@terminal.output_options
def lr(
    cases: tuple[Path, ...],
    familias_compatible: bool,
    as_json: bool,
    out: Path | None,
    timings: Path | None,
) -> None:
    """Likelihood ratio of the first hypothesis over the second, per marker and in total."""
    clock = terminal.Timings(items=len(cases))
    objects: list[dict[str, Any]] = []
    with clock.phase("work"):
        for path in terminal.progress(cases, "Cases"):
            objects += command.run_lr([path], familias_compatible)
    terminal.emit(terminal.json_lines(objects) if as_json else _lr_table(objects), out)
    clock.write(timings)
    sys.exit(terminal.exit_code(objects))


@kinship.command()
@click.argument("case", type=CASE)
@click.option("--threshold", default=4.0, show_default=True, help="log10 LR to be passed.")
@click.option("--simulations", default=200, show_default=True)
@click.option("--seed", default=1, show_default=True)
@terminal.output_options
def power(
    case: Path,
    threshold: float,
    simulations: int,
    seed: int,
    as_json: bool,
    out: Path | None,
    timings: Path | None,
) -> None:
    """Which untyped relative of a missing person to sample next."""
    clock = terminal.Timings(items=1)
    try:
        with clock.phase("work"):
            found = command.run_power(
                case, log10_threshold=threshold, simulations=simulations, seed=seed
            )
    except KinshipError as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        terminal.emit(terminal.json_lines([found]), out)
    else:
        columns = [key for key in found["options"][0]] if found["options"] else ["relative"]
        rows = [[option[key] for key in columns] for option in found["options"]]
        terminal.emit(terminal.table(f"Whom to sample next for {case.stem}", columns, rows), out)
    clock.write(timings)


kinship.add_command(search)
kinship.add_command(partition)
kinship.add_command(drawing_terminal.draw)
kinship.add_command(drawing_terminal.convert)


def _lr_table(objects: list[dict[str, Any]]) -> str:
    rows = []
    for item in objects:
        if "error" in item:
            rows.append((item["id"], "refused", item["error"]["message"]))
        elif item["lnLR"] is None:
            rows.append((item["id"], "-", "impossible: " + ", ".join(item["impossible"])))
        else:
            rows.append((item["id"], f"{item['log10LR']:.4f}", f"{item['lnLR']:.6f}"))
    return terminal.table("Likelihood ratios", ("case", "log10 LR", "ln LR"), rows)
