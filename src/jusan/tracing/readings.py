"""How an officer reads a value that the machine could not: a claim of its own, beside the value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims import operations as claims
from jusan.core.claims import policies
from jusan.core.claims.drafts import ClaimDraft
from jusan.core.claims.models import Claim, ClaimReading, ClaimRetraction, Mention, Report
from jusan.core.errors import BadInput, NotPermitted, NotVisible
from jusan.core.history import reads
from jusan.core.operations.models import Operation
from jusan.core.vault.compartments import Compartment
from jusan.tracing.importers import values
from jusan.tracing.importers.layouts import LAYOUTS
from jusan.web.words import flag_word

#: Properties that are names of somebody, with a script.
NAMES = frozenset(
    name for layout in LAYOUTS.values() for part in layout.parts for name in part.names.values()
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one officer reads in a value. ``said`` is empty where the compartment is closed."""

    id: UUID
    said: str
    by: str
    at: datetime
    withdrawn: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """One flagged value, with where it stands in its file."""

    claim: Claim
    report: Report
    line: int

    @property
    def why(self) -> str:
        """Why it weighs nothing, in the reader's language."""
        return flag_word(self.claim.flag)


def flagged_value(user: User, operation: Operation, claim_id: UUID, *, route: str) -> Unread:
    """A flagged value that this user may read, opened and logged.

    Raises NotVisible; NotPermitted where its compartment is closed.
    """
    policies.can_state_reading(user, operation.id).require()
    rows = Claim.objects.exclude(flag="")
    claim = scope.get_visible(
        scope.visible_to(user, rows, subject="person", compartment=Compartment.IDENTITY),
        id=claim_id,
    )
    mention = Mention.objects.get(id=claim.mention)
    report = Report.objects.filter(id=mention.report, operation=operation.id).first()
    if report is None or ClaimRetraction.objects.filter(claim=claim.id).exists():
        raise NotVisible("there is no such value")
    compartment = Compartment(claim.compartment)
    if compartment not in scope.compartments_for(user, claim.person):
        raise NotPermitted("hidden: %(compartment)s", compartment=compartment.value)
    reads.open_for(
        reader=user.id,
        purpose="reading of a value",
        subjects=[claim.person],
        compartments=[compartment, Compartment.IDENTITY],
        route=route,
    )
    return Unread(claim, report, mention.line)


def read_value(
    *, actor: User, claim: Claim, text: str, why: str, birth_kind: str = ""
) -> ClaimReading:
    """State how a flagged value is to be read, understood as a list's own value would be.

    Raises BadInput when the reading cannot be understood either.
    """
    draft = _understood(claim, text, birth_kind)
    if draft.normalised is None or draft.flag:
        raise BadInput("This cannot be understood either: write it another way.", field="text")
    return claims.state_reading(
        actor=actor, claim=claim, as_written=text, normalised=draft.normalised, why=why
    )


def reading_for(user: User, operation: Operation, reading: UUID) -> ClaimReading:
    """One reading about somebody whom this user may see. Raises NotVisible."""
    policies.can_state_reading(user, operation.id).require()
    rows = scope.visible_to(
        user, ClaimReading.objects.all(), subject="person", compartment=Compartment.IDENTITY
    )
    row = scope.get_visible(rows, id=reading)
    report_of(operation, row)
    return row


def report_of(operation: Operation, reading: ClaimReading) -> Report:
    """The file whose value was read. Raises NotVisible when it is another operation's."""
    mention = Claim.objects.filter(id=reading.claim).values("mention")[:1]
    files = Mention.objects.filter(id__in=mention).values("report")
    report = Report.objects.filter(id__in=files, operation=operation.id).first()
    if report is None:
        raise NotVisible("there is no such reading")
    return report


def readings_of(
    user: User, operation: Operation, flagged: Iterable[UUID], opened: Iterable[Compartment]
) -> dict[UUID, list[Reading]]:
    """What officers read in each flagged value, oldest first. The caller has logged the read."""
    rows = list(ClaimReading.objects.filter(claim__in=list(flagged)).order_by("at", "recorded_at"))
    stated = Claim.objects.in_bulk([row.reading for row in rows])
    gone = set(
        ClaimRetraction.objects.filter(claim__in=list(stated)).values_list("claim", flat=True)
    )
    names = dict(
        User.objects.filter(id__in={row.by for row in rows}).values_list("id", "display_name")
    )
    clear = {compartment.value for compartment in opened}
    found: dict[UUID, list[Reading]] = {}
    for row in rows:
        said = stated[row.reading].as_written if row.compartment in clear else ""
        found.setdefault(row.claim, []).append(
            Reading(
                id=row.id,
                said=said,
                by=names.get(row.by, ""),
                at=row.at,
                withdrawn=row.reading in gone,
                may_withdraw=bool(policies.can_withdraw_reading(user, operation.id, row.by)),
            )
        )
    return found


def read_claims(flagged: Iterable[UUID]) -> set[UUID]:
    """Which of these flagged values have a reading that stands."""
    rows = ClaimReading.objects.filter(claim__in=list(flagged)).values_list("claim", "reading")
    pairs = list(rows)
    gone = set(
        ClaimRetraction.objects.filter(claim__in=[reading for _, reading in pairs]).values_list(
            "claim", flat=True
        )
    )
    return {claim for claim, reading in pairs if reading not in gone}


def _understood(claim: Claim, text: str, birth_kind: str) -> ClaimDraft:
    column = claim.field
    if claim.property == "sex":
        return values.sex_claim(column, text)
    if claim.property == "birth":
        return values.birth_claim(column, text, birth_kind, claim.stated_on)
    if claim.property in NAMES:
        return values.name_claim(column, text, property_name=claim.property)
    return values.text_claim(claim.property, column, text, Compartment(claim.compartment))
