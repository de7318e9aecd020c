"""Officers' decisions as the files write them, through the operations that the pages call."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jusan.core import clock
from jusan.core.errors import BadInput
from jusan.core.people.models import IdentityStatus
from jusan.core.people.queries import identity_status
from jusan.identification.feeds import ACTIONS, FEEDS
from jusan.identification.models import Batch, ClaimClosed, Evaluation, NextSample, Sample
from tests.identification.lab import make_lab, receive_batches, row, run

BATCHES = ("profiles_host_1.txt", "profiles_relatives_1.txt", "profiles_host_2.txt")


def _do(cast, story, name, user=None, **args) -> None:
    ACTIONS[name](story, user or cast.laboratory, args)


def test_the_files_of_the_laboratory(cast) -> None:
    story = make_lab(cast)
    receive_batches(story, *BATCHES, "profiles_relatives_2.txt")
    assert Sample.objects.count() == 35 and Batch.objects.count() == 4
    again = Sample.objects.get(tube="NM-0431")
    assert again.replaces == Sample.objects.get(tube="NM-0405").id
    # what was computed carries the instant of its batch, not of the test
    assert Evaluation.objects.earliest("at").at.date().isoformat() == "2031-06-20"
    count = Evaluation.objects.count()
    run(story, "batches.csv")
    assert Batch.objects.count() == 4 and Evaluation.objects.count() == count


def test_a_swap_from_the_question_to_the_release(cast) -> None:
    story = make_lab(cast)
    receive_batches(story, *BATCHES)
    pair = ["NM-0405", "NM-0409"]
    _do(cast, story, "quarantine", tubes=pair, why="the crossed pairs fit")
    _do(cast, story, "order_resampling", tubes=pair, why="both again")
    _do(cast, story, "quarantine_release", tubes=pair, outcome="void", why="sampled again")
    draft = {
        "key": "K-05",
        "kind": "kinship",
        "child": "host_list.xlsx#6",
        "relation": "mother",
        "relatives": ["host_mothers.csv#3"],
        "rivals": ["unrelated", "maternal_aunt"],
        "verdict": "supported",
        "why": "new sample, strong",
    }
    with pytest.raises(BadInput):
        _do(cast, story, "sign_conclusion", key="K-05")
    _do(cast, story, "draft_conclusion", **draft, tubes=["NM-0431", "NM-0416"])
    _do(cast, story, "sign_conclusion", key="K-05")
    _do(cast, story, "countersign", cast.qualified, key="K-05")
    identity = {
        "key": "I-05",
        "kind": "identity",
        "child": "host_list.xlsx#6",
        "way": "kinship_report",
        "rests_on": ["K-05", "host_mothers.csv#3"],
        "status": "confirmed",
        "second_sample": None,
        "waiver": "two tubes were taken, one was void",
        "why": "mother and home family agree",
    }
    _do(cast, story, "draft_conclusion", cast.coordinator, **identity)
    _do(cast, story, "sign_conclusion", cast.coordinator, key="I-05")
    _do(cast, story, "countersign", cast.qualified, key="I-05")
    assert identity_status([story.person("host_list.xlsx#6")]) is IdentityStatus.CONFIRMED
    _do(
        cast, story, "disclose", cast.tracing_officer,
        to="family_requests.csv#6:claimant", about="host_list.xlsx#6",
        what="alive_and_identified", by="social_worker", safety_check="nothing known", place="home",
    )  # fmt: skip


def test_a_claim_from_a_photograph(cast) -> None:
    story = make_lab(cast)
    receive_batches(story, *BATCHES)
    _do(
        cast, story, "draft_conclusion", key="K-14", kind="kinship", child="host_list.xlsx#15",
        relation="maternal_grandmother", relatives=["family_requests.csv#23:claimant"],
        tubes=["UT-0428"], rivals=[], verdict="not_supported", why="under the signed policy",
    )  # fmt: skip
    _do(cast, story, "sign_conclusion", key="K-14")
    _do(cast, story, "countersign", cast.qualified, key="K-14")
    _do(
        cast, story, "close_claim", cast.tracing_officer, request="family_requests.csv#23",
        outcome="not_supported", why="signed by two", told_by="social_worker",
        told_at=(clock.now() - timedelta(hours=2)).isoformat(), another_sample_offered=True,
    )  # fmt: skip
    assert ClaimClosed.objects.get().claimant == story.person("family_requests.csv#23:claimant")
    _do(
        cast, story, "next_sample", child="host_list.xlsx#15",
        relative="family_requests.csv#25:claimant", why="the father's mother says most",
    )  # fmt: skip
    assert NextSample.objects.count() == 1


def test_kin_deaths_and_groups_of_the_files(cast) -> None:
    story = make_lab(cast, mothers=False)
    officer = cast.tracing_officer
    _do(
        cast, story, "record_kin", officer, child="host_list.xlsx#13",
        relative="host_mothers.csv#6", relation="mother", nature="social", basis="raised him",
    )  # fmt: skip
    _do(
        cast, story, "record_death", officer, person="family_requests.csv#18", grade="witness",
        on="2029", basis="CI-05",
    )  # fmt: skip
    children = ["host_list.xlsx#12", "host_list.xlsx#13"]
    _do(cast, story, "set_sibling_group", officer, children=children, why="raised together")


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_arguments_of_another_shape_are_bad_input(cast, name) -> None:
    story = make_lab(cast, mothers=False)
    for args in ({}, {"tubes": 5, "key": 3, "child": None}, {"kind": "x", "key": "k"}):
        with pytest.raises(BadInput):
            ACTIONS[name](story, cast.laboratory, args)


def test_a_batch_names_a_file_of_its_folder(cast) -> None:
    story = make_lab(cast, mothers=False)
    batch = next(feed for feed in FEEDS if feed.file.endswith("batches.csv"))
    for name in ("../people/users.csv", "nothing.txt", ".."):
        with pytest.raises(BadInput, match="genotype table"):
            batch.apply(story, row(file=name), "")
