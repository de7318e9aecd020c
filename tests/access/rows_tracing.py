"""Who gets which page of tracing; the older ones stand with the roof's rows."""

from __future__ import annotations

from typing import Any

from jusan.core.access.roles import PERSON_READERS, Role
from jusan.core.claims.models import Mention, Report
from jusan.core.claims.policies import INTAKE, JUDGES
from jusan.core.custody.policies import LABORATORY_KEEPERS
from jusan.tracing.operations import receive_report
from tests.access.rows import Row

EVERYBODY = frozenset(Role)
TAKERS = frozenset({*INTAKE, Role.DEMONSTRATION})
JUDGING = frozenset({*JUDGES, Role.DEMONSTRATION})
KEEPING = frozenset({*LABORATORY_KEEPERS, Role.DEMONSTRATION})
REQUESTS = """request_no,received_on,language,claimant_name,sought_kind,sought_name
FR-1,2031-04-21,kk,Toktarova Bibigul,child,Aisha
"""


def _operation(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug}


def _prepared(cast: Any) -> Report:
    from jusan.core import clock

    if not hasattr(cast, "requests"):
        receive_report(
            actor=cast.tracing_officer,
            operation=cast.aqqu,
            kind="family_requests",
            file_name="requests.csv",
            content=REQUESTS.encode(),
            channel="relatives",
            source_name="families",
            reliability="C",
            received_at=clock.now(),
        )
        cast.requests = Report.objects.get(file_name="requests.csv")
    found: Report = cast.requests
    return found


def _report(cast: Any) -> dict[str, Any]:
    return {**_operation(cast), "report": _prepared(cast).id}


def _claimant(cast: Any) -> dict[str, Any]:
    claimant = Mention.objects.get(report=_prepared(cast).id, role="claimant")
    return {**_operation(cast), "person": claimant.person}


def _two(cast: Any) -> dict[str, Any]:
    one, other = Mention.objects.filter(report=_prepared(cast).id).order_by("role")
    return {**_operation(cast), "left": one.person, "right": other.person}


def _one(cast: Any) -> dict[str, Any]:
    return {**_operation(cast), "person": _claimant(cast)["person"]}


ROWS = [
    Row("tracing:lines", _report, TAKERS, forbidden=EVERYBODY - TAKERS),
    Row("tracing:requests", _operation, TAKERS, forbidden=EVERYBODY - TAKERS),
    Row("tracing:compare", _two, JUDGING, forbidden=EVERYBODY - JUDGING),
    Row("tracing:others", _one, JUDGING, forbidden=EVERYBODY - JUDGING),
    Row("tracing:sighting", _one, KEEPING, forbidden=PERSON_READERS - KEEPING),
    Row("tracing:contacts", _claimant, TAKERS, forbidden=PERSON_READERS - TAKERS),
]
