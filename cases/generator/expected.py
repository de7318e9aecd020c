"""What the folder must lead to: counts, whose lines are whose, each trap's outcome. Tests only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import output, tidings
from .cast import TRAPS, Cast
from .clearance import certificates
from .output import Files
from .pedigrees import Truth
from .story import FLIGHT, Story

FLOWN, FIRST = "11-27", "11-13"


def files(story: Story, truth: Truth) -> Files:
    """expected.toml, once everything else is written."""
    parts = [_counts(story.cast), _outcome(story)]
    parts += [
        output.toml_table("[[person]]", {"key": key, "lines": refs})
        for key, refs in story.lines.items()
    ]
    parts += [output.toml_table("[[trap]]", _trap(story, trap, truth)) for trap in TRAPS]
    return {"expected.toml": "\n".join(parts)}


def _counts(cast: Cast) -> str:
    sexes = [child.sex for child in cast.children.values()]
    return output.toml_table("[counts]", {
        "children": len(sexes), "girls": sexes.count("F"), "boys": sexes.count("M"),
        "mothers": len(cast.mothers), "host_list_lines": _listed(cast),
    })  # fmt: skip


def _listed(cast: Cast) -> int:
    return len(cast.children) + cast.has("A-T16")


def _outcome(story: Story) -> str:
    children = len(story.cast.children)
    return output.toml_table("[outcome]", {
        "flight": FLIGHT, "flown_on": story.day(FLOWN), "first_date": story.day(FIRST),
        "identified": children, "cleared": children, "flown": children, "women_transferred": 0,
    })  # fmt: skip


def _trap(story: Story, trap: str, truth: Truth) -> dict[str, Any]:
    cast = story.cast
    who = [key for key in cast.traps[trap] if key in story.lines]
    row = {
        "id": trap, "present": cast.has(trap), "who": who,
        "refs": [story.lines[key][0] for key in who],
    }  # fmt: skip
    return row | _MUST[trap](story, truth) if cast.has(trap) else row


# -- what the record has to show after the replay, trap by trap --------------------------------


def _not_mother(story: Story, _truth: Truth) -> dict[str, Any]:
    child = story.cast.children[story.cast.traps["A-T4"][0]]
    return {"conclusion": tidings.not_mother(child), "verdict": "not_supported",
            "nature": "social", "needs": "X.guardian_host"}  # fmt: skip


def _mutation(_story: Story, truth: Truth) -> dict[str, Any]:
    assert truth.mutation is not None
    names = ("marker", "parent_allele", "child_allele")
    return dict(zip(names, truth.mutation, strict=True)) | {"verdict": "supported"}


def _early(story: Story, _truth: Truth) -> dict[str, Any]:
    old, new = certificates(story, story.cast.traps["A-T8"][0])
    return {"document": old, "expired_on_flight_day": True, "replaced_by": new}


def _withdrawn(story: Story, _truth: Truth) -> dict[str, Any]:
    return {"blocked_on": story.day("heard"), "by": "X.mother_position",
            "cleared_on": story.day(FLOWN)}  # fmt: skip


_MUST: dict[str, Callable[[Story, Truth], dict[str, Any]]] = {
    "A-T1": lambda *_: {"judged": "different"},
    "A-T2": lambda *_: {"flag": "swap", "tubes": "void", "sampled_again": True},
    "A-T3": lambda *_: {"flag": "sex_conflict", "tubes": "void", "sampled_again": True},
    "A-T4": _not_mother,
    "A-T5": _mutation,
    "A-T6": lambda *_: {"conclusion": "K-X", "verdict": "not_supported", "claim": "closed"},
    "A-T7": lambda *_: {"conclusion": "K-U", "verdict": "inconclusive"},
    "A-T8": _early,
    "A-T9": lambda story, _: {"document": story.cast.passport.number, "travel_document": False},
    "A-T10": _withdrawn,
    "A-T11": lambda *_: {"branch": "mother_citizen_father_unknown"},
    "A-T12": lambda *_: {"conventional_birth": True},
    "A-T13": lambda *_: {"candidates": 2, "chosen": 1},
    "A-T14": lambda story, _: {"unfit_at": story.day("11-26"), "fit_at": story.day(FLOWN)},
    "A-T15": lambda story, _: {"security_on": story.day("charges_answered")},
    "A-T16": lambda story, _: {"persons": len(story.cast.children), "lines": _listed(story.cast)},
}
