"""The front door for the terminal: ``jusan VERB``. Each verb lives in the room that it belongs to.

Verbs of the sciences start without Django, so that a laboratory can use them alone.
"""

from __future__ import annotations

import importlib
import sys

import click

from jusan.core.errors import JusanError

#: verb -> module:attribute of the click command; imported only when called.
VERBS: dict[str, str] = {
    "demo": "jusan.journey.command:demo",
    "serve": "jusan.web.command:serve",
    "check": "jusan.web.command:check",
    "import": "jusan.journey.command:import_",
    "children": "jusan.journey.command:children",
    "kinship": "jusan.kinship.terminal:kinship",
    "names": "jusan.names.terminal:names",
    "identify": "jusan.matching.terminal:identify",
    "link": "jusan.matching.linking_terminal:link",
    "reconcile": "jusan.reporting.terminal:reconcile",
    "pack": "jusan.planning.terminal:pack",
    "bench": "jusan.bench.terminal:bench",
}


class _Verbs(click.Group):
    """Loads a verb's module when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        target = VERBS.get(cmd_name)
        if target is None:
            return None
        module, _, attribute = target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=_Verbs)
@click.option("--as", "user", metavar="USER", help="Act as this user (login name).")
@click.option("--data", metavar="DIR", envvar="JUSAN_DATA", help="The data folder.")
@click.pass_context
def cli(ctx: click.Context, user: str | None, data: str | None) -> None:
    """Find, identify, clear, bring home, restore."""
    ctx.obj = {"user": user, "data": data}


def main() -> None:
    """Run a verb. Bad input ends with one sentence on standard error and exit code 2."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except JusanError as error:
        click.echo(f"Error: {error.message}", err=True)
        sys.exit(2)
