"""The mission: flights, manifests, headcounts, custody on the way."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RepatriationConfig(AppConfig):
    """Bring home."""

    name = "jusan.repatriation"
    label = "repatriation"

    def ready(self) -> None:
        from jusan.repatriation.policies import READERS
        from jusan.web.navigation import Entry, register

        register(Entry("repatriation:mission", _("Flights"), "bring_home", frozenset(READERS)))
