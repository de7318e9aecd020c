"""What the record says about the people of a paper, and what it does not say yet.

One logged read opens everybody that a paper names. A child without what a paper needs is named
with what is missing; nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _

from jusan.clearance.models import ConventionalBirth, NationalityDecision
from jusan.clearance.papers.record import Birth, ChildEntry, Localised, Names, Precision, Sex
from jusan.core import clock
from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims import cards
from jusan.core.claims.resolution import heads_of, leaves_by_head
from jusan.core.documents.queries import identity_papers, travel_papers
from jusan.core.errors import NotVisible, Refused
from jusan.core.history import reads
from jusan.core.operations.models import Operation
from jusan.core.people.models import Identity, Person
from jusan.core.people.queries import identity_status, sibling_groups
from jusan.core.places.models import Place
from jusan.core.vault.compartments import Compartment
from jusan.names.scripts import script_of

LANGUAGES = ("en", "kk", "ru", "ar")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as the papers name people. ``missing`` is what no paper can do without; ``doubts``
    are properties on which sources disagree."""

    head: UUID
    leaves: tuple[UUID, ...]
    label: str
    code: str
    sex: Sex
    names: Names | None
    birth: Birth
    document_no: str
    sibling_group: str
    missing: tuple[str, ...]
    doubts: tuple[str, ...]

    def entry(self, **more: Any) -> ChildEntry:
        """The child's line; only for somebody of whom nothing is missing."""
        if self.missing or self.names is None:
            raise Refused("this child cannot stand on a paper yet")
        return ChildEntry(
            case_id=self.code,
            names=self.names,
            sex=self.sex,
            birth=self.birth,
            document_no=self.document_no,
            sibling_group=self.sibling_group,
            **more,
        )


def people(
    user: User, operation: Operation, persons: Iterable[UUID], *, purpose: str, route: str
) -> dict[UUID, Somebody]:
    """These persons by head, under one logged read. Raises NotVisible if one is not this user's."""
    heads = sorted(set(heads_of(persons).values()), key=str)
    parts = leaves_by_head(heads)
    _require_visible(user, operation, parts)
    everyone = [leaf for part in parts.values() for leaf in part]
    reads.open_for(
        reader=user.id,
        purpose=purpose,
        subjects=everyone,
        compartments=[Compartment.IDENTITY],
        route=route,
    )
    bodies = {
        card.head: json.loads(card.body) for card in cards.of_heads(heads, Compartment.IDENTITY)
    }
    return {head: _somebody(head, parts[head], bodies.get(head, {})) for head in heads}


def _require_visible(
    user: User, operation: Operation, parts: Mapping[UUID, Sequence[UUID]]
) -> None:
    everyone = [leaf for part in parts.values() for leaf in part]
    opened = scope.compartments_by_subject(user, everyone)
    theirs = Person.objects.filter(id__in=list(parts), operation=operation.id)
    if theirs.count() != len(parts):
        raise NotVisible("there is no such person here")
    for part in parts.values():
        if not any(Compartment.IDENTITY in opened[leaf] for leaf in part):
            raise NotVisible("there is no such person for you")


def _somebody(head: UUID, leaves: list[UUID], body: Mapping[str, Any]) -> Somebody:
    names = names_from([(row["script"], row["text"]) for row in body.get("names", [])])
    code = str(body.get("code") or "")
    travel = travel_papers(leaves, clock.today()).first()
    group = sibling_groups(leaves).first()
    return Somebody(
        head=head,
        leaves=tuple(leaves),
        label=str(body.get("label") or ""),
        code=code,
        sex=_sex(body.get("sex")),
        names=names,
        birth=birth_of(leaves, body.get("birth")),
        document_no=travel.number if travel else "",
        sibling_group=group.label if group else "",
        missing=tuple(_missing(body, names, code)),
        doubts=tuple(body.get("conflicts", [])),
    )


def _missing(body: Mapping[str, Any], names: Names | None, code: str) -> list[str]:
    if body.get("erased"):
        return [_("the data of this person was destroyed")]
    missing = []
    if names is None:
        missing.append(_("no name is recorded"))
    if not code:
        missing.append(_("there is no case number: nobody is recorded as holding the child"))
    return missing


def names_from(forms: Iterable[tuple[str, str]]) -> Names | None:
    """The best form of each script; None when there is no name at all."""
    found: dict[str, str] = {}
    for script, text in forms:
        kind = script if script in {"latin", "cyrillic", "arabic"} else str(script_of(text))
        if text.strip():
            found.setdefault(kind if kind != "other" else "latin", text)
    return Names(**found) if found else None


def name_of(text: str) -> Names:
    """A name that was typed or noted in one script."""
    found = names_from([("", text)])
    return found or Names(latin="-")


def _sex(code: Any) -> Sex:
    return code if code in {"F", "M"} else "X"


def birth_of(leaves: Sequence[UUID], stated: Mapping[str, str] | None) -> Birth:
    """What is known of a birth date; a conventional one only where an authority set it."""
    precision, first = _precision(stated)
    decision = ConventionalBirth.objects.filter(child__in=leaves).order_by("-at").first()
    if decision is not None and precision != "day":
        day = dt.date.fromisoformat(decision.date)
        return Birth(
            precision=precision,
            year=day.year,
            month=day.month,
            day=day.day,
            conventional=True,
            decision=f"{decision.authority}, {decision.at.date().isoformat()}",
        )
    known = {"day": 3, "month": 2, "year": 1, "unknown": 0}[precision]
    parts = (first.year, first.month, first.day) if first else ()
    year, month, day_ = [*parts[:known], None, None, None][:3]
    return Birth(precision=precision, year=year, month=month, day=day_)


def _precision(stated: Mapping[str, str] | None) -> tuple[Precision, dt.date | None]:
    """How much of a date an interval leaves open: a day, its month, its year, or no part."""
    if not stated:
        return "unknown", None
    first = dt.date.fromisoformat(stated["earliest"])
    last = dt.date.fromisoformat(stated["latest"])
    if first == last:
        return "day", first
    if (first.year, first.month) == (last.year, last.month):
        return "month", first
    return ("year", first) if first.year == last.year else ("unknown", None)


def recognised(leaves: Sequence[UUID]) -> list[str]:
    """What a note to another state cannot do without: a signed identity, a decided citizenship."""
    missing = []
    if identity_status(leaves) not in Identity.STANDING:
        missing.append(_("no signed identity stands"))
    if not NationalityDecision.objects.filter(child__in=list(leaves)).exists():
        missing.append(_("citizenship is not decided"))
    return missing


def identity_paper_of(leaves: Sequence[UUID]) -> str:
    """The number of somebody's newest paper that says who they are."""
    paper = identity_papers(leaves).first()
    return paper.number if paper else ""


def place_text(place: Place | None, otherwise: str = "") -> Localised | None:
    """A place in the four languages; the words as noted where it is no place of the list."""
    if place is not None:
        return Localised(**{code: getattr(place, f"name_{code}") for code in LANGUAGES})
    return written(otherwise) if otherwise.strip() else None


def written(text: str, language: str = "") -> Localised:
    """Words typed in one language; without one, in the language of their script."""
    by_script: dict[str, Literal["en", "ru", "ar"]]
    by_script = {"cyrillic": "ru", "arabic": "ar"}
    code = language if language in LANGUAGES else by_script.get(str(script_of(text)), "en")
    return Localised(**{code: text})
