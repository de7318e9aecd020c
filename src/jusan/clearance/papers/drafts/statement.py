"""F2: what a mother said at one sitting about each of her children, from the positions recorded.

Her words, how she was heard and by whom come from the record. The offices of those who signed do
not stand there and are typed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jusan.clearance.papers.gathering import (
    Somebody,
    identity_paper_of,
    name_of,
    people,
    place_text,
    written,
)
from jusan.clearance.papers.record import (
    ChildPosition,
    Head,
    Localised,
    MothersStatement,
    Party,
)
from jusan.core.access.models import User
from jusan.core.claims.resolution import heads_of, leaves_of
from jusan.core.consent.models import Matter, Outcome, Position
from jusan.core.consent.queries import positions
from jusan.core.history.models import Event, EventSubject
from jusan.core.operations.models import Operation
from jusan.core.people.models import Nature
from jusan.core.people.queries import live_parent_links
from jusan.core.places.models import Place

#: Languages in which mothers of these operations are heard, as the papers call them.
SPOKEN = {
    "kk": Localised(en="Kazakh", kk="қазақ тілі", ru="казахский", ar="الكازاخية"),
    "ru": Localised(en="Russian", kk="орыс тілі", ru="русский", ar="الروسية"),
    "ar": Localised(en="Arabic", kk="араб тілі", ru="арабский", ar="العربية"),
    "en": Localised(en="English", kk="ағылшын тілі", ru="английский", ar="الإنجليزية"),
    "uz": Localised(en="Uzbek", kk="өзбек тілі", ru="узбекский", ar="الأوزبكية"),
    "tr": Localised(en="Turkish", kk="түрік тілі", ru="турецкий", ar="التركية"),
    "ku": Localised(en="Kurdish", kk="күрд тілі", ru="курдский", ar="الكردية"),
}
#: What is each mother's own about each child; everything else is how she was heard.
_OWN_WORDS = frozenset({"why", "words"})


@dataclass(frozen=True, slots=True)
class Ground:
    """What the record holds for a statement. Without ``missing`` it can be drawn up."""

    mother: Somebody | None = None
    said: tuple[tuple[Somebody, Position, Mapping[str, str]], ...] = ()
    heard: Mapping[str, str] | None = None
    place: Localised | None = None
    mother_document: str = ""
    officer: str = ""
    missing: tuple[str, ...] = ()

    @property
    def children(self) -> list[Somebody]:
        """The children named."""
        return [child for child, _position, _heard in self.said]

    @property
    def spoken(self) -> str:
        """The language in which she was heard, in the language of the page."""
        code = (self.heard or {}).get("language", "")
        known = SPOKEN.get(code)
        return str(getattr(known, (get_language() or "en")[:2], code)) if known else code

    @property
    def named(self) -> list[UUID]:
        """All leaves of everybody named."""
        everybody = [*self.children, *([self.mother] if self.mother else [])]
        return sorted({leaf for one in everybody for leaf in one.leaves}, key=str)


def ground(user: User, operation: Operation, child: UUID, *, route: str) -> Ground:
    """What is recorded of the sitting at which the child's mother last spoke of its return."""
    leaves = leaves_of(child)
    newest = positions(leaves, Matter.RETURN).exclude(holder__in=leaves).last()
    if newest is None:
        return Ground(missing=(_("no position of the mother on the return is recorded"),))
    together = _same_day(newest)
    heads = heads_of([newest.holder, *(row.subject for row in together)])
    found = people(user, operation, heads.values(), purpose="mother's statement", route=route)
    mother = found[heads[newest.holder]]
    heard = _circumstances(newest)
    said = [
        (found[heads[row.subject]], row, circumstances)
        for row in together
        if _manner(circumstances := _circumstances(row)) == _manner(heard)
    ]
    said.sort(key=lambda item: item[0].code)
    place = Place.objects.filter(slug__iexact=heard.get("place", "")).first()
    filled = Ground(
        mother=mother,
        said=tuple(said),
        heard=heard,
        place=place_text(place, heard.get("place", "")),
        mother_document=identity_paper_of(mother.leaves),
        officer=_taken_by(newest),
    )
    return replace(filled, missing=tuple(_gaps(filled, heard)))


def _same_day(newest: Position) -> list[Position]:
    """The positions of that day on the return that still stand, one for each child."""
    holders = leaves_of(newest.holder)
    rows = Position.objects.filter(
        operation=newest.operation,
        matter=Matter.RETURN,
        holder__in=holders,
        taken_at__date=newest.taken_at.date(),
    )
    standing = {}
    for row in rows.order_by("taken_at", "recorded_at"):
        leaves = leaves_of(row.subject)
        last = positions(leaves, Matter.RETURN).exclude(holder__in=leaves).last()
        if last is not None and last.id == row.id:
            standing[row.id] = row
    return list(standing.values())


def _circumstances(row: Position) -> dict[str, str]:
    kept = json.loads(row.circumstances or "{}")
    return {str(name): str(value) for name, value in kept.items()}


def _manner(circumstances: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in circumstances.items() if name not in _OWN_WORDS}


def _taken_by(row: Position) -> str:
    """Who recorded the position, from the act that did."""
    about = EventSubject.objects.filter(subject=row.holder).values("event")
    for event in Event.objects.filter(id__in=about, kind="consent.position_recorded"):
        if json.loads(event.payload).get("position") == str(row.id):
            return User.objects.get(id=event.actor).display_name
    return ""


def _gaps(found: Ground, heard: Mapping[str, str]) -> list[str]:
    assert found.mother is not None
    missing = [f"{_('the mother')}: {gap}" for gap in _gaps_of_mother(found.mother)]
    for child, _row, _heard in found.said:
        missing += [f"{child.code or child.label}: {gap}" for gap in child.missing]
        if not _is_parent(child, found.mother):
            who = child.code or child.label
            missing.append(f"{who}: {_('she is not recorded as a parent of this child')}")
    return missing + _gaps_of_hearing(found, heard)


def _gaps_of_mother(mother: Somebody) -> list[str]:
    gaps = []
    if mother.names is None:
        gaps.append(_("no name is recorded"))
    if mother.sex == "M":
        gaps.append(_("who spoke is recorded as male"))
    return gaps


def _is_parent(child: Somebody, mother: Somebody) -> bool:
    links = live_parent_links(child.leaves).exclude(nature=Nature.SOCIAL)
    return links.filter(child__in=child.leaves, parent__in=mother.leaves).exists()


def _gaps_of_hearing(found: Ground, heard: Mapping[str, str]) -> list[str]:
    gaps = []
    if found.place is None:
        gaps.append(_("where she was heard"))
    if not heard.get("language"):
        gaps.append(_("in which language she was heard"))
    if heard.get("linked_to_privileges") != "no":
        # The paper says so in print; it may not say what nobody recorded.
        gaps.append(_("that nothing was promised or threatened for her answer"))
    if any(row.outcome == Outcome.CONSENT for _child, row, _heard in found.said):
        gaps += _gaps_of_consent(heard)
    return [_("not recorded: %(what)s") % {"what": gap} for gap in gaps]


def _gaps_of_consent(heard: Mapping[str, str]) -> list[str]:
    """Consent counts only where it was free (corrections 3)."""
    gaps = []
    if heard.get("in_private") != "yes":
        gaps.append(_("that she was heard in private"))
    if heard.get("read_back") != "yes":
        gaps.append(_("that the statement was read back to her"))
    if not heard.get("witness"):
        gaps.append(_("counsel or an independent witness"))
    if not _hours(heard):
        gaps.append(_("time for reflection"))
    return gaps


def _hours(heard: Mapping[str, str]) -> int:
    text = heard.get("cooling_off_hours", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def paper(found: Ground, number: str, typed: Mapping[str, Any]) -> MothersStatement:
    """The statement. Raises RecordError where the record contradicts itself."""
    assert found.mother is not None and found.mother.names is not None
    assert found.heard is not None and found.place is not None
    heard, language = found.heard, str(typed["language"])
    beside = _beside(heard, typed, language)
    counsel = heard.get("witness_is", typed.get("witness_is")) == "counsel"
    interpreter = heard.get("interpreter") or typed.get("interpreter") or ""
    spoken = heard["language"]
    return MothersStatement(
        head=Head(number=number, date=found.said[0][1].taken_at.date(), place=found.place),
        mother=found.mother.names,
        mother_document=found.mother_document,
        taken_in_private=heard.get("in_private") == "yes",
        spoken_language=SPOKEN.get(spoken) or written(spoken),
        interpreter=name_of(interpreter) if interpreter else None,
        counsel=beside if counsel else None,
        witness=None if counsel else beside,
        officer=Party(
            names=name_of(found.officer or str(typed["officer_name"])),
            title=written(str(typed["officer_office"]), language),
            authority=written(str(typed["officer_authority"]), language),
        ),
        cooling_off_hours=_hours(heard),
        confirmed_after_cooling_off=_confirmed(heard, typed),
        read_back=heard.get("read_back") == "yes",
        positions=tuple(
            ChildPosition(
                child=child.entry(),
                outcome=row.outcome,  # type: ignore[arg-type]
                words=circumstances.get("words", ""),
            )
            for child, row, circumstances in found.said
        ),
    )


def _beside(heard: Mapping[str, str], typed: Mapping[str, Any], language: str) -> Party | None:
    if not heard.get("witness"):
        return None
    return Party(
        names=name_of(heard["witness"]),
        title=written(str(typed["witness_office"]), language),
        authority=written(str(typed["witness_authority"]), language),
    )


def _confirmed(heard: Mapping[str, str], typed: Mapping[str, Any]) -> bool:
    return heard["confirmed"] == "yes" if "confirmed" in heard else bool(typed.get("confirmed"))
