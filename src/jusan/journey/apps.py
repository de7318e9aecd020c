"""The roof: the only code that knows the order of the phases."""

from django.apps import AppConfig


class JourneyConfig(AppConfig):
    """Handoffs, timeline, worklists, and the replay of an operation's folder."""

    name = "jusan.journey"
    label = "journey"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from jusan.journey import handoffs
        from jusan.journey.record_page import WATCHERS
        from jusan.web.navigation import Entry, register

        register(Entry("journey:record", _("The record"), "record", frozenset(WATCHERS)))
        handoffs.subscribe()
