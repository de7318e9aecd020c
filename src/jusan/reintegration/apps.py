"""Restore: the centre, care plans, placements, visits."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReintegrationConfig(AppConfig):
    """Restore."""

    name = "jusan.reintegration"
    label = "reintegration"

    def ready(self) -> None:
        from jusan.core import checks
        from jusan.core.claims import resolution
        from jusan.reintegration import regions
        from jusan.reintegration.policies import CENTRE, OUTCOME_READERS, VISITORS
        from jusan.web.navigation import Entry, register

        register(Entry("reintegration:day", _("Centre today"), "restore", frozenset(CENTRE)))
        register(
            Entry(
                "reintegration:visits", _("Visits due"), "restore", frozenset(VISITORS), near=True
            )
        )
        register(
            Entry(
                "reintegration:outcomes",
                _("Outcomes of carers"),
                "restore",
                frozenset(OUTCOME_READERS),
            )
        )
        resolution.register_follower(regions.follow_heads)
        checks.register("regions of placed children", regions.differences)
