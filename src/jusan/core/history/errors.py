"""What the history refuses."""

from __future__ import annotations

from jusan.core.errors import JusanError


class HistoryError(JusanError):
    """Base of the history's refusals."""

    code = "history"


class AppendOnlyViolation(HistoryError):
    """Something tried to change or delete what was written down."""

    code = "append_only"


class NoAct(HistoryError):
    """An append-only row may only be written inside an act, whose link covers it."""

    code = "no_act"


class PlaintextInHistory(HistoryError):
    """An event's payload held free text: history holds ids, names of operations and commitments."""

    code = "plaintext_in_history"
