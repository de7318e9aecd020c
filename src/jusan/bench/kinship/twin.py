"""The C twin of the scan, compiled on the spot where a compiler is there."""

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from jusan.kinship.search.codes import Codes
from jusan.kinship.search.kernels import Rows, Single

_SOURCE = Path(__file__).with_name("twin.c")
Scan = Callable[[Codes, Single, float, Rows], int]


def compiled() -> dict[str, Scan]:
    """The scans of twin.c by name; empty where no C compiler is found or it fails."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "twin.so"
        command = [compiler, "-O3", "-march=native", "-shared", "-fPIC", str(_SOURCE)]
        done = subprocess.run([*command, "-o", str(library)], capture_output=True, check=False)
        if done.returncode:
            return {}
        loaded = ctypes.CDLL(str(library))
    return {name: _scan(loaded, name) for name in ("scan_plain", "scan_four")}


def _scan(library: ctypes.CDLL, name: str) -> Scan:
    function = library[name]
    function.restype = ctypes.c_long
    long, pointer = ctypes.c_long, ctypes.c_void_p
    function.argtypes = [pointer, long, pointer, ctypes.c_float, pointer, long, long]

    def run(codes: Codes, table: Single, limit: float, rows: Rows) -> int:
        assert codes.flags.c_contiguous and codes.shape[1] == 24 and len(rows) >= len(codes)
        assert rows.dtype == np.int64
        found: int = function(
            codes.ctypes.data, codes.shape[1], table.ctypes.data, limit, rows.ctypes.data,
            0, len(codes),
        )  # fmt: skip
        return found

    return run
