"""What the machine asks about a batch: swapped tubes, sex markers; and what it never does."""

from __future__ import annotations

import json

from jusan.core.vault import permits
from jusan.identification.models import Conclusion, QualityFlag, Sample
from jusan.identification.reading.laboratory import best_tubes, tubes_in
from jusan.identification.reading.numbers import newest
from tests.identification.lab import make_lab, receive_batches

HOST, AGAIN = "profiles_host_1.txt", "profiles_host_2.txt"


def _flags(code: str) -> set[str]:
    return set(QualityFlag.objects.filter(code=code).values_list("tube", flat=True))


def test_the_first_host_batch(cast) -> None:
    """Traps A-T2, A-T3, A-T5 in one import: what is asked, what is weighed."""
    story = make_lab(cast)
    receive_batches(story, HOST)
    assert _flags("swap") == {"NM-0405", "NM-0409"}
    assert _flags("sex_conflict") == {"NM-0406", "NM-0408"}
    assert {t.sample.tube for t in tubes_in(cast.aqqu.id) if t.profile and not t.usable} == {
        "NM-0405", "NM-0409", "NM-0406", "NM-0408"
    }  # fmt: skip
    # labels stay, nothing is concluded
    swapped = Sample.objects.get(tube="NM-0405")
    assert swapped.donor == story.person("host_list.xlsx#6")
    assert not Conclusion.objects.exists()
    with permits.holding(permits.system("test")):
        detail = json.loads(QualityFlag.objects.get(tube="NM-0405", code="swap").detail)
        mutated = newest([story.person("host_list.xlsx#4")])[0].numbers
        social = newest([story.person("host_list.xlsx#13")])[0].numbers
    assert detail["proposal"] == "re-sample both"
    assert all(value < 0 for value in detail["ln_lr_claimed"])
    assert all(value > 9.2 for value in detail["ln_lr_crossed"])
    # a one-step mutation: one marker speaks against, the whole is very strong all the same
    assert [m for m, value in mutated["per_marker"].items() if value < -3] == ["CSF1PO"]
    assert mutated["reading"] == "strong"
    assert social["reading"] == "against"


def test_sampling_again_answers_the_questions(cast) -> None:
    story = make_lab(cast)
    receive_batches(story, HOST, AGAIN)
    tubes = {
        ref: tube.sample.tube
        for ref in (6, 7, 9, 10)
        for tube in best_tubes([story.person(f"host_list.xlsx#{ref}")]).values()
    }
    assert tubes == {6: "NM-0431", 7: "NM-0433", 9: "NM-0434", 10: "NM-0432"}
    with permits.holding(permits.system("test")):
        last = [newest([story.person(f"host_list.xlsx#{ref}")])[-1].numbers for ref in tubes]
    assert {numbers["reading"] for numbers in last} == {"strong"}
