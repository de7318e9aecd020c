"""Operations and their cases."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Operations and their cases."""

    name = "jusan.core.operations"
    label = "operations"
