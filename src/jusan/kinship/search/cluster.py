"""The same search on a Dask cluster: one task a Parquet part, answers merged as they come.

A task carries the recipe, not the tables and nothing that lives in one worker only: when a worker
dies its tasks run again elsewhere and the answer is the same. Parts are read where the workers
are, so the folder's path must be theirs, too. Needs the extra [cluster].
"""

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from jusan.kinship.errors import ClusterError
from jusan.kinship.search.partitions import Parts
from jusan.kinship.search.recipes import Engine, Recipe
from jusan.kinship.search.scan import Best, Candidate, Scanner
from jusan.scheduler import RETRIES, finished, reach

#: Of each lane: the best candidates of one part, and whether more passed than were kept.
Found = list[tuple[list[Candidate], bool]]


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
        with reach(address, ClusterError) as client:
            tasks = [
                client.submit(
                    scan_part,
                    str(path.resolve()),
                    tuple(skip),
                    token,
                    recipe,
                    pure=False,
                    retries=RETRIES,
                )
                for path in parts
            ]
            answers = finished(client, tasks, ClusterError, "search")
            for done, (_, found) in enumerate(answers, start=1):
                for place, (candidates, cut) in zip(places, found, strict=True):
                    place.add(candidates)
                    place.cut |= cut
                if progress:
                    progress(done)
        return places

    return run


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
