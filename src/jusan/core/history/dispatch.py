"""Events go to subscribers in the transaction of the change. The roof registers them at start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as subscribers see it."""

    kind: str
    chain: UUID
    actor: UUID
    subjects: tuple[UUID, ...]
    payload: dict[str, Any]
    at: datetime


Handler = Callable[[Happened], None]
_handlers: dict[str, list[Handler]] = defaultdict(list)


def subscribe(kind: str, handler: Handler) -> None:
    """Call ``handler`` for each event of ``kind``; subscribing twice counts once."""
    if handler not in _handlers[kind]:
        _handlers[kind].append(handler)


def publish(event: Happened) -> None:
    """Hand an event to its subscribers, in the order of subscription. Their errors propagate:
    a change whose consequences fail does not happen."""
    for handler in tuple(_handlers.get(event.kind, ())):
        handler(event)
