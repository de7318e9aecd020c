"""Two real worker processes of a Dask cluster, and one of them killed in the middle."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def two_workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A local cluster whose workers import this checkout."""
    distributed = pytest.importorskip("distributed")
    root = str(Path(__file__).resolve().parents[1])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([root, os.path.join(root, "src")]))
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1",
        dashboard_address=None, worker_dashboard_address=None,
    ) as started:  # fmt: skip
        yield started


def killer(cluster: Any, after: int) -> tuple[Callable[[int], None], list[int]]:
    """A progress call that kills one worker when `after` tasks are done, and whom it killed."""
    pids = [worker.pid for worker in cluster.workers.values()]
    assert len(pids) == 2 and os.getpid() not in pids
    killed: list[int] = []

    def kill_one(done: int) -> None:
        if done == after and not killed:
            killed.append(pids[0])
            os.kill(pids[0], signal.SIGKILL)

    return kill_one, killed
