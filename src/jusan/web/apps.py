"""The web shell: templates, components, languages."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class WebConfig(AppConfig):
    """Shell and components; every phase brings its own pages."""

    name = "jusan.web"
    label = "web"

    def ready(self) -> None:
        """Make the binary message catalogues that are missing or old."""
        from jusan.web import catalogue

        source = Path(self.path) / "locale"
        spare = Path(settings.JUSAN_DATA) / "locale"
        settings.LOCALE_PATHS = [str(catalogue.compile_all(source, spare))]
