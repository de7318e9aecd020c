"""Legal bases, and what the mothers said about the return (A-T10: withdrawn and given again)."""

from __future__ import annotations

from . import words
from .calendar import HOME
from .output import Files
from .story import Story

BASES = ["id", "data_class", "basis", "reference", "issued_by", "issued_on", "valid_until",
         "covers", "text"]  # fmt: skip
POSITIONS = ["person", "about", "matter", "position", "at", "place", "language", "taken_by",
             "in_private", "witness", "cooling_off_hours", "read_back", "linked_to_privileges",
             "document", "why"]  # fmt: skip
Row = dict[str, str]
_BASES = (
    ("LB-01", "dna", "public_task", "Operation decision 14, point 6", "government"),
    ("LB-02", "dna", "court_order", "Central court order 88/2031", "host court"),
    ("LB-03", "identity", "public_task", "Operation decision 14, point 2", "government"),
    ("LB-04", "location", "vital_interest", "Operation decision 14, point 3", "government"),
    ("LB-05", "health", "vital_interest", "Operation decision 14, point 4", "government"),
)


def files(story: Story) -> Files:
    """Both files of consents/."""
    bases = [
        {"id": key, "data_class": data, "basis": basis, "reference": reference,
         "issued_by": by, "issued_on": story.day("03-11"), "covers": "operation", "text": reference}
        for key, data, basis, reference, by in _BASES
    ]  # fmt: skip
    positions = _returns(story) + _withdrawn(story) + _donors(story)
    return {
        "consents/legal_bases.csv": (BASES, bases),
        "consents/positions.csv": (POSITIONS, positions),
    }


def _returns(story: Story) -> list[Row]:
    rows = []
    for number, child in enumerate(story.cast.children.values()):
        mother = story.true_mother_listed(child)
        if mother is not None:
            rows.append(_said(story, mother, child.key, "consent", story.later("08-27", number)))
    return rows


def _withdrawn(story: Story) -> list[Row]:
    """A-T10: a rumour, and a call with the relative who receives the children."""
    if not story.cast.has("A-T10"):
        return []
    mother, *children = story.cast.traps["A-T10"]
    relative = story.cast.receiver(children[0])
    one = "child" if len(children) == 1 else "children"
    rumour = f"heard that the {one} would be given away"
    call = f"spoke with her {words.of_mother(relative.stated)}, who receives the {one}"
    return [
        _said(story, mother, child, position, story.later(day, 60 + number), why)
        for day, position, why in (("withdrawn", "withdrawn", rumour), ("reinstated", "consent", call))
        for number, child in enumerate(children)
    ]  # fmt: skip


def _donors(story: Story) -> list[Row]:
    """Relatives agree to a sample, and say beforehand whether they want unexpected findings."""
    rows = []
    for number, key in enumerate(story.cast.relatives):
        day = "late_consent" if key == story.cast.late else "06-15"
        wants = "does_not_want" if number % 4 == 3 else "wants"
        for matter, position in (("dna_sampling", "consent"), ("unexpected_findings", wants)):
            rows.append({
                "person": story.claimant(key), "about": story.claimant(key), "matter": matter,
                "position": position, "at": story.later(day, number, HOME), "place": "P-LAB",
                "language": story.cast.relatives[key].language, "taken_by": "a.serik",
                "in_private": "yes", "read_back": "yes", "linked_to_privileges": "no",
            })  # fmt: skip
    return rows


def _said(story: Story, mother: str, child: str, position: str, moment: str, why: str = "") -> Row:
    return {
        "person": story.ref(mother), "about": story.ref(child), "matter": "return",
        "position": position, "at": moment, "place": "P-PRISON", "language": "kk",
        "taken_by": "d.esenov", "in_private": "yes", "witness": "Advocate R. Nasser",
        "cooling_off_hours": "72", "read_back": "yes", "linked_to_privileges": "no", "why": why,
    }  # fmt: skip
