"""``jusan kinship``: likelihood ratios and whom to sample next, from case files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from jusan import terminal
from jusan.kinship import command, drawing_terminal
from jusan.kinship.errors import KinshipError
from jusan.kinship.frequencies import FrequencyTable
from jusan.kinship.search.terminal import partition, search

CASE = click.Path(exists=True, dir_okay=False, path_type=Path)
_frequencies = click.option(
    "--frequencies",
    "tables",
    multiple=True,
    type=CASE,
    help="CSV (marker, allele, freq) instead of the case's own; of several the lowest is shown.",
)
_founders = click.option(
    "--founder",
    "founders",
    multiple=True,
    metavar="PERSON=FILE",
    help="A founder of another population, whose alleles come from this table.",
)


@click.group()
def kinship() -> None:
    """Likelihood ratios for pedigrees and forensic markers."""


@kinship.command()
@click.argument("cases", nargs=-1, required=True, type=CASE)
@click.option("--familias-compatible", is_flag=True, help="Prune untyped persons as Familias does.")
@_frequencies
@_founders
@terminal.output_options
def lr(
    cases: tuple[Path, ...],
    familias_compatible: bool,
    tables: tuple[Path, ...],
    founders: tuple[str, ...],
    as_json: bool,
    out: Path | None,
    timings: Path | None,
) -> None:
    """Likelihood ratio of the first hypothesis over the second, per marker and in total."""
    clock = terminal.Timings(items=len(cases))
    objects: list[dict[str, Any]] = []
    read, own = _tables(tables), _founder_tables(founders)
    with clock.phase("work"):
        for path in terminal.progress(cases, "Cases"):
            objects += command.run_lr([path], familias_compatible, read, own)
    terminal.emit(terminal.json_lines(objects) if as_json else _lr_table(objects), out)
    clock.write(timings)
    sys.exit(terminal.exit_code(objects))


@kinship.command()
@click.argument("case", type=CASE)
@click.option("--threshold", default=4.0, show_default=True, help="log10 LR to be passed.")
@click.option("--simulations", default=200, show_default=True)
@click.option("--seed", default=1, show_default=True)
@_frequencies
@_founders
@click.option(
    "--wanted",
    type=click.FloatRange(0, 1, min_open=True),
    help="Name the cheapest set after which a true candidate passes with this chance.",
)
@click.option(
    "--cost", "costs", multiple=True, metavar="PERSON=X", help="Cost of one person, 1 if not given."
)
@terminal.output_options
def power(
    case: Path,
    threshold: float,
    simulations: int,
    seed: int,
    tables: tuple[Path, ...],
    founders: tuple[str, ...],
    wanted: float | None,
    costs: tuple[str, ...],
    as_json: bool,
    out: Path | None,
    timings: Path | None,
) -> None:
    """Which untyped relative of a missing person to sample next."""
    clock = terminal.Timings(items=1)
    try:
        with clock.phase("work"):
            found = command.run_power(
                case,
                log10_threshold=threshold,
                simulations=simulations,
                seed=seed,
                tables=_tables(tables),
                founders=_founder_tables(founders),
                wanted=wanted,
                costs=dict(map(_priced, costs)),
            )
    except KinshipError as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        terminal.emit(terminal.json_lines([found]), out)
    else:
        columns = [key for key in found["options"][0]] if found["options"] else ["relative"]
        rows = [[option[key] for key in columns] for option in found["options"]]
        shown = terminal.table(f"Whom to sample next for {case.stem}", columns, rows)
        terminal.emit(shown + _notes(found), out)
    clock.write(timings)


kinship.add_command(search)
kinship.add_command(partition)
kinship.add_command(drawing_terminal.draw)
kinship.add_command(drawing_terminal.convert)


def _tables(paths: tuple[Path, ...]) -> list[FrequencyTable]:
    try:
        return [FrequencyTable.read_csv(path) for path in paths]
    except KinshipError as error:
        raise click.ClickException(str(error)) from None


def _founder_tables(said: tuple[str, ...]) -> dict[str, FrequencyTable]:
    out: dict[str, FrequencyTable] = {}
    for text in said:
        person, _, name = text.partition("=")
        if not person or not Path(name).is_file():
            raise click.BadParameter(f"--founder {text!r}: expected PERSON=FILE, a CSV that exists")
        (out[person],) = _tables((Path(name),))
    return out


def _priced(text: str) -> tuple[str, float]:
    person, _, cost = text.rpartition("=")
    try:
        return person, float(cost)
    except ValueError:
        raise click.BadParameter(f"{text!r}: expected PERSON=NUMBER") from None


def _notes(found: dict[str, Any]) -> str:
    """What stands below the table: the cheapest set, and what the simulation leaves out."""
    lines = [found["left_out"]] if "left_out" in found else []
    if "wanted" in found:
        chosen = found["cheapest_set"]
        lines.append(
            f"no set of three or fewer passes with chance {found['wanted']}"
            if chosen is None
            else f"cheapest set: {', '.join(chosen['relatives']) or 'nobody'} (cost "
            f"{chosen['cost']:g}), a true candidate passes with chance {chosen['p_pass_true']:.3f}"
        )
    return "".join(line + "\n" for line in lines)


def _lr_table(objects: list[dict[str, Any]]) -> str:
    rows = []
    for item in objects:
        if "error" in item:
            rows.append((item["id"], "refused", item["error"]["message"]))
        elif item["lnLR"] is None:
            rows.append((item["id"], "-", "impossible: " + ", ".join(item["impossible"])))
        else:
            under = f" under {item['frequencies']}" if "frequencies" in item else ""
            rows.append((item["id"] + under, f"{item['log10LR']:.4f}", f"{item['lnLR']:.6f}"))
    return terminal.table("Likelihood ratios", ("case", "log10 LR", "ln LR"), rows)
