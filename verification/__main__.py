"""`python -m verification [NAME...] [--fast]`: run the proofs, print what they found."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence

from verification import expectation, gene_dropping, linked, tails, weak, worked
from verification.findings import Finding

PROOFS: dict[str, Callable[[bool], Iterator[Finding]]] = {
    "worked": worked.prove,
    "expectation": expectation.prove,
    "gene-dropping": gene_dropping.prove,
    "tails": tails.prove,
    "linked": linked.prove,
    "weak": weak.prove,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 if every finding holds."""
    parser = argparse.ArgumentParser(prog="python -m verification", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(PROOFS)}")
    parser.add_argument("--fast", action="store_true", help="the part that runs with the tests")
    parser.add_argument("--all", action="store_true", help="print every finding, not the worst")
    asked = parser.parse_args(arguments)
    unknown = [name for name in asked.names if name not in PROOFS]
    if unknown:
        parser.error(f"{unknown[0]!r} is no proof, expected {', '.join(PROOFS)}")
    failed = 0
    for name in asked.names or PROOFS:
        started = time.perf_counter()
        found = list(PROOFS[name](asked.fast))
        took = time.perf_counter() - started
        wrong = [one for one in found if not one.holds]
        failed += len(wrong)
        print(f"{name}: {len(found)} findings, {len(wrong)} do not hold, {took:.0f} s")
        nearest = max(found, key=lambda one: one.off / one.allowed)
        for one in found if asked.all else wrong or [nearest]:
            state = "holds" if one.holds else "DOES NOT HOLD"
            print(f"  {one.what}: off by {one.off:.3g}, allowed {one.allowed:.3g}: {state}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
