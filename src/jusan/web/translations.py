"""For translators: ``python -m jusan.web.translations collect|missing|compile``.

collect   scans templates and code for messages, sentences of refusals included, and brings every
          .po up to date, keeping what is already translated and dropping what is no longer said
missing   lists untranslated messages; exit status 1 when there is any
compile   makes the .mo files (the application does so by itself when it starts)
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from jusan.web import catalogue
from jusan.web.catalogue import Message

PACKAGE = Path(__file__).resolve().parents[1]
LOCALE = PACKAGE / "web" / "locale"
PLURALS = {
    "kk": "nplurals=2; plural=(n != 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 "
    "&& (n%100<12 || n%100>14) ? 1 : 2);",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 "
    ": n%100>=11 && n%100<=99 ? 4 : 5;",
}
#: Where context, message and plural stand among a call's arguments.
CALLS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
#: Refusals that a page shows: every literal sentence among a call's arguments is a message. Who may
#: not see is told no sentence, and history and vault refuse only what no form sends.
REFUSALS = {
    *("no", "Refused", "BadInput", "NotPermitted", "KeyDestroyed"),
    *("NoLegalBasis", "EvidenceChanged", "TwoSigners"),
}
#: What speaks on the command line alone is English: files of an operation's folder, its replay.
COMMAND_LINE = {"feeds.py", "command.py", "terminal.py", "opening.py", "replay.py", "labpolicy.py"}
COMMAND_FILES = {"core/feeds/story.py", "core/feeds/consents.py"}
_STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_TEMPLATE_CALL = re.compile(rf"\b(_|n?p?gettext)\((\s*{_STRING}(?:\s*,\s*(?:{_STRING}|\w+))*\s*)\)")


def messages_in_code(source: str, place: str) -> Iterator[Message]:
    """Messages of a Python file: literal arguments of the gettext calls."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.id if isinstance(function, ast.Name) else ""
            if name in CALLS:
                yield from _from_call(name, node.args, place)
            elif name in REFUSALS and not on_the_command_line(place):
                yield from _sentences(node.args, place)


def _sentences(arguments: list[ast.expr], place: str) -> Iterator[Message]:
    for node in arguments:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _says(node.value):
            yield Message("", node.value, "", (), (place,))


def _says(sentence: str) -> bool:
    """Whether there is anything to translate beside placeholders."""
    return re.search(r"\w", re.sub(r"%\(\w+\)s", "", sentence)) is not None


def on_the_command_line(place: str) -> bool:
    return Path(place).name in COMMAND_LINE or place in COMMAND_FILES


def messages_in_template(source: str, place: str) -> Iterator[Message]:
    """Messages of a template, as Django itself extracts them."""
    from django.utils.translation.template import templatize

    for found in _TEMPLATE_CALL.finditer(templatize(source, origin=place)):
        call = ast.parse(found.group(0), mode="eval").body
        if isinstance(call, ast.Call):
            yield from _from_call(found.group(1), call.args, place)


def _from_call(name: str, arguments: list[ast.expr], place: str) -> Iterator[Message]:
    context, message, plural = CALLS[name]

    def literal(index: int | None) -> str:
        node = arguments[index] if index is not None and index < len(arguments) else None
        return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""

    if literal(message):
        yield Message(literal(context), literal(message), literal(plural), (), (place,))


def collect() -> list[Message]:
    """Every message of the application once, in the order of its first place."""
    found: dict[tuple[str, str], Message] = {}
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("templates/**/*.html")]):
        if "migrations" in path.parts:
            continue
        read = messages_in_code if path.suffix == ".py" else messages_in_template
        place = path.relative_to(PACKAGE).as_posix()
        for message in read(path.read_text(encoding="utf-8"), place):
            known = found.get(message.key)
            places = (*known.places, place) if known else (place,)
            plural = message.plural or (known.plural if known else "")
            found[message.key] = replace(
                message, plural=plural, places=tuple(dict.fromkeys(places))
            )
    return [*found.values(), *_messages_of_django()]


def _messages_of_django() -> list[Message]:
    """Django's own sentences that our pages show and that its Kazakh catalogue lacks."""
    from jusan.web.borrowed import MESSAGES, PLURAL_MESSAGES

    simple = [Message(context, text, "", (), ("Django",)) for context, text in MESSAGES]
    return [*simple, *(Message("", one, many, (), ("Django",)) for one, many in PLURAL_MESSAGES)]


def path_of(language: str) -> Path:
    """The .po file of a language."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def header(language: str) -> Message:
    """The first message of a .po file: how to read it."""
    lines = [
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURALS[language]}",
    ]
    return Message("", "", "", ("\n".join(lines) + "\n",))


def forms_of(language: str) -> int:
    """How many plural forms a language has."""
    return int(PLURALS[language].split("nplurals=")[1].split(";")[0])


def update(language: str, messages: list[Message]) -> None:
    """Bring one .po up to date, keeping its translations."""
    path = path_of(language)
    kept = {m.key: m.strings for m in catalogue.read(path)} if path.exists() else {}
    rows = [header(language)]
    for message in messages:
        forms = forms_of(language) if message.plural else 1
        strings = kept.get(message.key, ())
        full = strings if len(strings) == forms else ("",) * forms
        rows.append(replace(message, strings=full))
    catalogue.write(path, rows)


def missing(language: str) -> list[Message]:
    """Messages of the application that this language does not say."""
    said = {m.key: m for m in catalogue.read(path_of(language))}
    return [m for m in collect() if m.key not in said or not said[m.key].translated]


def main(arguments: list[str]) -> int:
    """Run one of the three commands; gives the exit status."""
    if arguments == ["collect"]:
        messages = collect()
        for language in PLURALS:
            update(language, messages)
    elif arguments == ["missing"]:
        lacking = [(lang, m) for lang in PLURALS for m in missing(lang)]
        for language, message in lacking:
            print(f"{language}\t{message.msgid!r}\t{', '.join(message.places)}")
        return 1 if lacking else 0
    elif arguments == ["compile"]:
        catalogue.compile_all(LOCALE, LOCALE)
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
