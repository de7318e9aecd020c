"""Leaves and heads: persons as the projection of the live "same" judgements.

Undoing a judgement restores exactly what was, because claims, samples, papers and custody keep
their leaf for ever and only this projection moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_noop

from jusan.core.claims.models import Answer, Head, Judgement, JudgementUndo
from jusan.core.people.models import Person

#: Given the leaves of two heads: the reason why they must not become one, or None.
Guard = Callable[[Sequence[UUID], Sequence[UUID]], str | None]
_guards: list[Guard] = []
#: Told which heads came or went, in the transaction of the judgement.
Follower = Callable[[set[UUID]], None]
_followers: list[Follower] = []


def register_guard(guard: Guard) -> None:
    """Let a higher room (custody) refuse a joining that would break its own rule."""
    if guard not in _guards:
        _guards.append(guard)


def register_follower(follower: Follower) -> None:
    """Let a higher room move its own projections when leaves change heads."""
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(heads: set[UUID]) -> None:
    """Tell every follower which heads came or went."""
    for follower in _followers:
        follower(heads)


def head_of(leaf: UUID) -> UUID:
    """The head that a leaf (or head) belongs to; a leaf nobody joined is its own head."""
    found = Head.objects.filter(leaf=leaf).values_list("head", flat=True).first()
    return found or leaf


def heads_of(leaves: Iterable[UUID]) -> dict[UUID, UUID]:
    """Head for each of many leaves, in one query."""
    ids = list(leaves)
    known = dict(Head.objects.filter(leaf__in=ids).values_list("leaf", "head"))
    return {leaf: known.get(leaf, leaf) for leaf in ids}


def leaves_of(person: UUID) -> list[UUID]:
    """All leaves of the human being that ``person`` (leaf or head) belongs to."""
    return person_of(person)[1]


def person_of(mention: UUID) -> tuple[UUID, list[UUID]]:
    """The human being that a leaf or head belongs to: its head and all leaves, in one query."""
    return next(iter(persons_of([mention]).items()))


def persons_of(mentions: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """The human beings that these leaves or heads belong to: leaves by head, in one query."""
    ids = set(mentions)
    heads = Head.objects.filter(leaf__in=ids).values("head")
    persons: dict[UUID, list[UUID]] = defaultdict(list)
    for leaf, head in Head.objects.filter(head__in=heads).values_list("leaf", "head"):
        persons[head].append(leaf)
    joined = {leaf for leaves in persons.values() for leaf in leaves}
    return dict(persons) | {leaf: [leaf] for leaf in ids - joined}


def owners(persons: Mapping[UUID, Iterable[UUID]]) -> dict[UUID, UUID]:
    """Head by leaf, from leaves by head."""
    return {leaf: head for head, leaves in persons.items() for leaf in leaves}


def leaves_by_head(heads: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Leaves of many heads, in one query."""
    result: dict[UUID, list[UUID]] = {head: [] for head in heads}
    for leaf, head in Head.objects.filter(head__in=list(result)).values_list("leaf", "head"):
        result[head].append(leaf)
    return {head: leaves or [head] for head, leaves in result.items()}


def live_judgements(leaves: Iterable[UUID] | None = None) -> models.QuerySet[Judgement]:
    """Judgements not undone; all, or those that touch any of these leaves."""
    undone = JudgementUndo.objects.filter(judgement=models.OuterRef("pk"))
    rows = Judgement.objects.filter(~models.Exists(undone))
    if leaves is None:
        return rows
    ids = list(leaves)
    return rows.filter(models.Q(left__in=ids) | models.Q(right__in=ids))


def obstacles(left: UUID, right: UUID) -> list[str]:
    """Every reason against joining the heads of two leaves. Empty when nothing stands against."""
    ours, theirs = leaves_of(left), leaves_of(right)
    reasons = []
    between = live_judgements(ours).filter(answer=Answer.DIFFERENT)
    for judgement in between:
        if {judgement.left, judgement.right} & set(theirs):
            reasons.append(
                gettext_noop("somebody judged two of these mentions to be different persons")
            )
            break
    reasons += [reason for guard in _guards if (reason := guard(ours, theirs))]
    return reasons


def reproject(seeds: Iterable[UUID]) -> set[UUID]:
    """Recompute the heads of every leaf connected (now or before) with the seeds.

    Returns every head that appeared or disappeared, so that its cards are rebuilt.
    """
    affected = _reach(seeds)
    before = set(Head.objects.filter(leaf__in=affected).values_list("head", flat=True))
    after = {leaf: head for head, part in _components(affected).items() for leaf in part}
    Head.objects.filter(leaf__in=affected).delete()
    Head.objects.bulk_create([Head(leaf=leaf, head=head) for leaf, head in after.items()])
    return before | set(after.values())


def projection() -> dict[UUID, UUID]:
    """The whole projection recomputed from the record, for ``jusan check`` to compare."""
    everybody = set(Person.objects.values_list("id", flat=True))
    return {leaf: head for head, part in _components(everybody).items() for leaf in part}


def _reach(seeds: Iterable[UUID]) -> set[UUID]:
    reached: set[UUID] = set()
    frontier = set(seeds)
    while frontier:
        heads = Head.objects.filter(leaf__in=frontier).values_list("head", flat=True)
        frontier |= set(Head.objects.filter(head__in=list(heads)).values_list("leaf", flat=True))
        reached |= frontier
        edges = live_judgements(frontier).filter(answer=Answer.SAME).values_list("left", "right")
        frontier = {leaf for edge in edges for leaf in edge} - reached
    return reached


def _components(leaves: set[UUID]) -> dict[UUID, list[UUID]]:
    """Connected components under live "same", each under its earliest leaf."""
    neighbours: dict[UUID, set[UUID]] = defaultdict(set)
    same = live_judgements(leaves).filter(answer=Answer.SAME)
    for left, right in same.values_list("left", "right"):
        neighbours[left].add(right)
        neighbours[right].add(left)
    opened = dict(Person.objects.filter(id__in=leaves).values_list("id", "opened_at"))
    order = sorted(opened, key=lambda leaf: (opened[leaf], str(leaf)))
    components: dict[UUID, list[UUID]] = {}
    seen: set[UUID] = set()
    for leaf in order:
        if leaf in seen:
            continue
        part, stack = [], [leaf]
        while stack:
            item = stack.pop()
            if item not in seen:
                seen.add(item)
                part.append(item)
                stack.extend(neighbours[item] - seen)
        components[leaf] = part
    return components
