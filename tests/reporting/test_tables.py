"""Suppression in small tables: an attacker who solves the table learns no hidden cell."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from jusan.reporting.tables import Undisclosable, interval, primary, suppress

TABLES = st.integers(2, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 25), min_size=columns, max_size=columns), min_size=2, max_size=3
    )
)


def attack(table, hidden):
    """Intervals that a reader finds by integer programming: margins minus what is shown."""
    cells = sorted(hidden)
    rows, values = [], []
    for i in range(len(table)):
        rows.append([float(cell[0] == i) for cell in cells])
        values.append(sum(v for j, v in enumerate(table[i]) if (i, j) in hidden))
    for j in range(len(table[0])):
        rows.append([float(cell[1] == j) for cell in cells])
        values.append(sum(row[j] for i, row in enumerate(table) if (i, j) in hidden))
    told = LinearConstraint(np.array(rows), values, values)
    found = {}
    for number, cell in enumerate(cells):
        aim = np.zeros(len(cells))
        aim[number] = 1
        ends = [
            milp(sign * aim, constraints=told, integrality=np.ones(len(cells))).fun
            for sign in (1, -1)
        ]
        found[cell] = (round(ends[0]), round(-ends[1]))
    return found


@settings(max_examples=120, deadline=None)
@given(TABLES)
def test_an_attacker_narrows_no_hidden_cell_to_less_than_three(table):
    try:
        hidden = suppress(table)
    except Undisclosable:
        return
    assert primary(table) <= hidden
    for low, high in attack(table, hidden).values():
        assert high - low >= 3


@settings(max_examples=80, deadline=None)
@given(TABLES, st.data())
def test_the_interval_is_the_exact_one(table, data):
    everything = [(i, j) for i in range(len(table)) for j in range(len(table[0]))]
    hidden = frozenset(data.draw(st.lists(st.sampled_from(everything), min_size=1)))
    assert attack(table, hidden) == {cell: interval(table, hidden, cell) for cell in hidden}


def test_over_many_random_tables_subtraction_recovers_nothing():
    """Subtraction from margins, repeated until nothing new comes out: the cheap attack."""
    dice = random.Random(20311127)
    protected = refused = 0
    for _ in range(3000):
        table = [[dice.randrange(0, 30) for _ in range(3)] for _ in range(3)]
        try:
            hidden = suppress(table)
        except Undisclosable:
            refused += 1
            continue
        assert _subtract(hidden) == hidden
        protected += bool(hidden)
    assert protected > 500 and refused < 300


def _subtract(hidden):
    left = set(hidden)
    while True:
        rows = [[c for c in left if c[0] == i] for i in range(3)]
        columns = [[c for c in left if c[1] == j] for j in range(3)]
        single = {line[0] for line in rows + columns if len(line) == 1}
        if not single:
            return left
        left -= single


def test_hiding_only_the_small_cell_would_give_it_away():
    table = [[2, 20], [30, 40]]
    alone = primary(table)
    assert interval(table, alone, (0, 0)) == (2, 2)
    assert len(suppress(table)) == 4


def test_margins_that_tell_by_themselves_are_refused():
    with pytest.raises(Undisclosable):
        suppress([[1, 1], [20, 30]])


def test_a_table_without_small_cells_is_shown_whole():
    assert suppress([[0, 20], [30, 40]]) == frozenset()
