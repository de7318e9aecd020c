"""How one person's name and birth are written by each kind of writer."""

from __future__ import annotations

from hijridate import Gregorian

from .cast import Cast, Child, Father
from .names import ALL, kk_latin, patronymic, surname


def given_of(cast: Cast, key: str | None) -> str:
    """Given name of a mother, father or child by key; empty when unknown."""
    if key in cast.mothers:
        return cast.mothers[key].given
    if key in cast.children:
        return cast.children[key].given
    father = father_of(cast, key)
    return father.given if father else ""


def father_of(cast: Cast, key: str | None) -> Father | None:
    """The father with this key."""
    fathers = [m.father for m in cast.mothers.values()]
    if cast.orphan_father:
        fathers.append(cast.orphan_father)
    return next((f for f in fathers if f.key == key), None)


def home_name(given: str, stem: str, sex: str, father: str, language: str) -> str:
    """Surname, given name and patronymic as a family at home writes them."""
    form = "ru" if language == "ru" else "kk"
    name = ALL[given]
    parts = [surname(stem, sex, form), name.ru if form == "ru" else name.kk]
    if father:
        parts.append(patronymic(father, sex, form))
    text = " ".join(p for p in parts if p)
    return kk_latin(text) if language == "kk-Latn" else text


def birth_written(child: Child, exact: bool = False) -> tuple[str, str]:
    """(birth, birth_kind) as the prison knows it; ``exact`` where a registry knows the day."""
    if exact or child.dob_known == "day":
        return child.dob.isoformat(), "day"
    if child.dob_known == "hijri":
        hijri = Gregorian.fromdate(child.dob).to_hijri()
        return f"{hijri.year}-{hijri.month:02d}", "hijri"
    if child.dob_known == "month":
        return f"{child.dob:%Y-%m}", "month"
    return f"{child.dob:%Y}", "year"
