"""One record as the linkage sees it: the names by what they say, the claims beside them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jusan.names import lexicon
from jusan.names.births import BirthClaim, read_claim
from jusan.names.normalise import normalise
from jusan.names.scripts import Script, script_of
from jusan.names.tables import Table, read_table
from jusan.names.transliteration import latin_key

REQUIRED = (
    "channel", "script", "given", "father", "surname", "mother", "sex", "birth", "birth_kind",
    "place", "rid",
)  # fmt: skip
#: Columns that are used where a file has them.
OPTIONAL = ("phone", "reported")


@dataclass(frozen=True, slots=True)
class Record:
    """What one line of one channel says. Names are cleaned copies; the caller keeps the line.

    `kunya` is the child that Abu X or Umm X is called after, `own_kunya` whether the record's own
    person is called so. `place` and `phone` are compared as they stand after folding.
    """

    rid: str
    channel: str
    given: str
    father: str
    mother: str
    surname: str
    kunya: str
    own_kunya: bool
    sex: str
    birth: BirthClaim
    place: str
    phone: str

    def name(self, field: str) -> str:
        """The text of one field, '' where it is not said."""
        text: str = getattr(self, field)
        return text


def read_records(path: Path) -> list[Record]:
    """Records of a tab-separated file. Raises NameInputError."""
    table = read_table(path, REQUIRED)
    table.unique("rid")
    return records_of(table)


def records_of(table: Table) -> list[Record]:
    """Records of a table with the columns of REQUIRED."""
    names = [*REQUIRED, *(name for name in OPTIONAL if name in table.header)]
    columns = [table.column(name) for name in names]
    return [record_of(dict(zip(names, cells, strict=True))) for cells in zip(*columns, strict=True)]


def record_of(cells: Mapping[str, str]) -> Record:
    """A record from its cells by column name; missing cells say nothing. Never raises."""
    given, own = _person(cells.get("given", ""))
    father, by_father = _person(cells.get("father", ""))
    mother, by_mother = _person(cells.get("mother", ""))
    return Record(
        rid=cells.get("rid", ""),
        channel=cells.get("channel", ""),
        given=given,
        father=stem(father),
        mother=mother,
        surname=_surname(cells.get("surname", "")),
        kunya=own or by_mother or by_father,
        own_kunya=bool(own),
        sex=_SEX.get(cells.get("sex", "").strip().upper(), ""),
        birth=read_claim(
            cells.get("birth", ""), cells.get("birth_kind", ""), _decimal(cells.get("reported", ""))
        ),
        place=_folded(cells.get("place", "")),
        phone=re.sub(r"\D", "", cells.get("phone", ""))[-10:],
    )


_SEX = {
    "M": "M", "F": "F", "MALE": "M", "FEMALE": "F", "М": "M", "Ж": "F", "ذكر": "M", "أنثى": "F",
}  # fmt: skip


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    """Cleaned, lower case, one word: "Abd al-Latif" and "Abdallatif" are written both ways."""
    return re.sub(r"[\s\-]+", "", normalise(text).text.lower())


@lru_cache(maxsize=65536)
def _person(text: str) -> tuple[str, str]:
    """(name, kunya): "Umm Kita" gives ('', 'kita'), other names give (name, '')."""
    clean = normalise(text).text
    words = clean.split()
    if len(words) > 1:
        arabic = script_of(words[0]) is Script.ARABIC
        key = latin_key(words[0])
        for markers in (lexicon.MOTHER_OF, lexicon.FATHER_OF):
            if lexicon.is_marker(key, markers, arabic=arabic):
                return "", _folded(" ".join(words[1:]))
    return _folded(clean), ""


# Patronymic endings and the feminine of surnames in the scripts themselves: the comparison of
# names works on the letters as written. General knowledge of Kazakh and Russian name law.
_PATRONYMIC = re.compile(
    "(?:[оеё]вич|[оеё]вна|ұлы|улы|уулу|қызы|кызы|uly|ūly|úly|qyzy|kyzy|[oe]vich|[oe]vna|اولي|قيزي)$"
)
_FEMININE = re.compile(
    "(?<=[оеё]в)а$|(?<=ин)а$|(?<=[oe]v)ah?$|(?<=ин)а$|(?<=in)a$|(?<=[فو]ف)[اه]$|(?<=يف)[اه]$"
)
_NISBA = re.compile("^(?:al|el).{3,}[iy]$|^ال.{3,}[يى]$")


@lru_cache(maxsize=65536)
def stem(text: str) -> str:
    """A father's name without the ending of a patronymic."""
    cut = _PATRONYMIC.sub("", text)
    return cut if len(cut) >= 2 else text


@lru_cache(maxsize=65536)
def _surname(text: str) -> str:
    """Without the feminine ending; a nisba ("al-Kazakhi") is no family name and gives ''."""
    folded = _folded(text)
    return "" if _NISBA.search(folded) else _FEMININE.sub("", folded)


def _decimal(text: str) -> float | None:
    """A day or a decimal year as a decimal year; None where it is neither."""
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text.strip())
    if match:
        return int(match[1]) + (int(match[2]) - 1) / 12 + (int(match[3]) - 1) / 365.25
    try:
        return float(text)
    except ValueError:
        return None


def flagged(records: Sequence[Record]) -> Iterator[tuple[Record, BirthClaim]]:
    """Records whose birth weighs nothing although something was said."""
    for record in records:
        if record.birth.flag is not None:
            yield record, record.birth


@lru_cache(maxsize=65536)
def script_code(text: str) -> int:
    """0 Arabic, 1 Cyrillic, 2 Latin, 3 other or empty."""
    return _CODES.get(script_of(unicodedata.normalize("NFC", text)), 3)


_CODES = {Script.ARABIC: 0, Script.CYRILLIC: 1, Script.LATIN: 2}
