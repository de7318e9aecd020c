"""What came in later: the home's register, the Red Cross, interviews, registry, press, contacts."""

from __future__ import annotations

from datetime import date

from .cast import Cast, Child
from .forms import birth_written, father_of, home_name
from .names import ALL, surname
from .output import Table

Row = dict[str, str]
Refs = dict[str, list[str]]
ORPHANAGE = ["register_no", "name_ar", "name_latin", "sex", "birth", "birth_kind", "admitted_on",
             "brought_by", "mother_stated", "father_stated", "place_found", "site", "listed_on",
             "remarks"]  # fmt: skip
RED_CROSS = ["list_no", "name_latin", "sex", "birth", "birth_kind", "mother_name", "father_name",
             "place_seen", "seen_on", "siblings_said", "remarks"]  # fmt: skip
INTERVIEWS = ["interview_no", "on", "place", "interviewer", "language", "speaker_name",
              "speaker_name_kk", "speaker_birth", "speaker_kunya", "speaker_role",
              "relation_to_child", "child_name", "child_name_kk", "sex", "birth", "birth_kind",
              "birth_place", "born_where", "father_name", "father_nationality", "father_fate",
              "father_fate_grade", "siblings_said", "relatives_said", "statement"]  # fmt: skip
EXTRACTS = ["extract_no", "extracted_on", "kind", "subject_kind", "record_no", "name_kk", "name_ru",
            "name_latin", "sex", "birth", "birth_kind", "mother_name", "father_name", "place",
            "document_no", "issued_on", "valid_until", "citizenship"]  # fmt: skip
PRESS = ["item_no", "published_on", "outlet", "headline", "says_children", "says_eldest_age",
         "says_orphans", "quote"]  # fmt: skip
CONTACTS = ["request_no", "on", "direction", "channel", "address", "with_whom", "said"]
SEEN = date(2031, 4, 2)
VISIT = "2031-04-30"


def latin(given: str, stem: str, sex: str) -> str:
    """Surname and given name as the home side writes them in Latin letters."""
    return f"{surname(stem, sex, 'latin')} {given}".strip()


def orphanage_register(cast: Cast, refs: Refs) -> Table:
    """The home's own register: one line, the foundling."""
    child = cast.orphan()
    name, birth = ALL[child.given], birth_written(child)
    row = {
        "register_no": "41", "name_ar": name.ar, "name_latin": name.host[0], "sex": child.sex,
        "birth": birth[0], "birth_kind": birth[1], "admitted_on": "2029-11-03",
        "brought_by": "host army medics", "mother_stated": "", "father_stated": "Serik, from Dala",
        "place_found": "Tell Aswad", "site": "P-ORPHANAGE", "listed_on": "2031-04-08",
        "remarks": "foundling no. 41; both parents said to be dead",
    }  # fmt: skip
    refs[child.key].append("orphanage_register.csv#2")
    return ORPHANAGE, [row]


def red_cross(cast: Cast, refs: Refs) -> Table:
    """Children seen in the prison, ages in whole years."""
    rows: list[Row] = []
    for child in cast.children.values():
        mother = cast.mothers.get(child.mother or "")
        if mother is None:
            continue
        name = ALL[child.host_given or child.given]
        others = [c.given for c in cast.family(mother.key) if c.key != child.key]
        rows.append({
            "list_no": f"RC-{len(rows) + 1:02d}", "sex": child.sex,
            "name_latin": f"{name.host[-1]} {ALL[mother.father.given].host[-1]}",
            "birth": str(child.age_on(SEEN)), "birth_kind": "age",
            "mother_name": ALL[mother.given].host[-1],
            "father_name": ALL[mother.father.given].host[-1], "place_seen": "P-PRISON",
            "seen_on": SEEN.isoformat(), "siblings_said": ";".join(others),
        })  # fmt: skip
        refs[child.key].append(f"red_cross.csv#{len(rows) + 1}")
    return RED_CROSS, rows


def consular_interviews(cast: Cast, refs: Refs) -> Table:
    """Each mother speaks of her children; the home's staff speak of the foundling."""
    rows: list[Row] = []
    for number, mother in enumerate(cast.mothers.values(), start=1):
        for position, child in enumerate(cast.family(mother.key)):
            row = _spoken_of(cast, child)
            row |= {"interview_no": f"CI-{number:02d}", "relation_to_child": "mother"}
            if position == 0:
                row |= {
                    "speaker_name": latin(mother.given, mother.surname, "F"),
                    "speaker_name_kk": home_name(mother.given, mother.surname, "F", "", "kk"),
                    "speaker_birth": str(mother.born), "speaker_kunya": f"Umm {child.given}",
                    "speaker_role": "mother",
                }  # fmt: skip
                refs[mother.key].append(f"consular_interviews.csv#{len(rows) + 2}:speaker")
            rows.append(row)
            ref = f"consular_interviews.csv#{len(rows) + 1}"
            refs[child.key].append(ref)
            refs.setdefault(mother.father.key, []).append(f"{ref}:father")
    orphan = cast.orphan()
    rows.append(_staff_speak(cast, orphan))
    ref = f"consular_interviews.csv#{len(rows) + 1}"
    refs[orphan.key].append(ref)
    refs.setdefault(orphan.father or "F8", []).append(f"{ref}:father")
    return INTERVIEWS, rows


def _spoken_of(cast: Cast, child: Child) -> Row:
    father = father_of(cast, child.father)
    assert father is not None
    birth, kind = birth_written(child)
    siblings = [c.given for c in cast.family(child.mother or "") if c.key != child.key]
    planted = child.true_mother is not None
    said = "I have brought him up as my own" if planted else "this is my child"
    return {
        "on": VISIT, "place": "P-PRISON", "interviewer": "d.esenov", "language": "kk",
        "child_name": child.given, "child_name_kk": ALL[child.given].kk, "sex": child.sex,
        "birth": birth, "birth_kind": kind, "birth_place": "Aqtas" if child.born == "home" else "",
        "born_where": child.born, "father_name": latin(father.given, father.surname, "M"),
        "father_nationality": "UTO" if father.citizen else "unknown",
        "father_fate": "dead", "father_fate_grade": "witness" if father.citizen else "hearsay",
        "siblings_said": ";".join(siblings), "statement": said,
    }  # fmt: skip


def _staff_speak(cast: Cast, orphan: Child) -> Row:
    row = _spoken_of(cast, orphan)
    father = father_of(cast, orphan.father)
    return row | {
        "interview_no": f"CI-{len(cast.mothers) + 1:02d}", "place": "P-ORPHANAGE",
        "language": "ar", "speaker_name": "Sister Huda Nasir", "speaker_role": "staff",
        "relation_to_child": "staff", "siblings_said": "",
        "father_name": father.given if father else "", "father_fate_grade": "hearsay",
        "statement": "army medics brought her; she said that her father was Serik from Dala",
    }  # fmt: skip


def registry_extracts(cast: Cast, refs: Refs) -> Table:
    """Birth records of the home-born, an expired passport (A-T9), the mothers' passports."""
    rows: list[Row] = []

    def add(key: str, row: Row) -> None:
        rows.append({"extract_no": f"RE-{len(rows) + 1:02d}", "extracted_on": "2031-05-12"} | row)
        refs[key].append(f"registry_extracts.csv#{len(rows) + 1}")

    for child in cast.children.values():
        if child.born == "home":
            add(child.key, _birth_record(cast, child))
    for key in cast.traps["A-T9"] if cast.has("A-T9") else ():
        paper = {"kind": "passport", "document_no": "U30011987", "issued_on": "2024-04-10",
                 "valid_until": "2029-04-10", "record_no": "P-U30011987"}  # fmt: skip
        add(key, _birth_record(cast, cast.children[key]) | paper)
    for number, mother in enumerate(cast.mothers.values(), start=1):
        add(mother.key, {
            "kind": "passport", "subject_kind": "adult", "record_no": f"P-N004122{number:02d}",
            "name_kk": home_name(mother.given, mother.surname, "F", "", "kk"),
            "name_ru": home_name(mother.given, mother.surname, "F", "", "ru"),
            "name_latin": latin(mother.given, mother.surname, "F"), "sex": "F",
            "birth": str(mother.born), "birth_kind": "year", "document_no": f"N004122{number:02d}",
            "issued_on": f"{mother.left[:4]}-01-15", "citizenship": "UTO",
            "valid_until": f"{int(mother.left[:4]) + 10}-01-14", "place": "Aqtas",
        })  # fmt: skip
    return EXTRACTS, rows


def _birth_record(cast: Cast, child: Child) -> Row:
    mother = cast.mothers[child.mother or ""]
    father = mother.father
    return {
        "kind": "birth_record", "subject_kind": "child",
        "record_no": f"B-{child.dob:%Y-%m%d}-{child.sex}",
        "name_kk": home_name(child.given, child.surname, child.sex, father.given, "kk"),
        "name_ru": home_name(child.given, child.surname, child.sex, father.given, "ru"),
        "name_latin": latin(child.given, child.surname, child.sex), "sex": child.sex,
        "birth": child.dob.isoformat(), "birth_kind": "day",
        "mother_name": home_name(mother.given, mother.surname, "F", "", "ru"),
        "father_name": home_name(father.given, father.surname, "M", "", "ru"),
        "place": "Aqtas", "citizenship": "UTO",
    }  # fmt: skip


def press_items() -> Table:
    """Two outlets that disagree about the eldest child's age (A-T16)."""
    heads = (("2031-09-02", "The Teniz Herald", "13", "fourteen children wait, the eldest is 13"),
             ("2031-09-04", "Sarysu News", "10", "fourteen children, none above ten"))  # fmt: skip
    rows = [
        {"item_no": f"PR-{n}", "published_on": day, "outlet": outlet, "says_children": "14",
         "headline": "Children in a foreign prison", "says_eldest_age": age, "says_orphans": "1",
         "quote": quote}
        for n, (day, outlet, age, quote) in enumerate(heads, start=1)
    ]  # fmt: skip
    return PRESS, rows


def contact_log() -> Table:
    """What families heard themselves."""
    lines = (
        ("FR-001", "2030-12-02", "in", "letter", "via the Red Cross", "Samal",
         "we are in the prison, all three children live"),
        ("FR-006", "2031-10-27", "in", "messenger", "", "a stranger",
         "the children will be given away for adoption (a rumour, not confirmed)"),
        ("FR-006", "2031-11-10", "out", "phone", "prison telephone", "Inkar",
         "I told my sister that her daughter comes to me and to nobody else"),
    )  # fmt: skip
    return CONTACTS, [dict(zip(CONTACTS, line, strict=True)) for line in lines]


def tables(cast: Cast, refs: Refs) -> dict[str, Table]:
    """All files of this module; ``refs`` learns the lines of each person."""
    return {
        "reports/orphanage_register.csv": orphanage_register(cast, refs),
        "reports/red_cross.csv": red_cross(cast, refs),
        "reports/consular_interviews.csv": consular_interviews(cast, refs),
        "reports/registry_extracts.csv": registry_extracts(cast, refs),
        "reports/press_items.csv": press_items(),
        "reports/contact_log.csv": contact_log(),
    }
