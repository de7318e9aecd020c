"""The sentences of one language, read from `texts/<language>.toml`, and how it writes dates."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, Literal

from jusan.clearance.papers.cleaning import breakable, isolated, printable
from jusan.clearance.papers.errors import TextMissingError
from jusan.clearance.papers.record import Birth, Localised, Names
from jusan.clearance.papers.words import in_words

Language = Literal["en", "kk", "ru", "ar"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "kk", "ru", "ar")

# Where a text is missing in the paper's language, the next language that its readers may know.
_NEXT_BEST: Final = {
    "en": ("en", "ru", "kk", "ar"),
    "kk": ("kk", "ru", "en", "ar"),
    "ru": ("ru", "kk", "en", "ar"),
    "ar": ("ar", "en", "ru", "kk"),
}
_SCRIPT_FIRST: Final = {
    "en": ("latin", "cyrillic", "arabic"),
    "kk": ("cyrillic", "latin", "arabic"),
    "ru": ("cyrillic", "latin", "arabic"),
    "ar": ("arabic", "latin", "cyrillic"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language."""

    language: Language
    table: dict[str, Any]

    def __call__(self, key: str, **values: str) -> str:
        """The sentence under a dotted key, its gaps filled; TextMissingError if there is none."""
        found = self._at(key)
        if not isinstance(found, str):
            raise TextMissingError(f"texts/{self.language}.toml: {key}: expected one sentence")
        return found.format(**values) if values else found

    def several(self, key: str) -> list[str]:
        """The list of sentences under a dotted key."""
        found = self._at(key)
        if not isinstance(found, list):
            raise TextMissingError(f"texts/{self.language}.toml: {key}: expected a list")
        return [str(item) for item in found]

    def _at(self, key: str) -> object:
        found: Any = self.table
        for part in key.split("."):
            if not isinstance(found, dict) or part not in found:
                raise TextMissingError(f"texts/{self.language}.toml: {key}: missing")
            found = found[part]
        return found

    def given(self, text: str) -> str:
        """A value of the record as it may be printed, or the words for "not recorded"."""
        return breakable(printable(text)) or self("common.not_recorded")

    def local(self, text: Localised) -> str:
        """A localised text in this language, or in the next best one."""
        options = [getattr(text, language) for language in _NEXT_BEST[self.language]]
        return self.given(next((option for option in options if option), ""))

    def names(self, names: Names) -> list[str]:
        """A name in every script in which it is known, this language's script first."""
        options = [getattr(names, script) for script in _SCRIPT_FIRST[self.language]]
        return [self.given(option) for option in options if option]

    def yes_no(self, value: bool) -> str:
        """Yes or no."""
        return self("common.yes" if value else "common.no")

    def total(self, key: str, count: int) -> str:
        """A count in figures and words: "Children transferred: 14 (fourteen)"."""
        words = in_words(count, self.language)
        return self("common.total", label=self(key), figure=str(count), words=words)

    def date(self, date: dt.date) -> str:
        """A date with the month as a word."""
        month = self.several("common.months")[date.month - 1]
        return self("common.long_date", day=str(date.day), month=month, year=f"{date.year:04d}")

    def moment(self, moment: dt.datetime) -> list[str]:
        """A moment on the local clock and in UTC, one line each."""
        utc = moment.astimezone(dt.UTC)
        offset = moment.strftime("%z")
        local = self(
            "common.local_time",
            date=self.date(moment.date()),
            time=moment.strftime("%H:%M"),
            offset=f"{offset[:3]}:{offset[3:5]}",
        )
        in_utc = self("common.utc_time", date=self.date(utc.date()), time=utc.strftime("%H:%M"))
        return [local, in_utc]

    def birth(self, birth: Birth) -> list[str]:
        """A date of birth DD.MM.YYYY, XX for unknown parts, and what is known."""
        day = "XX" if birth.day is None else f"{birth.day:02d}"
        month = "XX" if birth.month is None else f"{birth.month:02d}"
        year = "XXXX" if birth.year is None else f"{birth.year:04d}"
        lines = [f"{day}.{month}.{year}"]
        if birth.conventional:
            decision = isolated(self.given(birth.decision))
            known = self(f"child.known.{birth.precision}")
            lines.append(self("child.conventional", decision=decision, known=known))
        elif birth.precision != "day":
            lines.append(self("child.incomplete"))
        return lines


@lru_cache(maxsize=len(LANGUAGES))
def wording(language: Language) -> Wording:
    """The words of a language; TextMissingError for one that the papers do not speak."""
    if language not in LANGUAGES:
        raise TextMissingError(f"language: expected en, kk, ru or ar, got {language!r}")
    text = (files(__package__) / "texts" / f"{language}.toml").read_text(encoding="utf-8")
    return Wording(language, tomllib.loads(text))
