"""``python -m generator --out DIR [--seed N] [--shuffle] [--without A-T5]...``"""

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
from .cast import PARTS, TRAPS, Cast
from .casting import shuffled_cast
from .output import Files
from .pedigrees import draw_truth
from .story import Story
from .told import default_cast
from .traps import apply_without

SEED = 20310311


def build(
    out: Path, seed: int = SEED, without: frozenset[str] = frozenset(), shuffle: bool = False
) -> Cast:
    """Write the folder and return the cast that it was written from.

    ``shuffle``: other persons, names, days, lines and files play the same traps.
    """
    cast = shuffled_cast(seed) if shuffle else default_cast(seed)
    apply_without(cast, without)
    output.write(out, folder(cast))
    return cast


def folder(cast: Cast) -> Files:
    """Every file of the operation. The order matters: later files name lines of earlier ones."""
    truth, story = draw_truth(cast), Story(cast)
    files = foundation.files(story)
    files |= reports.files(story)
    files |= hearsay.files(story)
    files |= laboratory.files(story, truth)
    for room in (people, consents, clearance, mission, decisions, care, justice):
        files |= room.files(story)
    return files | expected.files(story, truth)


def main() -> None:
    """Command line."""
    parts = "\n".join(f"  {trap:6} {part}" for trap, part in PARTS.items())
    parser = argparse.ArgumentParser(
        prog="generator", description=__doc__, epilog=f"traps:\n{parts}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--shuffle", action="store_true", help="other persons play the traps")
    parser.add_argument("--without", action="append", default=[], choices=TRAPS, metavar="A-Tn")
    args = parser.parse_args()
    build(args.out, args.seed, frozenset(args.without), args.shuffle)


if __name__ == "__main__":
    main()
