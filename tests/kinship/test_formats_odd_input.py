"""Damaged files of every format: an answer or one sentence, never a crash or half a result."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.kinship.command import lr_object
from jusan.kinship.errors import KinshipError
from jusan.kinship.formats import codis, familias
from jusan.kinship.formats.case_json import Case, parse_case
from tests.kinship.test_formats_codis import GOOD
from tests.kinship.test_formats_familias import DVI, WHOLE
from tests.kinship.test_lineage_case import CASE

ODD: list[Any] = [
    None,
    True,
    -1,
    0,
    10**30,
    1e308,
    0.5,
    "",
    "x",
    [],
    [None],
    {},
    {"a": 1},
    [[1, 2]],
]
LINES = st.sampled_from(
    ["", "-1", "0", "1", "99999", "#TRUE#", "x", "[[[[a]]]]", "Name= ", "1e999"]
)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of decoded JSON."""
    children = node.items() if isinstance(node, dict) else ()
    children = enumerate(node) if isinstance(node, list) else children
    return [path, *(place for key, child in children for place in places(child, (*path, key)))]


STEPWISE = {"model": "stepwise", "rate": 0.1, "rate2": 0.0, "range": 0.1, "transform": "PM"}
CUSTOM = {"model": "custom", "matrix": [[0.9, 0.1], [0.1, 0.9]]}
RICH = copy.deepcopy(CASE) | {
    "theta": 0.0,
    "founder_inbreeding": {"f": 0.1},
    "linkage": [{"marker1": "L", "marker2": "K", "rho": 0.1}],
}
RICH["markers"] = [
    RICH["markers"][0] | {"mutation": {"male": STEPWISE, "female": CUSTOM}},
    {"name": "K", "alleles": ["8", "9"], "freqs": [0.5, 0.5], "silent_freq": 0},
]
RICH["hypotheses"][0]["twins"] = [["a", "b"]]
RICH["genotypes"] = {"a": [["8", "9"], ["8", None]], "b": [["8", "9"], None]}


def test_the_case_itself_is_answered() -> None:
    assert lr_object(parse_case(RICH))["joined"]["lnLR"] is not None


@settings(max_examples=600, deadline=None, derandomize=True)
@given(st.sampled_from(places(RICH)), st.sampled_from(ODD))
def test_case_with_one_odd_value(place: tuple[Any, ...], odd: Any) -> None:
    data = copy.deepcopy(RICH)
    if not place:
        data = odd
    else:
        node: Any = data
        for key in place[:-1]:
            node = node[key]
        node[place[-1]] = odd
    try:
        json.dumps(lr_object(parse_case(data)), allow_nan=False)
    except KinshipError as error:
        assert str(error)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from([WHOLE, DVI]), st.data())
def test_damaged_familias_project(lines: list[str], data: st.DataObject) -> None:
    damaged = list(lines)
    place = data.draw(st.integers(0, len(lines) - 1))
    kind = data.draw(st.sampled_from(["replace", "drop", "double", "swap"]))
    if kind == "replace":
        damaged[place] = data.draw(LINES)
    elif kind == "drop":
        del damaged[place]
    elif kind == "double":
        damaged.insert(place, damaged[place])
    else:
        other = data.draw(st.integers(0, len(lines) - 1))
        damaged[place], damaged[other] = damaged[other], damaged[place]
    try:
        read = familias.parse("\n".join(damaged), "a.fam")
        assert isinstance(read.case(), Case)
    except KinshipError as error:
        assert "a.fam" in str(error)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=6), st.integers(0, 12))
def test_damaged_cmf(place: int, new: bytes, gone: int) -> None:
    try:
        codis.parse(GOOD[:place] + new + GOOD[place + gone :], "a.xml")
    except KinshipError as error:
        assert str(error).startswith("a.xml")


@pytest.mark.parametrize("size", [0, 1, 3])
def test_files_of_nothing(tmp_path: Path, size: int) -> None:
    for name in ("a.fam", "a.xml"):
        (tmp_path / name).write_bytes(b"\x00" * size)
    with pytest.raises(KinshipError):
        familias.read(tmp_path / "a.fam")
    with pytest.raises(KinshipError):
        codis.read(tmp_path / "a.xml")
