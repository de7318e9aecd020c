"""Who does what takes several rooms at once."""

from __future__ import annotations

from uuid import UUID

from jusan.core.access.decisions import Decision
from jusan.core.access.models import User
from jusan.core.claims.policies import can_take_report
from jusan.core.people.models import Basis
from jusan.core.people.policies import can_state_parent


def can_record_birth(user: User, operation: UUID) -> Decision:
    """Who enters a birth: whoever takes reports in and writes kinship down. Papers, groups and
    custody ask by themselves."""
    taking = can_take_report(user, operation)
    return can_state_parent(user, operation, Basis.CLAIMED, None) if taking else taking
