"""When something can have happened: since the operation began, and not after now."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from jusan.core import clock
from jusan.core.errors import BadInput
from jusan.core.operations.models import Operation

#: Minimum stay in the centre (policy of the operation; earlier only by a determination).
MINIMUM_STAY = timedelta(days=30)


def require_happened(operation: Operation, field: str, at: datetime | date) -> None:
    """Raise BadInput for a moment still to come, or for one before the operation began.

    A slip in the year would otherwise pass for a stay of eighteen years.
    """
    ahead = at > clock.now() if isinstance(at, datetime) else at > clock.today()
    if ahead:
        raise BadInput("this is still to come: write down what happened", field=field)
    day = at.date() if isinstance(at, datetime) else at
    if day < operation.begins_on:
        raise BadInput("this is before the operation began", field=field)
