"""Find: reports from every channel, and who in them is the same person."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TracingConfig(AppConfig):
    """Find."""

    name = "jusan.tracing"
    label = "tracing"

    def ready(self) -> None:
        from jusan.core.claims.policies import INTAKE, JUDGES
        from jusan.web.navigation import Entry, register

        register(Entry("tracing:intakes", _("Received lists"), "find", frozenset(INTAKE)))
        register(Entry("tracing:requests", _("Families' requests"), "find", frozenset(INTAKE)))
        register(Entry("tracing:review", _("Link review"), "find", frozenset(JUDGES)))
