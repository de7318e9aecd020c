"""The one error tree of the Django part: a code, its data, and a sentence for a person.

Errors carry a stable ``code`` (for tests and programs) and plain data, never personal values:
an error text may reach a log, and a log must not hold what a key destruction cannot reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext


class JusanError(Exception):
    """Base of every refusal that jusan words itself.

    ``sentences`` are English, whole and as literals, with ``%(name)s`` where ``data`` goes in:
    so translators find them, and each reader is told in their own language (``shown``). Programs,
    logs and the command line read ``message``, which is English whoever asks.
    """

    code = "error"

    def __init__(self, *sentences: str, **data: Any) -> None:
        self.sentences = tuple(filter(None, sentences)) or (self.code,)
        self.data = data
        self.message = _joined(self.sentences, data)
        super().__init__(self.message)

    @property
    def shown(self) -> str:
        """What is said, in the language of whoever is asking now."""
        return _joined([gettext(sentence) for sentence in self.sentences], self.data)


def _joined(sentences: Iterable[str], data: Mapping[str, Any]) -> str:
    return "; ".join(_filled(sentence, data) for sentence in sentences)


def _filled(sentence: str, data: Mapping[str, Any]) -> str:
    if "%(" not in sentence:
        return sentence
    try:
        return sentence % data
    except (KeyError, TypeError, ValueError):
        # Not a sentence of ours: what a library said of somebody's file.
        return sentence


class NotVisible(JusanError):
    """The object does not exist for this user: the web answers 404."""

    code = "not_visible"


class NotPermitted(JusanError):
    """Visible, but this user may not do this: the web answers 403."""

    code = "not_permitted"


class Refused(JusanError):
    """A rule of the operation stands against the change: the web answers 409 with the reason."""

    code = "refused"


class BadInput(JusanError):
    """Input that cannot be taken as it is: file, line, field and what was expected."""

    code = "bad_input"
