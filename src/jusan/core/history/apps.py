"""Append-only history: acts, links, reads, and the guards on the tables."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _install_guards(using: str, **_: Any) -> None:
    from django.db import connections

    from jusan.core.history import guards

    guards.install(connections[using])


class HistoryConfig(AppConfig):
    """Reinstalls the triggers after every migrate: a rebuilt table silently loses them."""

    name = "jusan.core.history"
    label = "history"

    def ready(self) -> None:
        post_migrate.connect(_install_guards, dispatch_uid="jusan.history.guards")
