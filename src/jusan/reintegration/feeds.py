"""Care's files of an operation's folder."""

from __future__ import annotations

from jusan.core import clock
from jusan.core.access.models import Grant, User
from jusan.core.access.roles import Role
from jusan.core.errors import Refused
from jusan.core.feeds.story import Action, Feed, Moment, Story, once
from jusan.core.feeds.tables import Row
from jusan.reintegration import growth, operations, placements
from jusan.reintegration.choices import GoalState, PlacementOutcome
from jusan.reintegration.models import Candidate, CarePlanGoal


def _admission(story: Story, row: Row, _phase: str) -> None:
    operations.admit(
        actor=story.user(row.need("by")),
        operation=story.operation,
        child=story.person(row.need("child")),
        centre=story.place(row["centre"]),
        room=row.need("room"),
        admitted_at=row.instant("admitted_at"),
        again=row["again"],
    )


def _intake(story: Story, row: Row, _phase: str) -> None:
    operations.record_intake(
        actor=story.user(row.need("by")),
        operation=story.operation,
        child=story.person(row.need("child")),
        kind=row.need("kind"),
        at=row.instant("at"),
        measures={name: row[name] for name in growth.LIMITS if row[name]},
        findings=row["findings"],
        follow_up=row["follow_up"],
    )


def _goal(story: Story, row: Row, _phase: str) -> None:
    """A goal; a later line with the same words and the state done reaches it."""
    actor = story.user(row.need("by"))
    key = f"{row['child']} {row['domain']} {row['goal']}"
    goal: CarePlanGoal | None = story.remembered.get(("goal", key))
    if goal is None:
        goal = operations.set_goal(
            actor=actor,
            operation=story.operation,
            child=story.person(row.need("child")),
            domain=row.need("domain"),
            goal=row.need("goal"),
            owner=row.need("owner"),
            made_at=row.instant("made_at"),
            due_on=row.day("due_on"),
            review_on=row.day("review_on"),
        )
        story.remember("goal", key, goal)
        if row["state"] != GoalState.DONE:
            return
    operations.step_goal(actor=actor, goal=goal, state=row.need("state"), at=clock.now())


def _visit(story: Story, row: Row, _phase: str) -> None:
    operations.record_visit(
        actor=story.user(row.need("by")),
        operation=story.operation,
        child=story.person(row.need("child")),
        kind=row.need("kind"),
        at=row.instant("at"),
        region=story.place(row["region"]),
        outcome=row.need("outcome"),
        note=row["note"],
    )


def _school(story: Story, row: Row, _phase: str) -> None:
    operations.enter_school(
        actor=story.user(row.need("by")),
        operation=story.operation,
        child=story.person(row.need("child")),
        kind=row.need("kind"),
        region=story.place(row["region"]),
        grade=row["grade"],
        enrolled_at=row.instant("enrolled_at"),
        state=row.need("state"),
    )


def _placement_moments(row: Row) -> list[Moment]:
    moments = [Moment(row.instant("applied_at"), "applied")]
    if row["assessed_at"]:
        moments.append(Moment(row.instant("assessed_at"), "assessed"))
    if row["decided_at"] and row["state"] in PlacementOutcome.values:
        moments.append(Moment(row.instant("decided_at"), "decided"))
    return moments


def _placement(story: Story, row: Row, phase: str) -> None:
    actor = _guardianship(story, row)
    key = f"{row['child']} {row['candidate']}"
    if phase == "applied":
        candidacy = placements.enter_candidate(
            actor=actor,
            operation=story.operation,
            child=story.person(row.need("child")),
            candidate=story.person(row.need("candidate")),
            relation=row.need("relation"),
            region=story.place(row["region"]),
            applied_at=row.instant("applied_at"),
        )
        story.remember("candidacy", key, candidacy)
        return
    known: Candidate = story.recall("candidacy", key)
    if phase == "assessed":
        placements.assess(
            actor=actor,
            candidacy=known,
            assessor=row["assessor"] or actor.display_name,
            summary=row.need("summary"),
            at=row.instant("assessed_at"),
        )
        return
    placements.decide(
        actor=actor,
        candidacy=known,
        outcome=row.need("state"),
        body=row.need("body"),
        reason=row.need("reason"),
        document=row["document"],
        at=row.instant("decided_at"),
    )


def _discharge(story: Story, row: Row, _phase: str) -> None:
    placements.discharge(
        actor=story.user(row.need("by")),
        operation=story.operation,
        child=story.person(row.need("child")),
        at=row.instant("discharged_at"),
        determination=row["determination"],
    )


def _outcome(story: Story, row: Row, _phase: str) -> None:
    operations.record_carer_outcome(
        actor=story.user(row.need("by")),
        operation=story.operation,
        carer=story.person(row.need("carer")),
        kind=row.need("kind"),
        holds=row.yes("holds"),
        seen_on=row.instant("at").date(),
    )


def _guardianship(story: Story, row: Row) -> User:
    """The guardianship officer who entered it: of the region, else of the operation.

    A region's officer acts only for a child that is open to the region, so the first steps are
    entered by whoever holds the role on the operation, when there is such an officer.
    """
    region = story.place(row["region"])
    scopes = [story.operation.id, region] if region else [story.operation.id]
    for scope in scopes:
        grant = Grant.objects.filter(scope=scope, role=Role.GUARDIANSHIP_OFFICER).first()
        if grant is not None:
            return User.objects.get(id=grant.user)
    raise Refused("a placement needs a guardianship officer")


FEEDS: list[Feed] = [
    Feed(
        "care/admissions.csv",
        frozenset({"child", "centre", "admitted_at", "room", "by"}),
        once("admitted_at"),
        _admission,
    ),
    Feed("care/intakes.csv", frozenset({"child", "at", "kind", "by"}), once("at"), _intake),
    Feed(
        "care/care_plans.csv",
        frozenset(
            {"child", "made_at", "domain", "goal", "owner", "due_on", "review_on", "state", "by"}
        ),
        once("made_at"),
        _goal,
    ),
    Feed(
        "care/placements.csv",
        frozenset({"child", "candidate", "relation", "region", "applied_at", "state"}),
        _placement_moments,
        _placement,
    ),
    Feed(
        "care/discharges.csv",
        frozenset({"child", "discharged_at", "by"}),
        once("discharged_at"),
        _discharge,
    ),
    Feed(
        "care/visits.csv",
        frozenset({"child", "kind", "at", "by", "region", "outcome"}),
        once("at"),
        _visit,
    ),
    Feed(
        "care/school.csv",
        frozenset({"child", "kind", "region", "enrolled_at", "state", "by"}),
        once("enrolled_at"),
        _school,
    ),
    Feed(
        "care/carer_outcomes.csv",
        frozenset({"carer", "kind", "holds", "at", "by"}),
        once("at"),
        _outcome,
    ),
]
ACTIONS: dict[str, Action] = {}
