"""Names enough for thousands of families: a table of common ones, and Kazakh names put together.

Kazakh given names are made of two words each (Нұр + жан); the two lists are general knowledge of
the language. Frequencies fall as 1/rank, so that some names are carried by hundreds.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import accumulate

from ..generator import names as table
from .writing import arabic, latin, russian, slip

SCRIPTS = ("kk_cyr", "ru_cyr", "latin", "ar")

_FIRST = [
    "Нұр",
    "Бек",
    "Жан",
    "Ай",
    "Күн",
    "Гүл",
    "Аман",
    "Ер",
    "Бай",
    "Тұр",
    "Сер",
    "Мұр",
    "Қай",
    "Дәу",
    "Ал",
    "Есен",
    "Ақ",
    "Қара",
    "Тоқ",
    "Мыр",
    "Сұл",
    "Ора",
    "Жол",
    "Құ",
    "Дос",
    "Жұ",
    "Мей",
    "Рау",
    "Сал",
    "Абы",
    "Әді",
    "Бақ",
    "Дар",
    "Еле",
    "Жет",
    "Кен",
    "Мақ",
    "Өте",
    "Рыс",
    "Там",
    "Шын",
    "Ық",
    "Наз",
    "Ару",
    "Ман",
    "Сая",
    "Тілеу",
]
_MALE = [
    "бек",
    "жан",
    "болат",
    "сұлтан",
    "бай",
    "тай",
    "мұрат",
    "қан",
    "ғали",
    "дос",
    "мырза",
    "бол",
    "ғазы",
    "хан",
    "лан",
    "тас",
    "ер",
    "дар",
    "хат",
    "гелді",
]
_FEMALE = [
    "гүл",
    "нұр",
    "жан",
    "ай",
    "зада",
    "сұлу",
    "гүлім",
    "ша",
    "на",
    "рай",
    "зия",
    "маржан",
    "бала",
    "көз",
    "ма",
    "лы",
]

_MORE = """
Muhammad | Мұхаммед | Мухаммад | محمد | Muhammad/Mohammed/Mohamed/Mohamad
Ahmad | Ахмет | Ахмад | أحمد | Ahmad/Ahmed
Ali | Әли | Али | علي | Ali/Aly
Husain | Хұсейн | Хусейн | حسين | Husain/Hussein/Hussain
Mahmud | Махмұт | Махмуд | محمود | Mahmud/Mahmoud/Mahmood
Mustafa | Мұстафа | Мустафа | مصطفى | Mustafa/Mostafa
Abdullah | Абдолла | Абдулла | عبد الله | Abdullah/Abdallah/Abdulla
Ismail | Исмайыл | Исмаил | إسماعيل | Ismail/Ismael/Esmail
Ishaq | Ысқақ | Исхак | إسحاق | Ishaq/Ishak/Isaac
Sulaiman | Сүлеймен | Сулейман | سليمان | Sulaiman/Suleiman/Sulayman
Anas | Анас | Анас | أنس | Anas/Annas
Osama | Осама | Усама | أسامة | Osama/Usama/Ussama
Qasim | Қасым | Касим | قاسم | Qasim/Kasem/Qassem
Karim | Кәрім | Карим | كريم | Karim/Kareem
Jabir | Жәбір | Джабир | جابر | Jabir/Jaber
Walid | Уәлид | Валид | وليد | Walid/Waleed
Faisal | Файсал | Фейсал | فيصل | Faisal/Faysal
Saad | Сағд | Саад | سعد | Saad/Sad
Said | Сейіт | Саид | سعيد | Said/Saeed
Nasir | Нәсір | Насир | ناصر | Nasir/Nasser
"""
_MORE_GIRLS = """
Khawla | Хаула | Хаула | خولة | Khawla/Khaula
Ruba | Руба | Руба | ربى | Ruba/Rouba
Hajar | Қажар | Хаджар | هاجر | Hajar/Hagar
Sawda | Сауда | Сауда | سودة | Sawda/Sauda
Juwairiya | Жуайрия | Джувайрия | جويرية | Juwairiya/Jowayria
Asma | Асма | Асма | أسماء | Asma/Asmaa
Noor | Нұр | Нур | نور | Noor/Nour/Nur
Hiba | Хиба | Хиба | هبة | Hiba/Heba
Rahma | Рахма | Рахма | رحمة | Rahma/Rahmah
Salma | Салма | Сальма | سلمى | Salma/Selma
Zahra | Зухра | Захра | زهراء | Zahra/Zahraa
Iman | Иман | Иман | إيمان | Iman/Eman
"""


@dataclass(frozen=True)
class Spoken:
    """One name: its usual spelling by script, and other spellings that clerks use."""

    usual: dict[str, str]
    others: dict[str, tuple[str, ...]]
    kazakh: str

    def written(self, script: str, rng: random.Random, variant: bool) -> str:
        """As a clerk writes it; a variant is another spelling, one in seven a slip of the pen."""
        if not variant:
            return self.usual[script]
        if rng.random() < 0.15:
            return slip(self.usual[script], rng)
        known = self.others.get(script)
        if known:
            return rng.choice(known)
        if script == "ar":
            return arabic(self.kazakh.lower(), rng)
        if script == "latin":
            return latin(self.kazakh.lower(), rng).capitalize()
        return self.usual["ru_cyr" if script == "kk_cyr" else "kk_cyr"]


def of_kazakh(kazakh: str) -> Spoken:
    """A name whose spellings follow from the letters."""
    low = kazakh.lower()
    usual = {
        "kk_cyr": kazakh,
        "ru_cyr": russian(low).capitalize(),
        "latin": latin(low).capitalize(),
        "ar": arabic(low),
    }
    return Spoken(usual, {}, kazakh)


def _of_table(given: table.Given) -> Spoken:
    usual = {"kk_cyr": given.kk, "ru_cyr": given.ru, "latin": given.host[0], "ar": given.ar}
    bare = given.ar.replace("أ", "ا").replace("إ", "ا").replace("ة", "ه").replace(" ", "")
    return Spoken(usual, {"latin": given.host, "ar": (given.ar, bare)}, given.kk)


class Pools:
    """Names to draw from, common ones first."""

    def __init__(self, rng: random.Random) -> None:
        def made(ends: list[str], size: int) -> list[Spoken]:
            words = [first + end for first in _FIRST for end in ends if first[-1] != end[0]]
            return [of_kazakh(word) for word in rng.sample(words, size)]

        boys = [*table.BOYS.values(), *table.MEN.values(), *_rows(_MORE)]
        girls = [*table.GIRLS.values(), *table.WOMEN.values(), *_rows(_MORE_GIRLS)]
        self._male = _mixed([_of_table(g) for g in boys], made(_MALE, 420), rng)
        self._female = _mixed([_of_table(g) for g in girls], made(_FEMALE, 330), rng)
        stems = [stem for stem in self._male if " " not in stem.kazakh]
        self._families = [of_kazakh(s.kazakh + _family_end(s.kazakh)) for s in stems]
        self._families += [
            Spoken({"kk_cyr": kk, "ru_cyr": ru, "latin": name, "ar": ar}, {}, kk)
            for name, (kk, ru, ar) in table.SURNAMES.items()
        ]
        rng.shuffle(self._families)

    def given(self, sex: str, rng: random.Random) -> Spoken:
        """A given name."""
        return _drawn(self._male if sex == "M" else self._female, rng)

    def family(self, rng: random.Random) -> Spoken:
        """A surname, masculine."""
        return _drawn(self._families, rng)


def _family_end(kazakh: str) -> str:
    return "ев" if kazakh[-1] in "йиаеәі" else "ов"


def _rows(text: str) -> list[table.Given]:
    return [
        table.Given(latin_, kk, ru, ar, tuple(host.split("/")))
        for latin_, kk, ru, ar, host in (
            (cell.strip() for cell in row.split("|")) for row in text.strip().splitlines()
        )
    ]


def _mixed(common: list[Spoken], rare: list[Spoken], rng: random.Random) -> list[Spoken]:
    rng.shuffle(common)
    return common + rare


def _drawn(names: list[Spoken], rng: random.Random) -> Spoken:
    """Falls as 1/(rank + 8)."""
    weights = _WEIGHTS.setdefault(
        len(names), list(accumulate(1.0 / (rank + 8) for rank in range(len(names))))
    )
    return rng.choices(names, cum_weights=weights)[0]


_WEIGHTS: dict[int, list[float]] = {}
