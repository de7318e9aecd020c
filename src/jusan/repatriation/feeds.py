"""The mission's files of an operation's folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID, uuid5

from jusan.core.access.models import Grant, User
from jusan.core.access.roles import Role
from jusan.core.custody import operations as custody
from jusan.core.custody.models import Handover, PartyKind, Side
from jusan.core.errors import Refused
from jusan.core.feeds.story import Action, Feed, Moment, Story, once
from jusan.core.feeds.tables import Row
from jusan.repatriation import counting, operations
from jusan.repatriation.models import Headcount
from jusan.repatriation.reading import boarding, manifests

NAMESPACE = UUID(int=1)


def _joins(row: Row) -> list[Moment]:
    return [Moment(datetime.combine(row.day("joins_on"), time(8), UTC))]


def _team(story: Story, row: Row, _phase: str) -> None:
    operations.enter_team_member(
        actor=_planner(story),
        operation=story.operation,
        name=row.need("name"),
        login=row["login"],
        function=row.need("function"),
        sex=row["sex"],
        vetted_on=row.day("vetted_on"),
        code_of_conduct_on=row.day("code_of_conduct_on"),
        joins_on=row.day("joins_on"),
        leaves_on=row.day("leaves_on"),
        buddy_of=story.persons(row.items("buddy_of")),
    )


def _flight(story: Story, row: Row, _phase: str) -> None:
    kind = row.need("event")
    actor = story.user(row.need("entered_by"))
    if kind == "departed":
        _board_everybody(story, actor, row.need("flight"))
    operations.record_flight(
        actor=actor,
        operation=story.operation,
        number=row.need("flight"),
        kind=kind,
        at=row.instant("at"),
        aircraft=row.need("aircraft"),
        seats=_seats(story, row["aircraft"]),
        departs_at=row.instant("departs_at"),
        arrives_at=row.instant("arrives_at"),
        from_place=story.place(row["from_place"]),
        to_place=story.place(row["to_place"]),
        reason=row["reason"],
    )


def _board_everybody(story: Story, actor: User, number: str) -> None:
    """Those on the approved manifest who were not offloaded are recorded as boarded."""
    flight = operations.flight_of(story.operation, number)
    known = boarding.boarding_states(flight)
    for child in manifests.listed_children(flight):
        if child not in known:
            operations.board(actor=actor, operation=story.operation, flight=flight, child=child)


def _fitness(story: Story, row: Row, _phase: str) -> None:
    operations.check_fitness(
        actor=story.user(row.need("by")),
        operation=story.operation,
        flight=operations.flight_of(story.operation, row.need("flight")),
        child=story.person(row.need("child")),
        at=row.instant("at"),
        outcome=row.need("outcome"),
        review_at=row.optional_instant("review_at"),
        findings={"temperature_c": row["temperature_c"], "note": row["note"]},
    )


def _handover_moments(row: Row) -> list[Moment]:
    """Each signature at its own instant; a sighting when it was made."""
    receiver = row.instant("receiver_signed_at")
    if row["kind"] == "sighting":
        return [Moment(receiver, "sighting")]
    giver = row.optional_instant("giver_signed_at")
    begun = min(giver, receiver) if giver else receiver
    moments = [Moment(begun, "begun"), Moment(receiver, Side.RECEIVER)]
    return [*moments, Moment(giver, Side.GIVER)] if giver else moments


def _handover(story: Story, row: Row, phase: str) -> None:
    actor = story.user(row.need("entered_by"))
    if phase in Side.values:
        _sign(story, actor, row, Side(phase))
        return
    subject = _subject(story, row.need("subject"))
    receiver = _party(story, actor, row.need("receiver"))
    place = story.place(row["place"])
    if phase == "sighting":
        custody.first_sighting(
            actor=actor,
            operation=story.operation.id,
            subject=subject,
            custodian=receiver,
            place=place,
            at=row.instant("receiver_signed_at"),
        )
        return
    handover = custody.hand_over(
        actor=actor,
        operation=story.operation.id,
        subject=subject,
        giver=_party(story, actor, row.need("giver")),
        receiver=receiver,
        place=place,
    )
    story.remember("handover", row.need("no"), handover)


def _sign(story: Story, actor: User, row: Row, side: Side) -> None:
    handover: Handover = story.recall("handover", row.need("no"))
    ref = row.need(side.value)
    custody.sign(
        actor=actor,
        handover=handover,
        side=side,
        signer=ref[:120],
        human=_human(story, ref),
        at=row.instant(f"{side.value}_signed_at"),
    )


def _subject(story: Story, ref: str) -> UUID:
    if ref.startswith("tube:"):
        return UUID(str(story.recall("sample", ref.removeprefix("tube:"))))
    return story.person(ref)


def _party(story: Story, actor: User, ref: str) -> UUID:
    """A custody party, entered when it is first named."""
    known = story.remembered.get(("party", ref))
    if known is not None:
        return UUID(str(known))
    kind, name, person = PartyKind.AUTHORITY, ref, None
    if ref.startswith("user:"):
        kind, name = PartyKind.MISSION, story.user(ref.removeprefix("user:")).display_name
    elif "#" in ref:
        # A relative's name is personal: the party is called by its line, the pages look it up.
        kind, person = PartyKind.PERSON, story.person(ref)
    party = custody.enter_party(
        actor=actor, operation=story.operation.id, kind=kind, name=name, person=person
    )
    story.remember("party", ref, party.id)
    return party.id


def _human(story: Story, ref: str) -> UUID:
    """Who held the pen: a user's human, a person, or somebody of an authority."""
    if ref.startswith("user:"):
        return story.user(ref.removeprefix("user:")).human
    if "#" in ref:
        return story.person(ref)
    return uuid5(NAMESPACE, ref)


def _headcount_moments(row: Row) -> list[Moment]:
    moments = [Moment(row.instant("at"), "count")]
    if row["closed_at"]:
        moments.append(Moment(row.instant("closed_at"), "close"))
    return moments


def _headcount(story: Story, row: Row, phase: str) -> None:
    flight = operations.flight_of(story.operation, row.need("flight"))
    key = f"{flight.number} {row.need('point')} {row['at']}"
    first = story.user(row.need("counter_1"))
    if phase == "count":
        headcount = counting.open_headcount(
            actor=first,
            operation=story.operation,
            flight=flight,
            point=row["point"],
            expected=row.number("expected"),
        )
        story.remember("headcount", key, headcount)
        for number in ("1", "2"):
            counting.count(
                actor=story.user(row.need(f"counter_{number}")),
                operation=story.operation,
                headcount=headcount,
                counted=row.number(f"count_{number}"),
            )
        return
    headcount_row: Headcount = story.recall("headcount", key)
    counting.close_headcount(
        actor=first,
        operation=story.operation,
        headcount=headcount_row,
        absent={story.person(ref): row["reason"] for ref in row.items("absent")},
    )


def _draft(story: Story, actor: User, args: Mapping[str, Any]) -> None:
    flight = operations.flight_of(story.operation, str(args["flight"]))
    operations.draft_manifest(actor=actor, operation=story.operation, flight=flight)


def _approve(story: Story, actor: User, args: Mapping[str, Any]) -> None:
    flight = operations.flight_of(story.operation, str(args["flight"]))
    manifest = manifests.newest_manifest(flight)
    if manifest is None:
        raise Refused("there is no draft to approve")
    operations.approve_manifest(actor=actor, manifest=manifest)


def _offload(story: Story, actor: User, args: Mapping[str, Any]) -> None:
    flight = operations.flight_of(story.operation, str(args["flight"]))
    operations.offload(
        actor=actor,
        operation=story.operation,
        flight=flight,
        child=story.person(str(args["child"])),
        custodian=_party(story, actor, str(args["custodian"])),
        reason=str(args["why"]),
    )


def _seats(story: Story, registration: str) -> int | None:
    for aircraft in story.settings.get("aircraft", []):
        if aircraft.get("registration") == registration:
            return int(aircraft["seats"])
    return None


def _planner(story: Story) -> User:
    grant = Grant.objects.filter(scope=story.operation.id, role=Role.COORDINATOR).first()
    if grant is None:
        raise Refused("an operation needs a coordinator")
    return User.objects.get(id=grant.user)


FEEDS: list[Feed] = [
    Feed(
        "mission/team.csv",
        frozenset({"name", "function", "vetted_on", "code_of_conduct_on", "joins_on", "leaves_on"}),
        _joins,
        _team,
    ),
    Feed(
        "mission/fitness.csv",
        frozenset({"child", "flight", "at", "outcome", "by"}),
        once("at"),
        _fitness,
    ),
    Feed(
        "mission/handovers.csv",
        frozenset({"no", "subject", "kind", "receiver", "receiver_signed_at", "entered_by"}),
        _handover_moments,
        _handover,
    ),
    Feed(
        "mission/flights.csv",
        frozenset({"flight", "event", "at", "aircraft", "departs_at", "arrives_at", "entered_by"}),
        once("at"),
        _flight,
    ),
    Feed(
        "mission/headcounts.csv",
        frozenset(
            {"flight", "point", "at", "expected", "counter_1", "count_1", "counter_2", "count_2"}
        ),
        _headcount_moments,
        _headcount,
    ),
]
ACTIONS: dict[str, Action] = {
    "draft_manifest": _draft,
    "approve_manifest": _approve,
    "offload": _offload,
}
