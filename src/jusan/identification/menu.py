"""The entries of identification in the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jusan.core.access.roles import Role
from jusan.web.navigation import Entry, register


def enter() -> None:
    """Offer the pages of this room."""
    from jusan.core.people.policies import IDENTITY_SIGNERS

    laboratory = frozenset({Role.LABORATORY})
    register(Entry("identification:laboratory", _("Laboratory"), "identify", laboratory))
    register(Entry("identification:results", _("Kinship results"), "identify", laboratory))
    register(Entry("identification:joint", _("Joint picture"), "identify", laboratory))
    signers = frozenset(IDENTITY_SIGNERS)
    register(Entry("identification:conclusions", _("Conclusions"), "identify", signers))
