"""How rare a name is: the most that an agreement on it can say.

Two persons who are not the same share a name of frequency f with probability f, so that even a
perfect agreement has a likelihood ratio of at most 1/f. Without counts an assumed cap stands in.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jusan.names.parts import Name, NamePart

# Assumption: an unlisted name is carried by one person in 400; ln 400 = 6.0.
UNKNOWN_CAP = math.log(400.0)
# No single part says more than this, however rare: clerks copy from one another.
HIGHEST_CAP = math.log(5000.0)


@dataclass(frozen=True, slots=True)
class Rarity:
    """Relative frequencies of names by sound units; `Rarity()` knows none."""

    frequency: Mapping[str, float] = field(default_factory=dict)
    unknown_cap: float = UNKNOWN_CAP

    def known_cap(self, part: NamePart) -> float:
        """Largest ln LR that an agreement on a part may have, > 0; inf when nothing is known."""
        known = [self.frequency[text] for text in (part.units, part.stem) if text in self.frequency]
        if not known:
            return math.inf
        return min(HIGHEST_CAP, max(0.1, -math.log(min(1.0, max(known)))))

    def cap(self, first: NamePart, second: NamePart) -> float:
        """The lower cap of two parts, or the one that stands for an unlisted name; always > 0."""
        lower = min(self.known_cap(first), self.known_cap(second))
        return self.unknown_cap if math.isinf(lower) else lower


def count_rarity(names: Iterable[Name], *, least: int = 2) -> Rarity:
    """Frequencies of the parts within a body of names; parts seen fewer than `least` times drop.

    Frequencies are smoothed by one half, and the cap of the unseen follows the size of the body.
    """
    counts: Counter[str] = Counter()
    total = 0
    for name in names:
        total += 1
        counts.update({part.units for part in name.parts} | {part.stem for part in name.parts})
    frequency = {text: (n + 0.5) / (total + 1) for text, n in counts.items() if n >= least}
    unseen = max(UNKNOWN_CAP, min(HIGHEST_CAP, math.log(total + 1.0)))
    return Rarity(frequency, unseen)
