"""Places: prisons, homes, airports, regions."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Places: prisons, homes, airports, regions."""

    name = "jusan.core.places"
    label = "places"
