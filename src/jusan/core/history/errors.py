"""What the history refuses."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import DatabaseError

from jusan.core.errors import JusanError

#: What loading or hashing a row raises when its bytes no longer are what the column should hold
#: (SQLite stores anything in any column). A check names such a row; it does not stop there.
UNREADABLE = (
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    ValidationError,
    DatabaseError,
)


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
