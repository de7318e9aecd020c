"""Authorities, exchanges, commitments, treaties, and the women's own track."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiplomacyConfig(AppConfig):
    """The diplomacy beside the road."""

    name = "jusan.diplomacy"
    label = "diplomacy"

    def ready(self) -> None:
        from jusan.core.access.roles import Role
        from jusan.web.navigation import Entry, register

        readers = frozenset({Role.DIPLOMAT, Role.COORDINATOR, Role.LEGAL_OFFICER})
        register(Entry("diplomacy:exchanges", _("Exchanges"), "diplomacy", readers))
        register(Entry("diplomacy:treaties", _("Treaties"), "diplomacy", readers))
        register(Entry("diplomacy:transfers", _("The women's track"), "diplomacy", readers))
