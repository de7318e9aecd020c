"""Person cards: one row a head and compartment, so that a list page stays at a few queries.

Rooms above add sections through ``register_section``. Cards are updated by the operation that
changes something, in its transaction; ``differences`` rebuilds and compares them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jusan.core.claims.models import Head, PersonCard, SearchToken
from jusan.core.claims.resolution import leaves_by_head, owners, persons_of
from jusan.core.claims.statements import Property, Said, properties, said_about
from jusan.core.claims.tokens import tokens_of
from jusan.core.operations.models import Case
from jusan.core.people.models import Person
from jusan.core.vault import permits, service
from jusan.core.vault.compartments import Compartment

#: Leaves of every head asked for -> a section for each head that has one.
Section = Callable[[Mapping[UUID, list[UUID]]], dict[UUID, dict[str, Any]]]
#: (head, compartment or "search tokens") -> what stands there, for comparing.
_Parts = dict[tuple[UUID, str], str]
_sections: dict[tuple[Compartment, str], Section] = {}

NAME_PROPERTIES = ("name", "given_name", "surname", "patronymic", "father_name", "mother_name")


def register_section(compartment: Compartment, name: str, build: Section) -> None:
    """Let a room add its part to the cards of a compartment."""
    _sections[(compartment, name)] = build


def refresh(persons: Iterable[UUID]) -> None:
    """Rebuild the cards and search tokens of these persons (leaves or heads, any mixture)."""
    leaves = persons_of(persons)
    everyone = owners(leaves)
    PersonCard.objects.filter(head__in=everyone).delete()
    SearchToken.objects.filter(head__in=everyone).delete()
    with permits.holding(permits.system("cards")):
        cards, tokens = _built(leaves)
    PersonCard.objects.bulk_create(cards, batch_size=500)
    SearchToken.objects.bulk_create(tokens, batch_size=1000)


def refresh_sections(persons: Iterable[UUID], compartment: Compartment) -> None:
    """Rebuild only the cards of one compartment other than identity: nobody's claims are read."""
    leaves = persons_of(persons)
    old = PersonCard.objects.filter(head__in=owners(leaves), compartment=compartment.value)
    old.delete()
    anchors = _anchors(leaves)
    bodies = _sections_of(compartment, leaves)
    PersonCard.objects.bulk_create(
        _card(head, compartment, anchors[head], body) for head, body in bodies.items() if body
    )


def drop(heads: Iterable[UUID]) -> None:
    """Remove the cards of heads that no longer stand for anybody."""
    gone = set(heads) - set(
        Head.objects.filter(head__in=list(heads)).values_list("head", flat=True)
    )
    PersonCard.objects.filter(head__in=gone).delete()
    SearchToken.objects.filter(head__in=gone).delete()


def differences() -> list[str]:
    """Cards and search tokens that are not what a rebuild would give. Empty when all is well."""
    wanted = _wanted(leaves_by_head(set(Head.objects.values_list("head", flat=True))))
    present = _present(PersonCard.objects.all(), SearchToken.objects.all())
    return [f"card {part} of {head}" for head, part in _unlike(wanted, present)]


def differing(heads: set[UUID]) -> set[UUID]:
    """Which of these heads have a card or search tokens that a rebuild would not give."""
    present = _present(
        PersonCard.objects.filter(head__in=heads), SearchToken.objects.filter(head__in=heads)
    )
    return {head for head, _ in _unlike(_wanted(leaves_by_head(heads)), present)}


def _unlike(wanted: _Parts, present: _Parts) -> list[tuple[UUID, str]]:
    keys = wanted.keys() | present.keys()
    return sorted((key for key in keys if wanted.get(key) != present.get(key)), key=str)


def _wanted(leaves: Mapping[UUID, list[UUID]]) -> _Parts:
    with permits.holding(permits.system("check_cards")):
        return _parts(*_built(leaves))


def _present(rows: QuerySet[PersonCard], tokens: QuerySet[SearchToken]) -> _Parts:
    return _parts(rows.iterator(2000), tokens.order_by("head", "token").iterator(2000))


def _parts(rows: Iterable[PersonCard], tokens: Iterable[SearchToken]) -> _Parts:
    parts = {(card.head, card.compartment): card.body for card in rows}
    for token in tokens:
        key = (token.head, "search tokens")
        parts[key] = f"{parts.get(key, '')} {token.token}"
    return parts


def _built(leaves: Mapping[UUID, list[UUID]]) -> tuple[list[PersonCard], list[SearchToken]]:
    spoken = _spoken(leaves)
    return _cards(leaves, spoken), _tokens(spoken)


def _cards(
    leaves: Mapping[UUID, list[UUID]], spoken: Mapping[UUID, list[Said]]
) -> list[PersonCard]:
    anchors = _anchors(leaves)
    cards = []
    for compartment in Compartment:
        sections = _sections_of(compartment, leaves)
        for head in leaves:
            body = dict(sections.get(head, {}))
            if compartment is Compartment.IDENTITY:
                body |= _identity(head, anchors[head], spoken[head])
            if body:
                cards.append(_card(head, compartment, anchors[head], body))
    return cards


def _card(
    head: UUID, compartment: Compartment, anchor: dict[str, Any], body: dict[str, Any]
) -> PersonCard:
    return PersonCard(
        head=head,
        compartment=compartment.value,
        operation=anchor["operation"],
        kind=anchor["kind"],
        # PostgreSQL stores no NUL; the claim keeps the name as it was received.
        sort_key=str(body.get("label", "")).replace("\0", "")[:120],
        body=json.dumps(body, ensure_ascii=False, sort_keys=True, default=str),
    )


def _anchors(leaves: Mapping[UUID, list[UUID]]) -> dict[UUID, dict[str, Any]]:
    everyone = [leaf for part in leaves.values() for leaf in part]
    persons = Person.objects.in_bulk(everyone)
    codes = dict(Case.objects.filter(person__in=everyone).values_list("person", "code"))
    anchors = {}
    for head, part in leaves.items():
        kinds = [persons[leaf].kind for leaf in part]
        anchors[head] = {
            "operation": persons[part[0]].operation,
            # A child stays a child, however a line called them.
            "kind": "child" if "child" in kinds else sorted(kinds)[0],
            "codes": sorted(codes[leaf] for leaf in part if leaf in codes),
        }
    return anchors


def _spoken(leaves: Mapping[UUID, list[UUID]]) -> dict[UUID, list[Said]]:
    owner = owners(leaves)
    result: dict[UUID, list[Said]] = {head: [] for head in leaves}
    for said in said_about(owner, [Compartment.IDENTITY]):
        result[owner[said.person]].append(said)
    return result


def _identity(head: UUID, anchor: dict[str, Any], said: list[Said]) -> dict[str, Any]:
    held = properties(said)
    names = _names(said)
    label = names[0]["text"] if names else ""
    store = service.store()
    return {
        "label": label,
        "code": anchor["codes"][0] if anchor["codes"] else "",
        "names": names,
        "birth": _value(held, "birth"),
        "sex": _value(held, "sex"),
        "mother": _value(held, "mother_name"),
        "site": _value(held, "site"),
        "conflicts": sorted(name for name, item in held.items() if item.conflicts),
        "sources": sorted({item.channel for item in said}),
        "erased": store.is_destroyed(head),
    }


def _value(held: Mapping[str, Property], name: str) -> Any:
    best = held[name].best if name in held else None
    return best.value if best else None


def _names(said: Iterable[Said]) -> list[dict[str, str]]:
    """Every distinct name form, best source first."""
    forms = sorted(
        (item for item in said if item.property_name == "name" and item.counts),
        key=lambda item: (item.rank, item.as_written, str(item.claim)),
    )
    rows: dict[str, dict[str, str]] = {}
    for item in forms:
        text = item.value["text"] if isinstance(item.value, dict) else str(item.value)
        script = item.value.get("script", "") if isinstance(item.value, dict) else ""
        row = {"text": text, "script": script, "source": item.source}
        rows.setdefault(text, row)
    return list(rows.values())


def _sections_of(
    compartment: Compartment, leaves: Mapping[UUID, list[UUID]]
) -> dict[UUID, dict[str, Any]]:
    merged: dict[UUID, dict[str, Any]] = {}
    for (where, name), build in sorted(_sections.items(), key=lambda item: item[0]):
        if where is compartment:
            for head, part in build(leaves).items():
                merged.setdefault(head, {})[name] = part
    return merged


def _tokens(spoken: Mapping[UUID, list[Said]]) -> list[SearchToken]:
    rows = []
    for head, said in spoken.items():
        texts = []
        for item in said:
            if item.property_name in NAME_PROPERTIES and item.counts:
                texts.append(item.value["text"] if isinstance(item.value, dict) else item.value)
        rows += [SearchToken(head=head, token=token) for token in sorted(tokens_of(texts))]
    return rows


def of_heads(heads: Iterable[UUID], compartment: Compartment) -> QuerySet[PersonCard]:
    """Cards of these heads in one compartment. Callers have logged the read."""
    return PersonCard.objects.filter(head__in=list(heads), compartment=compartment.value)
