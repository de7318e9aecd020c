"""The inner loops: sums of table entries over the rows of codes, compiled by numba.

A row's sum is written out marker by marker, with no loop left: LLVM code is generated for the
number of codes in a row. For many queries or relationships at once a table entry is a vector, one
lane for each, and one explicit vector load brings all of them (numba's own vectoriser does not
find this). Results are candidates only: single precision decides who is looked at again.

The compiled code is kept in `__pycache__` beside this file; where that cannot be written numba
keeps it in the user's cache folder (NUMBA_CACHE_DIR names another), and where nothing can be
written it is compiled anew. Generator and kernels share this file: the cache looks at its date.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

from jusan.kinship.search.codes import Codes

Single = NDArray[np.float32]
Rows = NDArray[np.int64]
Masks = NDArray[np.uint32]

#: Lanes of the two vector kernels: one and two 32-byte loads an entry (or one of 64 bytes).
LANES = (8, 16)
_INDEX = ir.IntType(64)


def _compiled(function: Callable[..., Any]) -> Any:
    try:
        return njit(nogil=True, cache=True)(function)
    except RuntimeError:  # no writable folder anywhere: numba refuses to cache
        return njit(nogil=True)(function)


@lru_cache(maxsize=64)
def single_kernel(width: int) -> Callable[..., tuple[int, int]]:
    """Scan for one query: f(codes, table, limit, rows, start, stop) -> (found, next row).

    `codes` (n, width) C-contiguous, `table` (size,). Rows whose sum is at least `limit` go to
    `rows`; when it is full the scan stops and `next row` says where to go on.
    """

    def scan(
        codes: Codes, table: Single, limit: np.float32, rows: Rows, start: int, stop: int
    ) -> tuple[int, int]:
        found = 0
        for row in range(start, stop):
            if _row_sum(codes, row, table, width) >= limit:
                if found == len(rows):
                    return found, row
                rows[found] = row
                found += 1
        return found, stop

    kernel: Callable[..., tuple[int, int]] = _compiled(scan)
    return kernel


@lru_cache(maxsize=64)
def lane_kernel(width: int, lanes: int) -> Callable[..., tuple[int, int]]:
    """Scan for `lanes` queries: f(codes, table, limits, rows, masks, start, stop).

    `table` (size, lanes), `limits` (lanes,). A row that passes any limit goes to `rows`, the set
    of lanes that it passed to `masks` as bits. Returns (found, next row).
    """

    def scan(
        codes: Codes,
        table: Single,
        limits: Single,
        rows: Rows,
        masks: Masks,
        start: int,
        stop: int,
    ) -> tuple[int, int]:
        found = 0
        for row in range(start, stop):
            passed = _row_passes(codes, row, table, limits, width, lanes)
            if passed != 0:
                if found == len(rows):
                    return found, row
                rows[found] = row
                masks[found] = passed
                found += 1
        return found, stop

    kernel: Callable[..., tuple[int, int]] = _compiled(scan)
    return kernel


def _data(context: Any, builder: Any, kind: Any, array: Any) -> Any:
    return context.make_array(kind)(context, builder, array).data


def _indices(builder: Any, codes: Any, row: Any, width: int) -> list[Any]:
    """The codes of one row, each as an index."""
    base = builder.gep(codes, [builder.mul(row, _INDEX(width))], inbounds=True)
    loads = (
        builder.load(builder.gep(base, [_INDEX(i)], inbounds=True), align=2) for i in range(width)
    )
    return [builder.zext(code, _INDEX) for code in loads]


def _sum(builder: Any, values: list[Any]) -> Any:
    """Sum with four accumulators, so that an addition need not wait for the one before."""
    partial: list[Any] = values[:4]
    for i, value in enumerate(values[4:]):
        partial[i % 4] = builder.fadd(partial[i % 4], value)
    while len(partial) > 1:
        partial = [builder.fadd(*pair) for pair in zip(partial[::2], partial[1::2], strict=True)]
    return partial[0]


def _row_sum_code(context: Any, codes: Any, row: Any, table: Any, width: Any) -> Any:
    signature = types.float32(codes, row, table, width)

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kinds = signature.args
        row_codes = _data(context, builder, kinds[0], args[0])
        weights = _data(context, builder, kinds[2], args[2])
        picked = [
            builder.load(builder.gep(weights, [index], inbounds=True), align=4)
            for index in _indices(builder, row_codes, args[1], width.literal_value)
        ]
        return _sum(builder, picked)

    return signature, generate


def _row_passes_code(
    context: Any, codes: Any, row: Any, table: Any, limits: Any, width: Any, lanes: Any
) -> Any:
    signature = types.uint32(codes, row, table, limits, width, lanes)
    count = lanes.literal_value

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kinds = signature.args
        vector = ir.VectorType(ir.FloatType(), count).as_pointer()
        row_codes = _data(context, builder, kinds[0], args[0])
        weights = builder.bitcast(_data(context, builder, kinds[2], args[2]), vector)
        floor = builder.bitcast(_data(context, builder, kinds[3], args[3]), vector)
        picked = [
            builder.load(builder.gep(weights, [index], inbounds=True), align=4)
            for index in _indices(builder, row_codes, args[1], width.literal_value)
        ]
        reached = builder.fcmp_ordered(">=", _sum(builder, picked), builder.load(floor, align=4))
        return builder.zext(builder.bitcast(reached, ir.IntType(count)), ir.IntType(32))

    return signature, generate


_row_sum: Any = intrinsic(prefer_literal=True)(_row_sum_code)
_row_passes: Any = intrinsic(prefer_literal=True)(_row_passes_code)
