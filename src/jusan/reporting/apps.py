"""Public figures: what was said, by whom, and what a reader could work out from it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    """The public account."""

    name = "jusan.reporting"
    label = "reporting"

    def ready(self) -> None:
        from jusan.core.access.roles import Role
        from jusan.reporting.policies import READERS
        from jusan.web.navigation import Entry, register

        register(Entry("reporting:figures", _("Public figures"), "reporting", frozenset(READERS)))
        register(
            Entry(
                "reporting:brief",
                _("Minister's page"),
                "reporting",
                frozenset({Role.COORDINATOR, Role.DIPLOMAT}),
            )
        )
