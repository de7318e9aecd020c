"""Reading what was received: files, their lines, values that nobody could read, press items."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims import policies
from jusan.core.claims.models import Claim, Mention, Report, Source
from jusan.core.claims.resolution import heads_of
from jusan.core.claims.statements import unreadable
from jusan.core.history import reads
from jusan.core.operations.models import Operation
from jusan.core.vault.compartments import Compartment
from jusan.tracing.models import PressItem
from jusan.tracing.readings import Reading, read_claims, readings_of
from jusan.web.words import field_word, flag_word

PAGE = 50


@dataclass(frozen=True, slots=True)
class IntakeLine:
    """One received file; ``read`` of its flagged values have an officer's reading."""

    report: Report
    source: Source
    flagged: int
    read: int


@dataclass(frozen=True, slots=True)
class Flagged:
    """One value that could not be read, as received, with where it stands.

    ``hidden`` names the compartment when this reader does not open it.
    """

    file_name: str
    line: int
    field: str
    flag: str
    as_written: str
    hidden: str = ""
    claim: UUID | None = None
    readings: tuple[Reading, ...] = ()

    @property
    def why(self) -> str:
        """The flag in the reader's language."""
        return flag_word(self.flag)


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """One person in one line of a file, in the words in which it came."""

    line: int
    role: str
    person: UUID
    words: Mapping[str, str]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """One page of a file's lines."""

    report: Report
    source: Source
    lines: tuple[ReceivedLine, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A number about the group on which published sources do not agree."""

    label: Any
    values: tuple[int, ...]


def intakes(user: User, operation: Operation) -> list[IntakeLine]:
    """Received files, newest first. Raises NotPermitted."""
    policies.can_take_report(user, operation.id).require()
    reports = list(Report.objects.filter(operation=operation.id).order_by("-received_at", "id"))
    sources = Source.objects.in_bulk({report.source for report in reports})
    flagged, read = _flagged_by_report(operation)
    return [
        IntakeLine(
            report, sources[report.source], flagged.get(report.id, 0), read.get(report.id, 0)
        )
        for report in reports
    ]


def received_file(
    user: User, operation: Operation, report_id: UUID, page: int, *, route: str
) -> ReceivedFile:
    """A file's lines as received, a page of them; their reading is logged. Raises NotVisible."""
    policies.can_take_report(user, operation.id).require()
    report = scope.get_visible(Report.objects.filter(operation=operation.id), id=report_id)
    rows = scope.visible_to(
        user,
        Mention.objects.filter(report=report.id),
        subject="person",
        compartment=Compartment.IDENTITY,
    ).order_by("line", "role")
    pages = max(1, -(-rows.count() // PAGE))
    page = min(max(page, 1), pages)
    mentions = list(rows[(page - 1) * PAGE : page * PAGE])
    reads.open_for(
        reader=user.id,
        purpose="received list",
        subjects=[mention.person for mention in mentions],
        compartments=[Compartment.IDENTITY],
        route=route,
    )
    lines = _received_lines(mentions)
    return ReceivedFile(report, Source.objects.get(id=report.source), tuple(lines), page, pages)


def open_list(user: User, operation: Operation, report_id: UUID, *, route: str) -> list[Flagged]:
    """Unreadable values of one file; their reading is logged. Raises NotVisible."""
    policies.can_take_report(user, operation.id).require()
    report = scope.get_visible(Report.objects.filter(operation=operation.id), id=report_id)
    mentions = Mention.objects.in_bulk(
        Mention.objects.filter(report=report.id).values_list("id", flat=True)
    )
    visible = set(scope.subjects_for(user, Compartment.IDENTITY))
    claims = [
        claim
        for claim in unreadable(operation.id).filter(mention__in=list(mentions))
        if claim.person in visible
    ]
    subjects = [claim.person for claim in claims]
    opened = _opened_for_all(user, subjects)
    reads.open_for(
        reader=user.id, purpose="open list", subjects=subjects, compartments=opened, route=route
    )
    claims.sort(key=lambda claim: (mentions[claim.mention].line, claim.field))
    read = readings_of(user, operation, [claim.id for claim in claims], opened)
    return [
        _flagged(report, mentions[claim.mention].line, claim, opened, read.get(claim.id, []))
        for claim in claims
    ]


def press(user: User, operation: Operation) -> list[PressItem]:
    """Press items about the group: public words, no person's data."""
    policies.can_take_report(user, operation.id).require()
    return list(PressItem.objects.filter(operation=operation.id).order_by("published_on", "number"))


def disagreements(items: Sequence[PressItem]) -> list[Disagreement]:
    """Where published numbers about the group differ. Nobody decides here who is right."""
    asked = {
        "says_children": _("children"),
        "says_eldest_age": _("age of the eldest"),
        "says_orphans": _("orphans"),
    }
    said = {
        name: sorted({value for item in items if (value := getattr(item, name)) is not None})
        for name in asked
    }
    return [Disagreement(asked[name], tuple(values)) for name, values in said.items() if values[1:]]


def _received_lines(mentions: Sequence[Mention]) -> list[ReceivedLine]:
    ids = [mention.id for mention in mentions]
    flags: dict[UUID, list[str]] = {}
    flagged = Claim.objects.filter(mention__in=ids).exclude(flag="").order_by("field")
    for mention, field, flag in flagged.values_list("mention", "field", "flag"):
        flags.setdefault(mention, []).append(f"{field_word(field)}: {flag_word(flag)}")
    heads = heads_of([mention.person for mention in mentions])
    return [
        ReceivedLine(
            mention.line,
            mention.role,
            heads[mention.person],
            json.loads(mention.words) if mention.words else {},
            tuple(flags.get(mention.id, ())),
        )
        for mention in mentions
    ]


def _opened_for_all(user: User, subjects: Iterable[UUID]) -> frozenset[Compartment]:
    opened = set(Compartment)
    for granted in scope.compartments_by_subject(user, subjects).values():
        opened &= granted
    return frozenset(opened)


def _flagged(
    report: Report,
    line: int,
    claim: Claim,
    opened: frozenset[Compartment],
    readings: Sequence[Reading],
) -> Flagged:
    hidden = "" if Compartment(claim.compartment) in opened else claim.compartment
    written = "" if hidden else claim.as_written
    return Flagged(
        report.file_name,
        line,
        claim.field,
        claim.flag,
        written,
        hidden,
        claim.id,
        tuple(readings),
    )


def _flagged_by_report(operation: Operation) -> tuple[Counter[UUID], Counter[UUID]]:
    """Flagged values of each file, and how many of them have a reading."""
    rows = list(unreadable(operation.id).values_list("id", "mention"))
    mentions = {mention for _claim, mention in rows}
    reports = dict(Mention.objects.filter(id__in=mentions).values_list("id", "report"))
    read = read_claims([claim for claim, _mention in rows])
    return (
        Counter(reports[mention] for _claim, mention in rows),
        Counter(reports[mention] for claim, mention in rows if claim in read),
    )
