"""Who says how a value that could not be read is to be read."""

from __future__ import annotations

from typing import Any

from jusan.core import clock
from jusan.core.claims.models import Claim, ClaimReading, Mention
from jusan.core.claims.operations import state_reading
from jusan.core.claims.policies import INTAKE, JUDGES
from jusan.tracing.operations import receive_report
from tests.access.rows_roof import _row

LIST = """request_no,received_on,language,claimant_name,sought_kind,sought_name,birth,birth_kind
FR-9,2031-04-01,kk,Apa Samal,child,Zhanel,2019-02-31,day
"""


def _prepared(cast: Any) -> Claim:
    if not hasattr(cast, "flagged"):
        receive_report(
            actor=cast.tracing_officer,
            operation=cast.aqqu,
            kind="family_requests",
            file_name="flagged.csv",
            content=LIST.encode(),
            channel="relatives",
            source_name="families",
            reliability="C",
            received_at=clock.now(),
        )
        cast.flagged = Claim.objects.exclude(flag="").latest("recorded_at")
        state_reading(
            actor=cast.coordinator,
            claim=cast.flagged,
            as_written="2019",
            normalised='{"earliest": "2019-01-01", "latest": "2019-12-31", "how": "year"}',
            why="said so",
        )
    found: Claim = cast.flagged
    return found


def _value(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug, "claim": _prepared(cast).id}


def _reading(cast: Any) -> dict[str, Any]:
    row = ClaimReading.objects.get(claim=_prepared(cast).id)
    return {"operation": cast.aqqu.slug, "reading": row.id}


def report_of(cast: Any) -> Any:
    """The file in which the flagged value stands."""
    return Mention.objects.get(id=_prepared(cast).mention).report


ROWS = [
    _row("tracing:read_value", _value, INTAKE),
    _row("tracing:withdraw_reading", _reading, JUDGES, method="post"),
]
