"""Words for the codes that pages show: states, properties, compartments, groups of rooms."""

from __future__ import annotations

from django.utils.translation import gettext as _


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
    }
    return words.get(name, name.replace("_", " ").capitalize())


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
