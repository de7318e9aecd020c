"""Small closed word lists that names are taken apart with. All are Latin keys.

Sources: general knowledge of Arabic nasab and of Kazakh and Russian name law; nothing is copied
from a name list.
"""

from __future__ import annotations

import re

# Titles anywhere in a name, and those that are names too: titles only in front of two more tokens.
TITLES = frozenset({
    "haj", "hajj", "haji", "hajji", "hajy", "alhaj", "sayyid", "sayyed", "sayed", "seyyed",
    "seyed", "syd", "dr", "dktr", "duktur", "mr", "mrs", "ms", "prof", "eng", "ustaz", "ayatollah",
    "hojjatoleslam", "hojatoleslam", "hodjatoleslam", "general", "colonel", "brigadier",
})  # fmt: skip
FIRST_TITLES = frozenset({
    "sheikh", "shaykh", "shykh", "sheik", "shaikh", "mulla", "mullah", "mla", "hafiz", "qari",
    "sardar", "srdar",
})  # fmt: skip

SON_OF = frozenset({"bin", "ibn", "ben", "bn", "abn", "ould", "wld", "uld"})
DAUGHTER_OF = frozenset({"bint", "bnt", "binti", "abna", "abnat", "abnt"})
FATHER_OF = frozenset({"abu", "abw", "abou", "aba", "abi", "aby"})
MOTHER_OF = frozenset({"umm", "um", "am", "omm", "oum", "om"})
# In Latin and Cyrillic writing "Am" and "Aby" are names or nothing; only Arabic writes أم so.
_ONLY_ARABIC = frozenset({"am", "abw", "aby", "abna", "abn", "bn", "bnt", "wld"})

ARTICLES = frozenset({"al", "el", "ul", "as", "ash", "ad", "ar", "az", "an", "at"})
SERVANT = frozenset({"abd", "bd", "abdul", "abdal", "abdel", "abdol", "abdu", "abdwl"})
PLAIN_SERVANT = frozenset({"abd", "bd"})
# What follows Abdul written apart: names of God as consonants (rahman, rahim, aziz, karim, ...).
SERVED = frozenset({
    "rhmn", "rhm", "zz", "krm", "mlk", "qdr", "kdr", "hmd", "mjd", "ltf", "slm", "smd", "whb",
    "whd", "hkm", "hlm", "jbr", "Gn", "Gfr", "hd", "hq", "hk", "hy", "Xlq", "nsr", "rf", "rzq",
    "str", "Skr", "wdd", "bst", "bq", "fth", "hfz", "jll", "msn", "Xrm",
})  # fmt: skip
DIVINE = frozenset({"allah", "alla", "ullah", "ollah", "llah", "lah", "allh", "llh", "alh"})
FAITH = frozenset({"din", "aldin", "aldyn", "eddin", "eddine", "addin", "uddin", "dyn"})

# Suffixes on keys; the Arabic spellings (wfytsh, wly) are those of the same suffixes.
PATRONYMIC = re.compile(
    "(?:"
    "[aeouwy]?(?:v|f|w)[iy]*(?:ch|tsh|tch|c|t)|"  # -ovich, -evich, -avich, وفيتش
    "[aeouwy]?(?:v|f|w)[iy]?na|"  # -ovna, -evna, -auna
    "ich(?:na)?|inichna|"  # Ilyich, Nikitichna
    "a?(?:u|w|o|uw)ly|a?(?:u|w)li|"  # -uly, اولي
    "[qk][iy]*z[iyh]+|[qk]yz|"  # -qyzy, -kyzy, قيزي
    "ogly|oghly|oglu|oghlu|gyzy"
    ")$"
)
SURNAME = re.compile(
    "(?:"
    "(?:[oe]v|off|ow)(?:a|ah)?|[ouw]fa|"  # -ov, -eva; final devoicing in Latin lists
    "(?:wf|ayf|yyf)[aht]?|[wy]fa|"  # وف, ايف, وفا
    "sk(?:i|y|iy|ii|yy|aya|aia|ayya)|tska?ya?|enko"
    ")$"
)
WEAK_SURNAME = re.compile("(?:i|y)na?$")
FEMININE = re.compile("(?<=[vwf])a(?:h|)$|(?<=[iy]n)a$")


def is_marker(key: str, words: frozenset[str], *, arabic: bool) -> bool:
    """Whether `key` is one of `words`, the spellings that only Arabic has being kept to Arabic."""
    return key in words and (arabic or key not in _ONLY_ARABIC)
