"""The hash of the record changes with any of its fields and with nothing else."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
from collections.abc import Iterator

import pdftext
import pytest

from jusan.clearance.papers import ActOfTransfer, Language, Paper, RecordError, record_hash, render
from jusan.clearance.papers.canonical import canonical_json


def leaves(value: object) -> Iterator[tuple[object, str]]:
    """Every (owner, field) of a record whose value is not itself a dataclass."""
    if isinstance(value, tuple):
        for item in value:
            yield from leaves(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            inner = getattr(value, field.name)
            if not dataclasses.is_dataclass(inner):
                yield value, field.name
            yield from leaves(inner)


def altered(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return value + "x"
    if isinstance(value, int):
        return value + 1
    if isinstance(value, dt.date):
        return value + dt.timedelta(days=1)
    return value[1:] if isinstance(value, tuple) and value else ("x",)


def test_every_field_counts(paper: Paper) -> None:
    before = record_hash(paper)
    count = sum(1 for _ in leaves(paper))
    assert count > 40
    for index in range(count):
        other = copy.deepcopy(paper)
        owner, field = list(leaves(other))[index]
        object.__setattr__(owner, field, altered(getattr(owner, field)))
        assert record_hash(other) != before, f"{type(owner).__name__}.{field}"


def test_an_equal_record_has_an_equal_hash(paper: Paper) -> None:
    assert record_hash(copy.deepcopy(paper)) == record_hash(paper)
    assert canonical_json(paper).startswith(b'{"form":"F')


def test_half_a_character_is_refused_by_name(act: ActOfTransfer) -> None:
    head = dataclasses.replace(act.head, number="A-\ud800")
    with pytest.raises(RecordError, match=r"F10.*Unicode"):
        record_hash(dataclasses.replace(act, head=head))


def test_every_copy_carries_the_same_hash_on_every_page(paper: Paper) -> None:
    languages: tuple[Language, ...] = ("en", "kk", "ru", "ar")
    for language in languages:
        pdf = render(paper, language, pretty=True)
        pages = pdf.count(b"/Type /Page\n")
        assert pdftext.text_of(pdf).count(record_hash(paper)) == pages
