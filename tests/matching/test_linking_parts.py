"""Pieces of the linkage one by one: trees, habits, households, rivals, kunyas."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.matching.linking import context, features, linker
from jusan.matching.linking.features import NAMES, habits_of, pair_features
from jusan.matching.linking.index import candidates
from jusan.matching.linking.records import record_of
from jusan.matching.linking.trees import joined, read_model, write_model

#: x0 <= 1 ? (x1 <= 0 ? -1 : 2) : 5; an unknown x0 goes right, an unknown x1 left.
TREE = [
    (0, 1.0, 1, 4, 0, 0.0),
    (1, 0.0, 2, 3, 1, 0.0),
    (-1, 0.0, 0, 0, 0, -1.0),
    (-1, 0.0, 0, 0, 0, 2.0),
    (-1, 0.0, 0, 0, 0, 5.0),
]
CELL = st.one_of(st.floats(-3, 3, width=32), st.just(float("nan")))


def by_hand(x0: float, x1: float) -> float:
    if np.isnan(x0) or x0 > 1.0:
        return 5.0
    return -1.0 if np.isnan(x1) or x1 <= 0.0 else 2.0


@settings(deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=10))
def test_trees_add_up_and_unknowns_have_a_side(rows: list[tuple[float, float]]) -> None:
    trees = joined(("x0", "x1"), [TREE, TREE[2:3]])
    found = trees.sum(np.array(rows, np.float32))
    assert found.tolist() == [by_hand(*row) - 1.0 for row in rows]


def test_the_shipped_model_names_its_features_and_origin(tmp_path: Path) -> None:
    model = linker.shipped_model()
    assert model.first.features == linker.FIRST_FEATURES
    assert model.second.features == linker.SECOND_FEATURES
    assert "verification.linkage.train" in model.about["made_by"]
    write_model(tmp_path / "again.npz", model)
    again = read_model(tmp_path / "again.npz")
    rows = np.random.default_rng(1).normal(size=(20, len(linker.SECOND_FEATURES)))
    rows = rows.astype(np.float32)
    assert np.allclose(again.second.sum(rows), model.second.sum(rows), atol=1e-4)
    assert (again.slope, again.shift) == pytest.approx((model.slope, model.shift), abs=1e-6)


def family(channel: str, place: str, number: int, names: str) -> list[dict[str, str]]:
    """Children of one father and mother, told by a channel."""
    return [
        {
            "rid": f"{channel}{number}{name}", "channel": channel, "given": name,
            "father": "Daulet Qyranbek", "mother": "Meruert", "surname": "Tulparov", "place": place,
            "sex": "M",
        }
        for name in names.split()
    ]  # fmt: skip


#: Names that answer one another badly, so that each stands for a family of its own.
ROOTS = [
    "Bolat",
    "Gulzhan",
    "Timur",
    "Khawla",
    "Zhomart",
    "Olzhas",
    "Faisal",
    "Wiktor",
    "Rashid",
    "Pyotr",
]


def strangers(channel: str) -> list[dict[str, str]]:
    """Children of ten families, one each, all names of their own."""
    return [
        {
            "rid": f"{channel}{k}", "channel": channel, "given": ROOTS[k], "sex": "M",
            "father": ROOTS[k - 3], "mother": ROOTS[k - 5], "surname": ROOTS[k - 7],
        }
        for k in range(len(ROOTS))
    ]  # fmt: skip


def test_a_household_is_the_children_of_one_channel() -> None:
    rows = family("camp", "", 1, "Ilyas Musa") + family("icrc", "", 1, "Ilyas Musa")
    rows += strangers("camp")
    registry = linker.registry_of([record_of(row) for row in rows])
    house = context.households(registry.index, registry.claims)
    members = [house.items[house.starts[i] : house.starts[i + 1]].tolist() for i in range(4)]
    assert members == [[1], [0], [3], [2]]


def test_a_better_rival_in_the_channel_speaks_against() -> None:
    registry = linker.registry_of(
        [record_of({"rid": str(k), "channel": c, "given": "Ilyas"}) for k, c in enumerate("abb")]
    )
    left, right = np.array([0, 0]), np.array([1, 2])
    first = context.lists_of(3, left, right, np.array([4.0, -1.0], np.float32))
    house = context.lists_of(3, left[:0], right[:0], np.empty(0, np.float32))
    rows = context.context(registry.index, registry.claims, house, first, left, right)
    rival, alone = context.NAMES.index("rival_left"), context.NAMES.index("first")
    assert rows[:, alone].tolist() == [4.0, -1.0]
    assert rows[:, rival].tolist() == [-1.0, 4.0]


def test_a_kunya_finds_the_eldest_in_the_others_household() -> None:
    rows = [
        {"rid": "0", "channel": "camp", "given": "Ilyas", "mother": "Umm Safiya"},
        *family("icrc", "", 1, "Ilyas Safiya"),
    ]
    registry = linker.registry_of([record_of(row) for row in rows])
    house = context.lists_of(3, np.array([1]), np.array([2]), np.array([9.0], np.float32))
    none = context.lists_of(
        3, np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32)
    )
    at = context.NAMES.index("kunya_in_household")
    left, right = np.array([0]), np.array([1])
    index, claims = registry.index, registry.claims
    with_house = context.context(index, claims, house, none, left, right)[0, at]
    without = context.context(index, claims, none, none, left, right)[0, at]
    assert with_house > 2.0 > without


@pytest.mark.parametrize(("same_place", "low", "high"), [(True, 0.8, 1.0), (False, 0.0, 0.2)])
def test_places_weigh_what_they_are_worth_here(
    monkeypatch: pytest.MonkeyPatch, same_place: bool, low: float, high: float
) -> None:
    monkeypatch.setattr(features, "SURE", 6.0)  # ten families: no name is rarer than one in ten
    places = ("Aqtas", "Kokbel", "Sarysu", "Teniz", "Sabkha")
    rows: list[dict[str, str]] = []
    for channel, moved in (("camp", 0), ("icrc", 0 if same_place else 2)):
        for k, row in enumerate(strangers(channel)):
            rows.append(row | {"place": places[(k + moved) % len(places)]})
    registry = linker.registry_of([record_of(row) for row in rows])
    pairs = candidates(registry.index)
    habits = habits_of(registry.index, registry.claims, *pairs)
    assert low <= habits.place <= high


def test_facts_are_the_same_whichever_record_comes_first() -> None:
    rows = family("camp", "Aqtas", 1, "Ilyas Musa") + family("icrc", "Kokbel", 1, "Ilias Mousa")
    registry = linker.registry_of([record_of(row) for row in rows])
    left, right = np.array([0, 1, 0]), np.array([2, 3, 1])
    arguments = (registry.index, registry.claims, registry.habits)
    assert np.array_equal(
        pair_features(*arguments, left, right),
        pair_features(*arguments, right, left),
        equal_nan=True,
    )
    assert pair_features(*arguments, left, right).shape == (3, len(NAMES))
