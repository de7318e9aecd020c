"""An act: one transaction, its rows, its events, and one link of the chain as its last statement.

Parse, validate and match outside; then act shortly. Acts nest: an operation that calls another
joins the outer one, and one link covers both. The tip of a chain is locked only for the link.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, models, transaction

from jusan.core import clock
from jusan.core.history import canonical, dispatch, merkle
from jusan.core.history.errors import NoAct
from jusan.core.history.models import OFFICE, AppendOnly, Event, EventSubject, Leaf, Link
from jusan.core.vault import permits, service

GENESIS = "0" * 64


@dataclass
class Act:
    """An act in progress. ``actor`` is a person's id: the machine never acts by itself."""

    actor: UUID
    chain: UUID
    kind: str
    happened_at: datetime
    rows: list[tuple[str, UUID, str]] = field(default_factory=list)

    def register(self, row: models.Model) -> None:
        """Give a freshly inserted row its leaf."""
        self.rows.append((row._meta.db_table, row.pk, canonical.row_hash(row)))


_current: ContextVar[Act | None] = ContextVar("act", default=None)


def current() -> Act | None:
    """The act in progress in this context, if any."""
    return _current.get()


def require() -> Act:
    """The act in progress. Raises NoAct."""
    act = _current.get()
    if act is None:
        raise NoAct("append-only rows are written inside an act")
    return act


@contextmanager
def act(*, actor: UUID, kind: str, chain: UUID = OFFICE) -> Iterator[Act]:
    """Open an act (or join the one in progress); its rows and its link commit together."""
    outer = _current.get()
    if outer is not None:
        yield outer
        return
    opened = Act(actor=actor, chain=chain, kind=kind, happened_at=clock.now())
    token = _current.set(opened)
    try:
        with permits.holding(permits.system(f"act:{kind}")), transaction.atomic():
            yield opened
            if opened.rows:
                _link(opened)
    finally:
        _current.reset(token)


def record(
    kind: str, *, subjects: Sequence[UUID] = (), payload: dict[str, Any] | None = None
) -> Event:
    """Write an event of the act in progress and hand it to its subscribers."""
    doing = require()
    text = canonical.checked_payload(payload or {})
    ids = tuple(dict.fromkeys(subjects))
    event = Event(
        chain=doing.chain,
        kind=kind,
        actor=doing.actor,
        subjects=canonical.canonical(list(ids)),
        payload=text,
        happened_at=doing.happened_at,
    )
    event.save()
    EventSubject.objects.bulk_create([EventSubject(event=event.id, subject=i) for i in ids])
    dispatch.publish(
        dispatch.Happened(kind, doing.chain, doing.actor, ids, json.loads(text), doing.happened_at)
    )
    return event


def add_all(rows: Iterable[AppendOnly]) -> None:
    """Insert many append-only rows at once, each with its leaf."""
    doing = require()
    by_model: dict[type[AppendOnly], list[AppendOnly]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, group in by_model.items():
        # The guarded manager refuses bulk_create; the plain one is used here and only here.
        _plain(model).bulk_create(group, batch_size=500)
        for row in group:
            doing.register(row)


def _plain(model: type[models.Model]) -> Any:
    """A queryset without the guarded manager's refusals; the triggers stay."""
    return models.QuerySet(model)


def commitment(text: str) -> dict[str, str]:
    """A salted commitment to a text that is sealed elsewhere, fit for an event's payload."""
    salt = uuid4().hex
    return {"salt": salt, "sha256": canonical.digest(salt + text)}


# -- the link --------------------------------------------------------------------------------


def _link(done: Act) -> None:
    leaves = [leaf for _, _, leaf in done.rows]
    lock_chain(done.chain)
    tip = Link.objects.filter(chain=done.chain).order_by("-position").first()
    link = Link(
        chain=done.chain,
        position=tip.position + 1 if tip else 1,
        previous=tip.hash if tip else GENESIS,
        root=merkle.root(leaves),
        leaves=len(leaves),
        actor=done.actor,
        kind=done.kind,
        happened_at=done.happened_at,
        recorded_at=clock.machine_now(),
    )
    link.hash = link_hash(link)
    link.mac = link_mac(link.hash)
    _plain(Leaf).bulk_create(
        [
            Leaf(link=link.id, seq=seq, table=table, row=row, hash=leaf)
            for seq, (table, row, leaf) in enumerate(done.rows)
        ],
        batch_size=500,
    )
    link.save(force_insert=True)


def lock_chain(chain: UUID) -> None:
    """Hold the tip of one chain until the end of the transaction.

    SQLite: transactions are BEGIN IMMEDIATE, so this one is already the only writer.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [chain.int % (1 << 63)])


def link_hash(link: Link) -> str:
    """The hash over a link's own bytes; it names its predecessor's."""
    parts = [link.id, link.chain, link.position, link.previous, link.root, link.leaves, link.actor]
    parts += [link.kind, link.happened_at, link.recorded_at]
    return canonical.digest(canonical.canonical(parts))


def link_mac(text: str) -> str:
    """Keyed hash with the chain key: whoever owns the database alone cannot forge a chain."""
    return hmac.digest(service.store().service_key("chain"), text.encode(), "sha256").hex()


def same_mac(held: str, wanted: str) -> bool:
    """Compare keyed hashes in constant time, whatever text somebody put into the column."""
    return hmac.compare_digest(str(held).encode("utf-8", "replace"), wanted.encode())
