"""The scan finds what a plain sum finds: in any order, cut anyhow, on any number of threads."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.kinship.errors import GenotypeError
from jusan.kinship.search import scan
from jusan.kinship.search.codes import Codebook, Codes
from jusan.kinship.search.scan import Block, Candidate, Lane, Scanner
from jusan.kinship.search.tables import pair_table
from tests.kinship import search_world as world

LOCI = world.markers(world.STEPWISE)
BOOK = Codebook(tuple(LOCI))
PEOPLE = world.persons(LOCI, 400, missing=0.2)
CODES = BOOK.encode(list(PEOPLE.values()))
CLAIMS = ("parent", "full sibling", "cousin")


def block(codes: Codes, ids: list[str]) -> Block:
    return Block(codes, ids, ["U"] * len(ids), "db", range(1, len(ids) + 1))


def lanes(count: int, ln_min: float = 0.0) -> list[Lane]:
    queries = list(world.persons(LOCI, count, seed=2).values())
    return [
        Lane(pair_table(BOOK, query, CLAIMS[i % len(CLAIMS)]), ln_min)
        for i, query in enumerate(queries)
    ]


def plain(lane: Lane, codes: Codes, ids: list[str], keep: int) -> list[tuple[float, str]]:
    sums = lane.table[codes].sum(axis=1)
    found = [(-value, name) for value, name in zip(sums, ids, strict=True) if value >= lane.ln_min]
    return [(-value, name) for value, name in sorted(found)[:keep]]


def pairs(found: list[Candidate]) -> list[tuple[float, str]]:
    return [(c.ln_lr, c.person) for c in found]


@pytest.mark.parametrize("count", [1, 2, 8, 9, 16, 17, 18, 33])
@pytest.mark.parametrize("keep", [3, 1000])
def test_every_number_of_lanes_finds_what_a_plain_sum_finds(count: int, keep: int) -> None:
    wanted = lanes(count, -2.0)
    found = Scanner(wanted, keep=keep).run([block(CODES, list(PEOPLE))])
    for lane, best in zip(wanted, found, strict=True):
        assert pairs(best.result()) == plain(lane, CODES, list(PEOPLE), keep)


@settings(deadline=None, max_examples=40)
@given(
    st.permutations(range(60)),
    st.integers(1, 60),
    st.integers(1, 5),
    st.integers(1, 8),
    st.sampled_from([1, 3]),
)
def test_order_cuts_threads_and_ties_change_nothing(
    order: list[int], cut: int, threads: int, keep: int, count: int
) -> None:
    # every profile three times under different ids: ties everywhere
    codes = np.repeat(CODES[:20], 3, axis=0)
    ids = [f"Q{i:03d}" for i in range(60)]
    wanted = lanes(count, -1e9)
    shuffled, names = codes[order], [ids[i] for i in order]
    blocks = [block(shuffled[i : i + cut], names[i : i + cut]) for i in range(0, 60, cut)]
    found = Scanner(wanted, keep=keep).run(blocks, threads=threads)
    for lane, best in zip(wanted, found, strict=True):
        assert pairs(best.result()) == plain(lane, codes, ids, keep)


@pytest.mark.parametrize("keep", [5, 1000])
@pytest.mark.parametrize("count", [1, 5])
def test_full_buffers_and_small_tasks(
    monkeypatch: pytest.MonkeyPatch, count: int, keep: int
) -> None:
    monkeypatch.setattr(scan, "_BUFFER", 7)
    monkeypatch.setattr(scan, "TASK_ROWS", 50)
    wanted = lanes(count, -1e9)
    told: list[int] = []
    found = Scanner(wanted, keep=keep).run([block(CODES, list(PEOPLE))], progress=told.append)
    assert told == sorted(told) and told[-1] == len(CODES)
    for lane, best in zip(wanted, found, strict=True):
        assert pairs(best.result()) == plain(lane, CODES, list(PEOPLE), keep)


def test_impossible_rows_are_no_candidates() -> None:
    book = Codebook(tuple(world.markers()))
    query, other = {"TH01": ("8", "8")}, {"TH01": ("9", "9")}
    lane = Lane(pair_table(book, query, "parent"), -1e9)
    (best,) = Scanner([lane], keep=5).run([block(book.encode([other, query]), ["other", "same"])])
    assert [c.person for c in best.result()] == ["same"]


def test_whether_places_ran_out_is_said() -> None:
    everyone = block(CODES, list(PEOPLE))
    (few,) = Scanner(lanes(1, -1e9), keep=3).run([everyone])
    (all_,) = Scanner(lanes(1, -1e9), keep=1000).run([everyone])
    few.result()
    assert few.cut and not all_.cut


def test_the_kernels_never_read_beyond_a_table() -> None:
    beyond = np.full((1, BOOK.width), BOOK.size, dtype=np.uint16)
    with pytest.raises(GenotypeError, match="db: the rows hold codes of another codebook"):
        Scanner(lanes(1), keep=3).run([block(beyond, ["a"])])
    for wrong in (CODES.astype(np.int64), CODES[:, ::2], CODES[0]):
        with pytest.raises(GenotypeError, match="contiguous array"):
            block(wrong, ["a"])
