"""``jusan link``: which records of several channels may speak of one person, as proposals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from jusan import terminal
from jusan.matching.clusters import Pair, clusters
from jusan.matching.errors import LinkingError, MatchingError
from jusan.matching.linking import linker
from jusan.matching.linking.linker import Pairs, Registry
from jusan.matching.linking.records import Record, flagged, read_records
from jusan.names.births import REASONS
from jusan.names.errors import NameInputError, NamesError
from jusan.names.tables import read_table

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(dir_okay=False, path_type=Path)
#: Birth claims that weigh nothing are named on the screen, so many at most.
NAMED = 5


@click.command()
@click.argument("records", type=FILE)
@click.option("--min-probability", default=0.001, show_default=True, type=click.FloatRange(0, 1))
@click.option("--clusters", "groups", type=NEW, help="Write groups here: group, rid.")
@click.option("--answers", type=FILE, help="What people answered: rid_a, rid_b, answer.")
@click.option("--scheduler", metavar="ADDRESS", help="Weigh on this Dask cluster.")
@terminal.output_options
def link(
    records: Path,
    min_probability: float,
    groups: Path | None,
    answers: Path | None,
    scheduler: str | None,
    as_json: bool,
    out: Path | None,
    timings: Path | None,
) -> None:
    """Pairs of RECORDS that may be one person: rid_a, rid_b, log_lr (natural), probability.

    The pairs are proposals for a person's look; nothing is merged.
    """
    clock = terminal.Timings()
    try:
        with clock.phase("load"):
            rows = read_records(records)
            told = _answers(answers, {record.rid for record in rows})
            linker.shipped_model()
        clock.items = len(rows)
        _name_flagged(records.name, rows)
        with clock.phase("index"):
            registry = linker.registry_of(rows)
        with clock.phase("work"):
            found = _weighed(registry, scheduler, min_probability)
            text = _json(registry, found) if as_json else _table(registry, found)
            grouped = _groups(registry, found, told) if groups else ""
    except (MatchingError, NamesError) as error:
        raise click.ClickException(str(error)) from None
    terminal.emit(text, out)
    if groups:
        terminal.write_whole(groups, grouped)
    clock.write(timings)


def _weighed(registry: Registry, scheduler: str | None, least: float) -> Pairs:
    if scheduler is not None:
        try:
            from jusan.matching.linking.cluster import link_on_cluster
        except ImportError as error:
            raise LinkingError(f"this needs the extra [cluster] of jusan ({error})") from None
        return link_on_cluster(scheduler, registry, least=least)
    with terminal.meter("Records", len(registry)) as told:
        return linker.link(registry, least=least, told=told)


def _name_flagged(file: str, rows: Sequence[Record]) -> None:
    """Say which birth claims weigh nothing; they stay in the file as they are."""
    lines = {record.rid: line for line, record in enumerate(rows, start=2)}
    bad = list(flagged(rows))
    for record, claim in bad[:NAMED]:
        word = "refused" if claim.refused else "weighs nothing"
        reason = REASONS[claim.flag or "unreadable_date"]
        click.echo(
            f"{file}, line {lines[record.rid]}, field 'birth': {claim.raw!r} ({claim.kind}) "
            f"{word}: {reason}",
            err=True,
        )
    if len(bad) > NAMED:
        click.echo(f"{file}: {len(bad) - NAMED} more birth claims weigh nothing", err=True)


def _rows(registry: Registry, found: Pairs) -> list[tuple[str, str, float, float]]:
    ids = [record.rid for record in registry.index.records]
    return [
        (ids[a], ids[b], float(value), float(p))
        for a, b, value, p in zip(
            found.left, found.right, found.ln_lr, found.probability, strict=True
        )
    ]


def _table(registry: Registry, found: Pairs) -> str:
    lines = ["rid_a\trid_b\tlog_lr\tprobability\n"]
    lines += [f"{a}\t{b}\t{x:.4f}\t{p:.6f}\n" for a, b, x, p in _rows(registry, found)]
    return "".join(lines)


def _json(registry: Registry, found: Pairs) -> str:
    return terminal.json_lines(
        {"rid_a": a, "rid_b": b, "log_lr": x, "probability": p}
        for a, b, x, p in _rows(registry, found)
    )


def _groups(registry: Registry, found: Pairs, told: dict[Pair, str]) -> str:
    ids = [record.rid for record in registry.index.records]
    odds = {(a, b): x + registry.ln_prior_odds for a, b, x, _ in _rows(registry, found)}
    groups = clusters(
        ids,
        odds,
        same=[pair for pair, answer in told.items() if answer == "same"],
        different=[pair for pair, answer in told.items() if answer == "different"],
    )
    lines = ["group\trid\n"]
    lines += [f"{k}\t{rid}\n" for k, group in enumerate(groups, start=1) for rid in group]
    return "".join(lines)


def _answers(path: Path | None, known: set[str]) -> dict[Pair, str]:
    if path is None:
        return {}
    table = read_table(path, ("rid_a", "rid_b", "answer"))
    told: dict[Pair, str] = {}
    cells = zip(*(table.column(name) for name in ("rid_a", "rid_b", "answer")), strict=True)
    for line, (a, b, answer) in enumerate(cells, start=2):
        for name, rid in (("rid_a", a), ("rid_b", b)):
            if rid not in known:
                raise NameInputError(table.file, line, name, f"an id of the records, not {rid!r}")
        if answer not in ("same", "different", "unsure"):
            raise NameInputError(table.file, line, "answer", "same, different or unsure")
        told[(a, b)] = answer
    return told
