"""The roof: the only code that knows the order of the phases."""

from django.apps import AppConfig


class JourneyConfig(AppConfig):
    """Handoffs, timeline, worklists, and the replay of an operation's folder."""

    name = "jusan.journey"
    label = "journey"

    def ready(self) -> None:
        from jusan.journey import handoffs

        handoffs.subscribe()
