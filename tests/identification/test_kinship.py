"""Chains over three generations, half uncles, social mothers: what the numbers say and do not."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest

from jusan.core import clock
from jusan.core.errors import BadInput
from jusan.core.vault import permits
from jusan.identification import labpolicy
from jusan.identification.lineages import Relative, pedigree_of, rivals_of
from jusan.identification.models import Evaluation, LabPolicy
from jusan.identification.operations import evaluations
from jusan.identification.operations.evaluations import (
    evaluate_claims,
    evaluate_family,
    evaluate_pair,
)
from jusan.identification.operations.profiles import adopt_policy
from jusan.identification.reading.next_sample import options
from jusan.identification.reading.numbers import newest, summary
from jusan.identification.weighing import weigh
from jusan.kinship.errors import HypothesisError
from tests.identification.lab import make_lab, receive_batches, say_kin

BATCHES = ("profiles_host_1.txt", "profiles_relatives_1.txt", "profiles_host_2.txt")


def _numbers(evaluation):
    import json

    with permits.holding(permits.system("test")):
        return json.loads(evaluation.numbers)


def test_chain_is_reported_link_by_link(cast) -> None:
    story = make_lab(cast)
    receive_batches(story, *BATCHES)
    child, mother = story.person("host_list.xlsx#2"), story.person("host_mothers.csv#2")
    grandmother = story.person("family_requests.csv#2:claimant")
    chain = evaluate_family(
        actor=cast.laboratory,
        operation=cast.aqqu.id,
        child=child,
        relatives={mother: "mother", grandmother: "maternal_grandmother"},
    )
    links = {one["relation"]: one for one in _numbers(chain)["links"]}
    assert links["mother"]["ln_lr"] > math.log(1e4)
    assert links["maternal_grandmother"]["ln_lr"] > math.log(1e3)
    # the strongest rival of a mother is her own sister, not a stranger
    assert links["mother"]["rival"] == "maternal_aunt"
    assert links["mother"]["ln_lr_rival"] < links["mother"]["ln_lr"]


def test_unrelated_claimant_and_half_uncle(cast) -> None:
    """Traps A-T6 and A-T7: non-support, and an honest "inconclusive" with the next sample."""
    story = make_lab(cast)
    receive_batches(story, *BATCHES)
    child = story.person("host_list.xlsx#15")
    stranger = story.person("family_requests.csv#23:claimant")
    uncle = story.person("family_requests.csv#24:claimant")
    ask = {"actor": cast.laboratory, "operation": cast.aqqu.id, "child": child}
    against = evaluate_pair(**ask, relative=stranger, relation="maternal_grandmother")
    assert _numbers(against)["ln_lr"] < math.log(0.1)
    say_kin(cast, story, "host_list.xlsx#15", "family_requests.csv#24:claimant", "paternal_uncle")
    with permits.holding(permits.system("test")):
        found = summary([child])["hypotheses"]
    said = next(one for one in found if one["relation"] == "paternal_uncle")
    assert said["reading"] == "inconclusive"
    assert {"unrelated", "paternal_half_uncle"} <= set(said["hypotheses"])
    ranked = options(cast.aqqu.id, child, instead={uncle: "paternal_half_uncle"}, simulations=60)
    assert ranked[0].relative == "paternal_grandmother"


def test_the_paternal_grandmother_makes_it_strong(cast) -> None:
    story = make_lab(cast)
    receive_batches(story, *BATCHES, "profiles_relatives_2.txt")
    child = story.person("host_list.xlsx#15")
    for line, relation in ((24, "paternal_half_uncle"), (25, "paternal_grandmother")):
        say_kin(cast, story, "host_list.xlsx#15", f"family_requests.csv#{line}:claimant", relation)
    with permits.holding(permits.system("test")):
        family = [one for one in newest([child]) if len(one.relatives) == 2]
    assert family[0].numbers["ln_lr"] > math.log(1e4)


def test_a_social_mother_is_no_fraud(cast) -> None:
    """Trap A-T4: not the mother; the half brother by the father and the grandmother are kin."""
    story = make_lab(cast)
    receive_batches(story, *BATCHES)
    child = story.person("host_list.xlsx#13")
    family = evaluate_family(
        actor=cast.laboratory,
        operation=cast.aqqu.id,
        child=child,
        relatives={
            story.person("family_requests.csv#16:claimant"): "paternal_grandmother",
            story.person("host_list.xlsx#12"): "paternal_half_brother",
        },
    )
    assert _numbers(family)["ln_lr"] > math.log(1e3)
    with permits.holding(permits.system("test")):
        mother = [one for one in newest([child]) if one.row.relation == "mother"]
    assert mother[0].numbers["reading"] == "against"


def test_one_weighing_for_the_same_inputs(cast) -> None:
    story = make_lab(cast)
    receive_batches(story, *BATCHES)
    ask = {
        "actor": cast.laboratory,
        "operation": cast.aqqu.id,
        "child": story.person("host_list.xlsx#2"),
        "relative": story.person("host_mothers.csv#2"),
        "relation": "mother",
    }
    assert evaluate_pair(**ask).id == evaluate_pair(**ask).id
    assert evaluate_pair(**ask, rivals=["maternal_grandmother"]).id != evaluate_pair(**ask).id


def test_nothing_is_weighed_twice_while_its_profiles_stand(cast, monkeypatch) -> None:
    story = make_lab(cast)
    receive_batches(story, *BATCHES)
    weighed: list[str] = []

    def counted(question, *rest):
        weighed.append(question.child)
        return weigh(question, *rest)

    monkeypatch.setattr(evaluations, "weigh", counted)
    known = Evaluation.objects.count()
    assert known
    ask = {"actor": cast.laboratory, "operation": cast.aqqu.id}
    kept = evaluate_claims(**ask)
    assert (weighed, Evaluation.objects.count()) == ([], known)
    assert kept
    # Another policy is something that every number rests on.
    text = LabPolicy.objects.get().content
    version = labpolicy.parse(text).version
    with clock.at(clock.now() + timedelta(days=400)):
        adopt_policy(**ask, content=text.replace(version, version + "-b"))
        assert len(evaluate_claims(**ask)) == len(kept)
    assert len(weighed) == len(kept)
    assert Evaluation.objects.count() == known + len(kept)


def test_nobody_is_their_own_relative(cast) -> None:
    story = make_lab(cast)
    child = story.person("host_list.xlsx#2")
    with pytest.raises(BadInput):
        evaluate_pair(
            actor=cast.laboratory,
            operation=cast.aqqu.id,
            child=child,
            relative=child,
            relation="mother",
        )


@pytest.mark.parametrize("relation", ["mother", "paternal_uncle", "sister", "maternal_cousin"])
def test_every_relation_and_rival_has_a_pedigree(relation) -> None:
    for name in (relation, *rivals_of(relation)):
        assert "R" in pedigree_of("C", [Relative("R", name)], sex_child="F")


def test_two_persons_cannot_hold_one_place() -> None:
    with pytest.raises(HypothesisError):
        pedigree_of("C", [Relative("A", "mother"), Relative("B", "mother")])
