"""What officers wrote down beside the main line: deaths, doubts, what families were told."""

from __future__ import annotations

from datetime import date
from typing import Any

from .cast import Child
from .forms import father_of
from .story import HOME, Story, at, later

Entry = tuple[str, str, str, dict[str, Any]]
TELLER = "u.zhan"


def entries(story: Story) -> list[Entry]:
    """(instant, actor, action, args) of every decision of this module."""
    found = _deaths(story) + _doubts(story) + _closed(story) + _birth(story) + _panels(story)
    return found + _told(story)


def _deaths(story: Story) -> list[Entry]:
    """A father's death with the grade of its evidence, on whose word."""
    rows: list[Entry] = []
    for number, mother in enumerate(story.cast.mothers.values()):
        father = mother.father
        grade = "witness" if father.citizen else "hearsay"
        basis = "his wife saw it" if father.citizen else "told to his wife by neighbours"
        rows.append((later("05-16", number), "a.serik", "record_death", {
            "person": story.ref(father.key), "grade": grade, "on": father.died, "basis": basis,
        }))  # fmt: skip
    orphan = story.cast.orphan_father
    if orphan and any(":father" in line for line in story.lines.get(orphan.key, ())):
        rows.append((later("05-16", 30), "a.serik", "record_death", {
            "person": story.ref(orphan.key), "grade": "hearsay", "on": orphan.died,
            "basis": "the home's staff heard it from the medics",
        }))  # fmt: skip
    return rows


def _doubts(story: Story) -> list[Entry]:
    """A-T4: the listed woman is excluded; A-T7: an uncle alone does not decide."""
    rows: list[Entry] = []
    for number, child in enumerate(story.cast.children.values()):
        if child.mother and child.true_mother:
            rows += _kinship(story, child, child.mother, "mother", f"K-{child.key[1:]}-M",
                             "not_supported", "excluded at several markers; no sign of a mix-up",
                             "07-20", number)  # fmt: skip
    if story.cast.has("A-T7"):
        uncle, orphan = story.cast.traps["A-T7"]
        rows += _kinship(story, story.cast.children[orphan], uncle, "paternal_uncle", "K-U",
                         "inconclusive", "an uncle and a half uncle explain it about equally well",
                         "07-23", 0)  # fmt: skip
        rows.append((at("08-26", "12:00"), "a.serik", "record_kin", {
            "child": story.ref(orphan), "relative": story.claimant(uncle),
            "relation": "paternal_half_uncle", "nature": "biological",
            "basis": "the grandmother: he is her husband's son by a second wife",
        }))  # fmt: skip
    return rows


def _kinship(
    story: Story, child: Child, relative: str, relation: str, key: str, verdict: str, why: str,
    day: str, number: int,
) -> list[Entry]:  # fmt: skip
    woman = relative in story.cast.mothers
    args = {
        "key": key, "kind": "kinship", "child": story.ref(child.key), "relation": relation,
        "relatives": [story.ref(relative) if woman else story.claimant(relative)],
        "tubes": [story.tube(child.key), story.tube(relative)],
        "rivals": [] if woman else ["paternal_half_uncle"], "verdict": verdict, "why": why,
    }  # fmt: skip
    return [
        (later(day, 300 + 5 * number), "e.sadyk", "draft_conclusion", args),
        (later(day, 301 + 5 * number), "e.sadyk", "sign_conclusion", {"key": key}),
        (later(day, 302 + 5 * number), "b.omarova", "countersign", {"key": key}),
    ]


def _closed(story: Story) -> list[Entry]:
    """A-T6: a person tells the claimant, offers another sample; no picture is shown again."""
    if not story.cast.has("A-T6"):
        return []
    claimant, child = story.cast.traps["A-T6"]
    return [(at("07-25", "12:00"), "a.serik", "close_claim", {
        "request": story.claimant(claimant).removesuffix(":claimant"), "child": story.ref(child),
        "outcome": "not_supported", "told_by": TELLER, "told_at": at("07-24", "16:00"),
        "another_sample_offered": True,
        "why": "the signed report does not support this kinship; told at home, with a colleague",
    })]  # fmt: skip


def _birth(story: Story) -> list[Entry]:
    """A-T12: an authority agrees one day of the month for papers that need a day."""
    if not story.cast.has("A-T12"):
        return []
    from hijridate import Gregorian, Hijri

    rows: list[Entry] = []
    for key in story.cast.traps["A-T12"]:
        born = Gregorian.fromdate(story.cast.children[key].dob).to_hijri()
        first = Hijri(born.year, born.month, 1).to_gregorian()
        day = date(first.year, first.month, first.day)
        rows.append((at("10-02", "12:00"), "s.kaden", "set_conventional_birth", {
            "child": story.ref(key), "date": day.isoformat(), "authority": "MIA-UTO",
            "why": "first day of the month that the mother named; for papers only",
        }))  # fmt: skip
    return rows


def _panels(story: Story) -> list[Entry]:
    """Assessments of every child; what the panel saw again after a withdrawn consent (A-T10)."""
    rows: list[Entry] = [
        (later("07-19", number), TELLER, "determine", {
            "child": story.ref(child.key), "kind": "bia", "outcome": "plan the return",
            "panel": ["Zhanova Ulbosyn", "Aselova Perizat"],
            "childs_view": "wants to stay with brothers and sisters"
            if child.mother else "asks whether somebody will come for her",
            "why": "first assessment after the child was heard",
        })
        for number, child in enumerate(story.cast.children.values())
    ]  # fmt: skip
    panel = ["Zhanova Ulbosyn", "Aselova Perizat", "Ortaqova Galiya"]
    if story.cast.has("A-T10"):
        child = story.ref(story.cast.traps["A-T10"][1])
        rows.append((at("11-14"), TELLER, "determine", {
            "child": child, "kind": "bid", "outcome": "return holds", "panel": panel,
            "childs_view": "wants to live with her uncle and to hear her mother's voice",
            "why": "the mother withdrew, heard from her brother, and consents again",
        }))  # fmt: skip
    if story.cast.has("A-T13"):
        child = story.ref(story.cast.traps["A-T13"][0])
        rows.append((at("12-19", "12:00", HOME), TELLER, "determine", {
            "child": child, "kind": "placement", "outcome": "the mother's brother",
            "panel": panel, "childs_view": "wants to live with her uncle, visits to grandparents",
            "why": "two good homes; the child's wish and the mother's word",
        }))  # fmt: skip
    return rows


def _told(story: Story) -> list[Entry]:
    """Receiving families hear it from a named person: alive, a death, the arrival."""
    rows: list[Entry] = []
    for number, child in enumerate(story.cast.children.values()):
        told = story.claimant(story.cast.receiver(child.key).key)
        for day, what, minute in (("09-10", "alive_and_identified", 0), ("11-28", "arrival", 60)):
            rows.append((later(day, minute + number, HOME), TELLER, "disclose",
                         _telling(told, story.ref(child.key), what)))  # fmt: skip
    for key in ("R02", "R05"):
        relative = story.cast.relatives.get(key)
        father = father_of(story.cast, relative.via) if relative else None
        if father and father.citizen:
            rows.append((at("09-11", "11:00" if key == "R02" else "12:00", HOME), TELLER,
                         "disclose",
                         _telling(story.claimant(key), story.ref(father.key), "death_of_parent")))  # fmt: skip
    return rows


def _telling(to: str, about: str, what: str) -> dict[str, Any]:
    return {
        "to": to, "about": about, "what": what, "by": TELLER,
        "safety_check": "alone in the room, nobody of the group in the house", "place": "at home",
    }  # fmt: skip
