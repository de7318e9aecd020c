"""Work on a Dask cluster that somebody else runs: reach it, take answers as they come.

For the sciences that spread over partitions; needs the extra [cluster]. Each raises its own error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from typing import Any

from distributed import Client, KilledWorker, as_completed
from distributed.comm.core import CommClosedError

#: After an error a task is tried again so often; the scheduler itself moves those of dead workers.
RETRIES = 2
TIMEOUT_S = 10


def reach(address: str, failed: Callable[[str], Exception]) -> Client:
    """A client of the scheduler at `address`. Raises what `failed` makes of one sentence."""
    try:
        return Client(address, timeout=TIMEOUT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise failed(f"--scheduler {address}: does not answer ({error})") from error


def finished(
    client: Client, tasks: Iterable[Any], failed: Callable[[str], Exception], work: str
) -> Iterator[tuple[Any, Any]]:
    """(task, answer) as they come. A cluster lost on the way is said in one sentence about `work`,
    raised as what `failed` makes of it; what a task itself raised is passed on."""
    answers = as_completed(tasks, loop=client.loop, with_results=True)  # type: ignore[no-untyped-call]
    try:
        for task, found in answers:
            if isinstance(found, CancelledError):  # comes as an answer when the scheduler is gone
                raise found
            yield task, found
    except (KilledWorker, CancelledError, CommClosedError) as error:
        raise failed(f"the cluster lost a part of the {work}: {error}") from error
