"""Who enters a panel's determination, and who parts brothers and sisters on one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from jusan.clearance.operations import determine
from jusan.clearance.policies import PANEL
from jusan.core.access.roles import PERSON_READERS
from jusan.core.people.policies import SPLITTERS
from jusan.identification.operations.kin import set_sibling_group
from tests.access.rows_roof import _row
from tests.casting import child_line, receive


def grouped(cast: Any) -> SimpleNamespace:
    """Three children of one group, and a determination that the first is parted from the others."""
    if not hasattr(cast, "grouped"):
        lines = [child_line(n, name) for n, name in enumerate(("Aru", "Bota", "Dana"), start=2)]
        children = receive(cast.tracing_officer, cast.aqqu, *lines, tag="grouped")
        group = set_sibling_group(
            actor=cast.tracing_officer,
            operation=cast.aqqu.id,
            children=children,
            why="found together",
        )
        determination = determine(
            actor=cast.social_worker,
            operation=cast.aqqu,
            child=children[0],
            kind="bid",
            outcome="siblings_part",
            panel=["Panel One", "Panel Two"],
            childs_view="I go with grandmother",
            why="the grandmother can take one only",
        )
        cast.grouped = SimpleNamespace(
            children=children, group=group, determination=determination.id
        )
    found: SimpleNamespace = cast.grouped
    return found


def _child(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug, "person": grouped(cast).children[1]}


ROWS = [
    _row("clearance:determine", _child, PANEL, within=PERSON_READERS),
    _row("clearance:determine", _child, PANEL, within=PERSON_READERS, method="post"),
    _row("clearance:part", _child, SPLITTERS, within=PERSON_READERS),
    _row("clearance:part", _child, SPLITTERS, within=PERSON_READERS, method="post"),
]
