"""Names compared part by part, with the reason for every figure."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.names.comparison import Verdict, compare, compare_forms
from jusan.names.parts import Role, parse_forms, parse_name
from jusan.names.rarity import Rarity


def ln_lr(a: str, b: str) -> float:
    return compare(parse_name(a), parse_name(b)).ln_lr


@pytest.mark.parametrize(
    ("host", "home"),
    [
        ("عائشة دولت / Aisha Dawlat", "Қыранова Айша Дәулетқызы"),
        ("Ameer Dawlet", "Қыранов Әмір Дәулетұлы"),
        ("Maryam Arsin", "Даларова Мәриям Ерсінқызы"),
    ],
)
def test_a_host_list_meets_the_home_record(host: str, home: str) -> None:
    result = compare_forms(parse_forms(host), parse_forms(home))
    assert result.ln_lr > 4.0
    fathers = [line for line in result.parts if line.role_b is Role.PATRONYMIC]
    assert [line.verdict for line in fathers] in ([Verdict.AGREE], [Verdict.NEAR])


def test_another_given_name_contradicts_while_the_father_agrees() -> None:
    result = compare(parse_name("Abdul-Rahman Arsin"), parse_name("Даларов Ерлан Ерсінұлы"))
    verdicts = {(line.role_a, line.role_b): line.verdict for line in result.parts}
    assert verdicts[Role.GIVEN, Role.GIVEN] is Verdict.CONTRADICT
    assert verdicts[Role.LINEAGE, Role.PATRONYMIC] in (Verdict.AGREE, Verdict.NEAR)
    assert result.ln_lr < ln_lr("Yerlan Arsin", "Даларов Ерлан Ерсінұлы") - 5.0


def test_an_omitted_part_costs_less_than_a_contradicted_one() -> None:
    full = "Айша Маратқызы"
    assert ln_lr("Айша", full) > ln_lr("Айша Серікқызы", full)
    omitted = compare(parse_name("Айша"), parse_name(full)).parts[-1]
    assert (omitted.role_a, omitted.verdict) == (None, Verdict.OMITTED)


def test_a_common_name_says_less_than_a_rare_one() -> None:
    pair = parse_name("Yusuf"), parse_name("Yusuf")
    common = compare(*pair, rarity=Rarity({"yusuf": 0.1}))
    assert common.ln_lr == pytest.approx(math.log(10.0))
    assert common.ln_lr < compare(*pair).ln_lr


def test_nothing_readable_says_nothing() -> None:
    assert ln_lr("", "Aisha") == 0.0
    assert ln_lr("123 ?", "Aisha") == 0.0


TEXT = st.text(
    alphabet=st.one_of(st.sampled_from("abdkrsy اعبدرسقшқұлы'-\u202e\u200c"), st.characters()),
    max_size=40,
)


@settings(max_examples=200, deadline=None)
@given(TEXT, TEXT)
def test_any_two_texts_give_a_finite_symmetric_figure(a: str, b: str) -> None:
    assert math.isfinite(ln_lr(a, b))
    assert ln_lr(a, b) == pytest.approx(ln_lr(b, a), abs=1e-6)
