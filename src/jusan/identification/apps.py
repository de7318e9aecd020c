"""Identification: samples, profiles, likelihood ratios, and conclusions that two people sign."""

from django.apps import AppConfig


class IdentificationConfig(AppConfig):
    """Who is whose kin, and who a child is."""

    name = "jusan.identification"
    label = "identification"

    def ready(self) -> None:
        """Register the pages in the shell, when there is one."""
        from importlib import import_module
        from importlib.util import find_spec

        if find_spec("jusan.web.navigation") is not None:
            import_module("jusan.identification.menu").register()
