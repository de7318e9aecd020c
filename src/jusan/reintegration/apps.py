"""Restore: the centre, care plans, placements, visits."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReintegrationConfig(AppConfig):
    """Restore."""

    name = "jusan.reintegration"
    label = "reintegration"

    def ready(self) -> None:
        from jusan.reintegration.policies import CENTRE, VISITORS
        from jusan.web.navigation import Entry, register

        register(Entry("reintegration:day", _("Centre today"), "restore", frozenset(CENTRE)))
        register(Entry("reintegration:visits", _("Visits due"), "restore", frozenset(VISITORS)))
