"""Legal bases, and what each person said."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Legal bases, and what each person said."""

    name = "jusan.core.consent"
    label = "consent"
