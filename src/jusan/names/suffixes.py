"""Stems of name parts in their own script: without patronymic, family ending or article, and sex.

Endings are those of Kazakh and Russian name law and their usual spellings in Latin and Arabic
writing (general knowledge). Two family names that share only "-ova" say nothing about each other,
so that stems are compared with stems.
"""

from __future__ import annotations

import re
from functools import lru_cache

from jusan.names.parts import Role

UNKNOWN, MALE, FEMALE = 0, 1, 2

_SON = re.compile(
    "(?:[оеёи]?в?ич|ұлы|улы|[оұ]ғлы|оглы|"
    "(?:[aeiouyı]?[vw]i(?:ch|tch|tsch|c|č|ć|cz|ç))|i(?:ch|tch|tsch|č)|"
    "(?:u|ū|ý|y|ū)['’]?l[yıi]|o[gğ]h?l[uyı]|"
    "[وايأ]?(?:و|ي)?ف(?:ي)?تش|[وف]يتش|ا?و?ول[يى]|أولي|اوغلي)$"
)
_DAUGHTER = re.compile(
    "(?:[оеёи]вна|ична|инична|қызы|кызы|гызы|"
    "(?:[aeiouyı]?[vwu]n[aá])|ichna|[qkg]['’]?[yıi]z[yıi]|"
    "[وايأ]?(?:و|ي)?ف(?:ي)?نا|[قكغ]ي?ز[يى])$"
)
_FAMILY = re.compile(
    "(?:(?:о|е|ё|э)в(?P<c>а?)|(?:с|ц)к(?:ий|ой|(?P<cs>ая))|(?:и|ы)н(?P<ci>а?)|"
    "(?:[oe]|i['’]?e|ye)(?:v|ff?|w)(?P<l>ah?)?|(?:s|t[sz])k(?:i|iy|y|yy|ii|(?P<ls>aya|aja|aia))|"
    "[iy]n(?P<li>a)?|(?:ا?ي|و|ا)(?:ف|ڤ)(?P<a>[اةه]?)|سكي|(?P<as>سكايا))$"
)
_ARTICLE = re.compile("^(?:(?:al|el|ul|as|ash|ad|ar|az|an|at)[-‐‑– ]+|ال ?)(?=..)", re.IGNORECASE)
_LEAST = 2


@lru_cache(maxsize=131072)
def stem_and_sex(text: str, role: Role) -> tuple[str, int]:
    """The lower-cased stem of a part (the part itself where nothing is cut) and what its form
    says of the bearer's sex: 0 nothing, 1 male, 2 female."""
    lowered = text.lower()
    if role is Role.PATRONYMIC:
        return _patronymic(lowered)
    if role is Role.SURNAME:
        found = _FAMILY.search(lowered)
        if found and found.start() >= _LEAST:
            return lowered[: found.start()], FEMALE if any(found.groups()) else MALE
    return _without_article(lowered), UNKNOWN


def _patronymic(lowered: str) -> tuple[str, int]:
    for pattern, sex in ((_DAUGHTER, FEMALE), (_SON, MALE)):
        found = pattern.search(lowered)
        if found and found.start() >= _LEAST:
            return lowered[: found.start()], sex
    return lowered, UNKNOWN


def _without_article(lowered: str) -> str:
    stem = _ARTICLE.sub("", lowered)
    return stem if len(stem) > _LEAST else lowered
