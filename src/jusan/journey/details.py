"""What an event of the timeline was about, beside its sentence: codes of the record as words.

Only what a reader of the file sees elsewhere on it anyway; nothing of health or of what was said.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jusan.clearance.board import plan_for
from jusan.clearance.models import DeterminationKind, EventKind
from jusan.clearance.reasons import text
from jusan.core.documents.models import DocumentKind
from jusan.core.history.models import Event
from jusan.core.operations.models import Operation
from jusan.core.standing.models import FactKind

Payload = Mapping[str, Any]

#: Words for what one phase tells the others. How somebody's health stands is not among them.
REPORTED: dict[str, Any] = {
    FactKind.TRACED: gettext_lazy("found"),
    FactKind.IDENTIFIED: gettext_lazy("identified"),
    FactKind.CLEARED_FOR: gettext_lazy("cleared"),
    FactKind.NOT_CLEARED: gettext_lazy("not cleared"),
    FactKind.PLACEMENT_AGREED: gettext_lazy("placement agreed"),
    FactKind.BOARDED: gettext_lazy("boarded"),
    FactKind.LANDED: gettext_lazy("landed at home"),
    FactKind.ADMITTED: gettext_lazy("admitted to the centre"),
    FactKind.PLACED: gettext_lazy("placed with a family"),
    FactKind.CLOSED: gettext_lazy("case closed"),
    FactKind.REOPENED: gettext_lazy("case opened again"),
    FactKind.DECEASED: gettext_lazy("death of a parent"),
    FactKind.IDENTITY_QUESTION: gettext_lazy("question about the signed identity"),
}


def detail(operation: Operation, event: Event) -> str:
    """What an event was about, in the reader's language; nothing where the sentence says it."""
    tell = _DETAILS.get(event.kind)
    return tell(operation, json.loads(event.payload)) if tell is not None else ""


def _requirement(operation: Operation, payload: Payload) -> str:
    step = plan_for(operation.host_profile).by_id.get(payload.get("requirement", ""))
    if step is None:
        return ""
    return _("%(step)s: %(happened)s") % {
        "step": text(step.label),
        "happened": _label(EventKind, payload.get("kind")),
    }


def _reported(_operation: Operation, payload: Payload) -> str:
    return str(REPORTED.get(payload.get("kind", ""), ""))


def _paper(_operation: Operation, payload: Payload) -> str:
    return _label(DocumentKind, payload.get("kind"))


def _determination(_operation: Operation, payload: Payload) -> str:
    return _label(DeterminationKind, payload.get("kind"))


def _label(kinds: Any, code: Any) -> str:
    return str(kinds(code).label) if code in kinds.values else ""


_DETAILS: dict[str, Callable[[Operation, Payload], str]] = {
    "clearance.requirement_changed": _requirement,
    "clearance.determined": _determination,
    "documents.entered": _paper,
    "standing.stated": _reported,
}
