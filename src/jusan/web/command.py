"""``jusan serve`` and ``jusan check``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from jusan.web import bootstrap


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port on 127.0.0.1.")
@click.pass_obj
def serve(obj: dict[str, Any], port: int) -> None:
    """Serve the application on 127.0.0.1."""
    bootstrap.start(obj["data"])
    run_server(port)


def run_server(port: int) -> None:
    """Run the web server in this process until it is told to stop."""
    from gunicorn.app.base import BaseApplication

    from jusan.web.wsgi import application

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in {
                "bind": f"127.0.0.1:{port}",
                "workers": 1,
                "threads": 8,
                "accesslog": None,  # addresses hold ids of persons: the read log is the record
                "loglevel": "warning",
            }.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return application

    Server().run()


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--export-head", type=click.Path(path_type=Path), help="Write the chains' heads.")
@click.option(
    "--against",
    type=click.Path(exists=True, path_type=Path),
    help="Compare with exported heads: shows whether anything was cut off.",
)
@click.pass_obj
def check(
    obj: dict[str, Any], as_json: bool, export_head: Path | None, against: Path | None
) -> None:
    """Run every self-check; exit 1 when something is wrong."""
    bootstrap.start(obj["data"])
    from jusan.core.history import heads, reads

    reads.seal_if_due()
    results = _results()
    if against:
        results["exported heads"] = heads.faults_against(json.loads(against.read_text()))
    if export_head:
        export_head.write_text(json.dumps(heads.export(), indent=1) + "\n")
    for name, faults in results.items():
        if as_json:
            click.echo(json.dumps({"check": name, "ok": not faults, "faults": faults}))
        else:
            click.echo(f"{'ok  ' if not faults else 'FAIL'}  {name}")
            for fault in faults[:20]:
                click.echo(f"      {fault}")
    sys.exit(1 if any(results.values()) else 0)


def _results() -> dict[str, list[str]]:
    from django.conf import settings
    from django.core.checks import Warning as CheckWarning
    from django.core.checks import run_checks

    from jusan.core import checks

    settings_faults = [
        str(item.msg) for item in run_checks(include_deployment_checks=not settings.JUSAN_INSECURE)
        if isinstance(item, CheckWarning) or item.is_serious()
    ]  # fmt: skip
    results = {"settings": settings_faults}
    results |= {name: list(run()) for name, run in checks.CHECKS.items()}
    return results
