"""``python -m generator --out DIR [--seed N] [--without A-T5]...``"""

from __future__ import annotations

import argparse
from pathlib import Path

from . import (
    care,
    clearance,
    consents,
    decisions,
    expected,
    foundation,
    hearsay,
    justice,
    laboratory,
    mission,
    output,
    people,
    reports,
)
from .cast import TRAPS, Cast, default_cast
from .genetics import FREQUENCIES
from .pedigrees import Truth, draw_truth
from .story import Story
from .traps import apply_without


def build(out: Path, seed: int = 20310311, without: frozenset[str] = frozenset()) -> Cast:
    """Write the folder and return the cast that it was written from."""
    cast = default_cast(seed)
    apply_without(cast, without)
    truth = draw_truth(cast)
    foundation.write(out)
    rows, refs = reports.host_list(cast)
    output.write_xlsx(out / "reports/host_list.xlsx", reports.HOST, rows)
    women, women_refs = reports.host_mothers(cast)
    output.write_csv(out / "reports/host_mothers.csv", reports.MOTHERS, women)
    asked, asked_refs = reports.family_requests(cast)
    output.write_csv(out / "reports/family_requests.csv", reports.REQUESTS, asked)
    lines = {k: list(v) for k, v in refs.items()}
    for key, ref in women_refs.items():
        lines.setdefault(key, []).append(ref)
    for key, found in asked_refs.items():
        lines.setdefault(key, []).extend(found)
    output.write_tables(out, hearsay.tables(cast, lines))
    tubes = _laboratory(out, cast, truth, {k: v[0] for k, v in lines.items()})
    story = Story(cast, lines, tubes)
    output.write_tables(out, people.tables())
    for room in (consents, clearance, mission, decisions):
        room.write(out, story)
    for folder in (care, justice):
        output.write_tables(out, folder.tables(story))
    output.write_text(out / "expected.toml", expected.text(story, len(rows), truth))
    return cast


def _laboratory(out: Path, cast: Cast, truth: Truth, ref: dict[str, str]) -> dict[str, list[str]]:
    """The laboratory's tables; gives everybody's tubes in the order in which they were taken."""
    samples, files = laboratory.tables(cast, truth, ref)
    output.write_csv(out / "laboratory/samples.csv", laboratory.SAMPLE, samples)
    for name, rows in files.items():
        output.write_tsv(out / "laboratory" / name, laboratory.PROFILE, rows)
    table = [
        {"marker": m, "allele": a, "freq": f"{f:.4f}"}
        for m, alleles in FREQUENCIES.items()
        for a, f in alleles.items()
    ]
    output.write_csv(out / "laboratory/frequencies.csv", ["marker", "allele", "freq"], table)
    owner = {line: key for key, line in ref.items()}
    tubes: dict[str, list[str]] = {}
    for row in samples:
        tubes.setdefault(owner[row["donor"]], []).append(row["tube"])
    return tubes


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="generator", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=20310311)
    parser.add_argument("--without", action="append", default=[], choices=TRAPS, metavar="A-Tn")
    args = parser.parse_args()
    build(args.out, args.seed, frozenset(args.without))


if __name__ == "__main__":
    main()
