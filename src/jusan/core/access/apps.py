"""Users, roles, grants, and what each may see."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Access: low in the core, it knows opaque scope ids and nothing of persons."""

    name = "jusan.core.access"
    label = "access"
