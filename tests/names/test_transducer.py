"""The learned transducer: what it knows, its laws, and that it reads anything."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.names import training
from jusan.names.fitting import Settings
from jusan.names.symbols import MAX_SYMBOLS, encode
from jusan.names.transducer import (
    CEILING,
    FLOOR,
    capped,
    frequencies,
    load,
    part_ln_lr,
    part_matrix,
    shipped,
)


def ln_lr(a: str, b: str) -> float:
    return float(part_ln_lr([a], [b])[0])


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (("محمد", "muhammad"), ("محمد", "mahmud")),
        (("محمد", "mohamed"), ("محمد", "mahmoud")),
        (("محمود", "mahmud"), ("محمود", "muhammad")),
        (("حسين", "husain"), ("حسن", "husain")),
        (("حسن", "hasan"), ("حسين", "hasan")),
        (("Қайрат", "Kairat"), ("Қайрат", "Kanat")),
        (("قايرات", "Қайрат"), ("قايرات", "Марат")),
    ],
)
def test_the_right_spelling_stands_above_a_near_name(right, wrong):
    assert ln_lr(*right) > ln_lr(*wrong)


def test_a_short_vowel_may_be_unwritten_and_a_long_one_hardly():
    assert ln_lr("حسن", "husain") + 2.0 < ln_lr("حسين", "husain")


@pytest.mark.parametrize("spelling", ["Qairat", "Kairat", "Қайрат", "Кайрат", "قايرات"])
def test_one_name_in_every_script(spelling):
    assert ln_lr(spelling, "Қайрат") > 2.0


@pytest.mark.parametrize("text", ["", " ", "123", "😀", "?!", "\u202e\u200b", "名"])
def test_what_has_no_known_letter_says_nothing(text):
    assert ln_lr(text, "Aisha") == ln_lr("Aisha", text) == ln_lr(text, text) == 0.0


def test_ten_thousand_letters_are_cut_to_a_bound():
    assert len(encode("ab" * 5000)[1]) == MAX_SYMBOLS
    assert FLOOR <= ln_lr("a" * 10_000, "ب" * 10_000) <= CEILING


TOKEN = st.text(
    st.one_of(st.sampled_from("abdkrsy'اعبدرسومحقшқұлыҒǵŞ"), st.characters()), max_size=60
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(TOKEN, TOKEN), min_size=1, max_size=20))
def test_any_tokens_give_a_finite_symmetric_figure(pairs):
    left, right = zip(*pairs, strict=True)
    there, back = part_ln_lr(left, right), part_ln_lr(right, left)
    assert np.isfinite(there).all()
    assert np.abs(there - back).max() <= 1e-9
    grid = part_matrix(left, right)
    assert np.allclose(np.diag(grid), there, atol=1e-4)


def test_lists_of_different_length_are_refused():
    with pytest.raises(ValueError, match="2 left parts and 1 right ones"):
        part_ln_lr(["a", "b"], ["a"])


def test_the_shipped_parameters_say_where_they_come_from():
    provenance = shipped().provenance
    assert {"data", "sha256", "command", "date"} <= set(provenance)
    assert "/" not in provenance["command"]


def _toy_clusters() -> list[training.Cluster]:
    """Names of six syllables; the "Arabic" spelling writes consonants only."""
    random = np.random.default_rng(1)
    consonants = dict(zip("bdrsklmn", "بدرسكلمن", strict=True))
    names = {
        "".join(c + v for c, v in zip(random.choice(list(consonants), 4), "aiua", strict=True))
        for _ in range(400)
    }
    return [
        training.Cluster(((name,), (), ("".join(consonants.get(ch, "") for ch in name),)), number)
        for number, name in enumerate(sorted(names))
    ]


def test_training_learns_letters_from_clusters_alone(tmp_path, monkeypatch):
    """EM is told no letter: it finds b~ب by itself, and a file gives back what was trained."""
    monkeypatch.setattr(training, "SCRIPT_PAIRS", ((0, 2),))
    trained = training.train(_toy_clusters(), Settings(epochs=2))
    scores = part_ln_lr(["banira", "banira"], ["بنر", "كسل"], model=trained)
    assert scores[0] > 2.0 > -2.0 > scores[1]
    whole = shipped()
    whole.save(tmp_path / "copy.bin")
    same = load(tmp_path / "copy.bin")
    assert ln_lr("Aisha", "عائشة") == part_ln_lr(["Aisha"], ["عائشة"], model=same)[0]


def test_a_half_keeps_names_with_a_common_spelling_together():
    clusters = [
        training.Cluster((("ali",), ("али",), ()), 0),
        training.Cluster((("aly",), ("али",), ()), 0),
        *(training.Cluster(((f"name{k}",), (), ()), k) for k in range(1, 60)),
    ]
    halves = [training.in_half(clusters, half) for half in (0, 1)]
    assert sum(map(len, halves)) == len(clusters) and min(map(len, halves)) > 10
    assert len({h for h, half in enumerate(halves) for c in half if c.component == 0}) == 1


def test_no_agreement_says_more_than_the_name_is_rare():
    tokens = ["ali"] * 50 + ["zubeir"] + [f"name{k}" for k in range(49)]
    share = frequencies(tokens)
    assert share["ali"] == pytest.approx(0.5, abs=0.01)
    scores = capped(np.array([9.0, 9.0, -3.0]), ["ali", "zubeir", "ali"], ["ali"] * 3, share)
    assert scores[0] == pytest.approx(np.log(2.0), abs=0.02)
    assert scores[0] == scores[1] < 9.0 and scores[2] == -3.0
    unseen = capped(np.array([9.0]), ["ulan"], ["Улан"], share)
    assert np.log(2.0) < unseen[0] < 9.0
