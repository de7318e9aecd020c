"""The women's proceedings (a compartment of its own), and what was raised for safeguarding."""

from __future__ import annotations

from .calendar import HOME
from .output import Files
from .story import Story

Row = dict[str, str]
PROCEEDINGS = ["no", "person", "court", "matter", "opened_on", "state", "entered_at", "entered_by"]
SENTENCES = ["proceeding", "on", "sentence", "years", "starts_on", "ends_on", "final", "entered_at",
             "entered_by"]  # fmt: skip
HEARINGS = ["proceeding", "at", "court", "purpose", "outcome", "entered_by"]
CONCERNS = ["no", "raised_at", "raised_by", "about_user", "child", "text", "handled_by", "state",
            "closed_at", "outcome"]  # fmt: skip
COURT = "Central criminal court of Nahrain"
OFFICER = "j.dastan"


def files(story: Story) -> Files:
    """justice/ and safeguarding/."""
    proceedings, sentences, hearings = [], [], []
    for number, key in enumerate(story.cast.mothers, start=1):
        no = f"{110 + number}/K/2029"
        proceedings.append({
            "no": no, "person": story.ref(key), "court": COURT, "matter": "residence and membership",
            "opened_on": "2029-12-04", "state": "final", "entered_at": story.later("05-06", number),
            "entered_by": OFFICER,
        })  # fmt: skip
        sentences.append({
            "proceeding": no, "on": "2030-03-18", "sentence": "life", "years": "25",
            "starts_on": "2029-11-20", "ends_on": "2054-11-19", "final": "yes",
            "entered_at": story.later("05-06", 30 + number), "entered_by": OFFICER,
        })  # fmt: skip
        hearings.append({
            "proceeding": no, "at": story.later("10-15", number), "court": COURT,
            "purpose": "hearing of the mother before the release of her children",
            "outcome": "heard", "entered_by": OFFICER,
        })  # fmt: skip
    return {
        "justice/proceedings.csv": (PROCEEDINGS, proceedings),
        "justice/sentences.csv": (SENTENCES, sentences),
        "justice/hearings.csv": (HEARINGS, hearings),
        "safeguarding/concerns.csv": (CONCERNS, _concerns(story)),
    }


def _concerns(story: Story) -> list[Row]:
    """Neither concern says anything against a child; one is about a member of the mission."""
    orphan = story.cast.orphan()
    whom = "girl" if orphan.sex == "F" else "boy"
    return [
        {
            "no": "SC-1", "raised_at": story.later("11-28", 30, HOME), "raised_by": "c.malik",
            "about_user": "f.aman", "text": "took pictures of children with his own telephone",
            "handled_by": "s.arujan", "state": "closed", "closed_at": story.later("12-02", 0, HOME),
            "outcome": "pictures destroyed before a witness; reminded of the code in writing",
        },
        {
            "no": "SC-2", "raised_at": story.later("12-04", 0, HOME), "raised_by": "p.asel",
            "about_user": "", "child": story.ref(orphan.key),
            "text": f"a stranger asked at the gate for the {whom}",
            "handled_by": "s.arujan", "state": "open",
        },
    ]  # fmt: skip
