"""Linkage over a small tracing storm: what is found, what stays apart, and its laws."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.bench.link.measures import ranking
from jusan.cli import main
from jusan.matching.linking import features, index, linker, vocabulary
from jusan.matching.linking.records import record_of
from jusan.names.transducer import part_ln_lr
from tests.matching import link_world


def cells(**said: str) -> dict[str, str]:
    return {"channel": "camp", "rid": "x", **said}


def found() -> dict[tuple[str, str], float]:
    registry = link_world.registry()
    ids = [record.rid for record in registry.index.records]
    pairs = linker.link(registry)
    return {
        (ids[a], ids[b]): float(x)
        for a, b, x in zip(pairs.left, pairs.right, pairs.ln_lr, strict=True)
    }


def test_true_pairs_are_found_and_rank_first() -> None:
    pairs, truth = linker.link(link_world.registry()), link_world.truth()
    same = truth[pairs.left] == truth[pairs.right]
    ranks = ranking(pairs.ln_lr, same, link_world.true_pairs())
    assert ranks.best_f1() > 0.85 and ranks.average_precision() > 0.85
    assert ranks.recall_at(0.95) > 0.7


def test_retrieval_keeps_nearly_all_true_pairs() -> None:
    registry, truth = link_world.registry(), link_world.truth()
    left, right = index.candidates(registry.index)
    assert (left < right).all() and len(set(zip(left, right, strict=True))) == len(left)
    kept = int((truth[left] == truth[right]).sum())
    assert kept / link_world.true_pairs() > 0.95
    assert len(left) < 0.1 * len(truth) ** 2 / 2


def test_every_pair_comes_once_ordered_and_finite() -> None:
    pairs = linker.link(link_world.registry(), least=0.0)
    assert (pairs.left < pairs.right).all()
    assert len(set(zip(pairs.left, pairs.right, strict=True))) == len(pairs)
    assert np.isfinite(pairs.ln_lr).all() and (np.diff(pairs.ln_lr) <= 0).all()
    assert (pairs.ln_lr < linker.MOST).all()
    assert ((pairs.probability > 0) & (pairs.probability < 1)).all()


def test_the_order_of_the_file_does_not_matter() -> None:
    records = link_world.records()
    turned = linker.registry_of(records[::-1])
    ids = [record.rid for record in turned.index.records]
    pairs = linker.link(turned)
    again = {
        frozenset((ids[a], ids[b])): float(x)
        for a, b, x in zip(pairs.left, pairs.right, pairs.ln_lr, strict=True)
    }
    before = {frozenset(pair): value for pair, value in found().items()}
    assert before.keys() == again.keys()
    assert all(abs(before[pair] - again[pair]) < 1e-9 for pair in before)


def test_new_records_are_weighed_as_in_a_batch() -> None:
    records, model = link_world.records(), linker.shipped_model()
    base = linker.registry_of(records[:-2])
    first = linker.first_weights(base, model)
    whole, weights, pairs = linker.link_new(base, first, records[-2:-1])
    whole, _, pairs = linker.link_new(whole, weights, records[-1:])
    batch = linker.link(whole)
    mine = (batch.left == len(records) - 1) | (batch.right == len(records) - 1)
    assert len(pairs) == mine.sum() > 0
    assert np.array_equal(pairs.left, batch.left[mine])
    assert np.array_equal(pairs.right, batch.right[mine])
    assert np.array_equal(pairs.ln_lr, batch.ln_lr[mine])


def test_a_vocabulary_holds_what_the_transducer_says() -> None:
    words = ["камран", "kamran", "کامران", "марат", "marat", "اسيل"]
    v = vocabulary.build(words, [1, 2, 3, 4, 5, 6])
    for a, one in enumerate(words):
        for b, other in enumerate(words):
            wanted = float(part_ln_lr([one], [other])[0])
            got = features.score_of(v, a, b)
            assert got == pytest.approx(wanted, abs=1e-4) or (
                wanted < vocabulary.FOREIGN and got == features.UNKNOWN_TO_EACH_OTHER
            )
    grown = vocabulary.extended(vocabulary.build(words[:4], [1, 2, 3, 4]), words[4:])
    assert grown.words == tuple(words) and grown.counts.tolist() == [1, 2, 3, 4, 0, 0]
    assert np.allclose(grown.scores, v.scores)


def test_a_rare_name_says_more_than_a_common_one() -> None:
    rows = [record_of(cells(rid=str(k), given="Марат")) for k in range(50)]
    rows += [record_of(cells(rid=f"r{k}", given="Қыдырбай")) for k in range(2)]
    registry = linker.registry_of(rows)
    left, right = np.array([0, 50]), np.array([1, 51])
    facts = features.pair_features(registry.index, registry.claims, registry.habits, left, right)
    rarity = facts[:, features.NAMES.index("given_rarity")]
    assert rarity[1] > rarity[0] + 2.5


TEXT = st.text(max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.fixed_dictionaries({
    "given": TEXT, "father": TEXT, "mother": TEXT, "surname": TEXT, "sex": TEXT, "birth": TEXT,
    "birth_kind": st.sampled_from(["day", "age", "hijri", ""]), "place": TEXT, "phone": TEXT,
    "channel": st.sampled_from("ab"),
}), max_size=8))  # fmt: skip
def test_nothing_that_is_written_raises(rows: list[dict[str, str]]) -> None:
    records = [record_of(row | {"rid": str(k)}) for k, row in enumerate(rows)]
    pairs = linker.link(linker.registry_of(records), least=0.0)
    assert np.isfinite(pairs.ln_lr).all()


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ({"mother": "Umm Kita"}, ("", "kita")),
        ({"mother": "ام كيتا"}, ("", "كيتا")),
        ({"mother": "Айбиби"}, ("айбиби", "")),
        ({"given": "Abu Salih"}, ("", "salih")),
    ],
)
def test_a_kunya_names_a_child(said: dict[str, str], read: tuple[str, str]) -> None:
    record = record_of(cells(**said))
    name = record.given if "given" in said else record.mother
    assert (name, record.kunya) == read


@pytest.mark.parametrize(
    ("surname", "read"),
    [
        ("Ногаева", "ногаев"),
        ("Nogaeva", "nogaev"),
        ("al-Kazakhi", ""),
        ("الكازاخي", ""),
        ("نوغايفا", "نوغايف"),
        ("Абишев", "абишев"),
    ],
)
def test_surnames_lose_their_gender_and_a_nisba_is_none(surname: str, read: str) -> None:
    assert record_of(cells(surname=surname)).surname == read


@pytest.mark.parametrize(
    ("father", "read"), [("Дәулетұлы", "дәулет"), ("Даулетович", "даулет"), ("Daulet", "daulet")]
)
def test_a_patronymic_is_the_fathers_name(father: str, read: str) -> None:
    assert record_of(cells(father=father)).father == read


def run(monkeypatch: pytest.MonkeyPatch, *args: object) -> None:
    monkeypatch.setattr(sys, "argv", ["jusan", "link", *map(str, args)])
    main()


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, out, groups = link_world.write(tmp_path), tmp_path / "pairs.tsv", tmp_path / "groups.tsv"
    times = tmp_path / "times.json"
    run(monkeypatch, path, "--out", out, "--clusters", groups, "--timings", times)
    lines = out.read_text().splitlines()
    assert lines[0] == "rid_a\trid_b\tlog_lr\tprobability"
    wanted = found()
    assert len(lines) - 1 == len(wanted)
    for line in lines[1:50]:
        a, b, ln_lr, probability = line.split("\t")
        assert float(ln_lr) == pytest.approx(wanted[a, b], abs=1e-4)
        assert 0.001 <= float(probability) <= 1.0
    assert groups.read_text().startswith("group\trid\n1\t")
    taken = json.loads(times.read_text())
    assert taken["items"] == link_world.RECORDS and taken["work_s"] > 0


def test_answers_are_respected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, groups = link_world.write(tmp_path), tmp_path / "groups.tsv"
    weights = found()
    best = max(weights, key=lambda pair: weights[pair])
    told = tmp_path / "answers.tsv"
    told.write_text("rid_a\trid_b\tanswer\n{}\t{}\tdifferent\n".format(*best))
    run(monkeypatch, path, "--out", tmp_path / "p.tsv", "--clusters", groups, "--answers", told)
    of = dict(line.split("\t")[::-1] for line in groups.read_text().splitlines()[1:])
    assert of.get(best[0], "none") != of.get(best[1], "nobody")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("rid_a\trid_b\tanswer\nS00001\tX\tsame\n", "line 2, field 'rid_b': expected an id of"),
        ("rid_a\trid_b\tanswer\nS00001\tS00002\tmaybe\n", "line 2, field 'answer': expected same"),
        ("rid_a\trid_b\n", "line 1, field 'answer'"),
    ],
)
def test_bad_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    answers: str, said: str,
) -> None:  # fmt: skip
    path, told, out = link_world.write(tmp_path), tmp_path / "answers.tsv", tmp_path / "p.tsv"
    told.write_text(answers)
    with pytest.raises(SystemExit) as stop:
        run(monkeypatch, path, "--out", out, "--answers", told)
    assert stop.value.code == 2 and said in capsys.readouterr().err and not out.exists()


def test_a_birth_that_cannot_be_is_named_and_weighs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = link_world.write(tmp_path)
    lines = path.read_text().splitlines(keepends=True)
    row = lines[1].split("\t")
    row[7:9] = ["2011-02-31", "day"]
    path.write_text("".join([lines[0], "\t".join(row), *lines[2:]]))
    run(monkeypatch, path, "--out", tmp_path / "p.tsv")
    said = capsys.readouterr().err
    assert "records.tsv, line 2, field 'birth': '2011-02-31' (day) refused: there is no" in said


def test_a_missing_column_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "r.tsv"
    path.write_text("rid\tgiven\n1\tA\n")
    with pytest.raises(SystemExit) as stop:
        run(monkeypatch, path)
    assert stop.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("Error: r.tsv, line 1, field 'channel': expected a column of this name")
    assert said.count("\n") == 1
