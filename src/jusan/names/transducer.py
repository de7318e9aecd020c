"""ln likelihood ratio that two name parts in any scripts write one name, by a learned transducer.

The parameters are those of `jusan.names.training`; see `docs/methods/names.md`. Batches of pairs
and whole vocabularies are scored at once by compiled loops; results are symmetric and finite.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from jusan.names.links import Floats, Links, Rows, Tables, forward, gap_row
from jusan.names.symbols import ALPHABETS, OTHER, SCRIPTS, encode_all

PARAMETERS = Path(__file__).with_name("parameters") / "transducer.bin"
#: Pairs of scripts, numbers in ascending order: the left token is of the first script.
SCRIPT_PAIRS = tuple((s, t) for s in range(len(SCRIPTS)) for t in range(s, len(SCRIPTS)))
FLOOR, CEILING = -12.0, 12.0
#: Weights are stored as whole 16ths of a nat, within +-7.9.
GRAIN = 16.0

Ints = NDArray[np.int64]


@dataclass(slots=True)
class Transducer:
    """Links of every pair of scripts, with where they come from."""

    links: dict[tuple[int, int], Links]
    provenance: dict[str, Any] = field(default_factory=dict)
    _ratios: dict[tuple[int, int], Links] = field(default_factory=dict)
    _stacked: tuple[Tables, Floats] | None = None

    def ratios(self, pair: tuple[int, int]) -> Links:
        """The links of a pair of scripts as ratios, made once."""
        if pair not in self._ratios:
            self._ratios[pair] = self.links[pair].ratios()
        return self._ratios[pair]

    def stacked(self) -> tuple[Tables, Floats]:
        """All pairs of scripts in one set of tables (6, ...), padded, and their bias (6, 2)."""
        if self._stacked is None:
            size = max(map(len, ALPHABETS)) + 1
            rows = []
            for number, table in enumerate(Links.zeros(size, size).tables()):
                whole = np.zeros((len(SCRIPT_PAIRS), *table.shape))
                for row, pair in zip(whole, SCRIPT_PAIRS, strict=True):
                    small = self.ratios(pair).tables()[number]
                    row[tuple(slice(length) for length in small.shape)] = small
                rows.append(whole)
            bias = np.stack([self.links[pair].bias for pair in SCRIPT_PAIRS])
            self._stacked = (rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6]), bias
        return self._stacked

    def save(self, path: Path) -> None:
        """A line of JSON (alphabets, calibration, provenance), then deflated tables of bytes."""
        header = {
            "format": "jusan-transducer/1",
            "alphabets": list(ALPHABETS),
            "grain": GRAIN,
            "bias": [[round(value, 4) for value in self.links[p].bias] for p in SCRIPT_PAIRS],
            "provenance": self.provenance,
        }
        body = b"".join(
            np.clip(np.round(table * GRAIN), -127, 127).astype(np.int8).tobytes()
            for pair in SCRIPT_PAIRS
            for table in self.links[pair].tables()
        )
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(json.dumps(header).encode() + b"\n" + zlib.compress(body, 9))


def load(path: Path) -> Transducer:
    """Read what `Transducer.save` wrote. Raises ValueError for another format or alphabet."""
    head, _, body = path.read_bytes().partition(b"\n")
    header = json.loads(head)
    if header.get("format") != "jusan-transducer/1" or header["alphabets"] != list(ALPHABETS):
        raise ValueError(f"{path.name}: parameters of another transducer; train it again")
    numbers = np.frombuffer(zlib.decompress(body), np.int8)
    links, at = {}, 0
    for (s, t), bias in zip(SCRIPT_PAIRS, header["bias"], strict=True):
        tables = Links.zeros(len(ALPHABETS[s]) + 1, len(ALPHABETS[t]) + 1)
        tables.bias[:] = bias
        for table in tables.tables():
            table[...] = numbers[at : at + table.size].reshape(table.shape) / header["grain"]
            at += table.size
        links[s, t] = tables
    return Transducer(links, header["provenance"])


@lru_cache(maxsize=1)
def shipped() -> Transducer:
    """The parameters that come with jusan."""
    return load(PARAMETERS)


@njit(cache=True, nogil=True)
def _score_pairs(
    x: Rows,
    n: Ints,
    y: Rows,
    m: Ints,
    ratios: Tables,
    bias: Floats,
    out: Floats,
) -> None:
    one_one, one_two, two_one, xb, xa, yb, ya = ratios
    size = x.shape[1] + 1
    table = np.zeros((size, size))
    gaps_x = np.zeros(size)
    gaps_y = np.zeros(size)
    for k in range(len(n)):
        gap_row(x[k], n[k], xb, xa, gaps_x)
        gap_row(y[k], m[k], yb, ya, gaps_y)
        total = forward(x[k], n[k], y[k], m[k], one_one, one_two, two_one, gaps_x, gaps_y, table)
        out[k] = bias[0] + bias[1] * np.log(max(total, 1e-300))


@njit(cache=True, nogil=True)
def _score_grid(
    x: Rows,
    n: Ints,
    y: Rows,
    m: Ints,
    ratios: Tables,
    bias: Floats,
    out: Floats,
) -> None:
    one_one, one_two, two_one, xb, xa, yb, ya = ratios
    size = x.shape[1] + 1
    table = np.zeros((size, size))
    gaps_x = np.zeros(size)
    gaps = np.zeros((len(m), size))
    for j in range(len(m)):
        gap_row(y[j], m[j], yb, ya, gaps[j])
    for i in range(len(n)):
        gap_row(x[i], n[i], xb, xa, gaps_x)
        for j in range(len(m)):
            total = forward(
                x[i], n[i], y[j], m[j], one_one, one_two, two_one, gaps_x, gaps[j], table
            )
            out[i, j] = bias[0] + bias[1] * np.log(max(total, 1e-300))


def part_ln_lr(
    left: Sequence[str], right: Sequence[str], *, model: Transducer | None = None
) -> Floats:
    """ln LR (n) that left[k] and right[k] write one name; 0 where one has no known letter.

    The other hypothesis: two different names, a third of them drawn at random and two thirds near
    one another, as retrieval brings them. Symmetric, within FLOOR and CEILING, before any cap for
    rarity (`rarity.capped`). Raises ValueError when the lengths differ.
    """
    if len(left) != len(right):
        raise ValueError(f"{len(left)} left parts and {len(right)} right ones")
    model = model or shipped()
    s, x, n = encode_all(left)
    t, y, m = encode_all(right)
    out = np.zeros(len(left))
    for pair in SCRIPT_PAIRS:
        for turned in (False, True):
            where = np.flatnonzero((s == pair[turned]) & (t == pair[not turned]))
            if (turned and pair[0] == pair[1]) or len(where) == 0:
                continue
            rows = (y, m, x, n) if turned else (x, n, y, m)
            one, length, other, depth = rows
            out[where] = _scores(
                one[where], length[where], other[where], depth[where], model=model, pair=pair
            )
    return out


def _scores(
    x: Rows, n: Ints, y: Rows, m: Ints, *, model: Transducer, pair: tuple[int, int]
) -> Floats:
    ratios = model.ratios(pair)
    found = np.empty(len(n))
    _score_pairs(x, n, y, m, ratios.tables(), ratios.bias, found)
    return np.clip(found, FLOOR, CEILING)


def part_matrix(
    left: Sequence[str], right: Sequence[str], *, model: Transducer | None = None
) -> NDArray[np.float32]:
    """ln LR (len(left), len(right)) of all pairs of two vocabularies, as `part_ln_lr` gives it."""
    model = model or shipped()
    s, x, n = encode_all(left)
    t, y, m = encode_all(right)
    out = np.zeros((len(left), len(right)), np.float32)
    for one in range(OTHER):
        for other in range(OTHER):
            rows, columns = np.flatnonzero(s == one), np.flatnonzero(t == other)
            if len(rows) and len(columns):
                grid = _grid(x[rows], n[rows], y[columns], m[columns], one, other, model)
                out[np.ix_(rows, columns)] = grid
    return out


def _grid(x: Rows, n: Ints, y: Rows, m: Ints, one: int, other: int, model: Transducer) -> Floats:
    if one > other:
        return _grid(y, m, x, n, other, one, model).T
    ratios = model.ratios((one, other))
    found = np.empty((len(n), len(m)))
    _score_grid(x, n, y, m, ratios.tables(), ratios.bias, found)
    return np.clip(found, FLOOR, CEILING)


def frequencies(tokens: Iterable[str]) -> dict[str, float]:
    """Share of each lower-cased part among the parts of a body of names, half a count added."""
    counts = Counter(token.lower() for token in tokens)
    total = counts.total() + 1.0
    return {token: (count + 0.5) / total for token, count in counts.items()}


def capped(
    ln_lr: Floats, left: Sequence[str], right: Sequence[str], share: Mapping[str, float]
) -> Floats:
    """Cap ln LRs (n) by the rarity of the more frequent of the two spellings.

    Strangers share a name of frequency f with probability f, so that no agreement on it has a
    likelihood ratio above 1/f. A spelling that was never seen counts as seen half a time.
    """
    least = min(share.values(), default=1.0) / 3.0
    known = (
        max(share.get(a.lower(), least), share.get(b.lower(), least))
        for a, b in zip(left, right, strict=True)
    )
    rarity = -np.log(np.fromiter(known, np.float64, len(left)))
    return np.minimum(ln_lr, rarity)
