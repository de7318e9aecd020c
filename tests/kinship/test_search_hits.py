"""Ranking after rescoring: nobody who could be among the best is left out, nobody else is asked."""

import math

from hypothesis import given
from hypothesis import strategies as st

from jusan.kinship.catalogue import pair_hypotheses
from jusan.kinship.loci import Marker
from jusan.kinship.search.hits import Hit, best_hits, rescore
from tests.kinship import search_world as world

Claim = tuple[float, float | None, str]


def hit(claim: Claim) -> Hit | None:
    fast, exact, person = claim
    return None if exact is None else Hit("q", person, "cousin", "db:1", 9, exact, fast)


@given(
    st.lists(st.tuples(st.integers(-20, 40), st.one_of(st.none(), st.floats(-5, 2))), max_size=30),
    st.integers(1, 5),
)
def test_the_best_are_those_of_rescoring_everyone(
    rows: list[tuple[int, float | None]], top: int
) -> None:
    claims: list[Claim] = [
        (float(fast), None if gain is None else fast + gain, f"P{i:02d}")
        for i, (fast, gain) in enumerate(rows)
    ]
    claims.sort(key=lambda claim: -claim[0])
    asked: list[Claim] = []

    def rescored(claim: Claim) -> Hit | None:
        asked.append(claim)
        return hit(claim)

    found = best_hits(claims, rescored, ln_fast=lambda c: c[0], ln_min=0.0, ln_slack=2.0, top=top)
    everyone = [h for h in map(hit, claims) if h is not None and h.ln_lr >= 0]
    wanted = sorted(everyone, key=lambda h: (-h.ln_lr, h.person))[:top]
    assert [(h.person, h.ln_lr) for h in found] == [(h.person, h.ln_lr) for h in wanted]
    assert [h.rank for h in found] == list(range(1, len(found) + 1))
    if len(found) == top and found:  # whoever cannot reach the last place is not rescored
        floor = found[-1].ln_lr
        assert sum(claim[0] + 2 < floor for claim in asked) == 0


def test_the_rival_is_the_same_persons_other_relationship() -> None:
    rows = [
        ("a", "mother", 9.0),
        ("a", "cousin", 3.0),
        ("a", "full sibling", 5.0),
        ("b", "cousin", 4.0),
    ]
    hits = [
        Hit("q", person, claim, f"{person}:1", 9, value, value) for person, claim, value in rows
    ]
    found = best_hits(
        hits, lambda h: h, ln_fast=lambda h: math.inf, ln_min=0.0, ln_slack=0.0, top=10
    )
    assert [(h.person, h.relationship, h.rival, h.ln_lr_rival) for h in found] == [
        ("a", "mother", "full sibling", 5.0),
        ("a", "full sibling", "mother", 9.0),
        ("b", "cousin", None, None),
        ("a", "cousin", "mother", 9.0),
    ]


def test_mutation_is_left_out_where_theta_and_steps_do_not_fit() -> None:
    alleles = tuple(str(i) for i in range(60))
    marker = Marker("SE33", alleles, (1 / 60,) * 60, mutation=world.STEPWISE)
    genotypes = {"A": {"SE33": ("7", "9")}, "B": {"SE33": ("7", "12")}}
    answer = rescore([marker], genotypes, pair_hypotheses("maternal avuncular"), theta=0.01)
    assert answer.left_out == "mutation" and answer.ln_lr is not None and answer.ln_lr > 0
    fits = rescore([marker], genotypes, pair_hypotheses("mother"), theta=0.01)
    assert fits.left_out is None
