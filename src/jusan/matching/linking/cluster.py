"""The same linkage on a Dask cluster: one task a block of records, the answers put in order.

The registry is made by a task from the records, so that it is made again when the worker that
held it dies; a task carries positions alone. The second weights need all first ones and are made
here. Needs the extra [cluster].
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from jusan.matching.errors import LinkingError
from jusan.matching.linking import linker
from jusan.matching.linking.linker import Floats, Ints, Pairs, Registry
from jusan.matching.linking.trees import Model
from jusan.scheduler import RETRIES, finished, reach

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
    with reach(address, LinkingError) as client:
        shared = client.submit(
            linker.registry_of, registry.index.records, pure=False, retries=RETRIES
        )
        tasks = {
            client.submit(
                first_of_block, shared, model, start, rows, pure=False, retries=RETRIES
            ): start
            for start in starts
        }
        found: dict[int, First] = {}
        for task, answer in finished(client, tasks, LinkingError, "linkage"):
            found[tasks[task]] = answer
            if progress:
                progress(len(found))
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
