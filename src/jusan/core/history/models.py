"""Events, links, leaves and the read log. History knows ids only: no foreign key leaves it."""

from __future__ import annotations

import uuid
from typing import Any, NoReturn, TypeVar

from django.db import models

from jusan.core import clock
from jusan.core.history.errors import AppendOnlyViolation

#: The chain of what belongs to no single operation: users, grants, the sealing of reads.
OFFICE = uuid.UUID(int=0)

M = TypeVar("M", bound=models.Model)


class AppendOnlyQuerySet(models.QuerySet[M]):
    """Refuses in Python what the triggers refuse in the database, with a clearer sentence."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyViolation(f"{self.model._meta.label} is append-only: no update")

    def delete(self) -> NoReturn:
        raise AppendOnlyViolation(f"{self.model._meta.label} is append-only: no delete")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyViolation("use acts.add_all: every row needs a leaf in the chain")


class Guarded(models.Model):
    """A table with append-only triggers. Rows are inserted once and never touched again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyViolation(f"{self._meta.label} is append-only: no delete")


class AppendOnly(Guarded):
    """A guarded row of the record: it can only be written inside an act, and gets a leaf.

    ``recorded_at`` (machine time) orders rows that happened at the same business instant.
    """

    recorded_at = models.DateTimeField(default=clock.machine_now, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        from jusan.core.history import acts

        if not self._state.adding:
            raise AppendOnlyViolation(f"{self._meta.label} is append-only: write a new row")
        act = acts.require()
        super().save(force_insert=True)
        act.register(self)


class Link(Guarded):
    """One link of a chain: the Merkle root over the rows of one act."""

    chain = models.UUIDField()
    position = models.BigIntegerField()
    previous = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    leaves = models.IntegerField()
    actor = models.UUIDField()
    kind = models.CharField(max_length=80)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    hash = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "position"], name="link_place")]


class Leaf(Guarded):
    """Which row a link covers, in which order, with the hash it had."""

    link = models.UUIDField(db_index=True)
    seq = models.IntegerField()
    table = models.CharField(max_length=80)
    row = models.UUIDField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "seq"], name="leaf_place"),
            models.UniqueConstraint(fields=["table", "row"], name="leaf_row"),
        ]


class Event(AppendOnly):
    """What happened: operation name, ids and commitments, as RFC 8785 text."""

    chain = models.UUIDField()
    kind = models.CharField(max_length=80, db_index=True)
    actor = models.UUIDField(db_index=True)
    subjects = models.TextField()
    payload = models.TextField()
    happened_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["chain", "happened_at"], name="event_chain_time")]


class EventSubject(models.Model):
    """Index of events by subject (a projection of ``Event.subjects``)."""

    id = models.BigAutoField(primary_key=True)
    event = models.UUIDField()
    subject = models.UUIDField(db_index=True)


class ReadEntry(Guarded):
    """Who read about whom, for what; committed before anything is fetched."""

    at = models.DateTimeField()
    happened_at = models.DateTimeField()
    reader = models.UUIDField(db_index=True)
    purpose = models.CharField(max_length=80)
    route = models.CharField(max_length=120)
    subjects = models.TextField()
    compartments = models.TextField()
    process = models.UUIDField()
    counter = models.BigIntegerField()
    mac = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["process", "counter"], name="read_place")]
        indexes = [models.Index(fields=["at"], name="read_time")]
