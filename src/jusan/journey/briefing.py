"""The summary a minister could read: who is identified and how surely, what blocks whom, who can
fly when. Printed by ``jusan demo``; every name in it is one logged read."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from jusan import terminal
from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.operations.models import Operation
from jusan.core.operations.queries import operations_for
from jusan.journey import overview

VIEWER = "demo"


def as_text() -> str:
    """The summary of every operation that the demonstration's viewer may see, as tables."""
    viewer = User.objects.get(login=VIEWER)
    return "\n".join(_operation(viewer, operation) for operation in operations_for(viewer))


def as_json() -> str:
    """The same children as objects, one a line."""
    viewer = User.objects.get(login=VIEWER)
    objects = [
        child for operation in operations_for(viewer)
        for child in overview.children(viewer, operation)
    ]  # fmt: skip
    return terminal.json_lines(objects)


def _operation(viewer: User, operation: Operation) -> str:
    children = [child for child in overview.children(viewer, operation) if child["case"]]
    statuses = Counter(child["identity"]["status"] for child in children)
    flights = Counter((child["flight"] or {}).get("status") for child in children)
    head = [
        f"{operation.name}, as of {clock.today():%d %B %Y}",
        f"  children found: {len(children)}",
        "  identity: " + ", ".join(f"{n} {status}" for status, n in sorted(statuses.items())),
    ]
    boarded = flights.get("boarded", 0)
    if boarded:
        head.append(f"  flown home: {boarded}")
    columns = ("case", "name", "identity", "how surely", "what blocks, who acts", "can fly from")
    rows = [_row(child) for child in children]
    return "\n".join(head) + "\n" + terminal.table("", columns, rows)


def _row(child: dict[str, Any]) -> tuple[str, ...]:
    names = child["names"]
    clearance = child["clearance"] or {}
    blockers = clearance.get("blockers", [])
    blocked = "; ".join(f"{b['requirement']} ({b['actor']})" for b in blockers[:2])
    ready = (clearance.get("ready_on") or {}).get("p50")
    status = (child["flight"] or {}).get("status")
    return (
        child["case"],
        names[0]["text"] if names else "-",
        child["identity"]["status"],
        _surely(child["identity"]),
        "-" if status == "boarded" else blocked or "nothing",
        "flown" if status == "boarded" else ready or "-",
    )


def _surely(identity: dict[str, Any]) -> str:
    """The strongest hypothesis in words; log10 because a person reads it."""
    weighed = [item for item in identity.get("hypotheses", []) if item.get("ln_lr") is not None]
    if not weighed:
        return "-"
    best = max(weighed, key=lambda item: item["ln_lr"])
    return f"{best['relation']}: LR 10^{best['ln_lr'] / math.log(10):.1f}"
