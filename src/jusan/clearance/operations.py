"""Writing down what happened to requirements, and the decisions that only people take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from jusan.clearance import board, determinations, policies
from jusan.clearance.models import (
    ConventionalBirth,
    Determination,
    DeterminationKind,
    DeterminationOutcome,
    EventKind,
    NationalityBranch,
    NationalityDecision,
    RequirementEvent,
)
from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims.resolution import leaves_by_head, leaves_of, person_of, persons_of
from jusan.core.errors import BadInput, Refused
from jusan.core.history import acts
from jusan.core.operations.models import Operation
from jusan.core.people.models import SiblingSplit
from jusan.core.people.operations import split_sibling_group
from jusan.core.people.policies import can_split_siblings
from jusan.core.people.queries import sibling_groups
from jusan.core.standing import queries as standing
from jusan.core.standing.models import Fact, FactKind
from jusan.core.standing.operations import state_fact
from jusan.planning.clearance import is_far, outstanding
from jusan.planning.events import EVERY
from jusan.planning.readiness import Readiness

COLUMN = "clearance"
#: Without a paper that ends, clearance is stated for this long and then looked at again.
OPEN_ENDED = timedelta(days=365)
PANEL_MEMBERS = 2
#: As wide as their columns.
LONGEST_OUTCOME, LONGEST_PANEL = 160, 400


def enter_event(
    *,
    actor: User,
    operation: Operation,
    requirement: str,
    subject: UUID,
    kind: str,
    happened_at: datetime,
    by: str = "",
    valid_until: date | None = None,
    outcome: str = "",
    reference: str = "",
    reason: str = "",
) -> RequirementEvent:
    """Write down one event. Raises BadInput for a step that no pack knows or an odd kind."""
    policies.can_enter_event(actor, operation.id, subject).require()
    plan = board.plan_for(operation.host_profile)
    if requirement != EVERY and requirement not in plan.by_id and not _other_track(requirement):
        raise BadInput("%(requirement)s: no loaded pack has this step", requirement=requirement)
    if kind not in EventKind.values:
        raise BadInput("an event is one of %(known)s", known=", ".join(EventKind.values))
    if kind == EventKind.WAIVED and not (by and reference):
        raise Refused("a waiver names who waives and on what ground")
    row = RequirementEvent(
        operation=operation.id,
        requirement=requirement,
        subject=subject,
        kind=kind,
        outcome=outcome,
        happened_at=happened_at,
        valid_until=valid_until,
        by=by,
        reference=reference,
        entered_by=actor.id,
        reason=reason,
    )
    with acts.act(actor=actor.id, kind="clearance.enter_event", chain=operation.id):
        row.save()
        acts.record(
            "clearance.requirement_changed",
            subjects=[subject],
            payload={"requirement": _code(requirement), "kind": kind, "outcome": outcome},
        )
        if not _other_track(requirement):
            # After arrival papers run out, and that takes no clearance back.
            restate(actor=actor, operation=operation, subject=subject)
    return row


def _code(requirement: str) -> str:
    """A step as history holds it: codes only, so every step at once has a word."""
    return "every" if requirement == EVERY else requirement


def _other_track(requirement: str) -> bool:
    """Steps after arrival (R.) and of the women's own track (M.) are kept, and clear nobody."""
    return requirement.partition(".")[0] in {"R", "M"}


def restate(*, actor: User, operation: Operation, subject: UUID | None = None) -> int:
    """Tell the other phases, for each child, whether it could fly as things stand today.

    Writes a fact only where it changed; gives how many were written. ``subject`` is the one whose
    step changed: when that is a child, the others stand as they did. A child that came home is left
    alone: it flew as cleared, and a permit that ends now or an authority that is replaced takes
    nothing back.
    """
    return _restate(actor, operation, _touched(operation, subject))


def restate_persons(*, actor: User, operation: Operation, persons: Iterable[UUID]) -> int:
    """``restate`` for persons whose mentions were just joined or parted. One who is no found child
    any more, and was told to be cleared while it was, is told not to be."""
    people = persons_of(persons)
    found = set(board.children_of(operation))
    told = standing.newest_by_person(people, [FactKind.CLEARED_FOR, FactKind.NOT_CLEARED])
    home = standing.came_home(people)
    gone = [
        head
        for head, fact in told.items()
        if fact.kind == FactKind.CLEARED_FOR and head not in found and head not in home
    ]
    for head in gone:
        _tell(actor, operation, head, FactKind.NOT_CLEARED, "", None)
    children = {head: leaves for head, leaves in people.items() if head in found}
    return len(gone) + _restate(actor, operation, children)


def _restate(actor: User, operation: Operation, children: Mapping[UUID, Sequence[UUID]]) -> int:
    today = clock.today()
    home = standing.came_home(children)
    children = {head: leaves for head, leaves in children.items() if head not in home}
    newest = standing.newest_by_person(children, [FactKind.CLEARED_FOR, FactKind.NOT_CLEARED])
    # Of a child never cleared only its clearance is news, and most are far from it.
    never = {head: leaves for head, leaves in children.items() if head not in newest}
    far = _far(operation, never)
    looked_at = {head: leaves for head, leaves in children.items() if head not in far}
    written = 0
    for head, state in board.states_of(operation, looked_at, today).items():
        kind, code, ends = _word(state, today)
        if _is_news(newest.get(head), kind, code, ends):
            _tell(actor, operation, head, kind, code, ends)
            written += 1
    return written


def _tell(
    actor: User, operation: Operation, head: UUID, kind: FactKind, code: str, ends: date | None
) -> None:
    state_fact(
        actor=actor,
        operation=operation.id,
        subject=head,
        kind=kind,
        column=COLUMN,
        code=code,
        starts_on=clock.today(),
        ends_on=ends,
    )


def _touched(operation: Operation, subject: UUID | None) -> Mapping[UUID, Sequence[UUID]]:
    """Found children (leaves by head) whose clearance an event about a subject may change."""
    found = board.children_of(operation)
    if subject is not None:
        head, leaves = person_of(subject)
        if head in found:
            return {head: leaves}
    return leaves_by_head(found)


def _far(operation: Operation, children: Mapping[UUID, Sequence[UUID]]) -> set[UUID]:
    """Those of these children who cannot be cleared, whatever else is recorded about them."""
    plan = board.plan_for(operation.host_profile)
    heard = board.heard_of(operation, children, {plan.target, *plan.last_steps})
    return {head for head, steps in heard.items() if is_far(plan, steps, besides=board.FITNESS)}


def _word(state: Readiness, today: date) -> tuple[FactKind, str, date | None]:
    """Cleared, and until when; or not, and the first step in the way."""
    before_fitness = [step for step in outstanding(state, today) if step != board.FITNESS]
    if before_fitness:
        return FactKind.NOT_CLEARED, before_fitness[0], None
    return FactKind.CLEARED_FOR, "", board.cleared_until(state) or today + OPEN_ENDED


def _is_news(newest: Fact | None, kind: FactKind, code: str, ends: date | None) -> bool:
    """Whether the word differs from the last one; of a child never cleared nothing is said."""
    if newest is None:
        return kind is not FactKind.NOT_CLEARED
    return (newest.kind, newest.code, newest.ends_on) != (kind.value, code, ends)


def decide_nationality(
    *,
    actor: User,
    operation: Operation,
    child: UUID,
    branch: str,
    legal_basis: str,
    citizenship: str,
    why: str,
) -> NationalityDecision:
    """A legal officer decides on a child's citizenship and signs, with the legal basis."""
    policies.can_decide_nationality(actor, operation.id).require()
    if branch not in NationalityBranch.values:
        raise BadInput("a branch is one of %(known)s", known=", ".join(NationalityBranch.values))
    if not legal_basis.strip():
        raise Refused("a decision on citizenship names its legal basis")
    row = NationalityDecision(
        operation=operation.id,
        child=child,
        branch=branch,
        legal_basis=legal_basis,
        citizenship=citizenship,
        decided_by=actor.id,
        at=clock.now(),
        why=why,
    )
    with acts.act(actor=actor.id, kind="clearance.decide_nationality", chain=operation.id):
        row.save()
        acts.record(
            "clearance.nationality_decided",
            subjects=[child],
            payload={"branch": branch, "decision": row.id},
        )
        enter_event(
            actor=actor,
            operation=operation,
            requirement="H.nationality",
            subject=child,
            kind=EventKind.GRANTED,
            happened_at=clock.now(),
            by=actor.display_name,
            reference=str(row.id),
        )
    return row


def set_conventional_birth(
    *, actor: User, operation: Operation, child: UUID, day: date, authority: str, why: str
) -> ConventionalBirth:
    """Record an authority's signed decision on a conventional birth date."""
    policies.can_decide_nationality(actor, operation.id).require()
    row = ConventionalBirth(
        operation=operation.id,
        child=child,
        authority=authority,
        at=clock.now(),
        decided_by=actor.id,
        date=day.isoformat(),
        why=why,
    )
    with acts.act(actor=actor.id, kind="clearance.set_conventional_birth", chain=operation.id):
        row.save()
        acts.record("clearance.conventional_birth_set", subjects=[child])
    return row


def determine(
    *,
    actor: User,
    operation: Operation,
    child: UUID,
    kind: str,
    outcome: str,
    panel: Sequence[str],
    childs_view: str,
    why: str,
) -> Determination:
    """Enter a panel's determination: at least two members; the child's view is recorded.

    ``outcome`` is a ``DeterminationOutcome`` or, from a folder, short words. Raises BadInput,
    Refused.
    """
    policies.can_determine(actor, operation.id, child).require()
    members = list(dict.fromkeys(filter(None, (" ".join(name.split()) for name in panel))))
    _refuse_no_determination(kind, outcome, members)
    row = Determination(
        operation=operation.id,
        child=child,
        kind=kind,
        outcome=outcome,
        panel="; ".join(members),
        at=clock.now(),
        entered_by=actor.id,
        childs_view=childs_view,
        why=why,
    )
    with acts.act(actor=actor.id, kind="clearance.determine", chain=operation.id):
        row.save()
        acts.record(
            "clearance.determined",
            subjects=[child],
            payload={"kind": kind, "determination": row.id},
        )
    return row


def _refuse_no_determination(kind: str, outcome: str, members: Sequence[str]) -> None:
    if kind not in DeterminationKind.values:
        raise BadInput(
            "a determination is one of %(known)s", known=", ".join(DeterminationKind.values)
        )
    if not 0 < len(outcome.strip()) <= LONGEST_OUTCOME:
        raise BadInput("say in a few words what was determined", field="outcome")
    if outcome == DeterminationOutcome.SIBLINGS_PART and kind != DeterminationKind.BID:
        raise Refused(
            "brothers and sisters part by a best-interests determination only", field="kind"
        )
    if len({name.casefold() for name in members}) < PANEL_MEMBERS:
        raise Refused("a panel has at least two members", field="panel")
    if len("; ".join(members)) > LONGEST_PANEL:
        raise BadInput("a panel is named in %(n)d letters at most", field="panel", n=LONGEST_PANEL)


def part_siblings(
    *, actor: User, operation: Operation, child: UUID, determination: UUID
) -> list[SiblingSplit]:
    """Carry out a determination in the sibling groups of a child: the one whom it is about leaves
    them, the others stay together. Raises Refused when it parts nobody there."""
    can_split_siblings(actor, operation.id).require()
    with acts.act(actor=actor.id, kind="clearance.part_siblings", chain=operation.id):
        acts.lock_chain(operation.id)
        groups = list(sibling_groups(leaves_of(child)))
        touched = [group for group in groups if determinations.parted(determination, group)]
        if not touched:
            raise Refused(
                "no such determination parts the brothers and sisters of this child",
                field="determination",
            )
        return [
            split_sibling_group(actor=actor, group=group, determination=determination)
            for group in touched
        ]
