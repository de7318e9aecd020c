"""Groups of records that are proposed as one person, under what people have already answered.

Pairs are contracted greedily, best sum first (greedy additive edge contraction, Keuper and others
2015, ICCV): two groups join while the ln posterior odds between all their records add up above
zero. A person's "different" is never crossed and a "same" never undone; nothing here is a merge.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence

from jusan.matching.errors import ContradictedAnswersError

#: ln odds between two records whose pair was not weighed: names that do not answer.
UNWEIGHED = -3.0
#: One pair says at most this within a sum of pairs, either way.
MOST = 8.0

Pair = tuple[str, str]


def clusters(
    records: Iterable[str],
    ln_odds: Mapping[Pair, float],
    *,
    same: Sequence[Pair] = (),
    different: Sequence[Pair] = (),
) -> list[list[str]]:
    """Groups of two and more, each sorted, in order of their first record.

    `ln_odds` ln posterior odds by pair, in any order of the two; pairs that are absent count as
    UNWEIGHED. Raises ContradictedAnswersError if "same" joins what "different" keeps apart.
    """
    groups = _Groups(records)
    for a, b in different:
        groups.keep_apart(a, b)
    for (a, b), odds in ln_odds.items():
        groups.add(a, b, max(-MOST, min(MOST, odds)) - UNWEIGHED)
    for a, b in same:
        left, right = groups.of(a), groups.of(b)
        if right in groups.apart[left]:
            raise ContradictedAnswersError(
                f"{a} and {b} are answered as the same person, and other answers keep their groups "
                "apart"
            )
        if left != right:
            groups.join(left, right)
    groups.contract()
    found = [sorted(members) for members in groups.members.values() if len(members) > 1]
    return sorted(found)


class _Groups:
    """Groups with the sums between them; a sum is kept beside what unweighed pairs would say."""

    def __init__(self, records: Iterable[str]) -> None:
        names = list(dict.fromkeys(records))
        self._group = {name: number for number, name in enumerate(names)}
        self.members = {number: [name] for number, name in enumerate(names)}
        self.apart: dict[int, set[int]] = {number: set() for number in self.members}
        self._sums: dict[int, dict[int, float]] = {number: {} for number in self.members}

    def of(self, name: str) -> int:
        """The group of a record."""
        return self._group[name]

    def keep_apart(self, a: str, b: str) -> None:
        left, right = self.of(a), self.of(b)
        self.apart[left].add(right)
        self.apart[right].add(left)

    def add(self, a: str, b: str, value: float) -> None:
        left, right = self.of(a), self.of(b)
        self._sums[left][right] = self._sums[left].get(right, 0.0) + value
        self._sums[right][left] = self._sums[left][right]

    def total(self, left: int, right: int) -> float:
        """ln odds between two groups, unweighed pairs included."""
        pairs = len(self.members[left]) * len(self.members[right])
        return self._sums[left].get(right, 0.0) + UNWEIGHED * pairs

    def join(self, left: int, right: int) -> int:
        """Put the smaller group into the larger one; return its number."""
        if len(self.members[left]) < len(self.members[right]):
            left, right = right, left
        for name in self.members[right]:
            self._group[name] = left
        self.members[left] += self.members.pop(right)
        for other, value in self._sums.pop(right).items():
            self._sums[other].pop(right, None)
            if other != left:
                self._sums[left][other] = self._sums[left].get(other, 0.0) + value
                self._sums[other][left] = self._sums[left][other]
        for other in self.apart.pop(right):
            self.apart[other].discard(right)
            self.apart[other].add(left)
            self.apart[left].add(other)
        return left

    def contract(self) -> None:
        """Join the best pair of groups until none adds up above zero."""
        heap: list[tuple[float, str, str, int, int]] = []
        for left, sums in self._sums.items():
            for right in sums:
                if left < right:
                    self._push(heap, left, right)
        heapq.heapify(heap)
        while heap:
            minus, _, _, left, right = heapq.heappop(heap)
            if left not in self.members or right not in self.members:
                continue
            if right in self.apart[left] or abs(self.total(left, right) + minus) > 1e-9:
                continue
            joined = self.join(left, right)
            for other in list(self._sums[joined]):
                self._push(heap, joined, other)

    def _push(self, heap: list[tuple[float, str, str, int, int]], left: int, right: int) -> None:
        total = self.total(left, right)
        if total > 0.0 and right not in self.apart[left]:
            first, second = sorted((min(self.members[left]), min(self.members[right])))
            heapq.heappush(heap, (-total, first, second, left, right))
