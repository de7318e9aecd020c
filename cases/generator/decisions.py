"""What officers decided: same or different, kin, tubes, conclusions, citizenship, manifests."""

from __future__ import annotations

import json
from typing import Any

from . import tidings, words
from .cast import Child
from .output import Files
from .story import FLIGHT, Story

DECISIONS = ["at", "actor", "action", "args"]
Row = dict[str, str]


def files(story: Story) -> Files:
    """decisions/decisions.csv in the order of time."""
    rows = _links(story) + _kin(story) + _tubes(story)
    for number, child in enumerate(story.cast.children.values()):
        rows += _identity(story, child, number)
    rows += _claims(story) + _law(story) + _mission(story)
    rows += [_row(when, who, what, **args) for when, who, what, args in tidings.entries(story)]
    return {"decisions/decisions.csv": (DECISIONS, sorted(rows, key=_order))}


def _order(row: Row) -> str:
    # One zone an operation day: text order is order in time to the minute.
    return row["at"][:16]


def _row(moment: str, actor: str, action: str, **args: Any) -> Row:
    text = json.dumps(args, ensure_ascii=False)
    return {"at": moment, "actor": actor, "action": action, "args": text}


#: A line is judged after its list came in: kind -> day.
_JUDGED = {"consular_interviews": "05-04", "registry_extracts": "05-14"}


def _links(story: Story) -> list[Row]:
    """Officers answer which lines are one person; two boys of one name are two."""
    rows: list[Row] = []
    for first, *others in story.lines.values():
        for other in others:
            kind = story.cast.kind(other)
            why = "names and birth agree"
            if kind.startswith("host"):
                why = "register number, mother and age agree"
            rows.append(_row(story.later(_JUDGED.get(kind, "04-26"), len(rows)), "a.serik",
                             "judge_same", a=first, b=other, why=why))  # fmt: skip
    if story.cast.has("A-T1"):
        one, two = (story.ref(key) for key in story.cast.traps["A-T1"])
        both = "boys" if story.cast.children[story.cast.traps["A-T1"][0]].sex == "M" else "girls"
        rows.append(_row(story.later("told_apart", 0), "l.nurym", "judge_different", a=one, b=two,
                         why=f"two mothers, and both {both} were seen in one room"))  # fmt: skip
    return rows


def _kin(story: Story) -> list[Row]:
    rows, minute = [], 0
    for child in story.cast.children.values():
        if child.mother:
            rows.append(_row(story.later("05-02", minute), "a.serik", "record_kin",
                             child=story.ref(child.key), relative=story.ref(child.mother),
                             relation="mother", nature="biological",
                             basis="the woman's own statement and the host list"))  # fmt: skip
            minute += 1
        for relative in story.cast.kin_of(child.key):
            rows.append(_row(story.later("05-03", minute), "a.serik", "record_kin",
                             child=story.ref(child.key), relative=story.claimant(relative.key),
                             relation=relative.stated, nature="biological",
                             basis="the family's request"))  # fmt: skip
            minute += 1
    for number, mother in enumerate(story.cast.mothers):
        group = [story.ref(child.key) for child in story.cast.family(mother)]
        if len(group) > 1:
            rows.append(_row(story.later("05-04", number), "u.zhan", "set_sibling_group",
                             children=group, why="brothers and sisters of one household"))  # fmt: skip
    return rows


def _tubes(story: Story) -> list[Row]:
    """Exchanged labels are never put right by hand: both tubes are taken again."""
    first = [story.tubes[key][0] for key in story.cast.exchanged()]
    if not first:
        return []
    return [
        _row(story.at("06-21", "09:00"), "b.omarova", "quarantine", tubes=first,
             why="labels may have been exchanged"),
        _row(story.at("06-21", "09:30"), "b.omarova", "order_resampling", tubes=first,
             why="both children of each pair are sampled again"),
        _row(story.at("07-19", "09:00"), "b.omarova", "quarantine_release", tubes=first, outcome="void",
             why="the new tubes fit their mothers; the old ones stay unused"),
    ]  # fmt: skip


def _identity(story: Story, child: Child, number: int) -> list[Row]:
    """A kinship signed twice, then an identity signed twice."""
    mother = story.true_mother_listed(child)
    relative = mother or story.typed_relative(child)
    late = relative == story.cast.late
    first, second = ("08-27", "08-29") if late else ("07-21", "07-24")
    relation = "mother" if mother else story.cast.relatives[relative].stated
    keys = [relative, *_with_half_kin(story, relative)]
    refs = [story.ref(key) if mother else story.claimant(key) for key in keys]
    kin, who = f"K-{child.key[1:]}", f"I-{child.key[1:]}"
    begin = number * 5
    rows = [
        _row(story.later(first, begin), "e.sadyk", "draft_conclusion", key=kin, kind="kinship",
             child=story.ref(child.key), relation=relation, relatives=refs,
             tubes=[story.tube(key) for key in (child.key, *keys)], rivals=[], verdict="supported",
             why="supported against unrelated and near kin under the laboratory's policy"),
        _row(story.later(first, begin + 1), "e.sadyk", "sign_conclusion", key=kin),
        _row(story.later(first, begin + 2), "b.omarova", "countersign", key=kin),
        _row(story.later(second, begin), "a.serik", "draft_conclusion", key=who, kind="identity",
             child=story.ref(child.key), way="kinship_report", rests_on=[kin], status="confirmed",
             second_sample=None, waiver="second sample on arrival; agreed by both signers",
             why="kinship, names, birth and the interviews agree"),
        _row(story.later(second, begin + 1), "a.serik", "sign_conclusion", key=who),
        _row(story.later(second, begin + 2), "b.omarova", "countersign", key=who),
    ]  # fmt: skip
    if child.mother and not mother:
        rows.append(_row(story.later("07-22", begin), "a.serik", "record_kin",
                         child=story.ref(child.key), relative=story.ref(child.mother),
                         relation="mother", nature="social",
                         basis="the laboratory excludes her; she raised the child"))  # fmt: skip
    return rows


def _with_half_kin(story: Story, relative: str) -> list[str]:
    """A-T7: the half uncle or aunt, now known as one, is weighed together with the late one."""
    return (
        [story.cast.traps["A-T7"][0]]
        if relative == story.cast.late and story.cast.has("A-T7")
        else []
    )


def _claims(story: Story) -> list[Row]:
    """Next samples, and the claim that DNA does not support."""
    orphan, near = story.cast.orphan(), story.cast.half_kin()
    late = story.cast.relatives[story.cast.late]
    why = (f"the {words.of_child(near.stated)} alone does not decide; "
           f"{words.her(near)} mother would")  # fmt: skip
    rows = [_row(story.at("07-26", "09:00"), "b.omarova", "next_sample",
                 child=story.ref(orphan.key), relative=story.claimant(late.key), why=why)]  # fmt: skip
    if story.cast.has("A-T6"):
        claimant, child = story.cast.traps["A-T6"]
        rows += [
            _row(story.at("claim_weighed", "15:00"), "e.sadyk", "draft_conclusion", key="K-X", kind="kinship",
                 child=story.ref(child), relation=story.cast.relatives[claimant].stated,
                 relatives=[story.claimant(claimant)], tubes=[story.tube(child), story.tube(claimant)],
                 rivals=[], verdict="not_supported", why="the evidence speaks against this claim"),
            _row(story.at("claim_weighed", "15:05"), "e.sadyk", "sign_conclusion", key="K-X"),
            _row(story.at("claim_weighed", "15:10"), "b.omarova", "countersign", key="K-X"),
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
        rows.append(_row(story.later("09-05", number), "s.kaden", "decide_nationality",
                         child=story.ref(child.key), branch=branch, citizenship="UTO",
                         legal_basis="Citizenship Act, by descent",
                         why="the parent's citizenship on the day of birth"))  # fmt: skip
        rows.append(_row(story.later("10-08", number), "u.zhan", "determine",
                         child=story.ref(child.key), kind="bid", outcome="return with the siblings",
                         panel=["Zhanova Ulbosyn", "Ortaqova Galiya", "Aselova Perizat"],
                         childs_view="wants to stay with brothers and sisters",
                         why="family ready; contact with the mother planned", document=""))  # fmt: skip
    return rows


def _mission(story: Story) -> list[Row]:
    return [
        _row(story.at("11-27", "06:00"), "k.talasov", "draft_manifest", flight=FLIGHT),
        _row(story.at("11-27", "06:30"), "f.aman", "approve_manifest", flight=FLIGHT),
    ]
