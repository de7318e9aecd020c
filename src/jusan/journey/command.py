"""``jusan demo``, ``jusan import`` and ``jusan children``."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jusan import terminal
from jusan.web import bootstrap

if TYPE_CHECKING:
    from jusan.core.access.models import User
    from jusan.journey.replay import Replayed, Step

#: The shipped scenario, found from the checkout that the demonstration runs in.
SCENARIO = Path(__file__).resolve().parents[3] / "cases" / "aqqu"
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
SEES_ALL = "demo"


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Stop after the summary.")
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object a line.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Stop the story on a day.")
@click.option("--port", default=8000, show_default=True, help="Port on 127.0.0.1.")
@click.option("--scenario", type=FOLDER, default=SCENARIO, help="Another scenario folder.")
@click.pass_obj
def demo(
    obj: dict[str, Any],
    only_check: bool,
    as_json: bool,
    as_of: datetime | None,
    port: int,
    scenario: Path,
) -> None:
    """Load the shipped scenario, walk the whole road, print a summary, serve the pages."""
    until = as_of.date() if as_of else None
    folder = Path(obj["data"] or "var/demo").resolve()
    logins = _prepare(folder, scenario, until)
    from jusan.journey import briefing

    text = briefing.as_json() if as_json else briefing.as_text()
    click.echo(text, nl=False)
    if only_check:
        return
    click.echo(_login_table(logins), err=True)
    click.echo(f"Open http://127.0.0.1:{port}  (Ctrl+C ends)", err=True)
    from jusan.web.command import run_server

    run_server(port)


@click.command("import")
@click.argument("folder", type=FOLDER)
@click.pass_obj
def import_(obj: dict[str, Any], folder: Path) -> None:
    """Take in an operation's folder (see cases/README.md), whole or not at all."""
    bootstrap.start(obj["data"])
    done = _load(folder, {}, None)
    if not done.created:
        click.echo(f"Operation {done.slug} is already here: nothing was added.")
        return
    click.echo(f"Operation {done.slug}: {done.steps} rows taken in.")


@click.command()
@click.option("--operation", "slug", help="Only this operation (its slug).")
@terminal.output_options
@click.pass_obj
def children(
    obj: dict[str, Any],
    slug: str | None,
    as_json: bool,
    out: Path | None,
    timings: Path | None,
) -> None:
    """The children that you may see; the read is logged."""
    bootstrap.start(obj["data"] or _demo_folder())
    from jusan.core.operations.queries import operations_for
    from jusan.journey import overview

    user = _acting_user(obj["user"])
    clock = terminal.Timings()
    objects: list[dict[str, Any]] = []
    with clock.phase("work"):
        for operation in operations_for(user):
            if slug in (None, operation.slug):
                objects += overview.children(user, operation)
    clock.items = len(objects)
    terminal.emit(terminal.json_lines(objects) if as_json else _children_table(objects), out)
    clock.write(timings)


# -- the demonstration -----------------------------------------------------------------------


def _prepare(folder: Path, scenario: Path, until: date | None) -> dict[str, Any]:
    """Load the scenario unless this very one is loaded already; gives the logins."""
    stamp = _stamp(scenario, until)
    marker = folder / "demonstration"
    if marker.exists() and marker.read_text() == stamp:
        bootstrap.start(str(folder), demo=True)
    else:
        # Only a folder that a demonstration made is ever emptied.
        if folder.exists() and any(folder.iterdir()) and not (folder / "logins.json").exists():
            raise click.ClickException(f"{folder} holds something else: name another with --data")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "logins.json").write_text("{}")
        bootstrap.start(str(folder), demo=True)
        _fill(folder, scenario, until)
        marker.write_text(stamp)
    logins: dict[str, Any] = json.loads((folder / "logins.json").read_text())
    return logins


def _fill(folder: Path, scenario: Path, until: date | None) -> None:
    from jusan.core import clock
    from jusan.core.feeds.tables import read_csv
    from jusan.journey import opening

    rows = read_csv(scenario, "people/users.csv", opening.USER_COLUMNS)
    password = "-".join(secrets.choice(_WORDS) for _ in range(4))
    logins = {row["login"]: {"role": row["role"], "password": password} for row in rows}
    done = _load(scenario, {login: item["password"] for login, item in logins.items()}, until)
    assert done.until is not None
    end = datetime.combine(until, time(18), UTC) if until else done.until
    with clock.at(end):
        _add_viewer(done.slug, password)
    clock.set_demo_clock(end)
    logins[SEES_ALL] = {"role": "demonstration", "password": password}
    (folder / "logins.json").write_text(json.dumps(logins, indent=1))
    (folder / "logins.json").chmod(0o600)


_WORDS = (
    "steppe", "wormwood", "saddle", "kettle", "poplar", "lantern", "felt", "apricot", "crane",
    "river", "melon", "needle", "carpet", "walnut", "falcon", "orchard", "harbour", "thistle",
)  # fmt: skip


def _add_viewer(slug: str, password: str) -> None:
    from jusan.core import clock
    from jusan.core.access.models import User
    from jusan.core.access.operations import create_user, grant_role
    from jusan.core.access.roles import Role
    from jusan.core.operations.models import Operation

    opener = User.objects.order_by("login").first()
    viewer = create_user(
        actor=opener, login=SEES_ALL, display_name="Demonstration", password=password
    )
    today = clock.today()
    grant_role(
        actor=viewer,
        user=viewer,
        role=Role.DEMONSTRATION,
        scope=Operation.objects.get(slug=slug).id,
        purpose="demonstration of the system",
        starts_on=today,
        ends_on=today.replace(year=today.year + 5),
    )


def _stamp(scenario: Path, until: date | None) -> str:
    """What a loaded demonstration was made from: the files, the day, and our own code."""
    digest = hashlib.sha256(str(until).encode())
    code = Path(__file__).resolve().parents[1]
    files = [*scenario.rglob("*"), *code.rglob("*.py"), *code.rglob("*.yaml")]
    for path in sorted(files):
        if path.is_file():
            digest.update(str(path.name).encode() + path.read_bytes())
    return digest.hexdigest()


def _load(folder: Path, passwords: dict[str, str], until: date | None) -> Replayed:
    from jusan.core.errors import JusanError
    from jusan.journey import replay

    def bar(steps: Iterable[Step], _count: int) -> Iterable[Step]:
        return terminal.progress(list(steps), "Walking the road")

    try:
        return replay.load(folder, passwords=passwords, until=until, progress=bar)
    except JusanError as error:
        raise click.ClickException(error.message) from None


def _login_table(logins: dict[str, Any]) -> str:
    rows = [(item["role"], login, item["password"]) for login, item in logins.items()]
    return terminal.table("Logins of the demonstration", ("role", "login", "password"), rows)


# -- children --------------------------------------------------------------------------------


def _demo_folder() -> str | None:
    """Without --data the demonstration's database is meant, when there is one."""
    folder = Path("var/demo")
    return str(folder) if (folder / "demonstration").exists() else None


def _acting_user(login: str | None) -> User:
    from django.conf import settings

    from jusan.core.access.models import User

    if login is None and settings.JUSAN_DEMO:
        login = SEES_ALL
    if login is None:
        raise click.ClickException("say who reads: jusan --as USER children")
    user = User.objects.filter(login=login).first()
    if user is None:
        raise click.ClickException(f"there is no user {login}")
    return user


def _children_table(objects: list[dict[str, Any]]) -> str:
    rows = []
    for item in objects:
        name = item["names"][0]["text"] if item["names"] else "-"
        custody = item["custody"] or {}
        where = (custody.get("hidden") and "hidden") or custody.get("place_name", "-")
        if custody.get("kind") == "person":
            where = "with a family"
        rows.append((item["case"], name, item["identity"]["status"], where))
    return terminal.table("Children", ("case", "name", "identity", "where"), rows)
