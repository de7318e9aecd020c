"""`jusan kinship search` as the contract says it: hits, exit codes, whole output or none."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jusan.cli import main
from jusan.kinship.catalogue import RELATIONSHIPS, pair_hypotheses
from jusan.kinship.formats.case_json import Case, case_to_json
from jusan.kinship.linkage import Link
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.profiles import Genotype
from jusan.kinship.ratios import Hypothesis, evaluate
from jusan.kinship.search.command import parse_relationships
from jusan.kinship.search.hits import family_hypotheses
from tests.kinship import search_world as world

LOCI = world.markers()
MUTATING = world.markers(world.STEPWISE)
PEOPLE = world.persons(LOCI, 300)
MOTHER, FATHER = PEOPLE["P00007"], PEOPLE["P00008"]
CHILD = world.child(LOCI, FATHER, MOTHER)
SIBLING = world.child(LOCI, FATHER, MOTHER, seed=9)

POLICY = """
version = "test/1"
theta = {theta}
{unlisted}
[mutation]
model = "stepwise"
male_rate = 0.004
female_rate = 0.001
microvariant_rate = 1e-5
range = 0.1
[[linkage]]
marker1 = "VWA"
marker2 = "D12S391"
rho = 0.1
[[linkage]]
marker1 = "CSF1PO"
marker2 = "D8S1179"
rho = 0.2
[search]
slack_log10 = 2
rescored = 50
"""


class Run:
    """A folder with database, queries and frequencies, and the command run on them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self._patch = folder, monkeypatch
        self.db = world.write_wide(folder / "db.csv", LOCI, PEOPLE)
        self.queries = world.write_long(folder / "q.txt", {"child": CHILD})
        self.freqs = world.write_frequencies(folder / "f.csv", LOCI)
        self.policy = folder / "policy.toml"
        self.write_policy()

    def write_policy(self, theta: float = 0.0, unlisted: str = "") -> None:
        self.policy.write_text(POLICY.format(theta=theta, unlisted=unlisted))

    def jusan(self, *args: object) -> int:
        argv = ["jusan", "kinship", *map(str, args)]
        self._patch.setattr(sys, "argv", argv)
        try:
            main()
        except SystemExit as stop:
            return int(stop.code or 0)
        return 0

    def search(self, *args: object, min_lr: float = 100) -> list[dict[str, object]]:
        out = self.folder / "out.jsonl"
        out.unlink(missing_ok=True)
        assert self.jusan("search", *args, "--min-lr", min_lr, "--json", "--out", out) == 0
        return [json.loads(line) for line in out.read_text().splitlines()]

    def pairs(self, *more: object, min_lr: float = 100) -> list[dict[str, object]]:
        return self.search(
            self.db, self.queries, "--frequencies", self.freqs, "--policy", self.policy,
            "--elder", "person", *more, min_lr=min_lr,
        )  # fmt: skip


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    return Run(tmp_path, monkeypatch)


def log10_lr(
    claim: str, elder: dict[str, Genotype], younger: dict[str, Genotype], **settings: object
) -> float:
    result = evaluate(
        MUTATING,
        {"A": elder, "B": younger},
        pair_hypotheses(claim),
        links=[Link("CSF1PO", "D8S1179", 0.2)],
        **settings,  # type: ignore[arg-type]
    )
    value = result.ln_lr(claim, "unrelated")
    assert value is not None
    return value / math.log(10)


def test_a_mother_is_found_and_rescored_under_the_policy(run: Run) -> None:
    rows = run.pairs("--relationships", "mother,full-sibling", min_lr=0.1)
    mine = {(r["person"], r["relationship"]): r for r in rows}
    hit = mine["P00007", "mother"]
    assert hit["log10_lr"] == pytest.approx(log10_lr("mother", MOTHER, CHILD))
    assert (hit["query"], hit["policy"], hit["place"]) == ("child", "test/1", "db.csv:9")
    assert hit["markers_compared"] == 10 and hit["left_out"] is None
    assert [r["rank"] for r in rows] == list(range(1, len(rows) + 1))
    values = [r["log10_lr"] for r in rows]
    assert values == sorted(values, reverse=True) and min(values) >= -1
    sibling = mine["P00007", "full sibling"]
    assert sibling["log10_lr"] == pytest.approx(log10_lr("full sibling", MOTHER, CHILD))
    assert sibling["log10_lr"] != pytest.approx(sibling["log10_lr_fast"], abs=1e-3)  # linkage
    assert (hit["rival"], sibling["rival"]) == ("full sibling", "mother")
    assert hit["log10_lr_rival"] == sibling["log10_lr"]


def test_theta_of_the_policy_lowers_what_is_shown(run: Run) -> None:
    run.write_policy(theta=0.02)
    (hit,) = [r for r in run.pairs("--relationships", "mother") if r["person"] == "P00007"]
    assert hit["log10_lr"] == pytest.approx(log10_lr("mother", MOTHER, CHILD, theta=0.02))
    assert hit["log10_lr"] < hit["log10_lr_fast"]


def test_one_mutation_does_not_lose_a_mother(run: Run) -> None:
    # the child shows one repeat more than the mother passed on, the father's allele untouched
    name = next(
        m.name
        for m in LOCI
        if str(int(CHILD[m.name][1]) + 1) in m.alleles  # type: ignore[index]
        and str(int(CHILD[m.name][1]) + 1) not in MOTHER[m.name]  # type: ignore[index,operator]
        and CHILD[m.name][0] not in MOTHER[m.name]  # type: ignore[index,operator]
    )
    paternal, maternal = CHILD[name]  # type: ignore[misc]
    changed = CHILD | {name: (paternal, str(int(str(maternal)) + 1))}
    run.queries = world.write_long(run.folder / "q.txt", {"child": changed})
    rows = run.pairs("--relationships", "mother", min_lr=1e-3)
    assert any(r["person"] == "P00007" for r in rows)
    run.policy.write_text('version = "no mutation"')
    rows = run.pairs("--relationships", "mother", min_lr=1e-3)
    assert not any(r["person"] == "P00007" for r in rows)


def test_partial_profiles_count_their_markers(run: Run) -> None:
    half: dict[str, Genotype] = {name: CHILD[name] for name in list(CHILD)[:6]}
    half["TPOX"] = (half["TPOX"][0], None)  # type: ignore[index]
    run.queries = world.write_long(run.folder / "q.txt", {"child": half})
    (hit,) = [
        r for r in run.pairs("--relationships", "mother", min_lr=1) if r["person"] == "P00007"
    ]
    assert hit["markers_compared"] == 6
    assert hit["log10_lr"] == pytest.approx(log10_lr("mother", MOTHER, half))


def test_a_database_against_itself_leaves_oneself_out(run: Run) -> None:
    run.db = world.write_wide(run.folder / "db.csv", LOCI, dict(list(PEOPLE.items())[:60]))
    rows = run.search(
        run.db, run.db, "--frequencies", run.freqs, "--relationships", "full-sibling", "--top", 2,
        min_lr=1,
    )  # fmt: skip
    assert rows and all(r["query"] != r["person"] for r in rows)
    assert max(int(str(r["rank"])) for r in rows) == 2
    # full siblings are each other's siblings: equal both ways
    both = {(r["query"], r["person"]): r["log10_lr"] for r in rows}
    assert any((b, a) in both and both[b, a] == pytest.approx(x) for (a, b), x in both.items())


def test_the_elder_can_be_the_query(run: Run) -> None:
    run.queries = world.write_long(run.folder / "q.txt", {"grandmother": MOTHER})
    run.db = world.write_wide(run.folder / "db.csv", LOCI, PEOPLE | {"child": CHILD})
    rows = run.search(
        run.db, run.queries, "--frequencies", run.freqs, "--policy", run.policy,
        "--relationships", "mother",
    )  # fmt: skip
    (hit,) = [r for r in rows if r["person"] == "child"]
    assert hit["log10_lr"] == pytest.approx(log10_lr("mother", MOTHER, CHILD))


def test_sexes_exclude_a_relationship(run: Run) -> None:
    lines = run.db.read_text().splitlines()
    sexed = [f"{line},{'sex' if i == 0 else 'M'}" for i, line in enumerate(lines)]
    run.db.write_text("\n".join(sexed) + "\n")
    rows = run.pairs("--relationships", "mother,father")
    assert {r["relationship"] for r in rows if r["person"] == "P00007"} == {"father"}


def test_unlisted_alleles_follow_the_policy(run: Run) -> None:
    people = {**PEOPLE, "rare": {**MOTHER, "TH01": ("44", "9")}}
    run.db = world.write_wide(run.folder / "db.csv", LOCI, people)
    code = run.jusan(
        "search", run.db, run.queries, "--frequencies", run.freqs, "--relationships", "mother",
        "--min-lr", 1,
    )  # fmt: skip
    assert code == 2
    run.write_policy(unlisted="unlisted_allele_frequency = 0.001")
    rows = run.pairs("--relationships", "mother", min_lr=0)
    assert "rare" in {r["person"] for r in rows}


def test_top_and_a_threshold_of_zero(run: Run) -> None:
    rows = run.pairs("--relationships", "cousin", "--top", 7, min_lr=0)
    assert [r["rank"] for r in rows] == [1, 2, 3, 4, 5, 6, 7]


def family_case(missing: str | None = "lost") -> Case:
    family = Pedigree(
        (
            Individual("father", sex="M"),
            Individual("mother", sex="F"),
            Individual("brother", "father", "mother", "M"),
            Individual("lost", "father", "mother", "F"),
        )
    )
    return Case(
        id="case-7",
        title="",
        markers=tuple(MUTATING),
        genotypes={"mother": MOTHER, "brother": SIBLING},
        hypotheses=(Hypothesis("H1", family),),
        theta=0.01,
        missing=missing,
    )


def write_case(path: Path, case: Case) -> Path:
    path.write_text(json.dumps(case_to_json(case)))
    return path


def test_family_search_finds_the_missing_child(run: Run) -> None:
    run.db = world.write_wide(run.folder / "db.csv", LOCI, {**PEOPLE, "found": CHILD})
    case = family_case()
    rows = run.search(run.db, "--family", write_case(run.folder / "case.json", case))
    (hit,) = [row for row in rows if row["person"] == "found"]
    pedigree = case.hypotheses[0].pedigree
    genotypes = {**case.genotypes, "lost": CHILD}
    result = evaluate(MUTATING, genotypes, family_hypotheses(pedigree, "lost"), 0.01)
    wanted = result.ln_lr("missing person", "unrelated")
    assert wanted is not None
    assert hit["log10_lr"] == pytest.approx(wanted / math.log(10))
    assert (hit["query"], hit["relationship"]) == ("case-7", "missing person lost")
    assert hit["log10_lr"] < hit["log10_lr_fast"]  # theta


def test_members_of_the_family_are_no_candidates(run: Run) -> None:
    people = {**PEOPLE, "mother": MOTHER, "brother": SIBLING, "found": CHILD}
    run.db = world.write_wide(run.folder / "db.csv", LOCI, people)
    rows = run.search(run.db, "--family", write_case(run.folder / "case.json", family_case()))
    found = {row["person"] for row in rows}
    assert "found" in found and not found & {"mother", "brother"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"missing": None}, 'field "missing": expected the id of a person'),
        ({"missing": "nobody"}, "'nobody' is not in the pedigree"),
    ],
)
def test_a_case_without_a_missing_person_is_refused(
    run: Run, capsys: pytest.CaptureFixture[str], change: dict[str, object], message: str
) -> None:
    path = write_case(run.folder / "case.json", family_case())
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    assert run.jusan("search", run.db, "--family", path, "--min-lr", 1) == 2
    assert message in capsys.readouterr().err


def test_an_impossible_family_is_refused(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    case = family_case()
    plain = [m for m in LOCI if m.name == "TH01"]
    genotypes = {"mother": {"TH01": ("9", "9")}, "brother": {"TH01": ("10", "11")}}
    impossible = Case("x", "", tuple(plain), genotypes, case.hypotheses, missing="lost")
    path = write_case(run.folder / "case.json", impossible)
    skip = [x for m in LOCI if m.name != "TH01" for x in ("--skip", m.name)]
    assert run.jusan("search", run.db, "--family", path, "--min-lr", 1, *skip) == 2
    assert "marker TH01: the results of" in capsys.readouterr().err


def test_every_relationship_can_be_written_without_blanks_and_commas() -> None:
    names = [name for name in RELATIONSHIPS if name != "unrelated"]
    written = ",".join(name.replace(",", "").replace(" ", "-") for name in names)
    assert parse_relationships(written) == names
    assert parse_relationships("Full_Sibling, full sibling ,COUSIN") == ["full sibling", "cousin"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--relationships", "aunty"], "'aunty' is not known, expected one or more of parent;"),
        (["--relationships", "unrelated"], "'unrelated' is not known"),
        ([], "expected QUERIES, --frequencies and --relationships, or --family"),
        (["--relationships", "mother", "--skip", "TH01"], None),
    ],
)
def test_bad_requests_end_with_one_sentence_and_exit_code_2(
    run: Run, capsys: pytest.CaptureFixture[str], args: list[str], message: str | None
) -> None:
    out = run.folder / "hits.jsonl"
    code = run.jusan(
        "search",
        run.db,
        run.queries,
        "--frequencies",
        run.freqs,
        "--min-lr",
        1,
        "--out",
        out,
        *args,
    )
    assert code == (2 if message else 0)
    assert out.exists() == (message is None)
    assert (message or "") in capsys.readouterr().err


def test_a_broken_line_leaves_no_output(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run.db.write_text(run.db.read_text() + "P99999,1/2\n")
    out = run.folder / "hits.jsonl"
    code = run.jusan(
        "search", run.db, run.queries, "--frequencies", run.freqs, "--relationships", "mother",
        "--min-lr", 1, "--out", out,
    )  # fmt: skip
    assert code == 2 and not out.exists()
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "db.csv, line 302: 2 fields, expected 11" in captured.err


def test_table_notes_and_timings(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run.queries.write_text(run.queries.read_text() + "other\tTH01\tOL\t9\n")
    timings = run.folder / "t.json"
    code = run.jusan(
        "search", run.db, run.queries, "--frequencies", run.freqs, "--relationships", "mother",
        "--min-lr", 100, "--timings", timings,
    )  # fmt: skip
    captured = capsys.readouterr()
    assert code == 0
    assert "P00007" in captured.out and "jusan-search/1" in captured.out
    assert "q.txt, line 12, field TH01: 'OL/9' weighs nothing" in captured.err
    written = json.loads(timings.read_text())
    assert set(written) == {"load_s", "index_s", "work_s", "items"} and written["items"] == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("theta = 0", "policy.toml, field version: expected a short text"),
        ('version = "1"\ntheta = 2', "field theta: 2, expected a number from 0 to 0.5"),
        ('version = "1"\n[mutation]\nmodel = "leaps"', "'leaps' is not a known model"),
        ('version = "1"\n[[linkage]]\nmarker1 = "TH01"', "field linkage: expected marker1"),
        ('version = "1"\nlinkage = 3', "expected tables [[linkage]]"),
        ('version = "1"\nmutation = 3', "field mutation: expected the table [mutation]"),
        ("version", "not a readable TOML file"),
    ],
)
def test_a_faulty_policy_is_named(
    run: Run, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    run.policy.write_text(text)
    code = run.jusan(
        "search", run.db, run.queries, "--frequencies", run.freqs, "--relationships", "mother",
        "--min-lr", 1, "--policy", run.policy,
    )  # fmt: skip
    assert code == 2
    assert message in capsys.readouterr().err


def test_a_folder_of_parts_gives_the_same_hits(run: Run) -> None:
    wanted = run.pairs("--relationships", "mother,cousin", min_lr=1)
    parts = run.folder / "parts"
    assert run.jusan("partition", run.db, parts, "--frequencies", run.freqs, "--rows", 64) == 0
    assert len(list(parts.iterdir())) == 5
    run.db = parts
    found = run.pairs("--relationships", "mother,cousin", min_lr=1)
    for row in wanted + found:
        del row["place"]
    assert found == wanted
    assert run.jusan("partition", run.queries, parts, "--frequencies", run.freqs) == 2


@pytest.mark.parametrize("missing", ["pyarrow", "distributed"])
def test_without_the_extra_one_sentence_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    parts = run.folder / "parts"
    assert run.jusan("partition", run.db, parts, "--frequencies", run.freqs) == 0
    for name in list(sys.modules):
        if name.startswith(("jusan.kinship.search.", "jusan.scheduler")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    code = run.jusan(
        "search", parts, run.queries, "--frequencies", run.freqs, "--relationships", "mother",
        "--min-lr", 1, "--scheduler", "tcp://127.0.0.1:9",
    )  # fmt: skip
    assert code == 2
    assert "this needs the extra [cluster] of jusan" in capsys.readouterr().err


HEAVY = "{'numba', 'llvmlite', 'distributed', 'dask', 'pyarrow'}"
LR = """
import sys
from jusan.cli import main
sys.argv = ["jusan", "kinship", "lr", sys.argv[1]]
try:
    main()
except SystemExit as stop:
    assert not stop.code
"""
WEB = """
import os, sys
os.environ["JUSAN_DATA"] = sys.argv[1] + ".data"
import jusan.web.wsgi
import jusan.web.urls
"""


@pytest.mark.parametrize("program", [LR, WEB])
def test_lr_and_the_web_application_start_without_numba(tmp_path: Path, program: str) -> None:
    case = write_case(tmp_path / "case.json", _two_hypotheses())
    check = f"loaded = {HEAVY} & set(sys.modules)\nassert not loaded, loaded\n"
    done = subprocess.run(
        [sys.executable, "-c", program + check, str(case)],
        env={k: v for k, v in os.environ.items() if k != "JUSAN_DATA"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _two_hypotheses() -> Case:
    return Case("duo", "", tuple(LOCI), {"A": MOTHER, "B": CHILD}, tuple(pair_hypotheses("mother")))
