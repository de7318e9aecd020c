"""A family tree for a page: people and parent links of the record, laid out by `kinship.pictures`.

The record may hold what no pedigree can: three mothers, parents by care, a link in a circle. Two
biological parents are a couple; of three nobody says who belongs to whom, so that each has a line
of their own. Parents by care or by law stand on dashed lines. A link that would make somebody
their own ancestor is not drawn and is said below the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol, cast
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jusan.kinship.pedigrees import Pedigree, Sex
from jusan.kinship.pictures import pedigree as pictures
from jusan.kinship.pictures.levels import Family


class PersonLike(Protocol):
    """Who stands in the tree."""

    @property
    def id(self) -> UUID: ...
    @property
    def label(self) -> str: ...
    @property
    def sex(self) -> str: ...


class LinkLike(Protocol):
    """Who is whose parent, in which sense."""

    @property
    def child(self) -> UUID: ...
    @property
    def parent(self) -> UUID: ...
    @property
    def nature(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Marks:
    """What else is known: whose DNA is typed, who is dead, who is sought."""

    typed: AbstractSet[UUID] = frozenset()
    dead: AbstractSet[UUID] = frozenset()
    sought: AbstractSet[UUID] = frozenset()


NO_MARKS = Marks()
Pair = tuple[str, str]


def draw_kin(
    people: Sequence[PersonLike], links: Sequence[LinkLike], marks: Marks = NO_MARKS
) -> SafeString:
    """The tree of these people; empty when nobody is related to anybody."""
    known = {person.id for person in people}
    inside = [link for link in links if link.child in known and link.parent in known]
    if not inside:
        return SafeString("")
    labels = {str(person.id): person.label for person in people}
    ordered = sorted(people, key=lambda person: (person.label, str(person.id)))
    sexes = {str(person.id): _sex(person.sex) for person in ordered}
    blood, care, circular = _without_circles(inside, list(sexes))
    svg = pictures.draw_families(
        sexes,
        [*_families(blood, sexes), *_families(care, sexes, social=True)],
        pictures.Marks(
            typed={str(person) for person in marks.typed},
            missing={str(person) for person in marks.sought},
            dead={str(person) for person in marks.dead},
            labels=labels,
        ),
        words=_words(),
        prefix="tree",
        kind="picture tree",
    )
    return _figure(svg, [(labels[parent], labels[child]) for child, parent in circular])


def draw_pedigree(pedigree: Pedigree, marks: pictures.Marks) -> SafeString:
    """A checked pedigree of the science, as a page shows it."""
    svg = pictures.draw(pedigree, marks, words=_words(), prefix="tree", kind="picture tree")
    return _figure(svg, [])


def _figure(svg: str, circular: Sequence[Pair]) -> SafeString:
    """The picture (every word in it is escaped where it is drawn) and what it leaves out."""
    said = format_html_join(
        "", "<figcaption>{}</figcaption>", ((_not_drawn(*pair),) for pair in circular)
    )
    return format_html('<figure class="tree">{}{}</figure>', SafeString(svg), said)


def _not_drawn(parent: str, child: str) -> str:
    return _("Not drawn: %(parent)s as a parent of %(child)s, who would be their own ancestor.") % {
        "parent": parent,
        "child": child,
    }


def _words() -> pictures.Words:
    return pictures.Words(
        title=_("Family tree"),
        description=_("{persons} persons in {lines} generations."),
        typed=_("DNA typed"),
        missing=_("sought"),
        dead=_("deceased"),
        kin=_("partners who are kin"),
        social=_("parent by care or by law"),
        twins=_("identical twins"),
    )


def _sex(sex: str) -> Sex:
    return cast(Sex, sex) if sex in ("M", "F") else "U"


def _without_circles(
    links: Sequence[LinkLike], people: Sequence[str]
) -> tuple[list[Pair], list[Pair], list[Pair]]:
    """(child, parent) by blood, by care or law, and those that would close a circle."""
    above: dict[str, set[str]] = {person: set() for person in people}
    parts: tuple[list[Pair], list[Pair], list[Pair]] = ([], [], [])
    place = {person: number for number, person in enumerate(people)}
    pairs = [(str(link.child), str(link.parent), link.nature != "biological") for link in links]
    # blood first: what a circle costs is a link by care, if there is one
    for child, parent, care in sorted(
        set(pairs), key=lambda pair: (pair[2], place[pair[0]], place[pair[1]])
    ):
        if child == parent or child in _ancestors(parent, above):
            parts[2].append((child, parent))
        elif parent not in above[child]:
            above[child].add(parent)
            parts[1 if care else 0].append((child, parent))
    return parts


def _ancestors(person: str, above: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [person]
    while waiting:
        for parent in above[waiting.pop()]:
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found


def _families(
    pairs: Sequence[Pair], sexes: dict[str, Sex], *, social: bool = False
) -> list[Family]:
    """Couples with all their children; of more than two parents each stands alone."""
    parents: dict[str, list[str]] = {}
    for child, parent in pairs:
        parents.setdefault(child, []).append(parent)
    children: dict[tuple[str, str | None], list[str]] = {}
    for child, own in parents.items():
        if len(own) == 2:
            one, two = sorted(own, key=lambda parent: ("MUF".index(sexes[parent]), parent))
            children.setdefault((one, two), []).append(child)
            continue
        for parent in own:
            children.setdefault((parent, None), []).append(child)
    return [Family(one, two, tuple(own), social) for (one, two), own in children.items()]
