"""Legal bases, and what the mothers said about the return (A-T10: withdrawn and given again)."""

from __future__ import annotations

from pathlib import Path

from . import output
from .story import HOME, Story, at, later

BASES = ["id", "data_class", "basis", "reference", "issued_by", "issued_on", "valid_until",
         "covers", "text"]  # fmt: skip
POSITIONS = ["person", "about", "matter", "position", "at", "place", "language", "taken_by",
             "in_private", "witness", "cooling_off_hours", "read_back", "linked_to_privileges",
             "document", "why"]  # fmt: skip
_BASES = (
    ("LB-01", "dna", "public_task", "Operation decision 14, point 6", "government"),
    ("LB-02", "dna", "court_order", "Central court order 88/2031", "host court"),
    ("LB-03", "identity", "public_task", "Operation decision 14, point 2", "government"),
    ("LB-04", "location", "vital_interest", "Operation decision 14, point 3", "government"),
    ("LB-05", "health", "vital_interest", "Operation decision 14, point 4", "government"),
)
WITHDRAWN, REINSTATED = "10-29", "11-12"


def write(out: Path, story: Story) -> None:
    """Both files of consents/."""
    bases = [
        {"id": key, "data_class": data, "basis": basis, "reference": reference,
         "issued_by": by, "issued_on": "2031-03-11", "covers": "operation", "text": reference}
        for key, data, basis, reference, by in _BASES
    ]  # fmt: skip
    output.write_csv(out / "consents/legal_bases.csv", BASES, bases)
    output.write_csv(out / "consents/positions.csv", POSITIONS, _positions(story))


def _positions(story: Story) -> list[dict[str, str]]:
    rows = []
    for number, child in enumerate(story.cast.children.values()):
        mother = story.true_mother_listed(child)
        if mother is not None:
            rows.append(_said(story, mother, child.key, "consent", later("08-27", number)))
    if story.cast.has("A-T10"):
        mother, child_key = story.cast.traps["A-T10"]
        rumour = "heard that the child would be given away"
        rows.append(_said(story, mother, child_key, "withdrawn", at(WITHDRAWN, "11:00"), rumour))
        call = "spoke with her brother, who receives the child"
        rows.append(_said(story, mother, child_key, "consent", at(REINSTATED, "11:00"), call))
    return rows + _donors(story)


def _donors(story: Story) -> list[dict[str, str]]:
    """Relatives agree to a sample, and say beforehand whether they want unexpected findings."""
    rows = []
    for number, key in enumerate(story.cast.relatives):
        day = "08-17" if key == "R10" else "06-15"
        wants = "does_not_want" if number % 4 == 3 else "wants"
        for matter, position in (("dna_sampling", "consent"), ("unexpected_findings", wants)):
            rows.append({
                "person": story.claimant(key), "about": story.claimant(key), "matter": matter,
                "position": position, "at": later(day, number, HOME), "place": "P-LAB",
                "language": story.cast.relatives[key].language, "taken_by": "a.serik",
                "in_private": "yes", "read_back": "yes", "linked_to_privileges": "no",
            })  # fmt: skip
    return rows


def _said(
    story: Story, mother: str, child: str, position: str, moment: str, why: str = ""
) -> dict[str, str]:
    return {
        "person": story.ref(mother), "about": story.ref(child), "matter": "return",
        "position": position, "at": moment, "place": "P-PRISON", "language": "kk",
        "taken_by": "d.esenov", "in_private": "yes", "witness": "Advocate R. Nasser",
        "cooling_off_hours": "72", "read_back": "yes", "linked_to_privileges": "no", "why": why,
    }  # fmt: skip
