"""The diplomatic files of an operation's folder."""

from __future__ import annotations

from datetime import UTC, datetime

from jusan.core.access.models import User
from jusan.core.access.roles import Role
from jusan.core.access.scope import grants_of
from jusan.core.custody.models import PartyKind
from jusan.core.custody.operations import enter_party
from jusan.core.errors import BadInput
from jusan.core.feeds.story import Action, Feed, Moment, Story, once
from jusan.core.feeds.tables import Row
from jusan.diplomacy import operations
from jusan.diplomacy.models import Commitment

#: Before everything else: the operation's first day.
BEFORE = datetime(1, 1, 1, tzinfo=UTC)


def _first(_row: Row) -> list[Moment]:
    return [Moment(BEFORE)]


def _writer(story: Story) -> User:
    """Somebody who may write the record where the file names nobody."""
    for user in User.objects.filter(is_active=True).order_by("login"):
        roles = grants_of(user).filter(scope=story.operation.id).values_list("role", flat=True)
        if {Role.COORDINATOR.value} & set(roles):
            return user
    raise BadInput("people/users.csv: expected a coordinator")


def _authority(story: Story, row: Row, _phase: str) -> None:
    code = row.need("id")
    actor = _writer(story)
    authority = operations.enter_authority(
        actor=actor,
        operation=story.operation.id,
        code=code,
        name_en=row.need("name_en"),
        name_ar=row["name_ar"],
        kind=row.need("kind"),
        state=row.need("state"),
        valid_from=row.optional_day("valid_from"),
        valid_until=row.optional_day("valid_until"),
    )
    party = enter_party(
        actor=actor,
        operation=story.operation.id,
        kind=PartyKind.AUTHORITY,
        name=authority.name_en,
    )
    story.remember("authority", code, authority.id)
    story.remember("authority_name", code, authority.name_en)
    story.remember("party", f"authority:{code}", party.id)


def _treaty(story: Story, row: Row, _phase: str) -> None:
    operations.enter_treaty(
        actor=_writer(story),
        operation=story.operation.id,
        home=row.need("home"),
        host=row.need("host"),
        instrument=row.need("instrument"),
        status=row.need("status"),
        since=row.optional_day("since"),
        note=row["note"],
    )


def _exchange(story: Story, row: Row, _phase: str) -> None:
    answers = row["answers"]
    exchange = operations.enter_exchange(
        actor=story.user(row.need("entered_by")),
        operation=story.operation.id,
        number=row.need("no"),
        kind=row.need("kind"),
        direction=row.need("direction"),
        at=row.instant("at"),
        sender=story.recall("authority", row.need("from_authority")),
        receiver=story.recall("authority", row.need("to_authority")),
        matter=row.need("subject"),
        about=[story.person(ref) for ref in row.items("about") if "#" in ref],
        answers=story.recall("exchange", answers).id if answers else None,
    )
    story.remember("exchange", exchange.number, exchange)
    for promise in story.remembered.pop(("promised", exchange.number), []):
        _promise(story, promise)


def _commitment_moments(row: Row) -> list[Moment]:
    """Made with its exchange (whose instant is in another file), kept or broken at its own."""
    moments = [Moment(BEFORE, "made")]
    for phase in ("done_at", "broken_at"):
        if row[phase]:
            moments.append(Moment(row.instant(phase), phase))
    return moments


def _commitment(story: Story, row: Row, phase: str) -> None:
    if phase == "made":
        waiting = story.remembered.setdefault(("promised", row.need("exchange")), [])
        waiting.append(row)
        return
    commitment: Commitment = story.recall("commitment", row.need("id"))
    operations.close_commitment(
        actor=_writer(story),
        commitment=commitment,
        kept=phase == "done_at",
        reason=row["reason"],
    )


def _promise(story: Story, row: Row) -> None:
    exchange = story.recall("exchange", row.need("exchange"))
    commitment = operations.make_commitment(
        actor=_writer(story),
        exchange=exchange,
        by=story.recall("authority", row.need("by_authority")),
        what=row.need("what"),
        due=row.day("due"),
        code=row.need("id"),
    )
    story.remember("commitment", commitment.code, commitment)


def _transfer(story: Story, row: Row, _phase: str) -> None:
    authority = row["by"].removeprefix("authority:")
    operations.enter_transfer_step(
        actor=_writer(story),
        operation=story.operation.id,
        woman=story.person(row.need("woman")),
        step=row.need("step"),
        state=row.need("state"),
        by=story.remembered.get(("authority", authority)),
        note=row["note"],
    )


FEEDS: list[Feed] = [
    Feed(
        "diplomacy/authorities.csv",
        frozenset({"id", "name_en", "kind", "state"}),
        _first,
        _authority,
    ),
    Feed(
        "diplomacy/treaties.csv",
        frozenset({"home", "host", "instrument", "status"}),
        _first,
        _treaty,
    ),
    Feed(
        "diplomacy/commitments.csv",
        frozenset({"id", "exchange", "by_authority", "what", "due"}),
        _commitment_moments,
        _commitment,
    ),
    Feed(
        "diplomacy/exchanges.csv",
        frozenset({"no", "kind", "direction", "at", "from_authority", "to_authority", "subject"}),
        once("at"),
        _exchange,
    ),
    Feed(
        "diplomacy/transfers.csv",
        frozenset({"woman", "step", "state", "at"}),
        once("at"),
        _transfer,
    ),
]
ACTIONS: dict[str, Action] = {}
