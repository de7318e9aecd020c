"""What a schema cannot see: guards, order of durations, loose ends, steps nobody can ever do."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from jusan.planning.errors import Fault, PackError
from jusan.planning.guards import GUARDS
from jusan.planning.requirements import Edge, Pack, Plan, Requirement, topological

# Pairs of guards of which exactly one holds for any child whose facts are recorded.
_OPPOSITES = (
    ("parent_reachable", "orphan_or_no_parent_reachable"),
    ("kin_known", "no_kin_known"),
    ("host_criminal_age", "under_host_criminal_age"),
    ("consent_binding", "consent_heard_only"),
)
# One of these holds for any child: the citizenships of its two parents.
_PARENTS = (
    "both_parents_citizens",
    "one_citizen_other_unknown",
    "one_citizen_other_foreign",
    "no_citizen_parent",
)


def pack_faults(pack: Pack) -> list[Fault]:
    """Faults inside one pack: guards, durations, references, cycles, groups with no member."""
    known = {req.id for req in pack.requirements} | set(pack.expects)
    faults: list[Fault] = []
    for req in pack.requirements:
        faults += _own_faults(req)
        if not pack.uses:
            faults += _reference_faults(req, known)
    try:
        topological(pack.requirements)
    except PackError as error:
        faults += error.faults
    return faults


def plan_faults(plan: Plan) -> list[Fault]:
    """Faults of a joined plan: steps that lead nowhere and targets that some child never meets."""
    reached = set(plan.upstream(plan.target))
    faults = [
        Fault(req.file, req.line, req.id, f"unreachable: nothing from {plan.target} needs it")
        for req in plan.by_id.values()
        if req.id not in reached and not _follows(plan, req.id)
    ]
    return faults + never_satisfied(plan)


def _follows(plan: Plan, node: str) -> bool:
    """Whether a step comes after the target, or is an end of its own that others lead up to."""
    upstream = set(plan.upstream(node))
    if plan.target in upstream:
        return True
    todo, seen = [node], set()
    while todo:
        for later in plan.dependents[todo.pop()]:
            if later not in seen:
                seen.add(later)
                todo.append(later)
    return any(plan.target in plan.upstream(later) for later in seen)


def never_satisfied(plan: Plan) -> list[Fault]:
    """OR groups of a step that always applies which no member of some kind of child can fill.

    Guards outside the families of opposites known here count as possibly false: a group must hold
    at least one way for a child with none of the special facts.
    """
    faults = []
    for req in plan.by_id.values():
        for group in req.any_of:
            gap = _gap(plan, req, group)
            if gap is not None:
                members = ", ".join(edge.to for edge in group)
                message = f"never satisfiable for a child with {gap}: none of {members} applies"
                faults.append(Fault(req.file, req.line, req.id, message))
    return faults


def _gap(plan: Plan, req: Requirement, group: tuple[Edge, ...]) -> str | None:
    guards = [plan[edge.to].when for edge in group]
    if "always" in guards:
        return None
    for held in _kinds_of_child():
        if req.when not in held and req.when != "always":
            continue
        if not held.intersection(guards):
            relevant = held & (_siblings(guards) | {req.when})
            return ", ".join(sorted(relevant)) or "no special fact recorded"
    return None


def _kinds_of_child() -> Iterable[frozenset[str]]:
    for choice in product(*_OPPOSITES, _PARENTS):
        yield frozenset(choice)


def _siblings(guards: Iterable[str]) -> set[str]:
    families = [set(pair) for pair in (*_OPPOSITES, _PARENTS)]
    return {name for family in families if family.intersection(guards) for name in family}


def _own_faults(req: Requirement) -> list[Fault]:
    faults = []
    if req.when not in GUARDS:
        known = ", ".join(sorted(GUARDS))
        faults.append(_fault(req, f"unknown guard '{req.when}', expected one of {known}"))
    times = req.duration
    if not times.shortest <= times.likely <= times.longest:
        faults.append(_fault(req, "duration: expected shortest <= most likely <= longest"))
    if req.outcomes and "consent" not in req.outcomes:
        faults.append(_fault(req, "outcomes: expected 'consent' among them"))
    if req.retry_d is not None and not req.p_fail:
        faults.append(_fault(req, "retry_d: expected p_fail beside it"))
    if req.scope in ("state", "mission") and req.p_fail and req.retry_d is None:
        faults.append(_fault(req, "p_fail of a shared step: expected retry_d beside it"))
    return faults


def _reference_faults(req: Requirement, known: set[str]) -> list[Fault]:
    return [
        _fault(req, f"requires {edge.to}, which stands neither in this pack nor under expects")
        for edge in req.edges()
        if edge.to not in known
    ]


def _fault(req: Requirement, message: str) -> Fault:
    return Fault(req.file, req.line, req.id, message)
