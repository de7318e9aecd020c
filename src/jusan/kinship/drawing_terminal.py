"""``jusan kinship draw`` and ``jusan kinship convert``: pictures and case files from cases."""

from __future__ import annotations

import json
from pathlib import Path

import click

from jusan import terminal
from jusan.kinship import command
from jusan.kinship.errors import HypothesisError, KinshipError
from jusan.kinship.formats.case_json import Case, case_to_json
from jusan.kinship.pictures import pedigree, ratio_bars

CASE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("case", type=CASE)
@click.option("--hypothesis", help="Name of the hypothesis to draw; the first without it.")
@click.option("--ratios", is_flag=True, help="Draw the likelihood ratio of each marker instead.")
@click.option("--out", type=OUT, help="Write here instead of to the screen.")
def draw(case: Path, hypothesis: str | None, ratios: bool, out: Path | None) -> None:
    """A case's pedigree as SVG: typed persons hatched, the missing person in a ring."""
    try:
        read = command.case_of(case)
        picture = _ratios(read) if ratios else _pedigree(read, hypothesis)
    except (KinshipError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    terminal.emit(picture + "\n", out)


@click.command()
@click.argument("case", type=CASE)
@click.option("--out", type=OUT, help="Write here instead of to the screen.")
def convert(case: Path, out: Path | None) -> None:
    """A Familias project (.fam) or a case as a jusan-kin-case/1 file."""
    try:
        body = case_to_json(command.case_of(case))
    except KinshipError as error:
        raise click.ClickException(str(error)) from None
    terminal.emit(json.dumps(body, indent=1, allow_nan=False) + "\n", out)


def _pedigree(case: Case, name: str | None) -> str:
    found = [h for h in case.hypotheses if name in (None, h.name)]
    if not found:
        names = ", ".join(h.name for h in case.hypotheses)
        raise HypothesisError(f"hypothesis {name!r} is not in the case, expected one of: {names}")
    marks = pedigree.Marks(
        typed=[p for p, row in case.genotypes.items() if any(row.values())],
        missing=[] if case.missing is None else [case.missing],
    )
    return pedigree.draw(found[0].pedigree, marks)


def _ratios(case: Case) -> str:
    if len(case.hypotheses) < 2:
        raise HypothesisError(f"{case.id}: hypotheses: expected at least two")
    h1, h2 = (h.name for h in case.hypotheses[:2])
    result = case.evaluate()
    return ratio_bars.draw(result.per_marker_ln_lr(h1, h2), total=result.ln_lr(h1, h2))
