"""Searching a register: every script finds every other, and the true record comes first."""

from __future__ import annotations

import pytest

from jusan.names.retrieval import Index

REGISTER = [
    "Қыранова Айша Дәулетқызы",
    "Даларов Ерлан Ерсінұлы",
    "Тасболатов Зубейір Маратұлы",
    "عائشة دولت",
    "يوسف بن علي",
    "Osman Serikuly Bekov",
    "",
    "123",
    *(
        f"{given} {father}ұлы"
        for given in ("Марат", "Серік", "Болат")
        for father in ("Асан", "Үсен")
    ),
]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.of(REGISTER)


@pytest.mark.parametrize(
    ("query", "row"),
    [
        ("Aisha Dawletqyzy Kyranova", 0),
        ("زبير مارات", 2),
        ("Erlan Ersinuly", 1),
        ("Юсуф Али", 4),
        ("عثمان سيريك", 5),
        ("عائشة دولت", 3),
    ],
)
def test_the_true_record_comes_first_in_any_script(index: Index, query: str, row: int) -> None:
    assert index.search(query, 3)[0].row == row


def test_a_record_in_another_script_comes_next_to_one_in_the_same(index: Index) -> None:
    assert {hit.row for hit in index.search("عائشة دولت", 2)} == {0, 3}


@pytest.mark.parametrize("query", ["", "123", "😀", "\u202e"])
def test_a_query_without_letters_finds_nothing(index: Index, query: str) -> None:
    assert index.search(query, 5) == []


def test_no_more_than_asked_and_none_twice(index: Index) -> None:
    hits = index.search("Марат Асанұлы", 4)
    assert len(hits) == len({hit.row for hit in hits}) <= 4
    assert len(index.search("Марат Асанұлы", 500)) <= len(REGISTER)


def test_an_empty_register_answers_nothing() -> None:
    assert Index.of([]).search("Aisha", 3) == []
