"""The cluster gives the local engine's hits, with a worker killed in the middle, too."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jusan.kinship.errors import ClusterError, FileFormatError
from jusan.kinship.search.cluster import cluster_engine
from jusan.kinship.search.codes import Codebook
from jusan.kinship.search.partitions import Parts, write_parts
from jusan.kinship.search.recipes import PairRecipe, Query, local_engine
from jusan.kinship.search.sources import Profiles
from tests.kinship import search_world as world
from tests.two_workers import killer, two_workers

pytest.importorskip("distributed")

LOCI = world.markers(world.STEPWISE)
BOOK = Codebook(tuple(LOCI))
PEOPLE = world.persons(LOCI, 600, missing=0.1)
QUERIES = [Query(name, p) for name, p in world.persons(LOCI, 3, seed=8).items()]
RECIPE = PairRecipe(BOOK, QUERIES, ("parent", "full sibling", "cousin"), -1e9, 100)


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    return write_parts(Profiles("db", PEOPLE), BOOK, tmp_path / "parts", rows=20)


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    with two_workers(monkeypatch) as started:
        yield started


def test_the_cluster_finds_what_one_process_finds(cluster: object, parts: list[Path]) -> None:
    told: list[int] = []
    address = cluster.scheduler_address  # type: ignore[attr-defined]
    wanted = local_engine(Parts(parts))(RECIPE)
    found = cluster_engine(address, parts, progress=told.append)(RECIPE)
    assert [place.result() for place in found] == [place.result() for place in wanted]
    assert any(place.result() for place in wanted)
    assert told == list(range(1, 31))


def test_a_worker_killed_in_the_middle_changes_nothing(cluster: object, parts: list[Path]) -> None:
    wanted = [place.result() for place in local_engine(Parts(parts))(RECIPE)]
    kill_one, killed = killer(cluster, after=3)
    address = cluster.scheduler_address  # type: ignore[attr-defined]
    found = cluster_engine(address, parts, progress=kill_one)(RECIPE)
    assert killed
    assert [place.result() for place in found] == wanted


def test_a_workers_refusal_reaches_the_caller(cluster: object, parts: list[Path]) -> None:
    address = cluster.scheduler_address  # type: ignore[attr-defined]
    parts[4].write_text("no parquet")
    with pytest.raises(FileFormatError, match=r"part-00004\.parquet: not a readable Parquet file"):
        cluster_engine(address, parts)(RECIPE)


def test_a_cluster_that_is_lost(
    cluster: object, parts: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def close(done: int) -> None:
        cluster.close()  # type: ignore[attr-defined]

    address = cluster.scheduler_address  # type: ignore[attr-defined]
    with pytest.raises(ClusterError, match="the cluster lost a part of the search"):
        cluster_engine(address, parts, progress=close)(RECIPE)


def test_no_scheduler(monkeypatch: pytest.MonkeyPatch, parts: list[Path]) -> None:
    from jusan import scheduler

    monkeypatch.setattr(scheduler, "TIMEOUT_S", 0.3)
    with pytest.raises(ClusterError, match=r"--scheduler tcp://127\.0\.0\.1:9: does not answer"):
        cluster_engine("tcp://127.0.0.1:9", parts)(RECIPE)


def test_the_command_over_a_cluster(
    cluster: object, parts: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    from jusan.cli import main

    freqs = world.write_frequencies(tmp_path / "f.csv", LOCI)
    queries = world.write_wide(tmp_path / "q.csv", LOCI, {q.id: q.profile for q in QUERIES})
    common = [
        "jusan", "kinship", "search", str(parts[0].parent), str(queries), "--frequencies",
        str(freqs), "--relationships", "parent,full-sibling", "--min-lr", "1", "--top", "3",
        "--json",
    ]  # fmt: skip
    address = cluster.scheduler_address  # type: ignore[attr-defined]
    for more in ([], ["--scheduler", address]):
        monkeypatch.setattr(sys, "argv", common + more)
        main()
    out = capsys.readouterr().out.splitlines()
    assert len(out) % 2 == 0 and out[: len(out) // 2] == out[len(out) // 2 :]
    assert out
