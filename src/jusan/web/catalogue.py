"""Message catalogues: reading and writing .po text, and the binary .mo form that gettext loads.

Only .po files are kept in the repository. The .mo files are made at start-up, so that running
needs no gettext tools. The .mo layout is that of the GNU gettext manual, "The Format of GNU MO
Files": two tables of (length, offset), sorted by message id, strings ended by a zero byte.
"""

from __future__ import annotations

import ast
import os
import struct
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

MAGIC = 0x950412DE
FIELDS = ("msgctxt", "msgid_plural", "msgid", "msgstr")


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its context, its English, and what a language says (one a plural form)."""

    context: str
    msgid: str
    plural: str
    strings: tuple[str, ...]
    places: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What tells two messages apart."""
        return (self.context, self.msgid)

    @property
    def translated(self) -> bool:
        """Whether every form says something."""
        return bool(self.strings) and all(self.strings)


def read(path: Path) -> list[Message]:
    """Messages of a .po file, the header (empty msgid) first. Raises ValueError with the line."""
    messages: list[Message] = []
    fields: dict[str, str] = {}
    last = ""
    # Not splitlines: a line separator of Unicode inside a message is no end of a line.
    for number, raw in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        name, text = _split(line, path, number)
        if name in {"msgctxt", "msgid"} and "msgstr" in " ".join(fields):
            messages.append(_message(fields))
            fields = {}
        last = name or last
        fields[last] = fields.get(last, "") + text
    return [*messages, _message(fields)] if fields else messages


def _split(line: str, path: Path, number: int) -> tuple[str, str]:
    name, _, quoted = ("", "", line) if line.startswith('"') else line.partition(" ")
    known = not name or name in FIELDS or name.startswith("msgstr[")
    if not (known and quoted.startswith('"') and quoted.endswith('"')):
        raise ValueError(f'{path}, line {number}: expected a keyword and a "quoted" string')
    return name, str(ast.literal_eval(quoted))


def _message(fields: dict[str, str]) -> Message:
    strings = tuple(text for name, text in sorted(fields.items()) if name.startswith("msgstr"))
    context, plural = fields.get("msgctxt", ""), fields.get("msgid_plural", "")
    return Message(context, fields["msgid"], plural, strings)


def write(path: Path, messages: Iterable[Message]) -> None:
    """Write a .po file, one message a paragraph, in the order given."""
    text = "\n".join(_paragraph(message) for message in messages)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _paragraph(message: Message) -> str:
    rows = [f"#: {place}" for place in message.places]
    if message.context:
        rows.append(f"msgctxt {_quoted(message.context)}")
    rows.append(f"msgid {_quoted(message.msgid)}")
    if message.plural:
        rows.append(f"msgid_plural {_quoted(message.plural)}")
        rows += [f"msgstr[{n}] {_quoted(text)}" for n, text in enumerate(message.strings)]
    else:
        rows.append(f"msgstr {_quoted(message.strings[0] if message.strings else '')}")
    return "\n".join(rows) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def to_mo(messages: Sequence[Message]) -> bytes:
    """The .mo bytes of the translated messages; untranslated ones fall back to English."""
    pairs = sorted((_mo_key(m), "\0".join(m.strings).encode()) for m in messages if m.translated)
    start = 28 + 16 * len(pairs)
    ids = b"".join(key + b"\0" for key, _ in pairs)
    head = struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    table = _table([key for key, _ in pairs], start)
    values = [value for _, value in pairs]
    table += _table(values, start + len(ids))
    return head + table + ids + b"".join(value + b"\0" for value in values)


def _mo_key(message: Message) -> bytes:
    text = f"{message.context}\x04{message.msgid}" if message.context else message.msgid
    return (f"{text}\0{message.plural}" if message.plural else text).encode()


def _table(items: Sequence[bytes], offset: int) -> bytes:
    parts = []
    for item in items:
        parts.append(struct.pack("<2I", len(item), offset))
        offset += len(item) + 1
    return b"".join(parts)


def compile_all(source: Path, spare: Path) -> Path:
    """Make every missing or old .mo, beside its .po or, where that is read-only, under ``spare``.

    Gives the folder that holds them: to be named in LOCALE_PATHS.
    """
    folder = source if os.access(source, os.W_OK) else spare
    for path in sorted(source.glob("*/LC_MESSAGES/django.po")):
        target = folder / path.relative_to(source).with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime <= path.stat().st_mtime:
            _replace(target, to_mo(read(path)))
    return folder


def _replace(target: Path, content: bytes) -> None:
    # Two workers may start at once: each writes a file of its own, and the last rename wins.
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".mo-part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.chmod(name, 0o644)
    os.replace(name, target)
