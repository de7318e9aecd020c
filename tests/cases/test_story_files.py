"""The story's files hold together: every name in them was received, and each trap is in them."""

from __future__ import annotations

import csv
import json
import re
import sys
import tomllib
from datetime import date, datetime
from pathlib import Path

import pytest

from jusan.planning.packfile import shipped_plan

CASES = Path(__file__).resolve().parents[2] / "cases"
sys.path.insert(0, str(CASES))

from generator.__main__ import build  # noqa: E402
from generator.cast import TRAPS  # noqa: E402

AQQU = CASES / "aqqu"
REFERENCE = re.compile(r"[a-z_]+\.(?:xlsx|csv)#\d+(?::[a-z]+)?")
LOGIN = re.compile(r"[a-z]\.[a-z]+")
BY = {"by", "entered_by", "taken_by", "actor", "counter_1", "counter_2", "raised_by", "handled_by",
      "about_user", "login", "interviewer", "received_by", "manager"}  # fmt: skip


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    return {
        str(path.relative_to(folder)): rows(folder, str(path.relative_to(folder)))
        for path in sorted(folder.rglob("*.csv"))
    }


def decisions(folder: Path, action: str) -> list[dict]:
    found = [r for r in rows(folder, "decisions/decisions.csv") if r["action"] == action]
    return [json.loads(r["args"]) | {"_at": r["at"], "_actor": r["actor"]} for r in found]


def who(folder: Path, key: str) -> str:
    truth = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
    return next(p["lines"][0] for p in truth["person"] if p["key"] == key)


def test_every_account_that_acts_is_a_user() -> None:
    users = {row["login"] for row in rows(AQQU, "people/users.csv")}
    acting = {
        row[name]
        for table in tables(AQQU).values()
        for row in table
        for name in BY & row.keys()
        if row[name] and LOGIN.fullmatch(row[name])
    }
    assert acting - users == set()


def test_every_line_that_is_named_was_received() -> None:
    counts = {
        row["file"]: len(rows(AQQU, f"reports/{row['file']}"))
        for row in rows(AQQU, "reports/index.csv")
        if row["file"].endswith(".csv")
    }
    counts["host_list.xlsx"] = 15
    named = {
        match
        for path in AQQU.rglob("*.csv")
        for match in REFERENCE.findall(path.read_text(encoding="utf-8"))
    }
    assert len(named) > 60
    for ref in named:
        file, _, line = ref.partition("#")
        assert 2 <= int(line.split(":")[0]) <= counts[file] + 1, ref


def test_every_report_of_the_index_is_there_and_no_other() -> None:
    listed = {row["file"] for row in rows(AQQU, "reports/index.csv")}
    there = {path.name for path in (AQQU / "reports").iterdir()} - {"index.csv"}
    assert listed == there


def test_requirements_of_events_are_steps_of_the_packs() -> None:
    known = set(shipped_plan("iq_prison").by_id)
    events = rows(AQQU, "clearance/events.csv")
    cleared = {row["requirement"] for row in events if row["requirement"][0] not in "RM"}
    assert cleared <= known
    assert {"H.etd", "X.court_release", "X.flight_permit"} <= cleared


def test_every_place_is_in_the_list_of_places() -> None:
    places = {row["id"] for row in rows(AQQU, "places.csv")}
    named = {
        row[name]
        for table in tables(AQQU).values()
        for row in table
        for name in {"site", "region", "place", "from_place", "to_place", "centre"} & row.keys()
        if re.fullmatch(r"[PR]-\w+", row[name] or "")
    }
    assert "P-CENTRE" in named
    assert named <= places


def test_each_child_has_two_signed_conclusions_by_two_people() -> None:
    for kind, least in (("kinship", 14), ("identity", 14)):
        drafts = [d for d in decisions(AQQU, "draft_conclusion") if d["kind"] == kind]
        good = [d for d in drafts if d.get("verdict", "supported") == "supported"]
        assert len({d["child"] for d in good}) == least
        first = {d["key"]: d["_actor"] for d in decisions(AQQU, "sign_conclusion")}
        second = {d["key"]: d["_actor"] for d in decisions(AQQU, "countersign")}
        assert all(first[d["key"]] != second[d["key"]] for d in drafts)


def test_withdrawn_consent_stands_between_two_given_ones(tmp_path: Path) -> None:
    child = who(AQQU, "C13")
    said = [p for p in rows(AQQU, "consents/positions.csv") if p["about"] == child]
    history = [
        p["position"] for p in sorted(said, key=lambda p: p["at"]) if p["matter"] == "return"
    ]
    assert history == ["consent", "withdrawn", "consent"]
    build(tmp_path, without=frozenset({"A-T10"}))
    calm = [p for p in rows(tmp_path, "consents/positions.csv") if p["about"] == child]
    assert [p["position"] for p in calm] == ["consent"]


def test_one_certificate_of_return_ends_between_the_two_dates(tmp_path: Path) -> None:
    def ending(folder: Path) -> list[str]:
        papers = rows(folder, "papers/documents.csv")
        return [
            p["subject"]
            for p in papers
            if p["kind"] == "certificate_of_return"
            and date(2031, 11, 13) <= date.fromisoformat(p["valid_until"]) < date(2031, 11, 27)
        ]

    assert ending(AQQU) == [who(AQQU, "C02")]
    build(tmp_path, without=frozenset({"A-T8"}))
    assert ending(tmp_path) == []


def test_fever_is_found_on_the_eve_and_gone_in_the_morning(tmp_path: Path) -> None:
    def looks(folder: Path) -> list[str]:
        found = [f for f in rows(folder, "mission/fitness.csv") if f["child"] == who(folder, "C10")]
        return [f["outcome"] for f in found if f["at"] > "2031-11-20"]

    assert looks(AQQU) == ["not_fit", "fit"]
    build(tmp_path, without=frozenset({"A-T14"}))
    assert looks(tmp_path) == ["fit"]


def test_unsupported_claim_is_closed_by_a_person_after_another_sample_was_offered() -> None:
    closed = decisions(AQQU, "close_claim")
    assert len(closed) == 1
    signed = [d for d in decisions(AQQU, "countersign") if d["key"] == "K-X"]
    roles = {row["login"]: row["role"] for row in rows(AQQU, "people/users.csv")}
    assert roles[closed[0]["told_by"]] != "laboratory"
    assert closed[0]["another_sample_offered"] is True
    assert datetime.fromisoformat(signed[0]["_at"]) < datetime.fromisoformat(closed[0]["told_at"])


def test_contested_placement_has_two_families_and_one_choice(tmp_path: Path) -> None:
    def families(folder: Path) -> list[str]:
        found = rows(folder, "care/placements.csv")
        return sorted(p["state"] for p in found if p["child"] == who(folder, "C13"))

    assert families(AQQU) == ["chosen", "not_chosen"]
    build(tmp_path, without=frozenset({"A-T13"}))
    assert families(tmp_path) == ["chosen"]


def test_no_column_rates_a_child() -> None:
    header = {name for table in tables(AQQU).values() for name in (table[0] if table else ())}
    words = ("score", "risk", "danger", "radical", "rank", "rating")
    assert [name for name in header if any(word in name for word in words)] == []


@pytest.mark.parametrize("trap", TRAPS)
def test_a_folder_without_one_trap_is_written_whole(trap: str, tmp_path: Path) -> None:
    build(tmp_path, without=frozenset({trap}))
    truth = tomllib.loads((tmp_path / "expected.toml").read_text(encoding="utf-8"))
    assert {t["id"] for t in truth["trap"] if not t["present"]} == {trap}
    assert len(rows(tmp_path, "care/admissions.csv")) == 14
