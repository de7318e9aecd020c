"""What each kind of received list looks like: columns, roles, and what a column says of whom.

The layout is that of ``cases/README.md``. A new kind of list is a new entry here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from jusan.core.people.models import PersonKind
from jusan.core.vault.compartments import Compartment

LOCATION, ALLEGATIONS, PROTECTION = (
    Compartment.LOCATION,
    Compartment.ALLEGATIONS,
    Compartment.PROTECTION,
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A column that is plain text about somebody."""

    property: str
    compartment: Compartment = Compartment.IDENTITY


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody in a line: as whom, and which columns speak of them.

    ``needs``: columns of which at least one must be filled for this role to be there.
    ``only``: (column, value) that must hold; with ``catches_rest`` a value that no part of the
    layout asks for is kept here and flagged, for nobody may get lost through a misspelt word.
    ``constant``: claims that the list itself makes.
    """

    role: str
    kind: PersonKind
    needs: tuple[str, ...]
    names: dict[str, str]
    sex: str = ""
    birth: str = ""
    birth_kind: str = ""
    birth_kind_fixed: str = ""
    plain: dict[str, Plain] = field(default_factory=dict)
    only: tuple[str, str] | None = None
    catches_rest: bool = False
    constant: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of list."""

    required: frozenset[str]
    dated_by: str
    parts: tuple[Part, ...]

    def values_of(self, column: str) -> frozenset[str]:
        """The words that parts ask for in a column which tells them apart."""
        asked = (part.only for part in self.parts)
        return frozenset(only[1] for only in asked if only is not None and only[0] == column)


def _names(*columns: str, as_: str = "name") -> dict[str, str]:
    return dict.fromkeys(columns, as_)


_PARENTS = _names("mother_ar", "mother_latin", as_="mother_name") | _names(
    "father_ar", "father_latin", as_="father_name"
)
_STATED_PARENTS = {"mother_name": "mother_name", "father_name": "father_name"}
_SOUGHT: dict[str, Any] = dict(
    needs=("sought_name", "mother_name", "father_name"),
    names=_names("sought_name") | _STATED_PARENTS,
    sex="sought_sex",
    birth="birth",
    birth_kind="birth_kind",
    plain={
        "request_no": Plain("request_no"),
        "claimant_relation": Plain("relation_claimed"),
        "last_contact_on": Plain("last_contact_on"),
        "last_contact_how": Plain("last_contact_how"),
        "asks_for": Plain("asked_for"),
    },
)
_EXTRACT: dict[str, Any] = dict(
    needs=("name_ru", "name_kk", "name_latin"),
    names=_names("name_kk", "name_ru", "name_latin") | _STATED_PARENTS,
    sex="sex",
    birth="birth",
    birth_kind="birth_kind",
    plain={
        "record_no": Plain("record_no"),
        "document_no": Plain("document_no"),
        "citizenship": Plain("citizenship"),
        "place": Plain("birth_place"),
        "kind": Plain("extract_kind"),
        "valid_until": Plain("document_valid_until"),
    },
)

LAYOUTS: dict[str, Layout] = {
    "host_list": Layout(
        frozenset({"no", "register_no", "name_ar", "name_latin", "site", "listed_on"}),
        "listed_on",
        (
            Part(
                role="child",
                kind=PersonKind.CHILD,
                needs=("name_ar", "name_latin", "register_no"),
                names=_names("name_ar", "name_latin") | _PARENTS,
                sex="sex",
                birth="birth",
                birth_kind="birth_kind",
                plain={
                    "register_no": Plain("register_no"),
                    "site": Plain("site", LOCATION),
                    "remarks": Plain("remarks"),
                },
            ),
        ),
    ),
    "host_mothers": Layout(
        frozenset({"no", "register_no", "name_latin", "site", "listed_on"}),
        "listed_on",
        (
            Part(
                role="woman",
                kind=PersonKind.PARENT,
                needs=("name_ar", "name_latin", "register_no"),
                names=_names("name_ar", "name_latin")
                | _names("husband_ar", "husband_latin", as_="spouse_name"),
                birth="birth",
                birth_kind="birth_kind",
                plain={
                    "register_no": Plain("register_no"),
                    "children_listed": Plain("children_listed"),
                    "court_case_no": Plain("court_case_no", ALLEGATIONS),
                    "site": Plain("site", LOCATION),
                    "nationality_stated": Plain("nationality_stated"),
                    "document_seen": Plain("document_no"),
                    "remarks": Plain("remarks"),
                },
                constant={"sex": "F"},
            ),
        ),
    ),
    "orphanage_register": Layout(
        frozenset({"register_no", "name_ar", "name_latin", "admitted_on", "site", "listed_on"}),
        "listed_on",
        (
            Part(
                role="child",
                kind=PersonKind.CHILD,
                needs=("name_ar", "name_latin", "register_no"),
                names=_names("name_ar", "name_latin")
                | {"mother_stated": "mother_name", "father_stated": "father_name"},
                sex="sex",
                birth="birth",
                birth_kind="birth_kind",
                plain={
                    "register_no": Plain("register_no"),
                    "site": Plain("site", LOCATION),
                    "brought_by": Plain("brought_by"),
                    "place_found": Plain("place_found", LOCATION),
                    "admitted_on": Plain("admitted_on"),
                    "remarks": Plain("remarks"),
                },
                constant={"born_where": "abroad"},
            ),
        ),
    ),
    "family_requests": Layout(
        frozenset({"request_no", "received_on", "language", "sought_kind"}),
        "received_on",
        (
            Part(
                role="child",
                kind=PersonKind.CHILD,
                only=("sought_kind", "child"),
                catches_rest=True,
                **_SOUGHT,
            ),
            Part(role="adult", kind=PersonKind.ADULT, only=("sought_kind", "adult"), **_SOUGHT),
            Part(
                role="claimant",
                kind=PersonKind.RELATIVE,
                needs=("claimant_name",),
                names=_names("claimant_name"),
                sex="claimant_sex",
                birth="claimant_birth",
                birth_kind_fixed="year",
                plain={
                    "request_no": Plain("request_no"),
                    "region": Plain("region", LOCATION),
                    "place": Plain("place", LOCATION),
                    "phone": Plain("phone"),
                    "claimant_relation": Plain("relation_claimed"),
                    "offers_home": Plain("offers_home"),
                },
            ),
        ),
    ),
    "red_cross": Layout(
        frozenset({"list_no", "name_latin", "place_seen", "seen_on"}),
        "seen_on",
        (
            Part(
                role="child",
                kind=PersonKind.CHILD,
                needs=("name_latin", "list_no"),
                names=_names("name_latin") | _STATED_PARENTS,
                sex="sex",
                birth="birth",
                birth_kind="birth_kind",
                plain={
                    "place_seen": Plain("site", LOCATION),
                    "siblings_said": Plain("siblings_said"),
                    "remarks": Plain("remarks"),
                },
            ),
        ),
    ),
    "consular_interviews": Layout(
        frozenset({"interview_no", "on", "place", "interviewer", "child_name"}),
        "on",
        (
            Part(
                role="child",
                kind=PersonKind.CHILD,
                needs=("child_name", "child_name_kk"),
                names=_names("child_name", "child_name_kk") | {"father_name": "father_name"},
                sex="sex",
                birth="birth",
                birth_kind="birth_kind",
                plain={
                    "relation_to_child": Plain("speaker_relation"),
                    "birth_place": Plain("birth_place"),
                    "born_where": Plain("born_where"),
                    "father_nationality": Plain("father_nationality"),
                    "father_fate": Plain("father_fate"),
                    "siblings_said": Plain("siblings_said"),
                    "relatives_said": Plain("relatives_said"),
                    "place": Plain("site", LOCATION),
                    "statement": Plain("statement", PROTECTION),
                },
            ),
            Part(
                role="speaker",
                kind=PersonKind.PARENT,
                needs=("speaker_name", "speaker_name_kk"),
                names=_names("speaker_name", "speaker_name_kk") | {"speaker_kunya": "kunya"},
                birth="speaker_birth",
                plain={"speaker_role": Plain("speaker_role"), "place": Plain("site", LOCATION)},
            ),
            Part(
                role="father",
                kind=PersonKind.PARENT,
                needs=("father_name",),
                names=_names("father_name"),
                plain={
                    "father_nationality": Plain("citizenship"),
                    "father_fate": Plain("fate"),
                    "father_fate_grade": Plain("fate_grade"),
                },
                constant={"sex": "M"},
            ),
        ),
    ),
    "registry_extracts": Layout(
        frozenset({"extract_no", "extracted_on", "kind", "subject_kind", "record_no", "name_ru"}),
        "extracted_on",
        (
            Part(
                role="child",
                kind=PersonKind.CHILD,
                only=("subject_kind", "child"),
                catches_rest=True,
                **_EXTRACT,
            ),
            Part(role="adult", kind=PersonKind.ADULT, only=("subject_kind", "adult"), **_EXTRACT),
        ),
    ),
}
PRESS_COLUMNS = frozenset({"item_no", "published_on", "outlet", "headline"})
CONTACT_COLUMNS = frozenset({"request_no", "on", "direction", "channel", "said"})
KINDS = (*LAYOUTS, "press_items", "contact_log")
