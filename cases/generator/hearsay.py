"""What came in later: the home's register, the Red Cross, interviews, registry, press, contacts."""

from __future__ import annotations

from . import words
from .cast import Cast, Child
from .forms import birth_written, father_of, home_name
from .names import ALL, surname
from .output import Files, Table
from .story import Story

Row = dict[str, str]
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
SEEN = "04-02"
VISIT = "04-30"
EXTRACTED = "05-12"


def files(story: Story) -> Files:
    """All files of this module; the story learns in which line everybody stands."""
    tables = {
        "orphanage_register": _orphanage_register(story),
        "red_cross": _red_cross(story),
        "consular_interviews": _consular_interviews(story),
        "registry_extracts": _registry_extracts(story),
        "press_items": _press_items(story),
        "contact_log": _contact_log(story),
    }
    return {f"reports/{story.cast.file(kind)}": table for kind, table in tables.items()}


def latin(given: str, stem: str, sex: str) -> str:
    """Surname and given name as the home side writes them in Latin letters."""
    return f"{surname(stem, sex, 'latin')} {given}".strip()


def _orphanage_register(story: Story) -> Table:
    """The home's own register: one line, the foundling."""
    child, home = story.cast.orphan(), story.cast.foundling
    name, birth = ALL[child.given], birth_written(child)
    row = {
        "register_no": str(home.number), "name_ar": name.ar, "name_latin": name.host[0],
        "sex": child.sex, "birth": birth[0], "birth_kind": birth[1], "admitted_on": home.admitted,
        "brought_by": "host army medics", "mother_stated": "",
        "father_stated": _father_said(story.cast), "place_found": home.place,
        "site": "P-ORPHANAGE", "listed_on": story.day("04-08"),
        "remarks": f"foundling no. {home.number}; both parents said to be dead",
    }  # fmt: skip
    story.learn(child.key, [f"{story.cast.file('orphanage_register')}#2"])
    return ORPHANAGE, [row]


def _father_said(cast: Cast) -> str:
    """The one thing that the foundling could say."""
    assert cast.orphan_father is not None
    return f"{cast.orphan_father.given}, from Dala"


def _red_cross(story: Story) -> Table:
    """Children seen in the prison, ages in whole years."""
    cast, rows = story.cast, list[Row]()
    seen = [child.key for child in cast.children.values() if child.mother]
    for key in cast.order("red_cross", seen):
        child = cast.children[key]
        mother = cast.mothers[child.mother or ""]
        name = ALL[child.host_given or child.given]
        others = [c.given for c in cast.family(mother.key) if c.key != child.key]
        rows.append({
            "list_no": f"RC-{len(rows) + 1:02d}", "sex": child.sex,
            "name_latin": f"{name.host[-1]} {ALL[mother.father.given].host[-1]}",
            "birth": str(child.age_on(story.date(SEEN))), "birth_kind": "age",
            "mother_name": ALL[mother.given].host[-1],
            "father_name": ALL[mother.father.given].host[-1], "place_seen": "P-PRISON",
            "seen_on": story.day(SEEN), "siblings_said": ";".join(others),
        })  # fmt: skip
        story.learn(child.key, [f"{cast.file('red_cross')}#{len(rows) + 1}"])
    return RED_CROSS, rows


def _consular_interviews(story: Story) -> Table:
    """Each mother speaks of her children; the home's staff speak of the foundling."""
    cast, name, rows = story.cast, story.cast.file("consular_interviews"), list[Row]()
    for number, key in enumerate(cast.order("consular_interviews", cast.mothers), start=1):
        mother = cast.mothers[key]
        for position, child in enumerate(cast.family(mother.key)):
            row = _spoken_of(story, child)
            row |= {"interview_no": f"CI-{number:02d}", "relation_to_child": "mother"}
            if position == 0:
                row |= {
                    "speaker_name": latin(mother.given, mother.surname, "F"),
                    "speaker_name_kk": home_name(mother.given, mother.surname, "F", "", "kk"),
                    "speaker_birth": str(mother.born), "speaker_kunya": f"Umm {child.given}",
                    "speaker_role": "mother",
                }  # fmt: skip
                story.learn(mother.key, [f"{name}#{len(rows) + 2}:speaker"])
            rows.append(row)
            ref = f"{name}#{len(rows) + 1}"
            story.learn(child.key, [ref])
            story.learn(mother.father.key, [f"{ref}:father"])
    orphan = cast.orphan()
    rows.append(_staff_speak(story, orphan))
    ref = f"{name}#{len(rows) + 1}"
    story.learn(orphan.key, [ref])
    story.learn(orphan.father or "", [f"{ref}:father"])
    return INTERVIEWS, rows


def _spoken_of(story: Story, child: Child) -> Row:
    father = father_of(story.cast, child.father)
    assert father is not None
    birth, kind = birth_written(child)
    siblings = [c.given for c in story.cast.family(child.mother or "") if c.key != child.key]
    planted = child.true_mother is not None
    said = f"I have brought {words.him(child)} up as my own" if planted else "this is my child"
    return {
        "on": story.day(VISIT), "place": "P-PRISON", "interviewer": "d.esenov", "language": "kk",
        "child_name": child.given, "child_name_kk": ALL[child.given].kk, "sex": child.sex,
        "birth": birth, "birth_kind": kind, "birth_place": "Aqtas" if child.born == "home" else "",
        "born_where": child.born, "father_name": latin(father.given, father.surname, "M"),
        "father_nationality": "UTO" if father.citizen else "unknown",
        "father_fate": "dead", "father_fate_grade": "witness" if father.citizen else "hearsay",
        "siblings_said": ";".join(siblings), "statement": said,
    }  # fmt: skip


def _staff_speak(story: Story, orphan: Child) -> Row:
    father = father_of(story.cast, orphan.father)
    brought = f"army medics brought {words.him(orphan)}; {words.she(orphan)} said that "
    return _spoken_of(story, orphan) | {
        "interview_no": f"CI-{len(story.cast.mothers) + 1:02d}", "place": "P-ORPHANAGE",
        "language": "ar", "speaker_name": "Sister Huda Nasir", "speaker_role": "staff",
        "relation_to_child": "staff", "siblings_said": "",
        "father_name": father.given if father else "", "father_fate_grade": "hearsay",
        "statement": f"{brought}{words.her(orphan)} father was "
        + _father_said(story.cast).replace(",", ""),
    }  # fmt: skip


def _registry_extracts(story: Story) -> Table:
    """Birth records of the home-born, an expired passport (A-T9), the mothers' passports."""
    cast = story.cast
    found: list[tuple[str, Row]] = [
        (child.key, _birth_record(cast, child))
        for child in cast.children.values() if child.born == "home"
    ]  # fmt: skip
    for key in cast.traps["A-T9"] if cast.has("A-T9") else ():
        old = cast.passport
        paper = {"kind": "passport", "document_no": old.number, "issued_on": old.issued,
                 "valid_until": old.ended, "record_no": f"P-{old.number}"}  # fmt: skip
        found.append((key, _birth_record(cast, cast.children[key]) | paper))
    for number, mother in enumerate(cast.mothers.values(), start=1):
        found.append((mother.key, {
            "kind": "passport", "subject_kind": "adult", "record_no": f"P-N004122{number:02d}",
            "name_kk": home_name(mother.given, mother.surname, "F", "", "kk"),
            "name_ru": home_name(mother.given, mother.surname, "F", "", "ru"),
            "name_latin": latin(mother.given, mother.surname, "F"), "sex": "F",
            "birth": str(mother.born), "birth_kind": "year", "document_no": f"N004122{number:02d}",
            "issued_on": f"{mother.left[:4]}-01-15", "citizenship": "UTO",
            "valid_until": f"{int(mother.left[:4]) + 10}-01-14", "place": "Aqtas",
        }))  # fmt: skip
    rows = []
    for place in cast.order("registry_extracts", map(str, range(len(found)))):
        key, row = found[int(place)]
        rows.append({"extract_no": f"RE-{len(rows) + 1:02d}", "extracted_on": story.day(EXTRACTED)}
                    | row)  # fmt: skip
        story.learn(key, [f"{cast.file('registry_extracts')}#{len(rows) + 1}"])
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


def _press_items(story: Story) -> Table:
    """Two outlets that disagree about the eldest child's age (A-T16)."""
    eldest = min(story.cast.children.values(), key=lambda child: child.dob)
    age = eldest.age_on(story.date("09-02"))
    heads = (("09-02", "The Teniz Herald", age, f"fourteen children wait, the eldest is {age}"),
             ("09-04", "Sarysu News", 10, "fourteen children, none above ten"))  # fmt: skip
    rows = [
        {"item_no": f"PR-{n}", "published_on": story.day(day), "outlet": outlet,
         "says_children": "14", "headline": "Children in a foreign prison",
         "says_eldest_age": str(said), "says_orphans": "1", "quote": quote}
        for n, (day, outlet, said, quote) in enumerate(heads, start=1)
    ]  # fmt: skip
    return PRESS, rows


def _contact_log(story: Story) -> Table:
    """What families heard themselves: a letter, and (A-T10) a rumour and a call."""
    cast = story.cast
    writer = next(r for r in cast.relatives.values() if r.receives and r.asks_adult in cast.mothers)
    mother = cast.mothers[writer.asks_adult]
    lines = [(cast.request_no(writer.key), story.day("2030-12-02"), "in", "letter",
              "via the Red Cross", mother.given,
              f"we are in the prison, {words.all_of(cast.family(mother.key))}")]  # fmt: skip
    if cast.has("A-T10"):
        lines += _rumour(story)
    return CONTACTS, [dict(zip(CONTACTS, line, strict=True)) for line in lines]


def _rumour(story: Story) -> list[tuple[str, ...]]:
    cast = story.cast
    key, *children = cast.traps["A-T10"]
    relative, mother = cast.receiver(children[0]), cast.mothers[key]
    number, hers = cast.request_no(relative.key), [cast.children[child] for child in children]
    return [
        (number, story.day("rumour"), "in", "messenger", "", "a stranger",
         "the children will be given away for adoption (a rumour, not confirmed)"),
        (number, story.day("call"), "out", "phone", "prison telephone", mother.given,
         f"I told my {words.mother_of(relative.stated)} that her {words.offspring(hers)} to me "
         "and to nobody else"),
    ]  # fmt: skip
