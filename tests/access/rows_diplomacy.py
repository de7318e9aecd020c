"""Who gets which form of diplomacy; the pages that are only read stand with the roof's rows."""

from __future__ import annotations

from typing import Any

from jusan.diplomacy.models import Exchange
from jusan.diplomacy.policies import READERS, WRITERS
from tests.access.rows_roof import _operation, _prepared, _row


def _exchange(cast: Any) -> dict[str, Any]:
    _prepared(cast)
    row = Exchange.objects.get(operation=cast.aqqu.id, number="NV-1")
    return {"operation": cast.aqqu.slug, "exchange": row.id}


ROWS = [
    _row("diplomacy:authorities", _operation, READERS),
    _row("diplomacy:authorities", _operation, WRITERS, method="post"),
    _row("diplomacy:new_exchange", _operation, WRITERS),
    _row("diplomacy:exchange", _exchange, READERS),
    _row("diplomacy:exchange", _exchange, WRITERS, method="post"),
    _row("diplomacy:treaty", _operation, WRITERS),
    _row("diplomacy:transfer_step", _operation, WRITERS),
]
