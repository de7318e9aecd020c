"""The cluster gives the local pairs, with a worker killed in the middle, too."""

from collections.abc import Iterator

import numpy as np
import pytest

from jusan.matching.errors import LinkingError
from jusan.matching.linking import linker
from tests.matching import link_world
from tests.two_workers import killer, two_workers

pytest.importorskip("distributed")


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    with two_workers(monkeypatch) as started:
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
    kill_one, killed = killer(cluster, after=2)
    address = cluster.scheduler_address  # type: ignore[attr-defined]
    found = link_on_cluster(address, registry, rows=25, progress=kill_one)
    assert killed
    assert same(found, linker.link(registry))


def test_no_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    from jusan import scheduler
    from jusan.matching.linking import cluster

    monkeypatch.setattr(scheduler, "TIMEOUT_S", 0.3)
    with pytest.raises(LinkingError, match=r"--scheduler tcp://127\.0\.0\.1:9: does not answer"):
        cluster.link_on_cluster("tcp://127.0.0.1:9", link_world.registry())
