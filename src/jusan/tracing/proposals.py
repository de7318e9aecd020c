"""Link proposals, computed from what is known now and never stored as truth."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jusan.core.claims.models import Answer, Judgement
from jusan.core.claims.queries import all_heads
from jusan.core.claims.resolution import head_of, heads_of, leaves_by_head, live_judgements
from jusan.core.claims.statements import Said, properties, said_about
from jusan.core.operations.models import Operation
from jusan.core.vault import permits
from jusan.core.vault.compartments import Compartment
from jusan.matching.biography import (
    Biography,
    Proposal,
    compare,
    default_policy,
    propose_links,
)

#: Evidence that moved by less is the same evidence.
_TOLERANCE = 0.01
#: A refused pair comes back when it has become ten times more probable than it was then.
RAISED = math.log(10)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The live answer between two persons, with the evidence that was shown to who gave it."""

    answer: str
    at: datetime
    left: UUID
    right: UUID
    total: float | None
    items: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair worth a look; ``news`` are the kinds of evidence that changed since ``earlier``."""

    proposal: Proposal
    earlier: Earlier | None = None
    news: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether nobody answered yet, or something is new since."""
        return self.earlier is None or bool(self.news)


def candidates(operation: Operation) -> list[Candidate]:
    """Pairs of persons worth an officer's look: unanswered ones first, best first.

    A pair held different is left out until its evidence has risen by ``RAISED``; an unsure one
    stays at the end.
    """
    people = {str(head): bio for head, bio in biographies(all_heads(operation.id)).items()}
    earlier = _earlier(people)
    refused = {
        pair: told
        for pair, told in earlier.items()
        if told.answer == Answer.DIFFERENT and not _risen(people, pair, told)
    }
    found = [
        _candidate(proposal, earlier.get((proposal.a, proposal.b)))
        for proposal in propose_links(
            list(people.values()), default_policy(), apart=frozenset(refused)
        )
    ]
    return sorted(found, key=lambda item: not item.waits)


def between(left: UUID, right: UUID) -> Candidate:
    """Two given heads weighed, whether they would be proposed or not: no list is complete."""
    people = {str(head): bio for head, bio in biographies([left, right]).items()}
    a, b = sorted(people)
    weighing = compare(people[a], people[b], default_policy())
    return _candidate(Proposal(a, b, weighing), _earlier(people).get((a, b)))


def propose(operation: Operation) -> list[Proposal]:
    """The proposals alone, in the order of ``candidates``."""
    return [item.proposal for item in candidates(operation)]


def biographies(heads: Sequence[UUID]) -> dict[UUID, Biography]:
    """What is said about each head, over all its leaves. The machine reads; no person does."""
    leaves = leaves_by_head(heads)
    owner = {leaf: head for head, part in leaves.items() for leaf in part}
    spoken: dict[UUID, list[Said]] = {head: [] for head in leaves}
    with permits.holding(permits.system("link proposals")):
        for said in said_about(owner, [Compartment.IDENTITY]):
            spoken[owner[said.person]].append(said)
    return {head: _biography(head, said) for head, said in spoken.items()}


def evidence_between(operation: Operation, left: UUID, right: UUID) -> dict[str, Any]:
    """What the machine would show about two persons now, as plain data to keep with an answer."""
    del operation
    heads = sorted({head_of(left), head_of(right)}, key=str)
    people = biographies(heads)
    if len(people) < 2:
        return {}
    weighing = compare(people[heads[0]], people[heads[1]], default_policy())
    return {
        "policy": default_policy().version,
        "total": repr(weighing.total),
        "items": [
            {"kind": item.kind, "ln_lr": repr(item.ln_lr), "detail": item.detail}
            for item in weighing.items
        ],
    }


def _biography(head: UUID, said: Sequence[Said]) -> Biography:
    held = properties(said)
    birth = held["birth"].best.value if "birth" in held and held["birth"].best else None
    sex = held["sex"].best.value if "sex" in held and held["sex"].best else None
    return Biography(
        id=str(head),
        names=_texts(said, "name"),
        sex=sex,
        birth=_interval(birth),
        mother=_texts(said, "mother_name"),
        father=_texts(said, "father_name"),
        register_no=next(iter(_texts(said, "register_no")), None),
    )


def _texts(said: Sequence[Said], name: str) -> tuple[str, ...]:
    texts = [
        item.value["text"] if isinstance(item.value, dict) else str(item.value)
        for item in said
        if item.property_name == name and item.counts
    ]
    return tuple(dict.fromkeys(texts))


def _interval(birth: Mapping[str, str] | None) -> tuple[date, date] | None:
    if not birth:
        return None
    return date.fromisoformat(birth["earliest"]), date.fromisoformat(birth["latest"])


def _earlier(people: Mapping[str, Biography]) -> dict[tuple[str, str], Earlier]:
    """The newest live answer "different" or "unsure" between heads, in id order."""
    rows = list(
        live_judgements()
        .exclude(answer=Answer.SAME)
        .filter(left__in=_all_leaves(people))
        .order_by("judged_at", "recorded_at")
    )
    known = heads_of([leaf for row in rows for leaf in (row.left, row.right)])
    found: dict[tuple[str, str], Earlier] = {}
    with permits.holding(permits.system("link proposals")):
        for row in rows:
            a, b = sorted((str(known[row.left]), str(known[row.right])))
            if a != b and a in people and b in people:
                found[(a, b)] = _as_earlier(row)
    return found


def _all_leaves(people: Mapping[str, Biography]) -> list[UUID]:
    parts = leaves_by_head([UUID(head) for head in people]).values()
    return [leaf for part in parts for leaf in part]


def _as_earlier(row: Judgement) -> Earlier:
    shown = json.loads(row.evidence) if row.evidence else {}
    items = {item["kind"]: float(item["ln_lr"]) for item in shown.get("items", [])}
    total = float(shown["total"]) if "total" in shown else None
    return Earlier(row.answer, row.judged_at, row.left, row.right, total, items)


def _risen(people: Mapping[str, Biography], pair: tuple[str, str], told: Earlier) -> bool:
    if told.total is None:
        return False
    weighing = compare(people[pair[0]], people[pair[1]], default_policy())
    return weighing.total - told.total >= RAISED


def _candidate(proposal: Proposal, told: Earlier | None) -> Candidate:
    if told is None or told.total is None or proposal.total - told.total < RAISED:
        return Candidate(proposal, told)
    news = (
        item.kind
        for item in proposal.weighing.items
        if abs(item.ln_lr - told.items.get(item.kind, 0.0)) > _TOLERANCE
    )
    return Candidate(proposal, told, tuple(dict.fromkeys(news)))
