"""After the landing: rooms, first looks, goals, families, visits, school."""

from __future__ import annotations

from datetime import datetime, timedelta

from .calendar import HOME
from .cast import Child, Relative
from .output import Files
from .story import Story

Row = dict[str, str]
ADMISSIONS = ["child", "centre", "admitted_at", "room", "by"]
INTAKES = ["child", "at", "kind", "by", "weight_kg", "height_cm", "muac_mm", "findings",
           "follow_up"]  # fmt: skip
GOALS = ["child", "made_at", "domain", "goal", "owner", "due_on", "review_on", "state", "by"]
VISITS = ["child", "kind", "at", "by", "region", "outcome", "note"]
PLACEMENTS = ["child", "candidate", "relation", "region", "applied_at", "assessed_at", "assessor",
              "summary", "state", "decided_at", "body", "reason", "document"]  # fmt: skip
DISCHARGES = ["child", "discharged_at", "by", "determination"]
SCHOOL = ["child", "kind", "region", "grade", "enrolled_at", "state", "by"]
LANDED = "2031-11-27"
LEAVES = "2032-01-05"  # after the minimum stay of thirty days
LAST = "2032-06-30"
SCHOOL_AGE = 6
#: Visits after the move: kind, days after leaving the centre.
_VISITS = (("wk1", 6), ("wk2", 13), ("m1", 30), ("m2", 60), ("m3", 90), ("m6", 176))


def _moment(story: Story, day: str, minute: int = 0, *, after: int = 0, hour: int = 10) -> str:
    """An instant at home, minutes after an hour, so that a day's lines keep their order."""
    start = datetime.combine(story.date(day), datetime.min.time()) + timedelta(after)
    return f"{start + timedelta(hours=hour, minutes=minute):%Y-%m-%dT%H:%M:%S}{HOME}"


def files(story: Story) -> Files:
    """All files of care/."""
    rows: dict[str, list[Row]] = {name: [] for name in _COLUMNS}
    for number, child in enumerate(story.cast.children.values()):
        rows["admissions"].append(_admission(story, child, number))
        rows["intakes"] += _intakes(story, child, number)
        rows["care_plans"] += _goals(story, child, number)
        rows["placements"] += _placements(story, child, number)
        rows["discharges"].append({
            "child": story.ref(child.key), "discharged_at": _moment(story, LEAVES, number),
            "by": "u.zhan", "determination": "",
        })  # fmt: skip
        rows["visits"] += _visits(story, child, number)
        rows["school"].append(_school(story, child, number))
    return {f"care/{name}.csv": (_COLUMNS[name], found) for name, found in rows.items()}


_COLUMNS = {
    "admissions": ADMISSIONS, "intakes": INTAKES, "care_plans": GOALS, "placements": PLACEMENTS,
    "discharges": DISCHARGES, "visits": VISITS, "school": SCHOOL,
}  # fmt: skip


def _admission(story: Story, child: Child, number: int) -> Row:
    """Brothers and sisters share a room."""
    rooms = {key: index for index, key in enumerate(story.cast.mothers, start=101)}
    return {
        "child": story.ref(child.key), "centre": "P-CENTRE",
        "admitted_at": _moment(story, LANDED, number, hour=23),
        "room": str(rooms.get(child.mother or "", 110)), "by": "c.malik",
    }  # fmt: skip


def _intakes(story: Story, child: Child, number: int) -> list[Row]:
    """A doctor's and a psychologist's first look; figures as measured, no score."""
    age, ref = child.age_on(story.date(LANDED)), story.ref(child.key)
    height, weight = 76 + 6 * age, 9.5 + 2.1 * age
    medical = {
        "child": ref, "at": _moment(story, LANDED, number, after=1), "kind": "medical",
        "by": "o.ospan", "weight_kg": f"{weight:.1f}", "height_cm": f"{height:.1f}",
        "muac_mm": str(138 + 5 * age) if age < 6 else "",
        "findings": "vaccinations begun; teeth to be treated",
        "follow_up": "second look in four weeks",
    }  # fmt: skip
    spoken = {
        "child": ref, "at": _moment(story, LANDED, number, after=4), "kind": "psychological",
        "by": "p.asel", "findings": "sleeps near brothers and sisters; asks about the mother"
        if child.mother else "keeps close to one carer; asks who will come",
        "follow_up": "weekly talks",
    }  # fmt: skip
    return [medical, spoken]


def _goals(story: Story, child: Child, number: int) -> list[Row]:
    made = story.date(LANDED) + timedelta(7)
    wanted = [
        ("health", "vaccinations complete", "doctor of the centre", 60, "o.ospan"),
        ("education", "reads and counts with a teacher every day", "teacher", 90, "c.malik"),
        ("identity_documents", "birth certificate issued", "legal officer", 60, "u.zhan"),
    ]
    if child.mother:
        wanted.append(("contact_with_mother", "a call every two weeks", "consul", 30, "u.zhan"))
    rows = [
        {
            "child": story.ref(child.key), "made_at": _moment(story, LANDED, number * 5 + place, after=7),
            "domain": domain, "goal": goal, "owner": owner, "state": "open", "by": by,
            "due_on": (made + timedelta(days)).isoformat(),
            "review_on": (made + timedelta(days // 2)).isoformat(),
        }
        for place, (domain, goal, owner, days, by) in enumerate(wanted)
    ]  # fmt: skip
    reached = rows[0] | {"made_at": _moment(story, LANDED, number, after=38), "state": "done"}
    return [*rows, reached]


def _candidates(story: Story, child: Child) -> list[Relative]:
    """Families that apply: the receiving one, and where a placement is contested the others."""
    receiving = story.cast.receiver(child.key)
    contested = story.cast.has("A-T13") and child.key in story.cast.traps["A-T13"]
    others = [r for r in story.cast.kin_of(child.key) if r.key != receiving.key]
    return [receiving, *(others[:1] if contested else [])]


def _placements(story: Story, child: Child, number: int) -> list[Row]:
    """Applied and assessed before the flight, decided in the centre; words, never a score."""
    rows = []
    for place, relative in enumerate(_candidates(story, child)):
        chosen, minute = place == 0, 2 * number + place
        rows.append({
            "child": story.ref(child.key), "candidate": story.claimant(relative.key),
            "relation": relative.stated, "region": relative.region,
            "applied_at": _moment(story, "09-12", minute),
            "assessed_at": _moment(story, "09-26", minute),
            "assessor": f"guardianship body of {relative.region.removeprefix('R-')}",
            "summary": "two visits; a room is ready; school and doctor near; "
            "the family wants brothers and sisters together",
            "state": "chosen" if chosen else "not_chosen",
            "decided_at": _moment(story, "12-20", minute),
            "body": "guardianship council", "reason": _reason(chosen, relative),
            "document": f"GO-{2031000 + 2 * number + place}",
        })  # fmt: skip
    return rows


def _reason(chosen: bool, relative: Relative) -> str:
    if chosen:
        return f"the child knows the {relative.stated.replace('_', ' ')} and wishes to live there"
    return "both homes are good; the child's own wish and the mother's word decided; visits agreed"


def _visits(story: Story, child: Child, number: int) -> list[Row]:
    region = story.cast.receiver(child.key).region
    officer = "g." + region.removeprefix("R-").lower()
    rows = []
    for kind, days in _VISITS:
        if story.date(LEAVES) + timedelta(days) <= story.date(LAST):
            support = kind == "m1" and number % 5 == 0
            rows.append({
                "child": story.ref(child.key), "kind": kind, "at": _moment(story, LEAVES, number, after=days),
                "by": officer, "region": region,
                "outcome": "needs_support" if support else "seen_well",
                "note": "help with school books asked for" if support else "seen at home, alone too",
            })  # fmt: skip
    return rows


def _school(story: Story, child: Child, number: int) -> Row:
    enrolled = "2032-01-26"
    age = child.age_on(story.date(enrolled))
    return {
        "child": story.ref(child.key), "kind": "school" if age >= SCHOOL_AGE else "kindergarten",
        "region": story.cast.receiver(child.key).region,
        "grade": str(min(age - SCHOOL_AGE + 1, 4)) if age >= SCHOOL_AGE else "",
        "enrolled_at": _moment(story, enrolled, number), "state": "attending", "by": "u.zhan",
    }  # fmt: skip
