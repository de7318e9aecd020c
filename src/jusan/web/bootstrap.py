"""Starting Django from a command: the data folder decides everything."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def start(data: str | None, *, demo: bool = False) -> Path:
    """Set up Django on a data folder (default ``./var``) and bring its database up to date."""
    if data:
        os.environ["JUSAN_DATA"] = data
    if demo:
        os.environ["JUSAN_DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jusan.web.settings")
    django.setup()
    from django.conf import settings

    from jusan.core.claims import remains

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    # A restored database may show what was destroyed since: before anybody looks at it.
    remains.settle()
    return Path(settings.JUSAN_DATA)
