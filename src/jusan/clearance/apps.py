"""Legal clearance: what stands between a child and the flight, and who must act."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClearanceConfig(AppConfig):
    """Clear."""

    name = "jusan.clearance"
    label = "clearance"

    def ready(self) -> None:
        from jusan.clearance.determinations import parted
        from jusan.clearance.policies import READERS
        from jusan.core.people.operations import register_determinations
        from jusan.web.navigation import Entry, register

        register_determinations(parted)
        register(Entry("clearance:board", _("Clearance"), "clear", frozenset(READERS)))
