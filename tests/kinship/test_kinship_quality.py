"""Quality questions: sex markers, one person twice, inconsistencies, swapped tubes."""

import numpy as np

from jusan.kinship.loci import Marker, Mutation, MutationSpec
from jusan.kinship.profiles import Genotype
from jusan.kinship.quality import (
    parent_child_inconsistencies,
    same_profiles,
    sex_flags,
    swap_hypotheses,
)

SPEC = MutationSpec("stepwise", 0.002, range=0.1)
MARKERS = [
    Marker(
        f"L{i}",
        tuple(str(a) for a in range(8, 18)),
        (0.1,) * 10,
        0.0,
        Mutation(SPEC, SPEC),
    )
    for i in range(15)
]
Profile = dict[str, Genotype]


def person(rng: np.random.Generator) -> Profile:
    return {m.name: (str(rng.integers(8, 18)), str(rng.integers(8, 18))) for m in MARKERS}


def child(rng: np.random.Generator, mother: Profile) -> Profile:
    out: Profile = {}
    for marker in MARKERS:
        pair = mother[marker.name]
        assert pair is not None and pair[1] is not None
        out[marker.name] = (pair[rng.integers(2)] or "", str(rng.integers(8, 18)))
    return out


def families(count: int) -> tuple[dict[str, Profile], list[tuple[str, str]]]:
    rng = np.random.default_rng(5)
    tubes: dict[str, Profile] = {}
    for i in range(count):
        tubes[f"M{i}"] = person(rng)
        tubes[f"C{i}"] = child(rng, tubes[f"M{i}"])
    return tubes, [(f"M{i}", f"C{i}") for i in range(count)]


def test_swapped_tubes_are_proposed_for_resampling() -> None:
    tubes, pairs = families(4)
    tubes["C1"], tubes["C2"] = tubes["C2"], tubes["C1"]
    (found,) = swap_hypotheses(MARKERS, tubes, pairs, ln_support=np.log(1e4))
    assert found.claimed == (("M1", "C1"), ("M2", "C2"))
    assert found.crossed == (("M1", "C2"), ("M2", "C1"))
    assert found.proposal == "re-sample both"
    assert all(value is None or value < 0 for value in found.ln_lr_claimed)


def test_crossed_support_below_the_policy_is_no_swap() -> None:
    tubes, pairs = families(4)
    tubes["C1"], tubes["C2"] = tubes["C2"], tubes["C1"]
    assert swap_hypotheses(MARKERS, tubes, pairs, ln_support=1e3) == []


def test_no_swap_is_seen_in_a_clean_batch() -> None:
    tubes, pairs = families(4)
    assert swap_hypotheses(MARKERS, tubes, pairs, ln_support=np.log(1e4)) == []


def test_a_stranger_is_not_taken_for_a_swap() -> None:
    tubes, pairs = families(4)
    tubes["C1"] = person(np.random.default_rng(9))
    assert swap_hypotheses(MARKERS, tubes, pairs, ln_support=np.log(1e4)) == []


def test_sex_flags_look_at_the_y_marker_first() -> None:
    male: Profile = {"AMEL": ("X", "Y"), "DYS391": ("10", None)}
    female: Profile = {"AMEL": ("X", "X"), "DYS391": None}
    deletion: Profile = {"AMEL": ("X", "X"), "DYS391": ("11", None)}
    tubes = {
        "boy": male,
        "girl": female,
        "rare": deletion,
        "mixed": female,
        "wrong": male,
    }
    sexes = {"boy": "M", "girl": "F", "rare": "M", "mixed": "M", "wrong": "F"}
    flags = {flag.sample: flag.finding for flag in sex_flags(tubes, sexes)}
    assert flags == {
        "rare": "explained by Y marker",
        "mixed": "conflict",
        "wrong": "conflict",
    }


def test_unknown_sex_is_not_flagged() -> None:
    assert sex_flags({"t": {"AMEL": ("X", "Y")}}, {}) == []


def test_one_person_under_two_tubes() -> None:
    tubes, _ = families(2)
    tubes["again"] = {m: g and (g[1] or "", g[0]) for m, g in tubes["C1"].items()}
    (found,) = same_profiles(tubes)
    assert (found.first, found.second, found.markers_compared) == ("C1", "again", 15)


def test_few_shared_markers_say_nothing() -> None:
    tubes: dict[str, Profile] = {"a": {"L1": ("9", "9")}, "b": {"L1": ("9", "9")}}
    assert same_profiles(tubes) == []


def test_inconsistencies_are_counted() -> None:
    tubes, _ = families(1)
    assert parent_child_inconsistencies("M0", "C0", tubes).markers == ()
    tubes["M0"]["L3"], tubes["C0"]["L3"] = ("8", "9"), ("11", "12")
    tubes["C0"]["L4"] = ("17", None)
    counted = parent_child_inconsistencies("M0", "C0", tubes)
    assert counted.markers == ("L3",) and counted.markers_compared == 14
