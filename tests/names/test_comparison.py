"""Names compared part by part, with the reason for every figure."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.names.comparison import Verdict, compare, compare_all, compare_forms
from jusan.names.parts import Role, name_of, parse_forms, parse_name
from jusan.names.rarity import Rarity, count_rarity


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
    assert result.ln_lr > 2.0
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


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (("Ерлан Маратұлы Қыранов", "Yerlan Maratuly Kyranov"), "Yerlan Serikuly Kyranov"),
        (("Ерлан Маратұлы Қыранов", "Yerlan Kyranov"), "Yerlan Osmanov"),
        (("Ерлан Маратұлы Қыранов", "قيرانوف ارلان مارات"), "Marat Yerlanuly Kyranov"),
        (("Айша Маратқызы", "عائشة مارات"), "مريم مارات"),
        (("محمد حسن علي", "Muhammad Hasan Ali"), "Mahmud Husain Ali"),
    ],
)
def test_the_errors_of_earlier_scores_stand_below_the_true_name(true, false) -> None:
    """Other father, other family, father and son, near given name."""
    assert ln_lr(*true) > ln_lr(true[0], false) + 1.0
    assert ln_lr(*true) > 0.0


def test_a_grandfathers_name_does_not_contradict_a_family_name_much() -> None:
    """Arabic lists end with the grandfather where home records have a family name."""
    host = "ايشا مارات سريك"
    assert ln_lr(host, "Айша Маратқызы Қыранова") > ln_lr("ايشا مارات كيرانوف", "Айша Осман") + 1.0


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("علی رضا بلالی", "Alireza BALALI"),
        ("علیرضا بلالی", "Ali Reza BALALI"),
        ("محمد علی بابایی", "Mohammad ALIBABAEI"),
    ],
)
def test_tokens_that_one_side_writes_together_are_read_together(a: str, b: str) -> None:
    result = compare(parse_name(a), parse_name(b))
    assert Verdict.JOINED in {line.verdict for line in result.parts}
    assert result.ln_lr > 0.0


def test_a_daughters_name_says_less_of_a_son() -> None:
    lines = compare(parse_name("Ерлан Маратұлы"), parse_name("Yerlan bint Marat")).parts
    assert {line.verdict: line.ln_lr for line in lines}[Verdict.SEX_DIFFERS] < 0.0


def test_contributions_add_up_to_the_figure() -> None:
    result = compare(parse_name("عائشة بنت دولت"), parse_name("Қыранова Айша Дәулетқызы"))
    assert Verdict.SEX_AGREES in {line.verdict for line in result.parts}
    assert result.ln_lr == pytest.approx(math.fsum(line.ln_lr for line in result.parts), abs=1e-6)


def test_a_common_name_says_less_than_a_rare_one() -> None:
    pair = parse_name("Yusuf"), parse_name("Yusuf")
    common = compare(*pair, rarity=Rarity({"yusuf": 0.1}))
    assert common.ln_lr == pytest.approx(math.log(10.0))
    assert common.ln_lr < compare(*pair).ln_lr
    rare = compare(*pair, rarity=Rarity({"yusuf": 0.0003}))
    assert rare.ln_lr > compare(*pair).ln_lr


def test_more_than_ten_must_be_earned_by_rarity() -> None:
    text = "Зубейир Сауытбайұлы Тасболатов"
    twice = [parse_name(text), parse_name(text)]
    body = [parse_name(f"Name{k} Father{k} Surname{k}ov") for k in range(3000)]
    plain = compare(*twice).ln_lr
    assert plain <= 10.0
    assert compare(*twice, rarity=count_rarity([*body, *twice])).ln_lr > plain
    assert compare(*twice, rarity=count_rarity([*body[:10], *twice])).ln_lr < plain


def test_a_batch_gives_what_single_comparisons_give() -> None:
    left = [parse_name(text) for text in ("Aisha Dawlat", "", "Yusuf ibn Ali", "عمر")]
    right = [parse_name(text) for text in ("Дәулетқызы Айша", "Ali", "Юсуф Али", "Umar")]
    known = Rarity({"yusuf": 0.05})
    for rarity in (None, known):
        batch = compare_all(left, right, rarity=rarity)
        single = [compare(*pair, rarity=rarity).ln_lr for pair in zip(left, right, strict=True)]
        assert np.allclose(batch, single)


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
    assert ln_lr(a, b) == ln_lr(b, a)


GIVEN = st.sampled_from(["Айша", "Ерлан", "Yusuf", "Zubeir", "محمد", "عائشة", "Қайрат", "Sultan"])
FATHER = st.sampled_from(["Марат", "Serik", "دولت", "Osman", "Даулет", "علي"])
FAMILY = st.sampled_from(["Қыранов", "Dalarov", "Osmanov", "Тасболатов"])
STATED = st.tuples(GIVEN, st.none() | FATHER, st.none() | FAMILY)


def stated(given_: str, father: str | None, family: str | None):
    fields = [(Role.GIVEN, given_), (Role.FATHER, father or ""), (Role.SURNAME, family or "")]
    return name_of(fields)


@settings(max_examples=150, deadline=None)
@given(STATED, STATED)
def test_identity_beats_any_other_name(a, b) -> None:
    same, other = compare(stated(*a), stated(*a)), compare(stated(*a), stated(*b))
    assert same.ln_lr >= other.ln_lr
    if a[0] != b[0]:
        assert same.ln_lr > other.ln_lr


@settings(max_examples=150, deadline=None)
@given(GIVEN, GIVEN, FATHER, st.none() | FAMILY, st.none() | FAMILY)
def test_a_part_that_contradicts_never_raises_the_figure(a, b, father, mine, theirs) -> None:
    """A father's name unlike the other's, added where none was given; the same for the family."""
    other_father = "Қонысбек"
    known = stated(a, father, mine)
    assert (
        compare(known, stated(b, other_father, theirs)).ln_lr
        <= compare(known, stated(b, None, theirs)).ln_lr
    )
    if mine is not None and theirs is None:
        assert (
            compare(known, stated(b, None, "Бжезинский")).ln_lr
            <= compare(known, stated(b, None, None)).ln_lr
        )
