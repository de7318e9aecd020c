"""``jusan kinship search`` and ``jusan kinship partition``."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jusan import terminal
from jusan.kinship.errors import KinshipError

if TYPE_CHECKING:
    from jusan.kinship.search.command import Answer, Request

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
ANY = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("database", type=ANY)
@click.argument("queries", type=FILE, required=False)
@click.option("--frequencies", type=FILE, help="CSV: marker, allele, freq.")
@click.option("--relationships", metavar="R,...", help="For instance parent,full-sibling.")
@click.option("--family", type=FILE, help='A case with "missing": search for that person.')
@click.option("--min-lr", type=click.FloatRange(min=0), required=True, help="Least LR shown.")
@click.option("--top", default=20, show_default=True, help="Most hits of a query.")
@click.option("--policy", type=FILE, help="policy.toml under which hits are rescored.")
@click.option(
    "--elder",
    type=click.Choice(["query", "person"]),
    default="query",
    show_default=True,
    help="Who is the parent, grandparent or aunt: the query, or the person of the database.",
)
@click.option("--skip", multiple=True, metavar="COLUMN", help="A column or marker to pass over.")
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler; DATABASE is then a folder.")
@click.option("--threads", type=click.IntRange(min=1), help="As many as cores, if not given.")
@terminal.output_options
def search(
    database: Path,
    queries: Path | None,
    frequencies: Path | None,
    relationships: str | None,
    family: Path | None,
    min_lr: float,
    top: int,
    policy: Path | None,
    elder: str,
    skip: tuple[str, ...],
    scheduler: str | None,
    threads: int | None,
    as_json: bool,
    out: Path | None,
    timings: Path | None,
) -> None:
    """Who in DATABASE may be kin of QUERIES, or the missing person of a family.

    DATABASE and QUERIES are CSV (one row a person, columns person, sex, and the markers as
    15/16) or tables of one row a marker (GeneMapper); DATABASE may be a folder of Parquet parts.
    """
    clock = terminal.Timings()
    try:
        with clock.phase("load"):
            from jusan.kinship.search import command
            from jusan.kinship.search.policy import DEFAULT, read_policy

            request = command.Request(
                min_lr=min_lr,
                top=top,
                policy=read_policy(policy or DEFAULT),
                skip=skip,
                scheduler=scheduler,
                threads=threads,
                query_is_elder=elder == "query",
            )
        with clock.phase("work"):
            answer = _run(request, database, queries, frequencies, relationships, family)
    except KinshipError as error:
        raise click.ClickException(str(error)) from None
    except ImportError as error:
        raise _without_extra(error) from None
    clock.items = answer.queries
    terminal.emit(_shown(answer, as_json), out)
    for note in answer.notes:
        click.echo(f"Note: {note}", err=True)
    clock.write(timings)


def _run(
    request: Request,
    database: Path,
    queries: Path | None,
    frequencies: Path | None,
    relationships: str | None,
    family: Path | None,
) -> Answer:
    from jusan.kinship.search import command

    def meter(total: int) -> terminal.Meter:
        return terminal.meter("Scanning", total)

    if family is not None:
        if queries or frequencies or relationships:
            raise click.UsageError("--family takes no QUERIES, --frequencies or --relationships")
        return command.run_family(database, family, request, meter)
    if queries is None or frequencies is None or relationships is None:
        raise click.UsageError("expected QUERIES, --frequencies and --relationships, or --family")
    names = command.parse_relationships(relationships)
    return command.run_pairs(database, queries, frequencies, names, request, meter)


def _shown(answer: Answer, as_json: bool) -> str:
    if as_json:
        return terminal.json_lines(hit.to_json(answer.policy) for hit in answer.hits)
    rows = [
        (
            hit.query,
            hit.rank,
            hit.person,
            hit.relationship,
            hit.markers_compared,
            f"{hit.ln_lr / math.log(10):.3f}",
            hit.rival or "unrelated",
            hit.left_out or "",
        )
        for hit in answer.hits
    ]
    columns = (
        "query",
        "rank",
        "person",
        "relationship",
        "markers",
        "log10 LR",
        "rival",
        "left out",
    )
    return terminal.table(f"Hits, rescored under {answer.policy}", columns, rows)


def _without_extra(error: ImportError) -> Exception:
    """One sentence where Parquet or Dask is not installed; any other fault of ours stays."""
    if (error.name or "").partition(".")[0] in ("pyarrow", "distributed", "dask"):
        return click.ClickException(f"this needs the extra [cluster] of jusan ({error})")
    return error


@click.command()
@click.argument("database", type=FILE)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--frequencies", type=FILE, required=True, help="CSV: marker, allele, freq.")
@click.option("--rows", type=click.IntRange(min=1), default=1 << 20, show_default=True)
@click.option("--skip", multiple=True, metavar="COLUMN", help="A column or marker to pass over.")
def partition(
    database: Path, folder: Path, frequencies: Path, rows: int, skip: tuple[str, ...]
) -> None:
    """Write DATABASE as Parquet parts into a new FOLDER, for a cluster or for faster reading."""
    from jusan.kinship.search import command

    try:
        parts = command.run_partition(database, frequencies, folder, rows=rows, skip=skip)
    except KinshipError as error:
        raise click.ClickException(str(error)) from None
    except ImportError as error:
        raise _without_extra(error) from None
    click.echo(f"{len(parts)} parts", err=True)
