"""Received lists: who wrote what about whom, and the reference under which each line is known."""

from __future__ import annotations

from datetime import date

from .cast import Cast, Child
from .forms import birth_written, father_of, given_of, home_name
from .names import ALL, surname

HOST = ["no", "register_no", "name_ar", "name_latin", "sex", "mother_ar", "mother_latin",
        "father_ar", "father_latin", "birth", "birth_kind", "site", "listed_on", "remarks"]  # fmt: skip
MOTHERS = ["no", "register_no", "name_ar", "name_latin", "birth", "birth_kind", "husband_ar",
           "husband_latin", "children_listed", "court_case_no", "site", "listed_on",
           "nationality_stated", "document_seen", "remarks"]  # fmt: skip
REQUESTS = ["request_no", "received_on", "language", "claimant_name", "claimant_sex",
            "claimant_birth", "claimant_relation", "region", "place", "phone", "sought_kind",
            "sought_name", "sought_sex", "birth", "birth_kind", "mother_name", "father_name",
            "last_contact_on", "last_contact_how", "asks_for", "offers_home"]  # fmt: skip
LISTED_ON = "2031-04-08"
Row = dict[str, str]


def host_line(cast: Cast, child: Child, again: bool = False) -> Row:
    """One line of the ministry's list; ``again``: the same child on a second roll."""
    name = ALL[child.host_given or child.given]
    mother = cast.mothers.get(child.mother or "")
    father = ALL.get(given_of(cast, child.father))
    birth, kind = birth_written(child)
    latin = name.host[-1] if again else child.host_latin or name.host[0]
    written = child.host_father or (father.host[0] if father else "")
    arabic = "عبد الله" if child.host_father.startswith("Abd") else (father.ar if father else "")
    if again:
        birth, kind = str(child.age_on(_listed())), "age"
    with_ar = child.host_has_arabic and not again
    return {
        "name_ar": f"{name.ar} {arabic}".strip() if with_ar else "",
        "name_latin": f"{latin} {written}".strip(), "sex": child.sex,
        "mother_ar": ALL[mother.given].ar if mother else "",
        "mother_latin": ALL[mother.given].host[0] if mother else "",
        "father_ar": arabic if mother else "", "father_latin": written if mother else "",
        "birth": birth, "birth_kind": kind, "listed_on": LISTED_ON,
        "site": "P-PRISON" if mother else "P-ORPHANAGE",
        "remarks": "second roll" if again else "" if mother else "foundling no. 41",
        "register_no": f"{4400 + int(mother.key[1:]) if mother else 41}",
    }  # fmt: skip


def _listed() -> date:
    return date.fromisoformat(LISTED_ON)


def host_list(cast: Cast) -> tuple[list[Row], dict[str, list[str]]]:
    """Rows and key -> refs, 14 children and (A-T16) one of them twice."""
    keys = list(cast.children)
    rows = [host_line(cast, c) for c in cast.children.values()]
    if cast.has("A-T16"):
        twice = cast.traps["A-T16"][0]
        keys.append(twice)
        rows.append(host_line(cast, cast.children[twice], again=True))
    refs: dict[str, list[str]] = {}
    for number, (key, row) in enumerate(zip(keys, rows, strict=True), start=1):
        row["no"] = str(number)
        refs.setdefault(key, []).append(f"host_list.xlsx#{number + 1}")
    return rows, refs


def host_mothers(cast: Cast) -> tuple[list[Row], dict[str, str]]:
    """The sentenced women, one line each."""
    rows, refs = [], {}
    for number, m in enumerate(cast.mothers.values(), start=1):
        name, husband = ALL[m.given], ALL[m.father.given]
        rows.append({
            "no": str(number), "register_no": str(4400 + number),
            "name_ar": f"{name.ar} {surname(m.surname, 'F', 'ar')}",
            "name_latin": f"{name.host[0]} {surname(m.surname, 'F', 'latin')}",
            "birth": str(m.born), "birth_kind": "year", "husband_ar": husband.ar,
            "husband_latin": husband.host[0], "children_listed": str(len(cast.family(m.key))),
            "court_case_no": f"{110 + number}/K/2029", "site": "P-PRISON",
            "listed_on": LISTED_ON, "nationality_stated": "Dala",
        })  # fmt: skip
        refs[m.key] = f"host_mothers.csv#{number + 1}"
    return rows, refs


def family_requests(cast: Cast) -> tuple[list[Row], dict[str, list[str]]]:
    """One line for each person sought; refs of claimants and of the children sought."""
    rows: list[Row] = []
    refs: dict[str, list[str]] = {}
    for number, r in enumerate(cast.relatives.values(), start=1):
        claim = () if r.key == "R10" else r.children
        sought = [(k, "child") for k in claim]
        sought += [(r.asks_adult, "adult")] if r.asks_adult else []
        for position, (key, kind) in enumerate(sought):
            row = {
                "request_no": f"FR-{number:03d}",
                "received_on": "2031-04-21",
                "language": r.language,
                "sought_kind": kind,
                "claimant_relation": r.stated if kind == "child" else _to_adult(r.stated),
            }
            if position == 0:
                row |= {
                    "claimant_name": home_name(r.given, r.surname, r.sex, "", r.language),
                    "claimant_sex": r.sex,
                    "claimant_birth": str(r.born),
                    "region": r.region,
                    "phone": f"+000 701 {number:04d}",
                }
                refs.setdefault(r.key, []).append(f"family_requests.csv#{len(rows) + 2}:claimant")
            row |= _sought(cast, key, kind, r.language)
            row["offers_home"] = "yes" if kind == "child" else "no"
            rows.append(row)
            # A claim upon the foundling is a claim upon a child who may be another one.
            if r.true != "unrelated":
                refs.setdefault(key, []).append(f"family_requests.csv#{len(rows) + 1}")
    return rows, refs


def _to_adult(stated: str) -> str:
    return {"maternal_aunt": "sister", "maternal_uncle": "brother"}.get(
        stated, "father" if stated.endswith("grandfather") else "mother"
    )


def _sought(cast: Cast, key: str, kind: str, language: str) -> Row:
    if kind == "adult":
        mother, father = cast.mothers.get(key), father_of(cast, key)
        person, sex = (mother, "F") if mother else (father, "M")
        assert person is not None
        return {"sought_name": home_name(person.given, person.surname, sex, "", language),
                "sought_sex": sex}  # fmt: skip
    child = cast.children[key]
    mother, father = cast.mothers.get(child.mother or ""), father_of(cast, child.father)
    row = {"sought_sex": child.sex}
    if mother and father:
        row["sought_name"] = home_name(
            child.given, child.surname, child.sex, father.given, language
        )
        row["mother_name"] = home_name(mother.given, mother.surname, "F", "", language)
        row["father_name"] = home_name(father.given, father.surname, "M", "", language)
        row["birth"], row["birth_kind"] = birth_written(child)
    else:  # claimants who know the foundling from a picture describe whom they mean
        name = ALL[child.given]
        row["sought_name"] = (
            f"{name.ru} (девочка на фотографии)"
            if language == "ru"
            else f"{name.kk} (суреттегі қыз)"
        )
    return row
