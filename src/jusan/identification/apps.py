"""Identification: samples, profiles, likelihood ratios, and conclusions that two people sign."""

from django.apps import AppConfig


class IdentificationConfig(AppConfig):
    """Who is whose kin, and who a child is."""

    name = "jusan.identification"
    label = "identification"

    def ready(self) -> None:
        from jusan.identification import menu

        menu.enter()
