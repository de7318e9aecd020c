"""How soon a command answers: whole processes, as a user starts them."""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from jusan.bench.figures import Figure, seconds
from jusan.bench.kinship.population import STEPWISE, family, kit
from jusan.kinship.catalogue import pair_hypotheses, pair_pedigree
from jusan.kinship.formats.case_json import Case, case_to_json

_FIRST = """
import numpy as np
from jusan.kinship.search import kernels
codes, rows = np.zeros((8, 24), np.uint16), np.empty(8, np.int64)
masks = np.empty(8, np.uint32)
kernels.single_kernel(24)(codes, np.zeros(9, np.float32), np.float32(1), rows, 0, 8)
for n in kernels.LANES:
    table, limits = np.zeros((9, n), np.float32), np.ones(n, np.float32)
    kernels.lane_kernel(24, n)(codes, table, limits, rows, masks, 0, 8)
"""
_LR = """
import sys
from jusan.cli import main
try:
    main()
finally:
    assert not {"numba", "llvmlite"} & set(sys.modules)
"""


def figures(quick: bool) -> Iterator[Figure]:
    """First call of the kernels, cold and warm; `jusan kinship lr` on one case."""
    rounds = 1 if quick else 3
    with tempfile.TemporaryDirectory() as folder:
        cache = {**os.environ, "NUMBA_CACHE_DIR": str(Path(folder) / "cache")}
        how = "a new process: import of numba and the first call of all three kernels, 24 loci"
        cold, used = _process([_FIRST], cache, 1)
        yield Figure("first call, cache cold", cold, "s", f"{how}; compiled, one run; {used}")
        warm, used = _process([_FIRST], cache, rounds)
        yield Figure("first call, cache warm", warm, "s", f"{how}; best of {rounds}; {used}", 3.0)
        yield _lr(Path(folder), rounds)


def _lr(folder: Path, rounds: int) -> Figure:
    markers = kit(STEPWISE)
    case = Case(
        "bench",
        "",
        tuple(markers),
        family(markers, pair_pedigree("maternal avuncular"), ["A", "B"]),
        tuple(pair_hypotheses("maternal avuncular")),
    )
    path = folder / "case.json"
    path.write_text(json.dumps(case_to_json(case)))
    args = [_LR, "kinship", "lr", str(path)]
    took, used = _process(args, dict(os.environ), rounds)
    how = (
        "a new process, avuncular, 24 markers, stepwise; numba is not loaded; "
        f"best of {rounds}; {used}"
    )
    return Figure("jusan kinship lr, one case", took, "s", how, 1.0)


def _process(args: list[str], env: dict[str, str], rounds: int) -> tuple[float, str]:
    """The shortest wall time of several runs, and the processor time of a run in words."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = min(seconds(lambda: _run(args, env)) for _ in range(rounds))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, f"processor time of a run {used / rounds:.2f} s"


def _run(args: list[str], env: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-c", *args], env=env, check=True, capture_output=True)
