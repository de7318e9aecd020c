"""``jusan pack``: requirement packs from the terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jusan.planning.errors import FileRefused
from jusan.planning.packfile import load_pack, load_plan


@click.group()
def pack() -> None:
    """Requirement packs: what clearance asks for, as a file."""


def _described(path: Path) -> str:
    """One line about a pack without fault. One that expects others is checked by itself: its plan
    is whole only where a host side uses it."""
    alone = load_pack(path)
    if alone.expects:
        return f"{path.name}: {len(alone.requirements)} requirements, to be used by a host side"
    plan = load_plan(path)
    return f"{path.name}: {len(plan.by_id)} requirements up to {plan.target}, no fault"


@pack.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Name every fault of a pack (and of those it uses) with file, line and node."""
    faulty = False
    for path in files:
        try:
            said = _described(path)
        except FileRefused as error:
            faulty = True
            for fault in error.faults:
                click.echo(str(fault), err=True)
        else:
            click.echo(said)
    sys.exit(2 if faulty else 0)
