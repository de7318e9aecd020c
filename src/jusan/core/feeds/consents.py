"""Legal bases and positions of an operation's folder."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from jusan.core.access.models import Grant, User
from jusan.core.access.roles import Role
from jusan.core.consent.models import BasisKind, Matter, Outcome
from jusan.core.consent.operations import record_basis, record_position
from jusan.core.errors import BadInput
from jusan.core.feeds.story import Action, Feed, Moment, Story, once
from jusan.core.feeds.tables import Row
from jusan.core.vault.compartments import Compartment

BEFORE = datetime(1, 1, 1, tzinfo=UTC)
_CLASSES = {"justice": Compartment.ALLEGATIONS}
_MATTERS = {"dna_sampling": Matter.DNA_SAMPLE, "photo": Matter.MEDIA, "contact": Matter.CONTACT}
_OUTCOMES = {"wants": Outcome.CONSENT, "does_not_want": Outcome.REFUSED}
_CIRCUMSTANCES = (
    "place",
    "language",
    "in_private",
    "witness",
    "cooling_off_hours",
    "read_back",
    "linked_to_privileges",
    "why",
)


def _basis(story: Story, row: Row, _phase: str) -> None:
    """Bases over the whole operation are held under its id, others under each person."""
    kind, data_class = row.need("basis"), row.need("data_class")
    if kind not in BasisKind.values:
        raise row.fault("basis", "one of " + ", ".join(BasisKind.values))
    try:
        compartment = _CLASSES.get(data_class) or Compartment(data_class)
    except ValueError:
        raise row.fault("data_class", "one of " + ", ".join(Compartment)) from None
    story.remember("legal_basis", row.need("id"), row)
    for subject in _covered(story, row):
        record_basis(
            actor=_coordinator(story),
            operation=story.operation.id,
            subject=subject,
            data_class=compartment,
            basis=BasisKind(kind),
            reference=row.need("reference"),
            starts_on=row.day("issued_on"),
            ends_on=row.optional_day("valid_until"),
        )


def _covered(story: Story, row: Row) -> list[UUID]:
    if row.need("covers") == "operation":
        return [story.operation.id]
    return story.persons(row.items("covers"))


def _basis_moment(row: Row) -> list[Moment]:
    """Bases over an operation stand before everything; others at the end of their first day,
    when the lines that they name have been received."""
    if row["covers"] == "operation":
        return [Moment(BEFORE)]
    issued = row.day("issued_on")
    return [Moment(datetime(issued.year, issued.month, issued.day, tzinfo=UTC))]


def _position(story: Story, row: Row, _phase: str) -> None:
    matter, outcome = row.need("matter"), row.need("position")
    try:
        about = _MATTERS.get(matter) or Matter(matter)
        said = _OUTCOMES.get(outcome) or Outcome(outcome)
    except ValueError:
        raise row.fault("matter", "a known matter and position") from None
    record_position(
        actor=story.user(row.need("taken_by")),
        operation=story.operation.id,
        subject=story.person(row.need("about")),
        holder=story.person(row.need("person")),
        matter=about,
        outcome=said,
        taken_at=row.instant("at"),
        circumstances={name: row[name] for name in _CIRCUMSTANCES if row[name]},
    )


def _coordinator(story: Story) -> User:
    grant = Grant.objects.filter(scope=story.operation.id, role=Role.COORDINATOR).first()
    if grant is None:
        raise BadInput("people/users.csv: expected a coordinator")
    return User.objects.get(id=grant.user)


FEEDS: list[Feed] = [
    Feed(
        "consents/legal_bases.csv",
        frozenset({"id", "data_class", "basis", "reference", "issued_on", "covers"}),
        _basis_moment,
        _basis,
    ),
    Feed(
        "consents/positions.csv",
        frozenset({"person", "about", "matter", "position", "at", "taken_by"}),
        once("at"),
        _position,
    ),
]
ACTIONS: dict[str, Action] = {}
