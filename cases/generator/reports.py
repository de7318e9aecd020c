"""What came first: the host's lists of children and women, and what families ask for."""

from __future__ import annotations

from .cast import SECOND_ROLL, Cast, Child, Relative
from .forms import birth_written, father_of, given_of, home_name
from .names import ALL, surname
from .output import Files
from .story import Story

HOST = ["no", "register_no", "name_ar", "name_latin", "sex", "mother_ar", "mother_latin",
        "father_ar", "father_latin", "birth", "birth_kind", "site", "listed_on", "remarks"]  # fmt: skip
MOTHERS = ["no", "register_no", "name_ar", "name_latin", "birth", "birth_kind", "husband_ar",
           "husband_latin", "children_listed", "court_case_no", "site", "listed_on",
           "nationality_stated", "document_seen", "remarks"]  # fmt: skip
REQUESTS = ["request_no", "received_on", "language", "claimant_name", "claimant_sex",
            "claimant_birth", "claimant_relation", "region", "place", "phone", "sought_kind",
            "sought_name", "sought_sex", "birth", "birth_kind", "mother_name", "father_name",
            "last_contact_on", "last_contact_how", "asks_for", "offers_home"]  # fmt: skip
Row = dict[str, str]
LISTED_ON = "04-08"
ASKED_ON = "04-21"
#: What people write who know that a man has become a servant of God, and not his name.
_SERVANT = "عبد الله"


def files(story: Story) -> Files:
    """The three lists; the story learns in which line everybody stands."""
    return _host_list(story) | _host_mothers(story) | _family_requests(story)


def _host_list(story: Story) -> Files:
    """A line for each child, and (A-T16) one child twice: in this list or on a second roll."""
    cast = story.cast
    twice = cast.traps["A-T16"][0] if cast.has("A-T16") else ""
    entries = [f"{key} again" for key in (twice,) if key]
    rolls = {cast.file("host_list"): cast.order("host_list", [*cast.children, *entries])}
    if twice and cast.second_roll_apart:
        rolls = {cast.file("host_list"): cast.order("host_list", cast.children),
                 cast.file(SECOND_ROLL): entries}  # fmt: skip
    out: Files = {}
    for name, listed in rolls.items():
        rows = []
        for number, entry in enumerate(listed, start=1):
            key, _, again = entry.partition(" ")
            rows.append(_host_line(story, cast.children[key], bool(again)) | {"no": str(number)})
            story.learn(key, [f"{name}#{number + 1}"])
        out[f"reports/{name}"] = (HOST, rows)
    return out


def _host_line(story: Story, child: Child, again: bool) -> Row:
    """One line of the ministry's list; ``again``: the same child on a second roll."""
    cast = story.cast
    name = ALL[child.host_given or child.given]
    mother = cast.mothers.get(child.mother or "")
    father = ALL.get(given_of(cast, child.father))
    birth, kind = birth_written(child)
    latin = name.host[-1] if again else child.host_latin or name.host[0]
    written = child.host_father or (father.host[0] if father else "")
    arabic = _SERVANT if child.host_father.startswith("Abd") else (father.ar if father else "")
    if again:
        birth, kind = str(child.age_on(story.date(LISTED_ON))), "age"
    with_ar = child.host_has_arabic and not again
    number = cast.foundling.number
    return {
        "name_ar": f"{name.ar} {arabic}".strip() if with_ar else "",
        "name_latin": f"{latin} {written}".strip(), "sex": child.sex,
        "mother_ar": ALL[mother.given].ar if mother else "",
        "mother_latin": ALL[mother.given].host[0] if mother else "",
        "father_ar": arabic if mother else "", "father_latin": written if mother else "",
        "birth": birth, "birth_kind": kind, "listed_on": story.day(LISTED_ON),
        "site": "P-PRISON" if mother else "P-ORPHANAGE",
        "remarks": "second roll" if again else "" if mother else f"foundling no. {number}",
        "register_no": str(mother.register_no if mother else number),
    }  # fmt: skip


def _host_mothers(story: Story) -> Files:
    """The sentenced women, one line each."""
    cast, name, rows = story.cast, story.cast.file("host_mothers"), []
    places = {key: number for number, key in enumerate(cast.mothers, start=1)}
    for number, key in enumerate(cast.order("host_mothers", cast.mothers), start=1):
        m = cast.mothers[key]
        given, husband = ALL[m.given], ALL[m.father.given]
        rows.append({
            "no": str(number), "register_no": str(m.register_no),
            "name_ar": f"{given.ar} {surname(m.surname, 'F', 'ar')}",
            "name_latin": f"{given.host[0]} {surname(m.surname, 'F', 'latin')}",
            "birth": str(m.born), "birth_kind": "year", "husband_ar": husband.ar,
            "husband_latin": husband.host[0], "children_listed": str(len(cast.family(m.key))),
            "court_case_no": f"{110 + places[key]}/K/2029", "site": "P-PRISON",
            "listed_on": story.day(LISTED_ON), "nationality_stated": "Dala",
        })  # fmt: skip
        story.learn(key, [f"{name}#{number + 1}"])
    return {f"reports/{name}": (MOTHERS, rows)}


def _family_requests(story: Story) -> Files:
    """One line for each person sought; the claimant stands in the first line of a request."""
    cast, name = story.cast, story.cast.file("family_requests")
    rows: list[Row] = []
    for key in cast.order("family_requests", cast.relatives):
        r = cast.relatives[key]
        for position, (sought, kind) in enumerate(_asked_for(cast, r)):
            row = {
                "request_no": cast.request_no(key), "received_on": story.day(ASKED_ON),
                "language": r.language, "sought_kind": kind,
                "claimant_relation": r.stated if kind == "child" else _to_adult(r.stated),
                "offers_home": "yes" if kind == "child" else "no",
            } | _sought(cast, sought, kind, r.language)  # fmt: skip
            if position == 0:
                row |= _claimant(cast, r)
                story.learn(key, [f"{name}#{len(rows) + 2}:claimant"])
            rows.append(row)
            # A claim upon the foundling is a claim upon a child who may be another one.
            if r.true != "unrelated":
                story.learn(sought, [f"{name}#{len(rows) + 1}"])
    return {f"reports/{name}": (REQUESTS, rows)}


def _asked_for(cast: Cast, r: Relative) -> list[tuple[str, str]]:
    """Whom a relative seeks; the late one knows of no child."""
    sought = [] if r.key == cast.late else [(key, "child") for key in r.children]
    return [*sought, (r.asks_adult, "adult")] if r.asks_adult else sought


def _claimant(cast: Cast, r: Relative) -> Row:
    number = list(cast.relatives).index(r.key) + 1
    return {
        "claimant_name": home_name(r.given, r.surname, r.sex, "", r.language),
        "claimant_sex": r.sex, "claimant_birth": str(r.born), "region": r.region,
        "phone": f"+000 701 {number:04d}",
    }  # fmt: skip


def _to_adult(stated: str) -> str:
    """What a child's relative is to the child's parent."""
    if stated.endswith("aunt"):
        return "sister"
    if stated.endswith("uncle"):
        return "brother"
    return "father" if stated.endswith("grandfather") else "mother"


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
    if not (mother and father):
        return row | {"sought_name": _in_the_picture(child, language)}
    row["sought_name"] = home_name(child.given, child.surname, child.sex, father.given, language)
    row["mother_name"] = home_name(mother.given, mother.surname, "F", "", language)
    row["father_name"] = home_name(father.given, father.surname, "M", "", language)
    row["birth"], row["birth_kind"] = birth_written(child)
    return row


def _in_the_picture(child: Child, language: str) -> str:
    """Claimants who know the foundling from a picture describe whom they mean."""
    name, girl = ALL[child.given], child.sex == "F"
    if language == "ru":
        return f"{name.ru} ({'девочка' if girl else 'мальчик'} на фотографии)"
    return f"{name.kk} (суреттегі {'қыз' if girl else 'ұл'})"
