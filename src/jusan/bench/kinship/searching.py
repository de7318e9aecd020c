"""How fast a search scans, in one process: the kernels alone, and the whole search around them."""

import os
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from jusan.bench.figures import ALL_THREADS, PROCESSOR, WALL, Figure, best_of, in_turns
from jusan.bench.kinship import twin
from jusan.bench.kinship.likelihoods import RELATIVES, missing_person
from jusan.bench.kinship.population import STEPWISE, family, kit
from jusan.kinship.catalogue import pair_hypotheses
from jusan.kinship.pedigrees import Sex
from jusan.kinship.profiles import Profile
from jusan.kinship.ratios import evaluate
from jusan.kinship.search import kernels
from jusan.kinship.search.codes import Codebook, Codes
from jusan.kinship.search.recipes import FamilyRecipe, PairRecipe, Query
from jusan.kinship.search.scan import Block, Lane, Scanner
from jusan.kinship.search.sources import ProfileTable
from jusan.kinship.search.tables import pair_table

Made = TypeVar("Made")

_LIMIT = 12.0  # ln LR: few rows pass, as in a real search


def figures(quick: bool) -> Iterator[Figure]:
    """Blind search, lanes, threads, memory, family search, accuracy of the fast stage."""
    rows = 400_000 if quick else 4_000_000
    rounds = 3 if quick else 7
    book = Codebook(tuple(kit()))
    codes = _database(book, rows)
    query = book.decode(codes[12345])
    yield from _kernels(book, codes, query, rounds)
    yield from _whole(book, codes, query, rounds)
    yield from _family(codes[: min(rows, 1_000_000)], rounds)
    yield from _reading(book, codes[:100_000])
    yield _accuracy()


def _database(book: Codebook, rows: int) -> Codes:
    """Unrelated persons, as codes; drawn marker by marker."""
    rng = np.random.default_rng(7)
    codes = book.blank(rows)
    for position, marker in enumerate(book.markers):
        edges = np.cumsum(marker.freqs)[:-1]
        pair = np.sort(np.searchsorted(edges, rng.random((rows, 2), dtype=np.float32)), axis=1)
        low, high = pair[:, 0], pair[:, 1]
        codes[:, position] = book.offsets[position] + 1 + high * (high + 1) // 2 + low
    return codes


def _kernels(
    book: Codebook,
    codes: Codes,
    query: Profile,
    rounds: int,
) -> Iterator[Figure]:
    single = pair_table(book, query, "full sibling").astype(np.float32)
    tables = {n: np.ascontiguousarray(np.repeat(single[:, None], n, axis=1)) for n in kernels.LANES}
    rows, masks = np.empty(len(codes), np.int64), np.empty(len(codes), np.uint32)
    scan = kernels.single_kernel(book.width)
    work = {"one": lambda: scan(codes, single, np.float32(_LIMIT), rows, 0, len(codes))}
    for lanes, table in tables.items():
        work[f"lanes {lanes}"] = lambda t=table, n=lanes: kernels.lane_kernel(book.width, n)(  # type: ignore[misc]
            codes, t, np.full(n, _LIMIT, np.float32), rows, masks, 0, len(codes)
        )
    twins = twin.compiled()
    for name, plain in twins.items():
        work[name] = lambda f=plain: f(codes, single, _LIMIT, rows)  # type: ignore[misc]
    took = in_turns(rounds, work, PROCESSOR)
    how = f"24 loci, {len(codes):,} profiles, one core, processor time, best of {rounds} in turns"
    rate = len(codes) / took["one"] / 1e6
    yield Figure("blind search, one query", rate, "million LR/s", how)
    for name, goal, word in (
        ("scan_four", 0.95, "C with four running sums"),
        ("scan_plain", None, "C with one running sum"),
    ):
        against = f"blind search against {word}"
        if name in twins:
            ratio = took[name] / took["one"]
            yield Figure(against, ratio, "times", f"{how}; cc -O3 -march=native", goal, False)
        else:
            why = "no working C compiler was found"
            yield Figure(against, None, "times", why, goal, False)
    for lanes in kernels.LANES:
        gain = lanes * took["one"] / took[f"lanes {lanes}"]
        goal = 3.0 if lanes == 8 else None
        name = f"{lanes} queries or relationships at once, over one"
        yield Figure(name, gain, "times the LR/s", f"{how}; explicit vectors", goal, False)


def _whole(
    book: Codebook,
    codes: Codes,
    query: Profile,
    rounds: int,
) -> Iterator[Figure]:
    size = len(codes)
    yield Figure("memory of a profile", codes.nbytes / size, "bytes", "codes of 24 markers", 48)
    block = _block(codes)
    claims = ("mother", "full sibling", "maternal grandparent", "cousin")
    recipe = PairRecipe(book, [Query("q", query), Query("r", query)], claims, _LIMIT, 100)
    one = Scanner([Lane(pair_table(book, query, "full sibling"), _LIMIT)], keep=100)
    eight = Scanner(recipe.lanes(), keep=100)
    runs: dict[str, Callable[[], object]] = {
        "one": lambda: one.run([block], threads=1),
        "eight": lambda: eight.run([block], threads=1),
        "eight, two threads": lambda: eight.run([block], threads=2),
    }
    used = in_turns(rounds, runs, ALL_THREADS)
    how = f"{size:,} profiles, candidates ranked in double precision, best of {rounds} in turns"
    timed = f"{how}; processor time"
    rate = size / used["one"] / 1e6
    yield Figure("whole search, one query", rate, "million LR/s", timed)
    name = "whole search, two queries under four relationships"
    yield Figure(name, 8 * size / used["eight"] / 1e6, "million LR/s", timed)
    del runs["one"]
    took = in_turns(rounds, runs, WALL)
    cores = len(os.sched_getaffinity(0))
    busy = f"wall time, {cores} cores, load {os.getloadavg()[0]:.1f}: a busy machine has no second"
    gain = took["eight"] / took["eight, two threads"]
    goal = 1.7 if cores > 1 else None
    yield Figure("two threads over one", gain, "times", f"{how}; {busy}", goal, False)
    gain = 2 * used["eight"] / used["eight, two threads"]
    name = "two threads over one, on two idle cores"
    yield Figure(name, gain, "times", f"{timed}: the work does not grow by being shared")
    tracemalloc.start()
    eight.run([block], threads=2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    yield Figure(
        "memory of a search beside the database",
        peak / size,
        "bytes a profile",
        f"peak of what Python and numpy allot while {size:,} profiles are scanned",
        4.0,
    )


def _family(codes: Codes, rounds: int) -> Iterator[Figure]:
    pedigree, markers = missing_person(), kit(STEPWISE)
    book = Codebook(tuple(markers))
    size = len(codes)
    profiles = family(markers, pedigree, RELATIVES)
    recipe = FamilyRecipe(book, pedigree, profiles, "child", _LIMIT, 100)
    block = _block(codes)

    def search() -> None:
        Scanner(recipe.lanes(), keep=100).run([block])

    how = (
        f"four relatives, 24 markers, stepwise with SE33, {size:,} candidates: peeling, scan and "
        f"ranking, all cores, best of {rounds}, codes in memory"
    )
    yield Figure("family search", best_of(rounds, search), "s", how, 0.2)
    table = best_of(rounds, recipe.lanes)
    yield Figure("the family's table alone", table, "s", "one peeling a marker, part of the above")


def _reading(book: Codebook, codes: Codes) -> Iterator[Figure]:
    """Text to codes: what a search of files waits for."""
    words = [
        {int(c): "/".join(map(str, book.genotype(i, int(c)) or ())) for c in np.unique(codes[:, i])}
        for i in range(len(book.markers))
    ]
    rows = (
        f"P{row}," + ",".join(words[i][code] for i, code in enumerate(line[: len(words)]))
        for row, line in enumerate(codes.tolist())
    )
    how = f"{len(codes):,} profiles of 24 markers to codes; processor time of one thread, best of 2"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "database.csv"
        header = "person," + ",".join(marker.name for marker in book.markers)
        path.write_text("\n".join([header, *rows]) + "\n")
        table = ProfileTable(path)
        took = best_of(2, lambda: list(table.blocks(book)), PROCESSOR)
        yield Figure("reading CSV", len(codes) / took, "profiles/s", how)
        try:
            from jusan.kinship.search.partitions import Parts, write_parts
        except ImportError:
            yield Figure("reading Parquet", None, "profiles/s", "the extra [cluster] is missing")
            return
        parts = Parts(write_parts(table, book, Path(folder) / "parts"))
        took = best_of(2, lambda: list(parts.blocks(book)))
        how = how.replace("processor time of one thread", "wall time, Arrow's own threads")
        yield Figure("reading Parquet", len(codes) / took, "profiles/s", how)


def _accuracy() -> Figure:
    markers = kit(STEPWISE)
    plain = kit()
    worst = 0.0
    people = [family(plain, missing_person(), ["child"], seed=s)["child"] for s in range(20)]
    for claim in ("mother", "full sibling", "maternal avuncular"):
        used = markers if claim == "mother" else plain
        book = Codebook(tuple(used))
        rows = book.encode(people)
        table = pair_table(book, people[0], claim)
        for person, row in zip(people, rows, strict=True):
            exact = evaluate(used, {"A": people[0], "B": person}, pair_hypotheses(claim))
            ln_lr = exact.ln_lr(claim, "unrelated")
            if ln_lr is not None:
                worst = max(worst, abs(ln_lr - float(table[row].sum())))
    how = "largest |difference in lnLR| to the exact engine, 60 pairs, mutation for the mother"
    return Figure("fast stage against the exact engine", worst, "nats", how, 1e-9)


class _Made(Sequence[Made]):
    """Ids and sexes made when they are asked for: the benchmark weighs codes, not names."""

    def __init__(self, size: int, make: Callable[[int], Made]) -> None:
        self._size, self._make = size, make

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, row: int) -> Made:  # type: ignore[override]
        return self._make(row)


def _block(codes: Codes) -> Block:
    size = len(codes)
    names = _Made(size, lambda row: f"P{row:08d}")
    sexes: _Made[Sex] = _Made(size, lambda row: "U")
    return Block(codes, names, sexes, "bench", range(size))
