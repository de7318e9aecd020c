"""The reports of an operation's folder, and officers' answers about mentions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jusan.core.access.models import User
from jusan.core.claims.models import Channel
from jusan.core.errors import BadInput
from jusan.core.feeds.story import Action, Feed, Story, once
from jusan.core.feeds.tables import Row, parse_csv, read_bytes
from jusan.tracing import operations
from jusan.tracing.importers.layouts import CONTACT_COLUMNS

_CHANNELS = {
    "host_authority": Channel.HOST_STATE,
    "consular": Channel.CONSULATE,
}


def _report(story: Story, row: Row, _phase: str) -> None:
    """A file arrives as a whole at its instant."""
    name = row.need("file")
    path = story.folder / "reports" / name
    if "/" in name or "\\" in name or not path.is_file():
        raise row.fault("file", "a file of the folder reports")
    content = read_bytes(path, f"reports/{name}")
    actor = story.user(row.need("received_by"))
    if row["kind"] == "contact_log":
        _contacts(story, actor, name, content)
        return
    channel = row.need("channel")
    operations.receive_report(
        actor=actor,
        operation=story.operation,
        kind=row.need("kind"),
        file_name=name,
        content=content,
        channel=_CHANNELS.get(channel, channel),
        source_name=row.need("source_name"),
        reliability=row.need("reliability"),
        received_at=row.instant("received_at"),
        language=row["language"],
    )
    story.remember("reports_of", row["kind"], [*_files(story, row["kind"]), name])


def _files(story: Story, kind: str) -> list[str]:
    found: list[str] = story.remembered.get(("reports_of", kind), [])
    return found


def _contacts(story: Story, actor: User, name: str, content: bytes) -> None:
    for row in parse_csv(name, content, CONTACT_COLUMNS):
        claimant = _claimant(story, row.need("request_no"))
        operations.log_contact(
            actor=actor,
            operation=story.operation,
            claimant=claimant,
            on=row.day("on"),
            direction=row.need("direction"),
            channel=row.need("channel"),
            said={"address": row["address"], "with_whom": row["with_whom"], "said": row["said"]},
        )


def _claimant(story: Story, request_no: str) -> Any:
    """The claimant of a request: the first line of that number in any file of requests."""
    for name in _files(story, "family_requests"):
        path = story.folder / "reports" / name
        needed = frozenset({"request_no", "claimant_name"})
        for row in parse_csv(name, read_bytes(path, name), needed):
            if row["request_no"] == request_no and row["claimant_name"]:
                return story.person(f"{name}#{row.line}:claimant")
    raise BadInput("request %(request_no)s is named but was never received", request_no=request_no)


def _judge(answer: str) -> Action:
    def action(story: Story, actor: User, args: Mapping[str, Any]) -> None:
        operations.answer_link(
            actor=actor,
            operation=story.operation,
            left=story.person(str(args["a"])),
            right=story.person(str(args["b"])),
            answer=answer,
            why=str(args.get("why", "")),
        )

    return action


def _undo(story: Story, actor: User, args: Mapping[str, Any]) -> None:
    operations.undo_between(
        actor=actor,
        operation=story.operation,
        left=story.person(str(args["a"])),
        right=story.person(str(args["b"])),
    )


FEEDS: list[Feed] = [
    Feed(
        "reports/index.csv",
        frozenset(
            {"file", "kind", "channel", "source_name", "reliability", "received_at", "received_by"}
        ),
        once("received_at"),
        _report,
    ),
]
ACTIONS: dict[str, Action] = {
    "judge_same": _judge("same"),
    "judge_different": _judge("different"),
    "judge_unsure": _judge("unsure"),
    "undo_judgement": _undo,
}
