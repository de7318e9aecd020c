"""Papers: issued, received, expired, revoked."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Papers: issued, received, expired, revoked."""

    name = "jusan.core.documents"
    label = "documents"
