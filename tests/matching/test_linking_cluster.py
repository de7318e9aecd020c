"""The cluster gives the local pairs, with a worker killed in the middle, too."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from jusan.matching.errors import LinkingError
from jusan.matching.linking import linker
from tests.matching import link_world

distributed = pytest.importorskip("distributed")


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    root = str(Path(__file__).resolve().parents[2])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([root, os.path.join(root, "src")]))
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1",
        dashboard_address=None, worker_dashboard_address=None,
    ) as started:  # fmt: skip
        yield started


def same(one: linker.Pairs, other: linker.Pairs) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("left", "right", "ln_lr", "probability")
    )


def test_the_cluster_links_as_one_process_does(cluster: object) -> None:
    from jusan.matching.linking.cluster import link_on_cluster

    registry = link_world.registry()
    told: list[int] = []
    address = cluster.scheduler_address  # type: ignore[attr-defined]
    found = link_on_cluster(address, registry, rows=50, progress=told.append)
    wanted = linker.link(registry)
    assert len(wanted) > 100 and same(found, wanted)
    assert told == list(range(1, len(registry) // 50 + 1))


def test_a_worker_killed_in_the_middle_changes_nothing(cluster: object) -> None:
    from jusan.matching.linking.cluster import link_on_cluster

    registry = link_world.registry()
    pids = [worker.pid for worker in cluster.workers.values()]  # type: ignore[attr-defined]
    assert len(pids) == 2 and os.getpid() not in pids
    killed: list[int] = []

    def kill_one(done: int) -> None:
        if done == 2 and not killed:
            killed.append(pids[0])
            os.kill(pids[0], signal.SIGKILL)

    address = cluster.scheduler_address  # type: ignore[attr-defined]
    found = link_on_cluster(address, registry, rows=25, progress=kill_one)
    assert killed
    assert same(found, linker.link(registry))


def test_no_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    from jusan.matching.linking import cluster

    monkeypatch.setattr(cluster, "_TIMEOUT_S", 0.3)
    with pytest.raises(LinkingError, match=r"--scheduler tcp://127\.0\.0\.1:9: does not answer"):
        cluster.link_on_cluster("tcp://127.0.0.1:9", link_world.registry())
