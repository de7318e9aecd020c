"""Sources, reports, mentions, claims, and their resolution into persons."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Sources, reports, mentions, claims, and their resolution into persons."""

    name = "jusan.core.claims"
    label = "claims"
