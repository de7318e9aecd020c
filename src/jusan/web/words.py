"""Words for the codes that pages show: states, properties, compartments, groups of rooms."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: What somebody is to a child, by the code of the relation.
KIN = {
    "maternal_grandmother": gettext_lazy("mother's mother"),
    "maternal_grandfather": gettext_lazy("mother's father"),
    "paternal_grandmother": gettext_lazy("father's mother"),
    "paternal_grandfather": gettext_lazy("father's father"),
    "maternal_aunt": gettext_lazy("mother's sister"),
    "maternal_uncle": gettext_lazy("mother's brother"),
    "paternal_aunt": gettext_lazy("father's sister"),
    "paternal_uncle": gettext_lazy("father's brother"),
    "mother": gettext_lazy("mother"),
    "father": gettext_lazy("father"),
    "sister": gettext_lazy("sister"),
    "brother": gettext_lazy("brother"),
}


def state_word(code: str) -> str:
    """A state, as a word."""
    words = {
        "alarm": _("alarm"),
        "done": _("done"),
        "requested": _("requested"),
        "ready": _("can be asked for"),
        "waiting": _("waiting"),
        "blocked": _("blocked"),
        "stale": _("stale"),
        "expired": _("expired"),
        "refused": _("refused"),
        "not_applicable": _("not needed"),
        "confirmed": _("confirmed"),
        "provisional": _("provisional"),
        "unknown": _("not established"),
        "void": _("withdrawn"),
        "agreed": _("agreed"),
        "disputed": _("disputed"),
        "unknown_place": _("unknown since"),
        "boarded": _("boarded"),
        "offloaded": _("offloaded"),
        "listed": _("on the list"),
        "left": _("stays"),
        "cancelled": _("cancelled"),
    }
    return words.get(code, code)


def property_word(name: str) -> str:
    """A property of a person."""
    words = {
        "name": _("Name"),
        "birth": _("Birth"),
        "sex": _("Sex"),
        "mother_name": _("Mother"),
        "mother": _("Mother"),
        "father_name": _("Father"),
        "father": _("Father"),
        "register_no": _("Register number"),
        "site": _("Place"),
        "remarks": _("Remarks"),
        "born_where": _("Born at home or abroad"),
        "birth_place": _("Birth place"),
        "citizenship": _("Citizenship"),
        "father_nationality": _("Father's citizenship"),
        "father_fate": _("What became of the father"),
        "siblings_said": _("Brothers and sisters"),
        "relatives_said": _("Relatives"),
        "statement": _("Statement"),
        "phone": _("Telephone"),
        "kunya": _("Kunya"),
        "relation_claimed": _("Relation claimed"),
        "document_no": _("Document number"),
        "prior": _("Before any evidence"),
        "request_no": _("Request number"),
        "record_no": _("Record number"),
        "court_case_no": _("Court case number"),
        "speaker_relation": _("Relation of the speaker"),
        "speaker_role": _("Role of the speaker"),
        "fate": _("What became of this person"),
        "fate_grade": _("How this is known"),
        "spouse_name": _("Husband or wife"),
        "offers_home": _("Offers a home"),
        "region": _("Region"),
        "extract_kind": _("Kind of extract"),
        "document_valid_until": _("Document valid until"),
        "children_listed": _("Children listed"),
        "place_found": _("Place where found"),
        "admitted_on": _("Admitted on"),
        "brought_by": _("Brought by"),
        "nationality_stated": _("Citizenship stated"),
        "birth_kind": _("Birth given as"),
        "last_contact_on": _("Last contact"),
        "last_contact_how": _("Last contact by"),
        "asked_for": _("Asks for"),
        "weight_kg": _("Weight, kg"),
        "height_cm": _("Height, cm"),
        "muac_mm": _("Upper arm, mm"),
        "temperature_c": _("Temperature, °C"),
        "note": _("Note"),
    }
    return words.get(name, name.replace("_", " ").capitalize())


#: Columns of received lists whose name says more than the property that they fill.
_COLUMNS = {
    **dict.fromkeys(
        (
            "name_ar", "name_latin", "name_kk", "name_ru", "child_name", "child_name_kk",
            "sought_name", "claimant_name", "speaker_name", "speaker_name_kk",
        ),
        "name",
    ),
    **dict.fromkeys(("mother_ar", "mother_latin", "mother_stated"), "mother_name"),
    **dict.fromkeys(("father_ar", "father_latin", "father_stated"), "father_name"),
    **dict.fromkeys(("husband_ar", "husband_latin"), "spouse_name"),
    **dict.fromkeys(("sought_sex", "claimant_sex"), "sex"),
    **dict.fromkeys(("claimant_birth", "speaker_birth"), "birth"),
    "claimant_relation": "relation_claimed",
    "relation_to_child": "speaker_relation",
    "speaker_kunya": "kunya",
    "document_seen": "document_no",
    "valid_until": "document_valid_until",
    "kind": "extract_kind",
    "place": "site",
    "place_seen": "site",
    "father_fate_grade": "fate_grade",
    "asks_for": "asked_for",
}  # fmt: skip
#: Properties whose values are place ids of an operation's folder.
PLACES = frozenset({"site", "region"})


def property_of(column: str) -> str:
    """The property that a column of a received list fills; any other name as it is."""
    return _COLUMNS.get(column, column)


def field_word(column: str) -> str:
    """A column of a received list: what its property is called."""
    return property_word(property_of(column))


def value_word(name: str, value: str) -> str:
    """What a coded value of a property or column says; free words stay as they were received."""
    about = property_of(name)
    if about in ("relation_claimed", "speaker_relation", "speaker_role"):
        return relation_word(value)
    if about == "sex":
        return sex_word(value) if value in ("F", "M") else value
    if about == "siblings_said":
        return ", ".join(value.split(";"))
    words = {
        "birth_kind": {
            "day": _("a day"),
            "month": _("a month"),
            "year": _("a year"),
            "age": _("an age in years"),
            "hijri": _("in the Hijri calendar"),
        },
        "born_where": {"home": _("at home"), "abroad": _("abroad")},
        "fate": {"dead": _("dead"), "missing": _("missing"), "alive": _("alive")},
        "fate_grade": {
            "hearsay": _("hearsay"),
            "witness": _("a witness"),
            "certificate": _("a certificate"),
        },
        "citizenship": {"unknown": _("not established")},
        "offers_home": {"yes": _("yes"), "no": _("no")},
        "extract_kind": {"birth_record": _("birth record"), "passport": _("passport")},
    }
    about = {"father_fate": "fate", "father_nationality": "citizenship"}.get(about, about)
    return words.get(about, {}).get(value, value)


def compared_word(kind: str, value: str) -> str:
    """One side of a comparison: a birth as a day, a year or a span; other values as words."""
    first, _slash, last = value.partition("/")
    if kind != "birth" or not last:
        return value_word(kind, value)
    if first == last:
        return first
    if (first[:4], first[4:], last[4:]) == (last[:4], "-01-01", "-12-31"):
        return first[:4]
    return f"{first} – {last}"


def relation_word(code: str) -> str:
    """What a claimant or speaker says to be; other words as they came."""
    words = {**KIN, "staff": _("staff"), "other": _("other")}
    return str(words.get(code, code))


def flag_word(code: str) -> str:
    """Why a received value weighs nothing."""
    words = {
        "no_such_date": _("there is no such day"),
        "unreadable_date": _("not understood as a date"),
        "year_out_of_range": _("the year cannot be right"),
        "unknown_sex": _("neither F nor M"),
        "formula": _("a formula instead of a value"),
        "no_letters": _("a name without letters"),
        "said_unknown": _("said to be unknown"),
        "bidi_control": _("holds hidden marks that turn text around"),
        "unknown_kind": _("neither child nor adult"),
    }
    return words.get(code, code.replace("_", " "))


def sex_word(code: str) -> str:
    """A sex as it is recorded: F, M, or anything else for not known."""
    return {"F": _("female"), "M": _("male")}.get(code, "–")


def compartment_word(name: str) -> str:
    """A compartment of a file."""
    words = {
        "identity": _("identity"),
        "dna": _("DNA"),
        "health": _("health"),
        "protection": _("protection"),
        "allegations": _("allegations"),
        "location": _("location"),
        "media": _("media"),
    }
    return words.get(name, name)


def group_word(name: str) -> str:
    """A group of the rail."""
    words = {
        "find": _("Find"),
        "identify": _("Identify"),
        "clear": _("Clear"),
        "bring_home": _("Bring home"),
        "restore": _("Restore"),
        "diplomacy": _("Diplomacy"),
        "justice": _("Justice"),
        "reporting": _("Public account"),
        "record": _("Record"),
    }
    return words.get(name, name)
