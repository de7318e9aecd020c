"""What the record holds about many children, read in a dozen queries whatever their number.

``facts`` draws its conclusions from it and ``board`` its events; nothing is concluded here. Ids,
codes and dates, and the few claims on which a guard of the packs rests: nothing else is opened.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from jusan.core.claims import cards
from jusan.core.claims.models import Claim, Mention, Report
from jusan.core.claims.resolution import owners, persons_of
from jusan.core.claims.statements import Said, opened
from jusan.core.documents.models import Document, DocumentKind
from jusan.core.documents.queries import of_subjects
from jusan.core.people.models import Nature, ParentLink
from jusan.core.people.queries import live_parent_links
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.core.vault import permits
from jusan.core.vault.compartments import Compartment

#: Reports in which a family asks: the claimant stands in the first line of a request.
REQUESTS = "family_requests"
CHILD_CLAIMS = ("birth", "born_where", "father_nationality")
MOTHER_CLAIMS = ("citizenship",)
PAPERS = (DocumentKind.PASSPORT, DocumentKind.BIRTH_RECORD)
#: Kin of a child in the sense of its parent links; a social parent is not a legal one.
KIN = (Nature.BIOLOGICAL, Nature.LEGAL)
_WOMEN_ROLES = ("woman", "speaker")
Sexes = Mapping[UUID, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """Where a leaf is spoken of."""

    leaf: UUID
    report: UUID
    kind: str
    number: int
    role: str


@dataclass(frozen=True, slots=True)
class Record:
    """Children with those around them; ``persons`` are leaves by head, the rest goes by leaf."""

    persons: Mapping[UUID, Sequence[UUID]]
    links: Mapping[UUID, Sequence[ParentLink]]
    sexes: Sexes
    lines: Mapping[UUID, Sequence[Line]]
    claimants: Mapping[UUID, Sequence[Line]]
    said: Mapping[UUID, Sequence[Said]]
    papers: Mapping[UUID, Sequence[Document]]
    deceased: Collection[UUID]
    heads: Mapping[UUID, UUID]

    def of(self, rows: Mapping[UUID, Sequence[T]], head: UUID) -> list[T]:
        """Rows kept by leaf, for the whole person."""
        return [row for leaf in self.persons[head] for row in rows.get(leaf, ())]

    def is_dead(self, head: UUID) -> bool:
        """Whether a death of this person is recorded."""
        return any(leaf in self.deceased for leaf in self.persons[head])


def read(children: Mapping[UUID, Sequence[UUID]]) -> Record:
    """Read the record of children (leaves by head), of their parents and those who ask for them."""
    own = owners(children)
    links = [link for link in live_parent_links(own) if link.child in own]
    parents = persons_of(link.parent for link in links if link.nature in KIN)
    lines = _by(_lines([*own, *owners(parents)]), lambda line: line.leaf)
    claimants = _claimants(line for leaf in own for line in lines.get(leaf, ()))
    sexes = _sexes(parents, lines)
    mothers = [leaf for head, part in parents.items() if sexes[head] == "F" for leaf in part]
    persons = {**persons_of(line.leaf for line in claimants), **parents, **children}
    return Record(
        persons=persons,
        heads=owners(persons),
        links=_by(links, lambda link: link.child),
        sexes=sexes,
        lines=lines,
        claimants=_by(claimants, lambda line: line.report),
        said=_by(_said(own, mothers), lambda said: said.person),
        papers=_by(_papers(own), lambda paper: paper.subject),
        deceased=standing.told_of([*own, *owners(parents)], FactKind.DECEASED),
    )


def _lines(leaves: Iterable[UUID]) -> list[Line]:
    return _spoken(Mention.objects.filter(person__in=list(leaves)))


def _claimants(lines: Iterable[Line]) -> list[Line]:
    """Who asks, in the requests in which these lines stand."""
    requests = {line.report for line in lines if line.kind == REQUESTS}
    return _spoken(Mention.objects.filter(report__in=requests, role="claimant"))


def _spoken(mentions: QuerySet[Mention]) -> list[Line]:
    kind = Report.objects.filter(id=OuterRef("report")).values("kind")
    rows = mentions.annotate(report_kind=Subquery(kind))
    return [
        Line(*row) for row in rows.values_list("person", "report", "report_kind", "line", "role")
    ]


def _sexes(parents: Mapping[UUID, Sequence[UUID]], lines: Mapping[UUID, Sequence[Line]]) -> Sexes:
    """By head. A host list of mothers says that somebody is a woman by naming them; of the
    others the card says it."""
    sexes = {
        head: "F"
        for head, leaves in parents.items()
        if any(line.role in _WOMEN_ROLES for leaf in leaves for line in lines.get(leaf, ()))
    }
    others = parents.keys() - sexes.keys()
    bodies = cards.of_heads(others, Compartment.IDENTITY).values_list("head", "body")
    said = {head: json.loads(body).get("sex") or "U" for head, body in bodies}
    return dict.fromkeys(others, "U") | said | sexes


def _said(children: Iterable[UUID], mothers: Iterable[UUID]) -> list[Said]:
    needed = Q(person__in=list(children), property__in=CHILD_CLAIMS)
    needed |= Q(person__in=list(mothers), property__in=MOTHER_CLAIMS)
    with permits.holding(permits.system("clearance facts")):
        return opened(Claim.objects.filter(needed, compartment=Compartment.IDENTITY.value))


def _papers(leaves: Iterable[UUID]) -> list[Document]:
    """Passports and birth records, newest issue first."""
    return list(of_subjects(leaves).filter(kind__in=PAPERS).defer("number"))


def _by(rows: Iterable[T], key: Callable[[T], UUID]) -> dict[UUID, list[T]]:
    groups: dict[UUID, list[T]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)
