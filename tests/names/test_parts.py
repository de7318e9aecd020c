"""What a written name is taken apart into, and what was cleaned from it."""

from __future__ import annotations

import pytest

from jusan.names.parts import Role, parse_forms, parse_name


def roles(text: str) -> list[tuple[str, str]]:
    return [(part.role.value, part.stem) for part in parse_name(text).parts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Қыранова Айша Дәулетқызы",
            [("surname", "qiran"), ("given", "aySa"), ("patronymic", "daulet")],
        ),
        ("Yusuf ibn Ali", [("given", "yusuf"), ("father", "ali")]),
        ("محمد بن علي بن حسن", [("given", "mhmd"), ("father", "ly"), ("grandfather", "hsn")]),
        ("أبو صالح", [("kunya", "salh")]),
        ("Hamza Kuhn al-Kazakhi", [("given", "hamza"), ("lineage", "kuhn"), ("nisba", "kazaXi")]),
        ("نور الدين", [("given", "nwrdyn")]),
    ],
)
def test_roles_are_read_from_markers(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles(text) == expected


def test_a_servant_name_is_one_part_however_it_is_spaced() -> None:
    spellings = ["يوسف عبدالله", "يوسف عبد الله"]
    assert len({tuple(roles(text)) for text in spellings}) == 1
    assert roles("Abdul-Rahman") == roles("Abdulrahman")


def test_an_entry_with_two_forms_gives_both_scripts() -> None:
    scripts = [name.script.value for name in parse_forms("عائشة دولت / Aisha Dawlat")]
    assert scripts == ["arabic", "latin"]


def test_a_direction_control_is_taken_out_and_reported() -> None:
    name = parse_name("Ai\u202esha")
    assert name.parts[0].units == parse_name("Aisha").parts[0].units
    assert "bidi controls removed" in name.notes
    assert name.original == "Ai\u202esha"


def test_a_kunya_is_kept_as_the_name_of_a_child() -> None:
    name = parse_name("Umm Aidos")
    assert (name.kunya_of, name.of_role(Role.KUNYA)[0].stem) == ("umm", "aidos")
