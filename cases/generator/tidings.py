"""What officers wrote down beside the main line: deaths, doubts, what families were told."""

from __future__ import annotations

from datetime import date
from typing import Any

from hijridate import Gregorian, Hijri

from . import words
from .calendar import HOME
from .cast import Child
from .story import Story

Entry = tuple[str, str, str, dict[str, Any]]
TELLER = "u.zhan"


def not_mother(child: Child) -> str:
    """A-T4: the key of the conclusion that the listed woman is not the mother by birth."""
    return f"K-{child.key[1:]}-M"


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
        rows.append((story.later("05-16", number), "a.serik", "record_death", {
            "person": story.ref(father.key), "grade": grade, "on": father.died, "basis": basis,
        }))  # fmt: skip
    orphan = story.cast.orphan_father
    if orphan and any(":father" in line for line in story.lines.get(orphan.key, ())):
        rows.append((story.later("05-16", 30), "a.serik", "record_death", {
            "person": story.ref(orphan.key), "grade": "hearsay", "on": orphan.died,
            "basis": "the home's staff heard it from the medics",
        }))  # fmt: skip
    return rows


def _doubts(story: Story) -> list[Entry]:
    """A-T4: the listed woman is excluded; A-T7: an uncle or aunt alone does not decide."""
    rows: list[Entry] = []
    for number, child in enumerate(story.cast.children.values()):
        if child.mother and child.true_mother:
            rows += _kinship(story, child, child.mother, "mother", not_mother(child),
                             "not_supported", "excluded at several markers; no sign of a mix-up",
                             "mother_excluded", number)  # fmt: skip
    return rows + _half(story)


def _half(story: Story) -> list[Entry]:
    """A-T7: full and half explain it equally well, until the grandmother tells."""
    cast = story.cast
    if not cast.has("A-T7"):
        return []
    near, orphan = cast.half_kin(), cast.orphan()
    word, child = words.of_child(near.stated), "son" if near.sex == "M" else "daughter"
    basis = f"the grandmother: {words.she(near)} is her husband's {child} by a second wife"
    rows = _kinship(story, orphan, near.key, near.stated, "K-U", "inconclusive",
                    f"an {word} and a half {word} explain it about equally well",
                    "half_kin_weighed", 0)  # fmt: skip
    rows.append((story.at("08-26", "12:00"), "a.serik", "record_kin", {
        "child": story.ref(orphan.key), "relative": story.claimant(near.key),
        "relation": near.true, "nature": "biological", "basis": basis,
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
        "rivals": [] if woman else [story.cast.relatives[relative].true], "verdict": verdict, "why": why,
    }  # fmt: skip
    return [
        (story.later(day, 300 + 5 * number), "e.sadyk", "draft_conclusion", args),
        (story.later(day, 301 + 5 * number), "e.sadyk", "sign_conclusion", {"key": key}),
        (story.later(day, 302 + 5 * number), "b.omarova", "countersign", {"key": key}),
    ]


def _closed(story: Story) -> list[Entry]:
    """A-T6: a person tells the claimant, offers another sample; no picture is shown again."""
    if not story.cast.has("A-T6"):
        return []
    claimant, child = story.cast.traps["A-T6"]
    return [(story.at("claim_closed", "12:00"), "a.serik", "close_claim", {
        "request": story.claimant(claimant).removesuffix(":claimant"), "child": story.ref(child),
        "outcome": "not_supported", "told_by": TELLER, "told_at": story.at("claimant_told", "16:00"),
        "another_sample_offered": True,
        "why": "the signed report does not support this kinship; told at home, with a colleague",
    })]  # fmt: skip


def _birth(story: Story) -> list[Entry]:
    """A-T12: an authority agrees one day of the month for papers that need a day."""
    if not story.cast.has("A-T12"):
        return []
    rows: list[Entry] = []
    for key in story.cast.traps["A-T12"]:
        born = Gregorian.fromdate(story.cast.children[key].dob).to_hijri()
        first = Hijri(born.year, born.month, 1).to_gregorian()
        day = date(first.year, first.month, first.day)
        rows.append((story.at("day_agreed", "12:00"), "s.kaden", "set_conventional_birth", {
            "child": story.ref(key), "date": day.isoformat(), "authority": "MIA-UTO",
            "why": "first day of the month that the mother named; for papers only",
        }))  # fmt: skip
    return rows


def _panels(story: Story) -> list[Entry]:
    """Assessments of every child, and of some again."""
    rows: list[Entry] = [
        (story.later("07-19", number), TELLER, "determine", {
            "child": story.ref(child.key), "kind": "bia", "outcome": "plan the return",
            "panel": ["Zhanova Ulbosyn", "Aselova Perizat"],
            "childs_view": "wants to stay with brothers and sisters" if child.mother
            else f"asks whether somebody will come for {words.him(child)}",
            "why": "first assessment after the child was heard",
        })
        for number, child in enumerate(story.cast.children.values())
    ]  # fmt: skip
    return rows + _heard_again(story) + _contested(story)


_PANEL = ["Zhanova Ulbosyn", "Aselova Perizat", "Ortaqova Galiya"]


def _heard_again(story: Story) -> list[Entry]:
    """A-T10: what the panel saw again after a withdrawn consent, with each child's own view."""
    if not story.cast.has("A-T10"):
        return []
    _, *children = story.cast.traps["A-T10"]
    stated = story.cast.receiver(children[0]).stated
    return [
        (story.later("panel_again", number), TELLER, "determine", {
            "child": story.ref(key), "kind": "bid", "outcome": "return holds", "panel": _PANEL,
            "childs_view": f"wants to live with {words.her(story.cast.children[key])} "
            f"{words.of_child(stated)} and to hear {words.her(story.cast.children[key])} "
            "mother's voice",
            "why": f"the mother withdrew, heard from her {words.of_mother(stated)}, "
            "and consents again",
        })
        for number, key in enumerate(children)
    ]  # fmt: skip


def _contested(story: Story) -> list[Entry]:
    """A-T13: two families, words about both, one choice of a council."""
    if not story.cast.has("A-T13"):
        return []
    rows: list[Entry] = []
    for number, key in enumerate(story.cast.traps["A-T13"]):
        child, stated = story.cast.children[key], story.cast.receiver(key).stated
        rows.append((story.later("family_chosen", 120 + number, HOME), TELLER, "determine", {
            "child": story.ref(key), "kind": "placement",
            "outcome": f"the mother's {words.of_mother(stated)}", "panel": _PANEL,
            "childs_view": f"wants to live with {words.her(child)} {words.of_child(stated)}, "
            "visits to grandparents",
            "why": "two good homes; the child's wish and the mother's word",
        }))  # fmt: skip
    return rows


def _told(story: Story) -> list[Entry]:
    """Receiving families hear it from a named person: alive, a death, the arrival."""
    cast, rows = story.cast, list[Entry]()
    for number, child in enumerate(cast.children.values()):
        told = story.claimant(cast.receiver(child.key).key)
        for day, what, minute in (("09-10", "alive_and_identified", 0), ("11-28", "arrival", 60)):
            rows.append((story.later(day, minute + number, HOME), TELLER, "disclose",
                         _telling(told, story.ref(child.key), what)))  # fmt: skip
    # A father's family hears of his death where a witness told of it: never on hearsay.
    lost = [
        (relative, mother.father)
        for mother in cast.mothers.values() if mother.father.citizen
        for relative in cast.relatives.values()
        if relative.receives and relative.via == mother.father.key
    ]  # fmt: skip
    for number, (relative, father) in enumerate(lost):
        rows.append((story.later("09-11", 60 * (1 + number), HOME), TELLER, "disclose",
                     _telling(story.claimant(relative.key), story.ref(father.key),
                              "death_of_parent")))  # fmt: skip
    return rows


def _telling(to: str, about: str, what: str) -> dict[str, Any]:
    return {
        "to": to, "about": about, "what": what, "by": TELLER,
        "safety_check": "alone in the room, nobody of the group in the house", "place": "at home",
    }  # fmt: skip
