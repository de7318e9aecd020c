"""Operation Aqqu as the scenario tells it: who they are and who plays which part."""

from __future__ import annotations

from datetime import date
from typing import Any

from .cast import Cast, Child, Father, Mother, Relative


def default_cast(seed: int) -> Cast:
    """Operation Aqqu as the scenario tells it."""
    cast = Cast(seed)
    for number, (key, given, stem, left, born, region, father) in enumerate(_DEFAULT_MOTHERS, 1):
        mother = Mother(key, given, stem, left, born, region, Father(*father))
        mother.register_no = 4400 + number
        cast.mothers[key] = mother
    cast.orphan_father = Father("F8", "Serik", "Aqtauov", "2029-06")
    for key, given, stem, sex, dob, known, born, mother, host, extra in _DEFAULT_CHILDREN:
        known_father = cast.mothers[mother].father.key if mother else "F8"
        birth = date.fromisoformat(dob)
        child = Child(key, given, stem, sex, birth, known, born, mother, known_father)
        child.host_latin = host
        for name, value in extra.items():
            setattr(child, name, value)
        cast.children[key] = child
    for row in _DEFAULT_RELATIVES:
        relative = Relative(*row)
        cast.relatives[relative.key] = relative
    cast.traps = dict(_DEFAULT_TRAPS)
    cast.late, cast.couple = "R10", ("R07", "R07b")
    return cast


_DEFAULT_MOTHERS: tuple[tuple[Any, ...], ...] = (
    ("M1", "Samal", "Qyranov", "2024-09", 1993, "R-Aqtas", ("F1", "Daulet", "Qyranov", "2029-08")),
    ("M2", "Meruert", "Dalarov", "2025-02", 1994, "R-Kokbel", ("F2", "Ersin", "Dalarov", "2028-11")),
    ("M3", "Nazym", "Tulparov", "2024-02", 1997, "R-Sarysu", ("F3", "Azat", "Tulparov", "2029-05")),
    ("M4", "Aigerim", "Mizamov", "2024-10", 1999, "R-Aqtas", ("F4", "Salih", "", "2029-01", False)),
    ("M5", "Zhanar", "Seltekov", "2025-01", 1998, "R-Teniz", ("F5", "Marat", "Seltekov", "2029-10")),
    ("M6", "Inkar", "Borlybaev", "2025-03", 1996, "R-Kokbel", ("F6", "Olzhas", "Borlybaev", "2027-06")),
)  # fmt: skip

_DEFAULT_CHILDREN: tuple[tuple[Any, ...], ...] = (
    ("C01", "Aisha", "Qyranov", "F", "2018-04-19", "day", "home", "M1", "Aisha", {"host_has_arabic": True}),
    ("C02", "Amir", "Qyranov", "M", "2022-03-02", "day", "home", "M1", "Ameer", {"host_father": "Dawlet"}),
    ("C03", "Safiya", "Qyranov", "F", "2027-06-30", "month", "abroad", "M1", "Safia", {}),
    ("C04", "Yerlan", "Dalarov", "M", "2018-12-03", "day", "home", "M2", "Abdul-Rahman",
     {"host_given": "Abdulrahman"}),
    ("C05", "Maryam", "Dalarov", "F", "2025-08-15", "month", "abroad", "M2", "Maryam", {}),
    ("C06", "Ilyas", "Tulparov", "M", "2024-06-10", "day", "abroad", "M3", "Ilyas", {}),
    ("C07", "Yusuf", "Tulparov", "M", "2026-09-01", "year", "abroad", "M3", "Yusuf",
     {"host_father": "Abdallah", "host_has_arabic": True}),
    ("C08", "Sumaya", "Tulparov", "F", "2029-03-05", "hijri", "abroad", "M3", "Sumayya", {}),
    ("C09", "Maryam", "Mizamov", "F", "2025-09-20", "month", "abroad", "M4", "Maryam", {}),
    ("C10", "Hafsa", "Mizamov", "F", "2028-02-11", "month", "abroad", "M4", "Hafsa", {}),
    ("C11", "Yusuf", "Seltekov", "M", "2026-02-05", "year", "abroad", "M5", "Yousef",
     {"host_father": "Abdullah", "host_has_arabic": True}),
    ("C12", "Musa", "Seltekov", "M", "2029-06-12", "month", "abroad", "M5", "Musa", {"true_mother": "W7"}),
    ("C13", "Dana", "Borlybaev", "F", "2021-07-07", "day", "home", "M6", "Dana", {}),
    ("C14", "Nur", "Aqtauov", "F", "2026-10-01", "year", "abroad", None, "Noor",
     {"host_has_arabic": True, "true_mother": "W8"}),
)  # fmt: skip

_DEFAULT_RELATIVES: tuple[tuple[Any, ...], ...] = (
    ("R01", "Bibigul", "Toqtarov", "F", 1966, "maternal_grandmother", "maternal_grandmother", "R-Aqtas",
     ("C01", "C02", "C03"), "M1", True, "kk", "M1"),
    ("R02", "Oral", "Dalarov", "M", 1963, "paternal_grandfather", "paternal_grandfather", "R-Kokbel",
     ("C04", "C05"), "F2", True, "ru", "M2"),
    ("R03", "Raushan", "Saryev", "F", 1992, "maternal_aunt", "maternal_aunt", "R-Sarysu",
     ("C06", "C07", "C08"), "M3", True, "kk", "M3"),
    ("R04", "Rashid", "Mizamov", "M", 1968, "maternal_grandfather", "maternal_grandfather", "R-Aqtas",
     ("C09", "C10"), "M4", True, "ru", "M4"),
    ("R05", "Kulyash", "Seltekov", "F", 1969, "paternal_grandmother", "paternal_grandmother", "R-Teniz",
     ("C11", "C12"), "F5", True, "kk-Latn", "F5"),
    ("R06", "Kairat", "Ormanov", "M", 1991, "maternal_uncle", "maternal_uncle", "R-Kokbel",
     ("C13",), "M6", True, "ru", "M6"),
    ("R07", "Sabit", "Borlybaev", "M", 1964, "paternal_grandfather", "paternal_grandfather", "R-Sarysu",
     ("C13",), "F6", False, "kk", ""),
    ("R07b", "Zaure", "Borlybaev", "F", 1967, "paternal_grandmother", "paternal_grandmother", "R-Sarysu",
     ("C13",), "F6", False, "kk", ""),
    ("R08", "Torgyn", "Kenbaev", "F", 1965, "maternal_grandmother", "unrelated", "R-Teniz",
     ("C14",), "", False, "ru", ""),
    ("R09", "Bolat", "Aqtauov", "M", 1995, "paternal_uncle", "paternal_half_uncle", "R-Aqtas",
     ("C14",), "F8", False, "kk", ""),
    ("R10", "Sholpan", "Alatov", "F", 1970, "paternal_grandmother", "paternal_grandmother", "R-Kokbel",
     ("C14",), "F8", True, "kk", "F8"),
)  # fmt: skip

#: See ``cast.PARTS`` for what each key plays.
_DEFAULT_TRAPS: dict[str, tuple[str, ...]] = {
    "A-T1": ("C07", "C11"), "A-T2": ("C05", "C09"), "A-T3": ("C06", "C08"), "A-T4": ("C12", "M5"),
    "A-T5": ("M1", "C03"), "A-T6": ("R08", "C14"), "A-T7": ("R09", "C14"), "A-T8": ("C02",),
    "A-T9": ("C01",), "A-T10": ("M6", "C13"), "A-T11": ("C09", "C10"), "A-T12": ("C08",),
    "A-T13": ("C13",), "A-T14": ("C10", "C09"), "A-T15": ("C01",), "A-T16": ("C11",),
}  # fmt: skip
