"""The web shell: templates, components, languages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Shell and components; every phase brings its own pages."""

    name = "jusan.web"
    label = "web"
