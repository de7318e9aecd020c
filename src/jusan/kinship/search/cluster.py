"""The same search on a Dask cluster: one task a Parquet part, answers merged as they come.

A task carries the recipe, not the tables and nothing that lives in one worker only: when a worker
dies its tasks run again elsewhere and the answer is the same. Parts are read where the workers
are, so the folder's path must be theirs, too. Needs the extra [cluster].
"""

import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

from distributed import Client, KilledWorker, as_completed
from distributed.comm.core import CommClosedError

from jusan.kinship.errors import ClusterError
from jusan.kinship.search.partitions import Parts
from jusan.kinship.search.recipes import Engine, Recipe
from jusan.kinship.search.scan import Best, Candidate, Scanner

#: Of each lane: the best candidates of one part, and whether more passed than were kept.
Found = list[tuple[list[Candidate], bool]]

#: After an error a task is tried again so often; the scheduler itself moves those of dead workers.
_RETRIES = 2
_TIMEOUT_S = 10


def cluster_engine(
    address: str,
    parts: Sequence[Path],
    *,
    skip: Sequence[str] = (),
    progress: Callable[[int], None] | None = None,
) -> Engine:
    """An engine on the cluster whose scheduler is at `address`. `progress` counts parts.

    Raises ClusterError if it does not answer or is lost, and what the workers refuse to read.
    """

    def run(recipe: Recipe) -> list[Best]:
        token = uuid.uuid4().hex
        places = [Best(recipe.keep, floor) for floor in recipe.floors()]
        with _client(address) as client:
            tasks = [
                client.submit(
                    scan_part,
                    str(path.resolve()),
                    tuple(skip),
                    token,
                    recipe,
                    pure=False,
                    retries=_RETRIES,
                )
                for path in parts
            ]
            for done, found in enumerate(_finished(client, tasks), start=1):
                for place, (candidates, cut) in zip(places, found, strict=True):
                    place.add(candidates)
                    place.cut |= cut
                if progress:
                    progress(done)
        return places

    return run


def _finished(client: Client, tasks: Sequence[Any]) -> Iterator[Found]:
    """Answers as they come. A cluster that is lost on the way is said in one sentence."""
    answers = as_completed(tasks, loop=client.loop, with_results=True)  # type: ignore[no-untyped-call]
    try:
        for _, found in answers:
            if isinstance(found, CancelledError):  # comes as an answer when the scheduler is gone
                raise found
            yield found
    except (KilledWorker, CancelledError, CommClosedError) as error:
        raise ClusterError(f"the cluster lost a part of the search: {error}") from error


def scan_part(path: str, skip: tuple[str, ...], token: str, recipe: Recipe) -> Found:
    """One task, on a worker: the best candidates of one part for each lane."""
    blocks = Parts([Path(path)], skip).blocks(recipe.codebook)
    best = _scanner(token, recipe).run(blocks, threads=1)
    return [(place.result(), place.cut) for place in best]


# tables of the search that this worker is at: its tasks share them
_scanners: dict[str, Scanner] = {}


def _scanner(token: str, recipe: Recipe) -> Scanner:
    scanner = _scanners.get(token)
    if scanner is None:
        scanner = Scanner(recipe.lanes(), keep=recipe.keep)
        _scanners.clear()
        _scanners[token] = scanner
    return scanner


def _client(address: str) -> Client:
    try:
        return Client(address, timeout=_TIMEOUT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ClusterError(f"--scheduler {address}: does not answer ({error})") from error
