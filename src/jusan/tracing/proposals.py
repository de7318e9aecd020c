"""Link proposals, computed from what is known now and never stored as truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from jusan.core.claims.models import Answer
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


def propose(operation: Operation) -> list[Proposal]:
    """Pairs of persons worth an officer's look, best first; answered pairs are left out."""
    heads = all_heads(operation.id)
    people = biographies(heads)
    return propose_links(list(people.values()), default_policy(), apart=_answered(heads))


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
    heads = [head_of(left), head_of(right)]
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


def _answered(heads: Sequence[UUID]) -> frozenset[tuple[str, str]]:
    """Pairs of heads between which a "different" stands."""
    rows = live_judgements().filter(answer=Answer.DIFFERENT).values_list("left", "right")
    pairs = list(rows)
    known = heads_of([leaf for pair in pairs for leaf in pair])
    wanted = set(heads)
    return frozenset(
        (min(str(known[a]), str(known[b])), max(str(known[a]), str(known[b])))
        for a, b in pairs
        if known[a] in wanted and known[b] in wanted
    )
