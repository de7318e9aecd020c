"""Take a written name apart: given, patronymic, father, grandfather, surname, kunya, nisba.

Roles are read from markers alone (bin, Abu, -ұлы, -ович, -ова, al-...i, a surname in capitals).
A later token without a marker is LINEAGE: father, grandfather or family name, undecided; the
comparison decides what it can be matched with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from jusan.names import lexicon
from jusan.names.normalise import normalise
from jusan.names.scripts import Script, script_of, split_forms
from jusan.names.transliteration import latin_key, sound_units

MAX_PARTS = 8  # what lies beyond is kept in the original and noted
MAX_UNITS = 40


class Role(StrEnum):
    """What a part of a name says about a person."""

    GIVEN = "given"
    PATRONYMIC = "patronymic"
    FATHER = "father"
    GRANDFATHER = "grandfather"
    SURNAME = "surname"
    LINEAGE = "lineage"
    KUNYA = "kunya"
    NISBA = "nisba"


@dataclass(frozen=True, slots=True)
class NamePart:
    """One part: its role, its text as written, its sound units and those of its stem.

    `stem` is without patronymic or family suffix (Дәулетқызы -> daulet), equal to `units` where
    there is none.
    """

    role: Role
    text: str
    units: str
    stem: str


@dataclass(frozen=True, slots=True)
class Name:
    """One form of a name; `original` is as received, `notes` say what was normalised or left out.

    `kunya_of` is "abu" or "umm" when a part is a kunya: that part names the person's child.
    `child_of` is "bin" or "bint" when the first father is marked so.
    """

    original: str
    script: Script
    parts: tuple[NamePart, ...]
    notes: tuple[str, ...] = ()
    kunya_of: str | None = None
    child_of: str | None = None

    def of_role(self, *roles: Role) -> tuple[NamePart, ...]:
        """The parts that have one of `roles`, in order."""
        return tuple(part for part in self.parts if part.role in roles)

    def is_empty(self) -> bool:
        """True when nothing readable was left."""
        return not self.parts


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    key: str
    arabic: bool
    upper: bool
    article: bool = False


def part(role: Role, text: str) -> NamePart:
    """A part of a role that the sender stated (a column "father"); `stem` without suffixes."""
    fused = "".join(latin_key(token) for token in _split(normalise(text).text))
    return _part(role, text, fused)


def _part(role: Role, text: str, key: str) -> NamePart:
    full, stem = key, key
    if role is Role.PATRONYMIC:
        stem = _cut(lexicon.PATRONYMIC, key)
    elif role in (Role.SURNAME, Role.LINEAGE):
        full = lexicon.FEMININE.sub("", key) if lexicon.SURNAME.search(key) else key
        stem = _cut(lexicon.SURNAME, key)
    return NamePart(role, text, sound_units(full)[:MAX_UNITS], sound_units(stem)[:MAX_UNITS])


def _cut(suffix: re.Pattern[str], key: str) -> str:
    stem = suffix.sub("", key)
    return stem if len(stem) >= 2 else key


@lru_cache(maxsize=65536)
def parse_name(text: str) -> Name:
    """Read one form of a full name. Never raises; a text without letters has no parts."""
    clean = normalise(text)
    notes = list(clean.notes)
    tokens = _fuse(_tokens(clean.text))
    tokens = [token for token in tokens if token.key]
    if len(tokens) > MAX_PARTS:
        notes.append(f"only the first {MAX_PARTS} of {len(tokens)} parts are compared")
        tokens = tokens[:MAX_PARTS]
    roles, kunya_of = _assign(tokens)
    parts = tuple(
        _part(role, token.text, token.key)
        for token, role in zip(tokens, roles, strict=True)
        if role is not None
    )
    return Name(text, script_of(clean.text), parts, tuple(notes), kunya_of, _child_of(tokens))


def parse_forms(text: str) -> tuple[Name, ...]:
    """Read an entry that may give several forms ("عائشة دولت / Aisha Dawlat"); empty ones drop."""
    forms = (parse_name(form) for form in split_forms(normalise(text).text))
    return tuple(name for name in forms if not name.is_empty())


def name_of(stated: Iterable[tuple[Role, str]]) -> Name:
    """A name from separate columns, each with its role; tokens of a given name are fused."""
    fields = [(role, text) for role, text in stated if text.strip()]
    parts: list[NamePart] = []
    kunya_of = None
    for role, text in fields:
        parsed = parse_name(text)
        if role is not Role.GIVEN or len(parsed.parts) == 1:
            kunya_of = kunya_of or parsed.kunya_of
            parts.extend(_restate(parsed, role))
        else:
            parts.append(part(role, text))
    text = " ".join(text for _, text in fields)
    return Name(text, script_of(text), tuple(parts[:MAX_PARTS]), (), kunya_of)


def _restate(parsed: Name, role: Role) -> list[NamePart]:
    keep = (Role.KUNYA, Role.NISBA, Role.PATRONYMIC)
    return [one if one.role in keep else part(role, one.text) for one in parsed.parts]


_SPLIT = re.compile(r"[\s.,،()\"«»_]+")
_HYPHEN = re.compile("[-‐‑–]+")


def _split(text: str) -> list[str]:
    return [piece for token in _SPLIT.split(text) if token for piece in _at_hyphens(token)]


def _at_hyphens(token: str) -> list[str]:
    """The pieces of a hyphenated token; one in which a piece is a letter or two stays whole."""
    pieces = [piece for piece in _HYPHEN.split(token) if piece]
    stray = (len(piece) <= 2 and piece.lower() not in lexicon.ARTICLES for piece in pieces)
    return ["".join(pieces)] if any(stray) and len(pieces) > 1 else pieces


def _tokens(text: str) -> list[_Token]:
    words = _split(text)
    some_lower = any(word != word.upper() for word in words)
    return [
        _Token(word, *_key_and_script(word), some_lower and len(word) > 2 and word.isupper())
        for word in words
    ]


@lru_cache(maxsize=131072)
def _key_and_script(word: str) -> tuple[str, bool]:
    return latin_key(word), script_of(word) is Script.ARABIC


def _fuse(tokens: list[_Token]) -> list[_Token]:
    """Join what writing splits: Abd + al + Rahman, X + Allah, Nur + al-Din, al + Nisba."""
    fused: list[_Token] = []
    pending: list[_Token] = []
    for i, token in enumerate(tokens):
        if not token.key or _is_title(token, first=i == 0, behind=len(tokens) - i - 1):
            continue
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if _is_article(token) or (_serves(token, following) and not _is_servant(pending)):
            pending.append(token)
            continue
        joined = _join([*pending, token])
        serving = _is_servant(pending)
        pending = []
        if fused and not serving and (token.key in lexicon.DIVINE or joined.key in lexicon.FAITH):
            joined = _glue(fused.pop(), joined)
        fused.append(joined)
    return fused + ([_join(pending)] if pending else [])


def _glue(first: _Token, last: _Token) -> _Token:
    text = f"{first.text} {last.text}"
    return replace(last, text=text, key=first.key + last.key, article=False)


def _is_article(token: _Token) -> bool:
    return (token.key in lexicon.ARTICLES and not token.arabic) or token.text in ("ال", "عال")


def _serves(token: _Token, following: _Token | None) -> bool:
    """Whether Abd, Abdul, ... begins a name that the next token ends.

    Plain Abd does before an article or "Allah" only: else it is a name of its own.
    """
    if token.key not in lexicon.SERVANT or following is None:
        return False
    if token.arabic and not token.text.startswith("عبد"):
        return False
    if _by_form(following, alone=False, first=False) in (Role.PATRONYMIC, Role.SURNAME):
        return False
    if _is_article(following) or (following.arabic and following.text.startswith("ال")):
        return True
    if following.key in lexicon.DIVINE:
        return True
    return token.key not in lexicon.PLAIN_SERVANT and _skeleton(following.key) in lexicon.SERVED


def _skeleton(key: str) -> str:
    return "".join(sound for sound in sound_units(key) if sound not in "aeiouyw") or key


def _is_title(token: _Token, *, first: bool, behind: int) -> bool:
    if token.key in lexicon.TITLES:
        return behind > 0 or not first
    return first and behind >= 2 and token.key in lexicon.FIRST_TITLES


def _is_servant(pending: list[_Token]) -> bool:
    return any(token.key in lexicon.SERVANT for token in pending)


def _join(tokens: list[_Token]) -> _Token:
    last = tokens[-1]
    if len(tokens) == 1 and not last.text.startswith("ال"):
        return last
    servant = _is_servant(tokens)
    article = not servant and (
        any(_is_article(token) for token in tokens[:-1])
        or (last.arabic and last.text.startswith("ال") and len(last.text) > 4)
    )
    keys = [token.key for token in tokens]
    if article and last.arabic and last.text.startswith("ال"):
        keys[-1] = keys[-1][2:]
    elif article and not servant:
        keys = [token.key for token in tokens if not _is_article(token)] or keys
    text = " ".join(token.text for token in tokens)
    return replace(last, text=text, key="".join(keys), article=article)


def _assign(tokens: list[_Token]) -> tuple[list[Role | None], str | None]:
    """A role for every token; None for a marker word (bin, Abu), which is no part itself."""
    roles: list[Role | None] = [None] * len(tokens)
    done, kunya_of = _mark_nasab(tokens, roles)
    _mark_suffixes(tokens, roles, done)
    slavic = Role.PATRONYMIC in roles or Role.SURNAME in roles
    free = [i for i in range(len(tokens)) if i not in done]
    given = _given_index(free, roles)
    for i in free:
        later = Role.SURNAME if slavic and given is not None and i < given else Role.LINEAGE
        roles[i] = Role.GIVEN if i == given else later
    return roles, kunya_of


def _mark_nasab(tokens: list[_Token], roles: list[Role | None]) -> tuple[set[int], str | None]:
    """Mark what follows bin, bint, Abu and Umm; fill `roles`; return the indices dealt with."""
    done: set[int] = set()
    kunya_of: str | None = None
    fathers = [Role.FATHER, Role.GRANDFATHER, Role.LINEAGE]
    for i, token in enumerate(tokens[:-1]):
        kin = lexicon.SON_OF | lexicon.DAUGHTER_OF
        if i > 0 and lexicon.is_marker(token.key, kin, arabic=token.arabic):
            roles[i + 1] = fathers.pop(0) if len(fathers) > 1 else fathers[0]
            done |= {i, i + 1}
        # Only a first Abu or Umm is a kunya: behind a given name it belongs to the family's name.
        for words, label in ((lexicon.FATHER_OF, "abu"), (lexicon.MOTHER_OF, "umm")):
            if (
                i == 0
                and i not in done
                and lexicon.is_marker(token.key, words, arabic=token.arabic)
            ):
                roles[i + 1] = Role.KUNYA
                kunya_of = kunya_of or label
                done |= {i, i + 1}
    return done, kunya_of


def _child_of(tokens: list[_Token]) -> str | None:
    """Whether the first marker of a father says "son" or "daughter"."""
    for token in tokens[1:-1]:
        if lexicon.is_marker(token.key, lexicon.DAUGHTER_OF, arabic=token.arabic):
            return "bint"
        if lexicon.is_marker(token.key, lexicon.SON_OF, arabic=token.arabic):
            return "bin"
    return None


def _mark_suffixes(tokens: list[_Token], roles: list[Role | None], done: set[int]) -> None:
    """Mark patronymics, surnames and nisbas by their endings or capitals."""
    open_tokens = [i for i in range(len(tokens)) if i not in done]
    for i in open_tokens:
        role = _by_form(tokens[i], alone=len(open_tokens) == 1, first=i == 0)
        if role is not None:
            roles[i] = role
            done.add(i)
    left = [i for i in open_tokens if i not in done]
    if Role.PATRONYMIC in roles and Role.SURNAME not in roles and len(left) >= 2:
        for i in (left[-1], left[0]):
            if len(tokens[i].key) >= 6 and lexicon.WEAK_SURNAME.search(tokens[i].key):
                roles[i] = Role.SURNAME
                done.add(i)
                return


def _by_form(token: _Token, *, alone: bool, first: bool) -> Role | None:
    if alone:
        return None
    if token.upper:
        return Role.SURNAME
    if not first and len(token.key) >= 6 and lexicon.PATRONYMIC.search(token.key):
        return Role.PATRONYMIC
    if len(token.key) >= 5 and lexicon.SURNAME.search(token.key):
        return Role.SURNAME
    if token.article and not first and token.key[-1] in "iy":
        return Role.NISBA
    return None


def _given_index(free: list[int], roles: list[Role | None]) -> int | None:
    """The given name stands before a patronymic, or else first among unmarked tokens."""
    for i in free:
        if i + 1 < len(roles) and roles[i + 1] is Role.PATRONYMIC:
            return i
    return free[0] if free else None
