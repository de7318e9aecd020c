"""``python -m cases.storm --out DIR [--records N] [--seed S]``: records.tsv and truth.tsv."""

from __future__ import annotations

import argparse
from pathlib import Path

from .people import RECORDS, World
from .reports import COLUMNS, Line, reports

SEED = 20319999


def storm(records: int = RECORDS, seed: int = SEED) -> tuple[World, list[Line]]:
    """The persons and the lines about them. The same seed gives the same bytes."""
    world = World(seed, records)
    return world, reports(world, records)


def tables(world: World, lines: list[Line]) -> dict[str, str]:
    """Texts of records.tsv (what was received) and truth.tsv (for tests and measuring alone)."""
    head = "\t".join(COLUMNS) + "\n"
    body = "".join("\t".join(line.cells[c] for c in COLUMNS) + "\n" for line in lines)
    truth = "rid\tperson\tfamily\tplanted\n"
    for line in lines:
        known = world.persons[line.person].planted if line.person >= 0 else []
        planted = ";".join(dict.fromkeys([*known, *filter(None, [line.planted])]))
        truth += f"{line.cells['rid']}\t{line.person}\t{line.family}\t{planted}\n"
    return {"records.tsv": head + body, "truth.tsv": truth}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cases.storm", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--seed", type=int, default=SEED)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for name, text in tables(*storm(args.records, args.seed)).items():
        (args.out / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
