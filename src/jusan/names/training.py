"""Train the transducer: ``python -m jusan.names.training --clusters FILE --out FILE``.

The clusters (one JSON object a line: forms of one name under "L", "C", "A") are not part of the
repository; only the parameters are. Two more models are trained on one half of the names each:
they calibrate the scores, and give figures on names that no parameter has seen. Clusters that share
a spelling stand in the same half.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import time
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from networkx.utils import UnionFind
from numpy.typing import NDArray

from jusan.names.fitting import (
    Sample,
    Settings,
    calibrated,
    expectation_maximisation,
    logistic_regression,
)
from jusan.names.links import Links
from jusan.names.scripts import Script
from jusan.names.spelling import kazakh_latin
from jusan.names.symbols import ALPHABETS, SCRIPTS, alphabet_sizes, encode_all
from jusan.names.transducer import (
    PARAMETERS,
    SCRIPT_PAIRS,
    Transducer,
    part_ln_lr,
    part_matrix,
)

LETTERS = "LCA"  # the files' names of the scripts, in the order of `symbols.SCRIPTS`
BLOCK = 400  # near names are sought for so many at a time,
WIDE, NARROW = 2000, 400  # in turns among many names (nearest of all) and among few,
MOST_NEAR = 12000  # and for so many in all
MINIMAL = PARAMETERS.with_name("minimal_pairs.tsv")
#: Part of the weight that goes to the common names which differ little: an assumption.
MINIMAL_SHARE = 0.25
ARABIC = SCRIPTS.index(Script.ARABIC)
VOWELS = frozenset("aeiouáäāéəıíïóöōúüūаеиоуыэіәөүұ")
GLIDES = frozenset("ywýйюяёїh'ьъ")


@dataclass(frozen=True, slots=True)
class Cluster:
    """Spellings of one name by script number, and the component it belongs to."""

    forms: tuple[tuple[str, ...], ...]
    component: int


def read_clusters(path: Path) -> list[Cluster]:
    """Clusters of a gzipped file of JSON lines; clusters that share a spelling are joined."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    together = UnionFind(range(len(rows)))
    first: dict[str, int] = {}
    for number, row in enumerate(rows):
        for text in _spellings(row):
            together.union(number, first.setdefault(text, number))
    return [
        Cluster(_with_kazakh(tuple(tuple(row[k]) for k in LETTERS)), together[number])
        for number, row in enumerate(rows)
    ]


def _spellings(row: dict[str, list[str]]) -> Iterable[str]:
    for letter in LETTERS:
        yield from row[letter]


def _with_kazakh(forms: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Add the official Latin spellings of Cyrillic forms that have Kazakh letters."""
    latin = list(forms[0])
    for text in forms[1]:
        if set(text) & set("әғқңөұүі"):
            latin += [spelt for spelt in kazakh_latin(text) if spelt not in latin]
    return (tuple(latin), *forms[1:])


def half_of(cluster_spelling: str) -> int:
    """0 or 1, by the CRC-32 of a spelling: which half of the names it belongs to."""
    return zlib.crc32(cluster_spelling.encode()) & 1


def in_half(clusters: Sequence[Cluster], half: int) -> list[Cluster]:
    """The clusters of one half; a whole component goes by its smallest spelling."""
    least: dict[int, str] = {}
    for cluster in clusters:
        name = min(text for forms in cluster.forms for text in forms)
        least[cluster.component] = min(name, least.get(cluster.component, name))
    return [cluster for cluster in clusters if half_of(least[cluster.component]) == half]


Pairs = list[tuple[str, str, float]]


def same_name(clusters: Sequence[Cluster], pair: tuple[int, int]) -> Pairs:
    """(left, right, weight) of spellings of one name; a cluster's weight grows with its root."""
    found: Pairs = []
    for cluster in clusters:
        left, right = (cluster.forms[number] for number in pair)
        couples = (
            list(combinations(left, 2))
            if pair[0] == pair[1]
            else [(a, b) for a in left for b in right]
        )
        weight = 1.0 / max(1, len(couples)) ** 0.5
        found += [(a, b, weight) for a, b in couples]
        if pair[0] == pair[1]:
            found += [(a, a, 0.3 / len(left)) for a in left]
    return found


class Others:
    """Draws names that are not the same as a given one: at random, or near it."""

    def __init__(self, clusters: Sequence[Cluster], pair: tuple[int, int], seed: int) -> None:
        self.pair = pair
        self.random = np.random.default_rng(seed)
        self.home: dict[str, int] = {}
        for cluster in clusters:
            for number in pair:
                self.home.update(dict.fromkeys(cluster.forms[number], cluster.component))
        self.vocabulary = [
            sorted({text for cluster in clusters for text in cluster.forms[number]})
            for number in pair
        ]

    def at_random(self, positives: Pairs) -> Pairs:
        """One other right name for each pair, with its weight."""
        right = self.vocabulary[1]
        drawn = self.random.integers(len(right), size=len(positives))
        found = [(a, right[k], w) for (a, _, w), k in zip(positives, drawn, strict=True)]
        return [item for item in found if self.home[item[0]] != self.home[item[1]]]

    def near(self, model: Transducer, choices: Sequence[int] = (NARROW, WIDE)) -> Pairs:
        """For up to MOST_NEAR left names one of the three nearest others of a random choice."""
        left, right = (list(self.random.permutation(words)) for words in self.vocabulary)
        found: Pairs = []
        for at in range(0, min(MOST_NEAR, len(left)), BLOCK):
            rows = left[at : at + BLOCK]
            among = choices[at // BLOCK % len(choices)]
            chosen = self.random.choice(len(right), size=min(among, len(right)), replace=False)
            columns = [right[k] for k in chosen]
            scores = part_matrix(rows, columns, model=model)
            homes = np.array([self.home[text] for text in columns])
            scores[np.array([self.home[text] for text in rows])[:, None] == homes] = -99.0
            best = np.argsort(-scores, axis=1)[:, :3]
            for row, text in enumerate(rows):
                pick = best[row, self.random.integers(best.shape[1])]
                found.append((text, columns[pick], 1.0))
        return found


def minimal_pairs(pair: tuple[int, int], path: Path = MINIMAL) -> tuple[Pairs, Pairs]:
    """Spellings of the same and of different common names that stand in one group."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    groups: dict[str, list[tuple[list[str], list[str]]]] = defaultdict(list)
    for line in lines[1:]:
        group, arabic, cyrillic, latin = line.split("\t")
        forms = (latin.split(), cyrillic.split(), arabic.split())
        groups[group].append((forms[pair[0]], forms[pair[1]]))
    same: Pairs = []
    other: Pairs = []
    for names in groups.values():
        for i, (left, _) in enumerate(names):
            for k, (_, right) in enumerate(names):
                spelt = [(a, b, 1.0 / (len(left) * len(right))) for a in left for b in right]
                if i == k:
                    same += spelt
                else:
                    other += [item for item in spelt if item[1] not in names[i][1]]
    return same, other


def sample(pairs: Pairs, label: float) -> Sample:
    """Encode pairs; those with a token of no known script drop."""
    _, x, n = encode_all([a for a, _, _ in pairs])
    _, y, m = encode_all([b for _, b, _ in pairs])
    weight = np.array([w for _, _, w in pairs])
    whole = Sample(x, n, y, m, np.full(len(pairs), label), weight)
    return whole.take(np.flatnonzero((n > 0) & (m > 0)))


def together(*parts: tuple[Sample, float]) -> Sample:
    """Join samples, each scaled to a total weight."""
    weights = [part.weight * (total / part.weight.sum()) for part, total in parts]
    samples = [part for part, _ in parts]
    return Sample(
        np.concatenate([part.x for part in samples]),
        np.concatenate([part.n for part in samples]),
        np.concatenate([part.y for part in samples]),
        np.concatenate([part.m for part in samples]),
        np.concatenate([part.label for part in samples]),
        np.concatenate(weights),
    )


def barred_links(pair: tuple[int, int]) -> NDArray[np.bool_]:
    """Two left letters that may not answer one Arabic letter: a consonant and a vowel.

    Arabic leaves short vowels out. A gap knows where in the name the vowel stands, and a vowel
    of the last syllable is mostly long and written; a link "mu" to م would hide that.
    """
    alphabet = ALPHABETS[pair[0]]
    size = len(alphabet) + 1
    if pair[1] != ARABIC or pair[0] == ARABIC:
        return np.zeros((size, size), np.bool_)
    vowel = np.array([False, *(letter in VOWELS for letter in alphabet)])
    glide = np.array([False, *(letter in GLIDES for letter in alphabet)])
    consonant = ~vowel & ~glide
    barred: NDArray[np.bool_] = (vowel[:, None] & consonant) | (consonant[:, None] & vowel)
    return barred


def train_pair(clusters: Sequence[Cluster], pair: tuple[int, int], settings: Settings) -> Links:
    """Links of one pair of scripts, not yet calibrated."""
    same_script = pair[0] == pair[1]
    sizes = alphabet_sizes()[pair[0]], alphabet_sizes()[pair[1]]
    same = same_name(clusters, pair)
    links = expectation_maximisation(sample(same, 1.0), sizes, settings, barred_links(pair))
    if same_script:
        links = links.symmetrised()
    others = Others(clusters, pair, settings.seed)
    data = _labelled(same, others, others.near(Transducer({pair: links})), minimal_pairs(pair))
    return logistic_regression(links, data, settings, same_script=same_script)


def _labelled(same: Pairs, others: Others, near: Pairs, minimal: tuple[Pairs, Pairs]) -> Sample:
    """One name, two names at random (a third) and near (two thirds), and the minimal pairs."""
    size = float(len(same))
    return together(
        (sample(same, 1.0), size),
        (sample(others.at_random(same), 0.0), size / 3),
        (sample(near, 0.0), 2 * size / 3),
        (sample(minimal[0], 1.0), MINIMAL_SHARE * size),
        (sample(minimal[1], 0.0), MINIMAL_SHARE * size),
    )


def train(clusters: Sequence[Cluster], settings: Settings) -> Transducer:
    """A transducer for all pairs of scripts, not yet calibrated."""
    return Transducer({pair: train_pair(clusters, pair, settings) for pair in SCRIPT_PAIRS})


def calibrate(
    model: Transducer, halves: Sequence[Transducer], clusters: Sequence[Cluster], seed: int
) -> None:
    """Set slope and intercept of each pair of scripts from names that a half has not seen.

    Each half's model weighs same, random and near names of the other half; both sets of scores
    together give the line. The whole model has more data than a half, so that this is cautious.
    """
    for pair in SCRIPT_PAIRS:
        score, label, weight = [], [], []
        for half, trained in enumerate(halves):
            same = same_name(in_half(clusters, 1 - half), pair)
            others = Others(in_half(clusters, 1 - half), pair, seed)
            groups = (same, others.at_random(same), others.near(trained, (NARROW,)))
            for pairs, truth, share in zip(
                groups, (1.0, 0.0, 0.0), (1.0, 1 / 3, 2 / 3), strict=True
            ):
                heavy = np.array([w for _, _, w in pairs])
                texts = [a for a, _, _ in pairs], [b for _, b, _ in pairs]
                score.append(part_ln_lr(*texts, model=trained))
                label.append(np.full(len(pairs), truth))
                weight.append(heavy * share / heavy.sum())
        lines = [np.concatenate(part) for part in (score, label, weight)]
        for one in (model, *halves):
            one.links[pair] = calibrated(one.links[pair], *lines)


def main() -> None:
    """Read clusters, train the whole and both halves, calibrate, write the parameters."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clusters", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=PARAMETERS)
    parser.add_argument("--halves", type=Path, help="a folder for the models of the halves")
    arguments = parser.parse_args()
    clusters = read_clusters(arguments.clusters)
    settings = Settings()
    models = [train(in_half(clusters, half), settings) for half in (0, 1)]
    whole = train(clusters, settings)
    calibrate(whole, models, clusters, settings.seed)
    whole.provenance = {
        "data": arguments.clusters.name,
        "sha256": hashlib.sha256(arguments.clusters.read_bytes()).hexdigest(),
        "command": f"python -m jusan.names.training --clusters {arguments.clusters.name}",
        "settings": asdict(settings),
        "clusters": len(clusters),
        "date": time.strftime("%Y-%m-%d"),
    }
    whole.save(arguments.out)
    for half, model in enumerate(models):
        if arguments.halves:
            model.save(arguments.halves / f"half{half}.bin")


if __name__ == "__main__":
    main()
