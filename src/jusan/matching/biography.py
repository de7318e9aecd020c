"""Weighing whether two mentions speak of one person, and proposing links with their rivals.

The machine proposes: every proposal carries its evidence and the next-best others on either side,
so that two boys of one name are both seen. Constants come from a policy, each an assumption until
it is fitted on marked pairs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from jusan.matching.evidence import Evidence, Weighing, weigh
from jusan.names.likeness import part_ln_lr
from jusan.names.parts import Name, NamePart, Role, parse_name
from jusan.names.scripts import Script

POLICY = Path(__file__).with_name("policy") / "links.yaml"


@dataclass(frozen=True, slots=True)
class LinkPolicy:
    """Caps and thresholds of link proposals; see ``policy/links.yaml`` for what each means."""

    version: str
    name_cap: float
    given_floor: float
    parent_cap: float
    parent_floor: float
    birth_agree: float
    birth_near: float
    birth_differ: float
    birth_near_days: int
    sex_differ: float
    sex_agree: float
    register_agree: float
    prior: float
    propose: float
    rivals: int


@dataclass(frozen=True, slots=True)
class Biography:
    """What one mention (or person) is said to be. Names may be several forms in several scripts."""

    id: str
    names: tuple[str, ...]
    sex: str | None = None
    birth: tuple[date, date] | None = None
    mother: tuple[str, ...] = ()
    father: tuple[str, ...] = ()
    register_no: str | None = None
    provenance: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pair worth a person's look, with its evidence and its rivals (id, total)."""

    a: str
    b: str
    weighing: Weighing
    rivals: tuple[tuple[str, str, float], ...] = field(default=())

    @property
    def total(self) -> float:
        """ln posterior odds under the policy's prior."""
        return self.weighing.total


@lru_cache(maxsize=1)
def default_policy() -> LinkPolicy:
    """The shipped policy."""
    return read_policy(POLICY)


def read_policy(path: Path) -> LinkPolicy:
    """A policy file. Raises TypeError for a missing or unknown setting."""
    data: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return LinkPolicy(**data)


def compare(a: Biography, b: Biography, policy: LinkPolicy) -> Weighing:
    """Evidence that two mentions are one person, beginning with the prior."""
    items = [Evidence("prior", policy.prior, "any two mentions", policy.version, "prior")]
    items += _names(a, b, policy)
    items += _parents("mother", a.mother, b.mother, policy)
    items += _fathers(a, b, policy)
    items += _birth(a, b, policy)
    items += _sex(a, b, policy)
    if a.register_no and a.register_no == b.register_no:
        items.append(Evidence("register_no", policy.register_agree, a.register_no))
    return weigh(items)


def propose_links(
    people: Sequence[Biography],
    policy: LinkPolicy,
    *,
    apart: frozenset[tuple[str, str]] = frozenset(),
) -> list[Proposal]:
    """Pairs above the policy's threshold, best first, each with its next-best rivals.

    ``apart`` are pairs (in id order) that a person already answered; they are not proposed again.
    Every pair is compared: right for some hundreds of mentions, to be indexed for more.
    """
    totals: dict[tuple[str, str], Weighing] = {}
    for a, b in combinations(sorted(people, key=lambda item: item.id), 2):
        weighing = compare(a, b, policy)
        if weighing.total > policy.propose - 2 * abs(policy.prior):
            totals[(a.id, b.id)] = weighing
    ranked = sorted(totals.items(), key=lambda item: (-item[1].total, item[0]))
    return [
        Proposal(a, b, weighing, _rivals(a, b, ranked, policy.rivals))
        for (a, b), weighing in ranked
        if weighing.total >= policy.propose and (a, b) not in apart
    ]


def _rivals(
    a: str, b: str, ranked: Sequence[tuple[tuple[str, str], Weighing]], most: int
) -> tuple[tuple[str, str, float], ...]:
    found = [
        (left, right, weighing.total)
        for (left, right), weighing in ranked
        if (left, right) != (a, b) and {left, right} & {a, b}
    ]
    return tuple(found[:most])


def _names(a: Biography, b: Biography, policy: LinkPolicy) -> list[Evidence]:
    """The best agreement of the given names over all forms of both."""
    scored = [
        (_given(x, y), x.original, y.original) for x in _parsed(a.names) for y in _parsed(b.names)
    ]
    known = [item for item in scored if item[0] is not None]
    if not known:
        return []
    score, left, right = max(known, key=lambda item: item[0] or 0.0)
    value = max(policy.given_floor, min(policy.name_cap, score or 0.0))
    return [_evidence("name", value, left, right, fact="given name")]


def _given(x: Name, y: Name) -> float | None:
    ours, theirs = x.of_role(Role.GIVEN), y.of_role(Role.GIVEN)
    if not ours or not theirs:
        return None
    return _likeness(ours[0].units, theirs[0].units, x, y)


def _fathers(a: Biography, b: Biography, policy: LinkPolicy) -> list[Evidence]:
    """Father's name, patronymic and the lineage behind a given name are one fact."""
    ours = _lineage(a)
    theirs = _lineage(b)
    return _parents("father", ours, theirs, policy, fact="father")


def _lineage(person: Biography) -> tuple[str, ...]:
    stems = [part.stem for name in _parsed(person.names) for part in _after_given(name)]
    fathers = [part.units for name in _parsed(person.father) for part in name.parts[:1]]
    given_of_father = [
        part.units for name in _parsed(person.father) for part in name.of_role(Role.GIVEN)
    ]
    return tuple(dict.fromkeys([*stems, *fathers, *given_of_father]))


def _after_given(name: Name) -> tuple[NamePart, ...]:
    return name.of_role(Role.FATHER, Role.PATRONYMIC, Role.LINEAGE, Role.SURNAME)


def _parents(
    kind: str,
    ours: Sequence[str],
    theirs: Sequence[str],
    policy: LinkPolicy,
    *,
    fact: str = "",
) -> list[Evidence]:
    """Agreement of a parent's name; contradiction only when no form comes near."""
    if not ours or not theirs:
        return []
    if fact:
        scored = [(part_ln_lr(x, y, abjad=True), x, y) for x in ours for y in theirs]
    else:
        scored = [
            (_given(x, y) or 0.0, x.original, y.original)
            for x in _parsed(ours)
            for y in _parsed(theirs)
        ]
    if not scored:
        return []
    score, left, right = max(scored)
    value = max(policy.parent_floor, min(policy.parent_cap, score))
    return [_evidence(kind, value, left, right, fact=fact or kind)]


def _birth(a: Biography, b: Biography, policy: LinkPolicy) -> list[Evidence]:
    if a.birth is None or b.birth is None:
        return []
    gap = (max(a.birth[0], b.birth[0]) - min(a.birth[1], b.birth[1])).days
    detail = f"{a.birth[0]}/{a.birth[1]} ~ {b.birth[0]}/{b.birth[1]}"
    if gap <= 0:
        exact = a.birth[0] == a.birth[1] == b.birth[0] == b.birth[1]
        value = policy.birth_agree if exact else policy.birth_near
        return [Evidence("birth", value, detail, fact="birth")]
    if gap <= policy.birth_near_days:
        return [Evidence("birth", 0.0, detail, fact="birth", verdict="near")]
    return [Evidence("birth", policy.birth_differ, detail, fact="birth", verdict="contradicted")]


def _sex(a: Biography, b: Biography, policy: LinkPolicy) -> list[Evidence]:
    if not a.sex or not b.sex:
        return []
    if a.sex == b.sex:
        return [Evidence("sex", policy.sex_agree, a.sex)]
    return [Evidence("sex", policy.sex_differ, f"{a.sex} ~ {b.sex}", verdict="contradicted")]


def _evidence(kind: str, value: float, left: str, right: str, *, fact: str) -> Evidence:
    verdict = "agree" if value > 1 else "contradicted" if value < -1 else "near"
    return Evidence(kind, value, f"{left} ~ {right}", fact=fact, verdict=verdict)


def _likeness(ours: str, theirs: str, x: Name, y: Name) -> float:
    abjad = Script.ARABIC in (x.script, y.script)
    return part_ln_lr(ours, theirs, abjad=abjad)


def _parsed(texts: Sequence[str]) -> list[Name]:
    return [name for text in texts if not (name := _parse(text)).is_empty()]


@lru_cache(maxsize=16384)
def _parse(text: str) -> Name:
    return parse_name(text)
