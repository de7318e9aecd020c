"""``jusan names``: tables in, tables out, and one sentence where a table cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from jusan.names.terminal import names

PAIRS = "id\ta\tb\tnote\n1\tАйша Маратқызы\tAisha Marat\tx\n2\t\tAisha\ty\n3\tAli\tعلي\t\n"


def run(*arguments: str | Path):
    return CliRunner().invoke(names, [str(argument) for argument in arguments])


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_compare_keeps_rows_and_order_and_adds_the_figure(tmp_path):
    timings = tmp_path / "t.json"
    result = run("compare", write(tmp_path, "p.tsv", PAIRS), "--timings", timings)
    assert result.exit_code == 0, result.output
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert lines[0] == ["id", "a", "b", "note", "log_lr"]
    assert [line[:4] for line in lines[1:]] == [row.split("\t") for row in PAIRS.splitlines()[1:]]
    figures = [float(line[4]) for line in lines[1:]]
    assert figures[0] > 2.0 and figures[1] == 0.0 and figures[2] > 0.0
    assert json.loads(timings.read_text())["items"] == 3


def test_explanation_says_which_part_answered_which(tmp_path):
    path = write(tmp_path, "p.tsv", PAIRS)
    text = run("compare", path, "--explain").stdout
    assert "given Айша ~ given Aisha agree" in text
    objects = [
        json.loads(line) for line in run("compare", path, "--explain", "--json").stdout.splitlines()
    ]
    first = objects[0]
    assert first["log_lr"] == pytest.approx(
        sum(line["ln_lr"] for line in first["explanation"]), abs=1e-6
    )
    assert objects[1]["explanation"] == []


def test_columns_are_found_by_name(tmp_path):
    path = write(tmp_path, "p.tsv", "x\tright\tleft\n1\tAli\tعلي\n")
    result = run("compare", path, "--a", "left", "--b", "right", "--out", tmp_path / "o.tsv")
    assert result.exit_code == 0
    assert (tmp_path / "o.tsv").read_text().splitlines()[0].endswith("left\tlog_lr")


def test_search_ranks_records(tmp_path):
    registry = write(tmp_path, "r.tsv", "rid\tname\n7\tҚыранова Айша\n8\tيوسف علي\n9\tOsman Bek\n")
    queries = write(tmp_path, "q.tsv", "qid\tname\nq1\tAisha Kyranova\nq2\tЮсуф Али\nq3\t\n")
    result = run("search", registry, queries, "--top", "2")
    rows = [line.split("\t") for line in result.stdout.splitlines()]
    assert rows[0] == ["qid", "rank", "rid", "log_lr"]
    assert {row[0]: row[2] for row in rows[1:] if row[1] == "1"} == {"q1": "7", "q2": "8"}


RUSSIAN = "a\tb\n" + "Қыранова Марат\tСерова\n".replace("Қ", "К") * 5
CODE = "field 'encoding': expected UTF-8, and the file"
ARABIC = "a\tb\n" + "محمد علي حسن\tعبد الرحمن\n" * 5


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (RUSSIAN, "cp1251", f"line 2, {CODE} looks like Windows-1251 (Cyrillic)"),
        (ARABIC, "cp1256", f"line 2, {CODE} looks like Windows-1256 (Arabic)"),
        (RUSSIAN, "utf-16", f"line 1, {CODE} is UTF-16"),
        (RUSSIAN, "utf-16-le", f"line 1, {CODE} looks like UTF-16"),
        ("a\tc\nx\ty\n", "utf-8", "line 1, field 'b': expected a column of this name among: a, c"),
        ("a\tb\nx\n", "utf-8", "line 2, field 'line': expected 2 fields separated by tabs"),
        ("a\ta\tb\n", "utf-8", "line 1, field 'a': expected each column name once"),
        ("", "utf-8", "line 1, field 'header': expected a line of column names"),
        ("a\tb\tlog_lr\n", "utf-8", "line 1, field 'log_lr': expected no column that"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_refused_in_one_sentence(tmp_path, text, encoding, named):
    result = run("compare", write(tmp_path, "bad.tsv", text, encoding), "--out", tmp_path / "o")
    assert result.exit_code != 0
    assert f"bad.tsv, {named}" in result.output
    assert not (tmp_path / "o").exists()


def test_a_repeated_id_is_named_with_both_lines(tmp_path):
    registry = write(tmp_path, "r.tsv", "rid\tname\n7\tAli\n8\tOmar\n7\tZaid\n")
    queries = write(tmp_path, "q.tsv", "qid\tname\nq1\tAli\n")
    result = run("search", registry, queries)
    assert (
        "r.tsv, line 4, field 'rid': expected an id of its own; '7' stands in line 2"
        in result.output
    )


HOSTILE = [
    "", "a", "ا", "a" * 10_000, "محمد " * 2_000, "\u202eAli\u202c", "A\u200bl\u200bi", "Аli",
    "😀 😀", "12345", "Ali علي Али", "'" * 50,
    "-" * 50, "\u0301" * 40, "al al al al", "bin bin bin",
]  # fmt: skip


def test_hostile_names_are_answered(tmp_path):
    rows = "".join(f"{a}\t{b}\n" for a in HOSTILE for b in HOSTILE)
    result = run("compare", write(tmp_path, "p.tsv", "a\tb\n" + rows))
    assert result.exit_code == 0, result.output
    figures = [float(line.split("\t")[-1]) for line in result.stdout.split("\n")[1:-1]]
    assert len(figures) == len(HOSTILE) ** 2
    assert all(-200.0 < figure <= 10.0 for figure in figures)
