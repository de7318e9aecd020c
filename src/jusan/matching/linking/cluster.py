"""The same linkage on a Dask cluster: one task a block of records, the answers put in order.

The registry is made by a task from the records, so that it is made again when the worker that
held it dies; a task carries positions alone. The second weights need all first ones and are made
here. Needs the extra [cluster].
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError

import numpy as np
from distributed import Client, KilledWorker, as_completed
from distributed.comm.core import CommClosedError
from numpy.typing import NDArray

from jusan.matching.errors import LinkingError
from jusan.matching.linking import linker
from jusan.matching.linking.linker import Floats, Ints, Pairs, Registry
from jusan.matching.linking.trees import Model

#: After an error a task is tried again so often; the scheduler itself moves those of dead workers.
_RETRIES = 2
_TIMEOUT_S = 10

First = tuple[Ints, Ints, Floats]


def link_on_cluster(
    address: str,
    registry: Registry,
    *,
    least: float = 0.001,
    rows: int = 2 * linker.BLOCK,
    progress: Callable[[int], None] | None = None,
) -> Pairs:
    """`linker.link` with the first weights made by the workers; `progress` counts blocks.

    `registry` must be `registry_of` its own records. Raises LinkingError if the cluster does not
    answer or is lost.
    """
    model = linker.shipped_model()
    starts = range(0, len(registry), rows)
    with _client(address) as client:
        shared = client.submit(
            linker.registry_of, registry.index.records, pure=False, retries=_RETRIES
        )
        tasks = {
            client.submit(
                first_of_block, shared, model, start, rows, pure=False, retries=_RETRIES
            ): start
            for start in starts
        }
        found: dict[int, First] = {}
        answers = as_completed(tasks, loop=client.loop, with_results=True)  # type: ignore[no-untyped-call]
        try:
            for task, answer in answers:
                if isinstance(answer, CancelledError):  # comes so when the scheduler is gone
                    raise answer
                found[tasks[task]] = answer
                if progress:
                    progress(len(found))
        except (KilledWorker, CancelledError, CommClosedError) as error:
            raise LinkingError(f"the cluster lost a part of the linkage: {error}") from error
    first = [found[start] for start in starts]
    left, right = (np.concatenate([part[k] for part in first]) for k in (0, 1))
    odds: NDArray[np.float64] = np.concatenate([part[2] for part in first])
    return linker.second_weights(registry, model, (left, right, odds), least)


def first_of_block(registry: Registry, model: Model, start: int, rows: int) -> First:
    """One task, on a worker: first weights of the pairs whose earlier record is in the block."""
    block = np.arange(start, min(start + rows, len(registry)))
    left, right, odds = linker.first_weights(registry, model, block)
    # a pair of two records of one block comes once; one of two blocks belongs to the earlier
    mine = right > left
    return left[mine], right[mine], odds[mine]


def _client(address: str) -> Client:
    try:
        return Client(address, timeout=_TIMEOUT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise LinkingError(f"--scheduler {address}: does not answer ({error})") from error
