"""What officers decided: same or different, kin, tubes, conclusions, citizenship, manifests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from . import output, tidings
from .cast import Child
from .laboratory import swapped
from .story import FLIGHT, Story, at, later

DECISIONS = ["at", "actor", "action", "args"]
Row = dict[str, str]


def write(out: Path, story: Story) -> None:
    """decisions/decisions.csv in the order of time."""
    rows = _links(story) + _kin(story) + _tubes(story)
    for number, child in enumerate(story.cast.children.values()):
        rows += _identity(story, child, number)
    rows += _claims(story) + _law(story) + _mission(story)
    rows += [_row(when, who, what, **args) for when, who, what, args in tidings.entries(story)]
    output.write_csv(out / "decisions/decisions.csv", DECISIONS, sorted(rows, key=_order))


def _order(row: Row) -> str:
    # One zone an operation day: text order is order in time to the minute.
    return row["at"][:16]


def _row(moment: str, actor: str, action: str, **args: Any) -> Row:
    return {
        "at": moment,
        "actor": actor,
        "action": action,
        "args": json.dumps(args, ensure_ascii=False),
    }


#: A line is judged after its list came in: file -> day.
_JUDGED = {"consular_interviews.csv": "05-04", "registry_extracts.csv": "05-14"}


def _links(story: Story) -> list[Row]:
    """Officers answer which lines are one person; two boys of one name are two."""
    rows, minute = [], 0
    for key, lines in story.lines.items():
        first = lines[0]
        for other in lines[1:]:
            why = (
                "register number, mother and age agree"
                if "host" in other
                else "names and birth agree"
            )
            rows.append(
                _row(
                    later(_JUDGED.get(other.split("#")[0], "04-26"), minute),
                    "a.serik",
                    "judge_same",
                    a=first,
                    b=other,
                    why=why,
                )
            )
            minute += 1
        del key
    if story.cast.has("A-T1"):
        one, two = (story.ref(key) for key in story.cast.traps["A-T1"])
        rows.append(_row(later("04-27", 0), "l.nurym", "judge_different", a=one, b=two,
                         why="two mothers, and both boys were seen in one room"))  # fmt: skip
    return rows


def _kin(story: Story) -> list[Row]:
    rows, minute = [], 0
    for child in story.cast.children.values():
        if child.mother:
            rows.append(_row(later("05-02", minute), "a.serik", "record_kin",
                             child=story.ref(child.key), relative=story.ref(child.mother),
                             relation="mother", nature="biological",
                             basis="the woman's own statement and the host list"))  # fmt: skip
            minute += 1
        for relative in story.cast.kin_of(child.key):
            rows.append(_row(later("05-03", minute), "a.serik", "record_kin",
                             child=story.ref(child.key), relative=story.claimant(relative.key),
                             relation=relative.stated, nature="biological",
                             basis="the family's request"))  # fmt: skip
            minute += 1
    for number, mother in enumerate(story.cast.mothers):
        group = [story.ref(child.key) for child in story.cast.family(mother)]
        if len(group) > 1:
            rows.append(_row(later("05-04", number), "u.zhan", "set_sibling_group",
                             children=group, why="brothers and sisters of one household"))  # fmt: skip
    return rows


def _tubes(story: Story) -> list[Row]:
    """Exchanged labels are never put right by hand: both tubes are taken again."""
    keys = list(swapped(story.cast))
    first = [story.tubes[key][0] for key in keys]
    if not first:
        return []
    return [
        _row(at("06-21", "09:00"), "b.omarova", "quarantine", tubes=first,
             why="labels may have been exchanged"),
        _row(at("06-21", "09:30"), "b.omarova", "order_resampling", tubes=first,
             why="both children of each pair are sampled again"),
        _row(at("07-19", "09:00"), "b.omarova", "quarantine_release", tubes=first, outcome="void",
             why="the new tubes fit their mothers; the old ones stay unused"),
    ]  # fmt: skip


def _identity(story: Story, child: Child, number: int) -> list[Row]:
    """A kinship signed twice, then an identity signed twice."""
    mother = story.true_mother_listed(child)
    relative = mother or story.typed_relative(child)
    late = relative == "R10"
    first, second = ("08-27", "08-29") if late else ("07-21", "07-24")
    relation = "mother" if mother else story.cast.relatives[relative].stated
    keys = [relative, *_with_grandmother(story, relative)]
    refs = [story.ref(key) if mother else story.claimant(key) for key in keys]
    kin, who = f"K-{child.key[1:]}", f"I-{child.key[1:]}"
    begin = number * 5
    rows = [
        _row(later(first, begin), "e.sadyk", "draft_conclusion", key=kin, kind="kinship",
             child=story.ref(child.key), relation=relation, relatives=refs,
             tubes=[story.tube(key) for key in (child.key, *keys)], rivals=[], verdict="supported",
             why="supported against unrelated and near kin under the laboratory's policy"),
        _row(later(first, begin + 1), "e.sadyk", "sign_conclusion", key=kin),
        _row(later(first, begin + 2), "b.omarova", "countersign", key=kin),
        _row(later(second, begin), "a.serik", "draft_conclusion", key=who, kind="identity",
             child=story.ref(child.key), way="kinship_report", rests_on=[kin], status="confirmed",
             second_sample=None, waiver="second sample on arrival; agreed by both signers",
             why="kinship, names, birth and the interviews agree"),
        _row(later(second, begin + 1), "a.serik", "sign_conclusion", key=who),
        _row(later(second, begin + 2), "b.omarova", "countersign", key=who),
    ]  # fmt: skip
    if child.mother and not mother:
        rows.append(_row(later("07-22", begin), "a.serik", "record_kin",
                         child=story.ref(child.key), relative=story.ref(child.mother),
                         relation="mother", nature="social",
                         basis="the laboratory excludes her; she raised the child"))  # fmt: skip
    return rows


def _with_grandmother(story: Story, relative: str) -> list[str]:
    """A-T7: the uncle, now known as a half uncle, is weighed together with the grandmother."""
    return [story.cast.traps["A-T7"][0]] if relative == "R10" and story.cast.has("A-T7") else []


def _claims(story: Story) -> list[Row]:
    """Next samples, and the claim that DNA does not support."""
    rows = []
    if "R10" in story.lines:
        orphan = story.cast.orphan()
        rows.append(_row(at("07-26", "09:00"), "b.omarova", "next_sample",
                         child=story.ref(orphan.key), relative=story.claimant("R10"),
                         why="the uncle alone does not decide; his mother would"))  # fmt: skip
    if story.cast.has("A-T6"):
        claimant, child = story.cast.traps["A-T6"]
        rows += [
            _row(at("07-22", "15:00"), "e.sadyk", "draft_conclusion", key="K-X", kind="kinship",
                 child=story.ref(child), relation=story.cast.relatives[claimant].stated,
                 relatives=[story.claimant(claimant)], tubes=[story.tube(child), story.tube(claimant)],
                 rivals=[], verdict="not_supported", why="the evidence speaks against this claim"),
            _row(at("07-22", "15:05"), "e.sadyk", "sign_conclusion", key="K-X"),
            _row(at("07-22", "15:10"), "b.omarova", "countersign", key="K-X"),
        ]  # fmt: skip
    return rows


def _law(story: Story) -> list[Row]:
    """Citizenship is decided by a person, child by child, with its ground."""
    rows = []
    for number, child in enumerate(story.cast.children.values()):
        mother = story.true_mother_listed(child)
        father = story.cast.mothers[mother].father.citizen if mother else True
        branch = "father_citizen_mother_unknown"
        if mother:
            branch = "both_parents_citizens" if father else "mother_citizen_father_unknown"
        rows.append(_row(later("09-05", number), "s.kaden", "decide_nationality",
                         child=story.ref(child.key), branch=branch, citizenship="UTO",
                         legal_basis="Citizenship Act, by descent",
                         why="the parent's citizenship on the day of birth"))  # fmt: skip
        rows.append(_row(later("10-08", number), "u.zhan", "determine",
                         child=story.ref(child.key), kind="bid", outcome="return with the siblings",
                         panel=["Zhanova Ulbosyn", "Ortaqova Galiya", "Aselova Perizat"],
                         childs_view="wants to stay with brothers and sisters",
                         why="family ready; contact with the mother planned", document=""))  # fmt: skip
    return rows


def _mission(story: Story) -> list[Row]:
    del story
    return [
        _row(at("11-27", "06:00"), "k.talasov", "draft_manifest", flight=FLIGHT),
        _row(at("11-27", "06:30"), "f.aman", "approve_manifest", flight=FLIGHT),
    ]
