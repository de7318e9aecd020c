"""The committed example's laboratory, with just enough of its lists for tubes to have donors."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import openpyxl

from jusan.core import clock
from jusan.core.claims.drafts import ClaimDraft, LineDraft, MentionDraft
from jusan.core.claims.operations import register_source, take_report
from jusan.core.consent.models import BasisKind
from jusan.core.consent.operations import record_basis
from jusan.core.feeds.story import Story
from jusan.core.feeds.tables import Row, read_csv
from jusan.core.places.operations import enter_places
from jusan.core.vault.compartments import Compartment
from jusan.identification import feeds
from jusan.identification.operations.kin import record_kin

AQQU = Path(__file__).parents[2] / "cases" / "aqqu"
SAMPLED = datetime(2031, 6, 1, tzinfo=UTC)
#: Children's lines of the host list by the mother's register number.
MOTHERS = {2: (2, 3, 4), 3: (5, 6), 4: (7, 8, 9), 5: (10, 11), 6: (12, 13), 7: (14,)}


def _claims(sex: str) -> tuple[ClaimDraft, ...]:
    name = ClaimDraft("name", "somebody", json.dumps({"text": "somebody", "script": "latin"}))
    return (name, ClaimDraft("sex", sex, json.dumps(sex))) if sex else (name,)


def _mention(role: str, kind: str, sex: str) -> MentionDraft:
    return MentionDraft(role, kind, {"sex": sex}, _claims(sex))


def _host_list() -> Iterator[LineDraft]:
    sheet = openpyxl.load_workbook(AQQU / "reports/host_list.xlsx").active
    header, *rows = sheet.iter_rows(values_only=True)
    place = header.index("sex")
    for number, row in enumerate(rows, start=2):
        yield LineDraft(number, (_mention("child", "child", row[place] or ""),))


def _requests() -> Iterator[LineDraft]:
    with (AQQU / "reports/family_requests.csv").open(encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            child = row["sought_kind"] == "child"
            main = _mention(
                "child" if child else "adult", "child" if child else "adult", row["sought_sex"]
            )
            claimant = _mention("claimant", "relative", row["claimant_sex"])
            yield LineDraft(number, (main, claimant) if row["claimant_name"] else (main,))


def make_lab(cast: SimpleNamespace, *, mothers: bool = True, folder: Path = AQQU) -> Any:
    """Reports, legal bases and mothers' claims are entered; the laboratory has sent nothing."""
    operation = cast.aqqu
    source = register_source(
        actor=cast.tracing_officer,
        operation=operation.id,
        channel="host_state",
        name="host",
        reliability="B",
    )
    women = [LineDraft(n, (_mention("woman", "parent", "F"),)) for n in range(2, 8)]
    for name, lines in (
        ("host_list.xlsx", list(_host_list())),
        ("host_mothers.csv", women),
        ("family_requests.csv", list(_requests())),
    ):
        take_report(
            actor=cast.tracing_officer,
            source=source,
            kind="host_list",
            file_name=name,
            sha256=name.encode().hex().ljust(64, "0")[:64],
            lines=lines,
            received_at=clock.now(),
        )
    story = Story(folder=folder, operation=operation, settings={})
    places = read_csv(AQQU, "places.csv", frozenset({"id"}))
    enter_places(
        actor=cast.coordinator,
        rows=[{"slug": p["id"], "kind": "other", "name_en": p["name_en"]} for p in places],
    )
    for ref in {row["donor"] for row in read_csv(AQQU, "laboratory/samples.csv", frozenset())}:
        give_basis(cast, story.person(ref))
    if mothers:
        for mother, children in MOTHERS.items():
            for child in children:
                say_kin(cast, story, f"host_list.xlsx#{child}", f"host_mothers.csv#{mother}")
    return story


def give_basis(cast: SimpleNamespace, person: UUID, kind: BasisKind = BasisKind.COURT_ORDER) -> Any:
    """A legal basis for a donor's DNA."""
    return record_basis(
        actor=cast.legal_officer,
        operation=cast.aqqu.id,
        subject=person,
        data_class=Compartment.DNA,
        basis=kind,
        reference="112/K/2031",
        starts_on=date(2031, 1, 1),
    )


def say_kin(
    cast: SimpleNamespace, story: Story, child: str, relative: str, relation: str = "mother"
) -> None:
    """An officer writes down a claimed kinship."""
    record_kin(
        actor=cast.tracing_officer,
        operation=cast.aqqu.id,
        child=story.person(child),
        relative=story.person(relative),
        relation=relation,
        basis="said by the mother",
    )


def run(story: Story, file: str, only: Any = None) -> None:
    """Replay one file of the laboratory, each row at its own instant."""
    feed = next(feed for feed in feeds.FEEDS if feed.file == f"laboratory/{file}")
    for row in read_csv(story.folder, feed.file, feed.required):
        for moment in feed.moments(row):
            if only is None or only(row):
                at = SAMPLED if moment.at == feeds.BEFORE else moment.at
                with clock.at(at):
                    feed.apply(story, row, moment.phase)


def receive_batches(story: Story, *files: str) -> None:
    """Adopt the tables, register every tube, and receive these genotype tables."""
    run(story, "frequencies.csv")
    run(story, "samples.csv")
    run(story, "batches.csv", only=lambda row: row["file"] in files)


def row(**values: str) -> Row:
    """A record as a feed sees it."""
    return Row("laboratory/samples.csv", 2, values)
