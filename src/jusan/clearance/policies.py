"""Who enters and reads clearance."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jusan.clearance.models import PaperForm
from jusan.core.access import scope
from jusan.core.access.decisions import YES, Decision, no
from jusan.core.access.models import User
from jusan.core.access.roles import Role
from jusan.core.claims.resolution import heads_of, leaves_of
from jusan.core.custody.models import Handover
from jusan.core.errors import NotVisible
from jusan.core.operations.queries import has_role_near
from jusan.core.vault.compartments import Compartment

WRITERS = (
    Role.LEGAL_OFFICER,
    Role.DIPLOMAT,
    Role.COORDINATOR,
    Role.SOCIAL_WORKER,
    Role.MEDICAL,
    Role.GUARDIANSHIP_OFFICER,
    Role.FIELD_OFFICER,
    Role.CENTRE_WORKER,
    Role.PSYCHOLOGIST,
    Role.LABORATORY,
    Role.TRACING_OFFICER,
)
READERS = (
    Role.LEGAL_OFFICER,
    Role.DIPLOMAT,
    Role.COORDINATOR,
    Role.SOCIAL_WORKER,
    Role.FIELD_OFFICER,
    Role.GUARDIANSHIP_OFFICER,
)
#: Citizenship is decided by a legal officer, never by the machine and never by the laboratory.
DECIDERS = (Role.LEGAL_OFFICER,)
#: A mother's statement is taken by the consul or the lawyer; states write to each other through
#: diplomats; an act is drawn up by those who stand at the handover (MFA and mission).
ISSUERS: dict[PaperForm, tuple[Role, ...]] = {
    PaperForm.STATEMENT: (Role.LEGAL_OFFICER, Role.DIPLOMAT),
    PaperForm.NOTE: (Role.DIPLOMAT,),
    PaperForm.TRANSFER: (Role.DIPLOMAT, Role.COORDINATOR, Role.FIELD_OFFICER),
}
PAPER_READERS: dict[PaperForm, tuple[Role, ...]] = {
    PaperForm.STATEMENT: (
        Role.LEGAL_OFFICER,
        Role.DIPLOMAT,
        Role.COORDINATOR,
        Role.SOCIAL_WORKER,
    ),
    PaperForm.NOTE: (Role.DIPLOMAT, Role.COORDINATOR),
    PaperForm.TRANSFER: (
        Role.DIPLOMAT,
        Role.COORDINATOR,
        Role.FIELD_OFFICER,
        Role.SOCIAL_WORKER,
        Role.GUARDIANSHIP_OFFICER,
    ),
}
#: Papers that say where children are.
LOCATED = frozenset({PaperForm.NOTE, PaperForm.TRANSFER})
PANEL = (Role.SOCIAL_WORKER, Role.GUARDIANSHIP_OFFICER, Role.PSYCHOLOGIST, Role.COORDINATOR)


def can_enter_event(user: User, operation: UUID, subject: UUID) -> Decision:
    """Who may write down what happened to a requirement (regional officers: in their region)."""
    return _in_or_for(user, WRITERS, operation, subject)


def can_read_board(user: User, operation: UUID) -> Decision:
    """Who sees the clearance board."""
    return scope.has_role_in(user, READERS, operation)


def can_decide_nationality(user: User, operation: UUID) -> Decision:
    """Who signs a decision on citizenship."""
    return scope.has_role_in(user, DECIDERS, operation)


def can_determine(user: User, operation: UUID, child: UUID) -> Decision:
    """Who enters a panel's determination."""
    return _in_or_for(user, PANEL, operation, child)


def can_issue(user: User, operation: UUID, form: PaperForm) -> Decision:
    """Who issues which official paper from the record."""
    return scope.has_role_in(user, ISSUERS[form], operation)


def can_draw_handover(user: User, handover: Handover) -> Decision:
    """Who may draw up the act of a handover: who may know where children are, or wrote it down."""
    if handover.owner == user.id or located(user, leaves_of(handover.subject)):
        return YES
    return no("hidden: location")


def can_read_paper(
    user: User, operation: UUID, form: PaperForm, issued_by: UUID, named: Sequence[UUID]
) -> Decision:
    """Who may open an issued paper. One that says where children are opens to those who may know
    it, and to whoever issued it. Raises NotVisible when it names somebody hidden from the user."""
    require_all_visible(user, named)
    decision = _in_or_for(user, PAPER_READERS[form], operation, named[0])
    if not decision or form not in LOCATED or issued_by == user.id or located(user, named):
        return decision
    return no("hidden: location")


def require_all_visible(user: User, leaves: Sequence[UUID]) -> None:
    """Raise NotVisible unless this user may see every person among these leaves."""
    if not _open_for_all(user, leaves, Compartment.IDENTITY):
        raise NotVisible("there is no such paper for you")


def located(user: User, leaves: Sequence[UUID]) -> bool:
    """Whether this user may know where all of these persons are."""
    return _open_for_all(user, leaves, Compartment.LOCATION)


def _open_for_all(user: User, leaves: Sequence[UUID], compartment: Compartment) -> bool:
    """Whether a compartment is open for every person among these leaves, by any of their own."""
    granted = scope.compartments_by_subject(user, leaves)
    heads = heads_of(leaves)
    opened = {heads[leaf] for leaf in leaves if compartment in granted[leaf]}
    return bool(leaves) and opened == set(heads.values())


def _in_or_for(user: User, roles: tuple[Role, ...], operation: UUID, subject: UUID) -> Decision:
    return has_role_near(user, roles, operation, subject)
