"""Facts about a child that the phases hand each other."""

from django.apps import AppConfig


class StandingConfig(AppConfig):
    """Facts about a child that the phases hand each other."""

    name = "jusan.core.standing"
    label = "standing"
