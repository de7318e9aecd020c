"""Every row of a database against every lane: the best candidates of each, in double precision.

A lane is one table of weights (a query under a relationship, or a family). Kernels work in single
precision with a margin; what passes is summed again in double precision and contends for the k
best places of its lane. Ties go by id, so that the answer does not depend on the order of rows,
on threads or on how the database is cut.
"""

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from jusan.kinship.errors import GenotypeError
from jusan.kinship.network import Array
from jusan.kinship.pedigrees import Sex
from jusan.kinship.search.codes import Codes

Rows = NDArray[np.int64]

#: Rows of one task: 3 MB of codes at 24 markers, more than a core's cache holds.
TASK_ROWS = 1 << 16
#: What a kernel may find before it hands over.
_BUFFER = 1 << 14
#: Single precision sums of up to 100 terms are this near to the double ones.
_MARGIN = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some rows of a database: codes (n, width), and by row id, sex (M, F, U), line in the file.

    `top`: the highest code, so that a scan need not ask for each row whether its table has it.
    Raises GenotypeError for an array that the kernels cannot read.
    """

    codes: Codes
    ids: Sequence[str]
    sexes: Sequence[Sex]
    file: str
    lines: Sequence[int]
    top: int = field(init=False)

    def __post_init__(self) -> None:
        codes = self.codes
        if codes.dtype != np.uint16 or codes.ndim != 2 or not codes.flags.c_contiguous:
            raise GenotypeError("codes must be a contiguous array of rows of 16-bit numbers")
        object.__setattr__(self, "top", int(codes.max(initial=0)))


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """One table of ln LR by code, (size,), and the least ln LR of interest."""

    table: Array
    ln_min: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that passed in a lane; `codes` is the row itself, as bytes."""

    ln_lr: float
    person: str
    sex: Sex
    file: str
    line: int
    codes: bytes

    @property
    def order(self) -> tuple[float, str, str, int]:
        """Best first; ties by id, then by place in the file."""
        return (-self.ln_lr, self.person, self.file, self.line)

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.file}:{self.line}"

    @property
    def row(self) -> Codes:
        """The codes of the row, shape (1, width)."""
        return np.frombuffer(self.codes, dtype=np.uint16)[None, :]


@dataclass(slots=True)
class Best:
    """The k best candidates of one lane, and the ln LR that a new one must reach.

    `cut`: more passed the threshold than the k that are kept.
    """

    keep: int
    ln_floor: float
    cut: bool = False
    _held: list[Candidate] = field(default_factory=list)

    def add(self, found: Iterable[Candidate]) -> None:
        """Let candidates contend."""
        self._held += [candidate for candidate in found if candidate.ln_lr >= self.ln_floor]
        if len(self._held) > 2 * self.keep:
            self._cut()

    def result(self) -> list[Candidate]:
        """The candidates, best first."""
        self._cut()
        return list(self._held)

    def _cut(self) -> None:
        self._held.sort(key=lambda candidate: candidate.order)
        if len(self._held) > self.keep:
            self.cut = True
            del self._held[self.keep :]
            self.ln_floor = self._held[-1].ln_lr


class Scanner:
    """Scans blocks for a fixed set of lanes; `keep` candidates a lane.

    Memory: the lanes' tables (12 bytes an entry), the candidates, nothing by row.
    """

    def __init__(self, lanes: Sequence[Lane], *, keep: int) -> None:
        self.tables = np.stack([lane.table for lane in lanes])
        self.floors = [lane.ln_min for lane in lanes]
        self.keep = keep
        self._panels = _panels(self.tables)

    def run(
        self,
        blocks: Iterable[Block],
        *,
        threads: int | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> list[Best]:
        """The best candidates of each lane. `progress` is told the rows done so far."""
        best = self.places()
        count = threads or len(os.sched_getaffinity(0))
        lock = threading.Lock()
        waiting: set[Future[int]] = set()
        done = 0
        with ThreadPoolExecutor(count) as pool:
            for block, start, stop in _tasks(blocks, self.tables.shape[1]):
                waiting.add(pool.submit(self._scan, best, lock, block, start, stop))
                if len(waiting) >= 2 * count:  # a file is read no faster than it is scanned
                    done += _collect(waiting)
                    if progress:
                        progress(done)
            while waiting:
                done += _collect(waiting)
                if progress:
                    progress(done)
        return best

    def places(self) -> list[Best]:
        """The k places of each lane, all free."""
        return [Best(self.keep, floor) for floor in self.floors]

    def _scan(
        self, best: list[Best], lock: threading.Lock, block: Block, start: int, stop: int
    ) -> int:
        for panel in self._panels:
            next_row = start
            while next_row < stop:
                floors = np.array([best[lane].ln_floor for lane in panel.lanes])
                rows, lanes, next_row = panel.scan(block.codes, floors, next_row, stop)
                for lane, found in self._contenders(best, block, rows, lanes):
                    with lock:
                        best[lane].add(found)
        return stop - start

    def _contenders(
        self, best: list[Best], block: Block, rows: Rows, lanes: Rows
    ) -> Iterator[tuple[int, list[Candidate]]]:
        """What the kernel found, summed in double precision; a lane's k best, ties included."""
        if not len(rows):
            return
        ln_lrs = self.tables[lanes[:, None], block.codes[rows]].sum(axis=1)
        for lane in np.unique(lanes):
            place = best[lane]
            mine = np.flatnonzero((lanes == lane) & (ln_lrs >= place.ln_floor))
            if len(mine) > place.keep:
                values = ln_lrs[mine]
                kept = mine[values >= np.partition(values, -place.keep)[-place.keep]]
                place.cut |= len(kept) < len(mine)
                mine = kept
            yield int(lane), [_candidate(block, int(rows[i]), float(ln_lrs[i])) for i in mine]


def _candidate(block: Block, row: int, ln_lr: float) -> Candidate:
    return Candidate(
        ln_lr,
        block.ids[row],
        block.sexes[row],
        block.file,
        int(block.lines[row]),
        block.codes[row].tobytes(),
    )


def _tasks(blocks: Iterable[Block], size: int) -> Iterator[tuple[Block, int, int]]:
    for block in blocks:
        if block.top >= size:
            raise GenotypeError(f"{block.file}: the rows hold codes of another codebook")
        for start in range(0, len(block.codes), TASK_ROWS):
            yield block, start, min(start + TASK_ROWS, len(block.codes))


def _collect(waiting: set["Future[int]"]) -> int:
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    waiting -= done
    return sum(future.result() for future in done)


@dataclass(frozen=True, slots=True, eq=False)
class _Panel:
    """Lanes that are scanned together: `table` (size,) for one, (size, 8 or 16) for several."""

    lanes: tuple[int, ...]
    table: NDArray[np.float32]

    def scan(self, codes: Codes, floors: Array, start: int, stop: int) -> tuple[Rows, Rows, int]:
        """Rows and lanes that pass from `start` on, and the row to go on with."""
        # numba takes its time to import: only a search pays for it
        from jusan.kinship.search import kernels

        width = codes.shape[1]
        rows = np.empty(_BUFFER, dtype=np.int64)
        if self.table.ndim == 1:
            limit = np.float32(floors[0] - _MARGIN)
            scan = kernels.single_kernel(width)
            found, next_row = scan(codes, self.table, limit, rows, start, stop)
            return rows[:found], np.full(found, self.lanes[0], dtype=np.int64), int(next_row)
        masks = np.empty(_BUFFER, dtype=np.uint32)
        limits = np.full(self.table.shape[1], np.inf, dtype=np.float32)
        limits[: len(self.lanes)] = floors - _MARGIN
        scan = kernels.lane_kernel(width, self.table.shape[1])
        found, next_row = scan(codes, self.table, limits, rows, masks, start, stop)
        hit, lane = np.nonzero(masks[:found, None] >> np.arange(len(self.lanes)) & 1)
        return rows[hit], np.array(self.lanes, dtype=np.int64)[lane], int(next_row)


def _panels(tables: Array) -> list[_Panel]:
    """Lanes in groups of sixteen; a rest of up to eight takes the narrower kernel."""
    from jusan.kinship.search.kernels import LANES

    narrow, wide = LANES
    panels, start = [], 0
    while start < len(tables):
        left = len(tables) - start
        lanes = tuple(range(start, start + min(left, wide)))
        if left == 1:
            panels.append(_Panel(lanes, tables[start].astype(np.float32)))
        else:
            # unused lanes weigh nothing and have an endless limit
            panel = np.zeros((tables.shape[1], narrow if left <= narrow else wide), np.float32)
            panel[:, : len(lanes)] = tables[start : start + len(lanes)].T
            panels.append(_Panel(lanes, panel))
        start += len(lanes)
    return panels
