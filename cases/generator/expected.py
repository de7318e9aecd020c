"""What the folder must lead to: counts, whose lines are whose, each trap's outcome. Tests only."""

from __future__ import annotations

from typing import Any

from . import output
from .cast import TRAPS, Cast
from .pedigrees import Truth
from .story import FLIGHT, Story

#: What the record has to show after the replay, trap by trap.
_MUST: dict[str, dict[str, Any]] = {
    "A-T1": {"judged": "different"},
    "A-T2": {"flag": "swap", "tubes": "void", "sampled_again": True},
    "A-T3": {"flag": "sex_conflict", "tubes": "void", "sampled_again": True},
    "A-T4": {"conclusion": "K-12-M", "verdict": "not_supported", "nature": "social",
             "needs": "X.guardian_host"},
    "A-T5": {"verdict": "supported"},
    "A-T6": {"conclusion": "K-X", "verdict": "not_supported", "claim": "closed"},
    "A-T7": {"conclusion": "K-U", "verdict": "inconclusive"},
    "A-T8": {"document": "CR-002-1", "expired_on_flight_day": True, "replaced_by": "CR-002-2"},
    "A-T9": {"document": "U30011987", "travel_document": False},
    "A-T10": {"blocked_on": "2031-11-11", "by": "X.mother_position", "cleared_on": "2031-11-27"},
    "A-T11": {"branch": "mother_citizen_father_unknown"},
    "A-T12": {"conventional_birth": True},
    "A-T13": {"candidates": 2, "chosen": 1},
    "A-T14": {"unfit_at": "2031-11-26", "fit_at": "2031-11-27"},
    "A-T15": {"security_on": "2031-10-14"},
    "A-T16": {"persons": 14, "lines": 15},
}  # fmt: skip


def text(story: Story, listed: int, truth: Truth) -> str:
    """The whole of expected.toml."""
    cast, lines = story.cast, story.lines
    parts = [_counts(cast, listed), _outcome(cast)]
    parts += [
        output.toml_table("[[person]]", {"key": key, "lines": refs}) for key, refs in lines.items()
    ]
    parts += [output.toml_table("[[trap]]", _trap(story, trap, truth)) for trap in TRAPS]
    return "\n".join(parts)


def _counts(cast: Cast, listed: int) -> str:
    sexes = [child.sex for child in cast.children.values()]
    return output.toml_table("[counts]", {
        "children": len(sexes), "girls": sexes.count("F"), "boys": sexes.count("M"),
        "mothers": len(cast.mothers), "host_list_lines": listed,
    })  # fmt: skip


def _outcome(cast: Cast) -> str:
    return output.toml_table("[outcome]", {
        "flight": FLIGHT, "flown_on": "2031-11-27", "first_date": "2031-11-13",
        "identified": len(cast.children), "cleared": len(cast.children),
        "flown": len(cast.children), "women_transferred": 0,
    })  # fmt: skip


def _trap(story: Story, trap: str, truth: Truth) -> dict[str, Any]:
    cast = story.cast
    who = [key for key in cast.traps[trap] if key in story.lines]
    row = {
        "id": trap, "present": cast.has(trap), "who": who,
        "refs": [story.lines[key][0] for key in who],
    }  # fmt: skip
    if not cast.has(trap):
        return row
    if trap == "A-T5" and truth.mutation:
        row |= dict(zip(("marker", "parent_allele", "child_allele"), truth.mutation, strict=True))
    return row | _MUST[trap]
