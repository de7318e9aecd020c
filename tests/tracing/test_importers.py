"""Received lists: structure refused whole with file, line and field; values kept and flagged."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jusan.core.errors import BadInput
from jusan.core.feeds.tables import MAX_BYTES
from jusan.tracing.importers.layouts import LAYOUTS
from jusan.tracing.importers.lists import parse_list
from jusan.tracing.importers.workbook import MAX_ENTRIES, MAX_UNPACKED

HEAD = "no,register_no,name_ar,name_latin,sex,mother_latin,birth,birth_kind,site,listed_on,remarks"
GOOD = "1,44,عائشة دولت,Aisha Dawlat,F,Samal,2018-04-19,day,P-PRISON,2031-04-08,"


def _csv(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines, ""]).encode()


def _claims(content: bytes, kind: str = "host_list"):
    lines = parse_list(kind, "list.csv", content)
    return [(c.property, c.as_written, c.normalised, c.flag) for c in lines[0].mentions[0].claims]


def _workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_line_becomes_claims_as_written_and_as_understood():
    claims = {name: (raw, value) for name, raw, value, _ in _claims(_csv(GOOD))}
    assert claims["sex"] == ("F", '"F"')
    assert '"earliest": "2018-04-19"' in claims["birth"][1]
    assert '"script": "latin"' in claims["mother_name"][1].lower()
    assert claims["site"][0] == "P-PRISON"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no,name_latin\n1,A\n", "line 1: expected the column"),
        (HEAD.encode() + b"\n1,2\n", "line 2: expected 11 fields, found 2"),
        (HEAD.encode() + b"\n" + b"\xff\xfe,x\n", "expected UTF-8"),
        (b"", "expected a header"),
        (HEAD.encode() + b"\n", "at least one line"),
        (_csv(GOOD).replace(b"no,", b"no,no,", 1), "stands twice"),
        (b"no\x00,x\n", "NUL"),
        (_csv(",,,,,,,,,,x"), "name or number of somebody"),
        (_csv('1,"4'), "list.csv"),
    ],
)
def test_a_bad_structure_refuses_the_file_with_its_place(content, says):
    with pytest.raises(BadInput, match=says) as refused:
        parse_list("host_list", "list.csv", content)
    assert refused.value.message.startswith("list.csv")


@pytest.mark.parametrize(
    ("column", "value", "flag"),
    [
        ("birth", "2018-02-31", "no_such_date"),
        ("birth", "last spring", "unreadable_date"),
        ("birth", "0001-01-01", "year_out_of_range"),
        ("sex", "girl", "unknown_sex"),
        ("name_latin", "=HYPERLINK(1)", "formula"),
        ("remarks", "=1+1", "formula"),
        ("name_latin", "123", "no_letters"),
        ("mother_latin", "Unknown", "said_unknown"),
        ("name_latin", "#REF!", "formula"),
    ],
)
def test_a_bad_value_is_kept_flagged_and_weighs_nothing(column, value, flag):
    cells = dict(zip(HEAD.split(","), GOOD.split(","), strict=True)) | {column: value}
    found = [c for c in _claims(_csv(",".join(cells.values()))) if c[1] == value]
    assert [(normalised, said) for _, _, normalised, said in found] == [(None, flag)]


def test_marks_that_turn_text_around_are_taken_out_and_flagged():
    cells = GOOD.replace("Aisha Dawlat", "Aisha\u202e Dawlat")
    name = next(c for c in _claims(_csv(cells)) if "Aisha" in c[1])
    assert "\u202e" in name[1]
    assert "\u202e" not in name[2]
    assert name[3] == "bidi_control"


def test_ages_and_hijri_months_become_intervals():
    def birth(value, kind):
        line = GOOD.replace("2018-04-19,day", f"{value},{kind}")
        return next(c[2] for c in _claims(_csv(line)) if c[0] == "birth")

    assert '"earliest": "2023-04-09", "latest": "2024-04-08"' in birth("7", "age")
    assert '"earliest": "2029-02-14"' in birth("1450-10", "hijri")
    assert '"earliest": "2026-01-01", "latest": "2026-12-31"' in birth("2026", "year")


class TestWorkbooks:
    def test_a_workbook_is_read_like_a_list_and_dates_as_days(self):
        row = [
            1,
            44,
            "عائشة",
            "Aisha",
            "F",
            "Samal",
            date(2018, 4, 19),
            "day",
            "P",
            "2031-04-08",
            "",
        ]
        content = _workbook(HEAD.split(","), row)
        claims = {name: raw for name, raw, _, _ in _claims(content)}
        assert claims["birth"] == "2018-04-19"
        assert claims["register_no"] == "44"

    def test_a_formula_is_data_never_computed(self):
        row = [1, 44, "", "=1+1", "F", "", "", "", "P", "2031-04-08", ""]
        claims = _claims(_workbook(HEAD.split(","), row))
        assert ("name", "=1+1", None, "formula") in claims

    def test_a_broken_workbook_is_refused(self):
        good = _workbook(HEAD.split(","))
        for content in (good[:200], b"PK\x03\x04" + b"x" * 500):
            with pytest.raises(BadInput, match=r"list\.xlsx"):
                parse_list("host_list", "list.xlsx", content)

    @pytest.mark.parametrize(
        ("parts", "content"),
        [
            # Noise in blocks packs a hundredfold only: the ratio alone would let it pass.
            (1, random.Random(1).randbytes(20_000) * (MAX_UNPACKED // 20_000 + 1)),
            (1, b"0" * (MAX_UNPACKED // 2)),
            (MAX_ENTRIES + 1, b"0"),
        ],
        ids=["unpacks to too much", "packed too tightly", "too many parts"],
    )
    def test_a_zip_bomb_is_refused_before_it_unpacks(self, parts, content):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(parts):
                archive.writestr(f"xl/worksheets/sheet{number}.xml", content)
        with pytest.raises(BadInput, match="unpacks"):
            parse_list("host_list", "list.xlsx", out.getvalue())

    def test_macros_and_links_are_refused(self):
        out = io.BytesIO(_workbook(HEAD.split(",")))
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"x")
        with pytest.raises(BadInput, match="macros"):
            parse_list("host_list", "list.xlsx", out.getvalue())

    def test_a_sheet_that_breaks_in_its_middle_is_refused(self):
        good = _workbook(HEAD.split(","), GOOD.split(","))
        sheet = _part(good, SHEET)
        broken = _with_part(good, SHEET, sheet[: len(sheet) * 2 // 3])
        with pytest.raises(BadInput, match=r"list\.xlsx: expected an XLSX workbook"):
            parse_list("host_list", "list.xlsx", broken)

    def test_entities_that_grow_are_refused_where_a_plain_header_of_xml_is_not(self):
        good = _workbook(HEAD.split(","), GOOD.split(","))
        bomb = b'[<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]'

        def opened(doctype):
            sheet = _part(good, SHEET).replace(b"<worksheet", doctype + b"<worksheet")
            return parse_list("host_list", "list.xlsx", _with_part(good, SHEET, sheet))

        assert len(opened(b"<!DOCTYPE worksheet>")) == 1
        with pytest.raises(BadInput, match=r"list\.xlsx"):
            opened(b"<!DOCTYPE worksheet " + bomb + b">")

    def test_a_cell_far_away_costs_nothing(self):
        book = openpyxl.Workbook()
        for row in (HEAD.split(","), GOOD.split(",")):
            book.active.append(row)
        book.active["XFD40000"] = "far"
        out = io.BytesIO()
        book.save(out)
        assert len(parse_list("host_list", "list.xlsx", out.getvalue())) == 1

    def test_a_column_that_stands_twice_is_refused(self):
        with pytest.raises(BadInput, match="stands twice"):
            parse_list("host_list", "list.xlsx", _workbook([*HEAD.split(","), "sex"]))

    def test_a_printers_settings_are_no_macro(self):
        out = io.BytesIO(_workbook(HEAD.split(","), GOOD.split(",")))
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("xl/printerSettings/printerSettings1.bin", b"x")
        assert len(parse_list("host_list", "list.xlsx", out.getvalue())) == 1

    def test_an_array_formula_is_data_too(self):
        from openpyxl.worksheet.formula import ArrayFormula

        row = GOOD.split(",")
        row[3] = ArrayFormula("D2:D2", "=SUM(A1:A2)")
        claims = _claims(_workbook(HEAD.split(","), row))
        assert ("name", "=SUM(A1:A2)", None, "formula") in claims


SHEET = "xl/worksheets/sheet1.xml"


def _part(workbook: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return archive.read(name)


def _with_part(workbook: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return out.getvalue()


INTERVIEW = """interview_no,on,place,interviewer,child_name,sex,statement
CI-01,2031-04-30,P-PRISON,d.esenov,Aisha,F,she was beaten
"""
REQUEST = """request_no,received_on,language,claimant_name,claimant_relation,sought_kind,sought_name
FR-1,2031-04-21,kk,Toktarova Bibigul,sister,grown-up,Samal
"""


def test_what_was_said_in_confidence_and_where_stand_in_their_own_compartments_alone():
    mention = parse_list("consular_interviews", "x.csv", INTERVIEW.encode())[0].mentions[0]
    kept = {claim.as_written: claim.compartment.value for claim in mention.claims}
    assert kept["she was beaten"] == "protection"
    assert kept["P-PRISON"] == "location"
    assert set(mention.words) == {"child_name", "sex"}


def test_a_misspelt_kind_of_person_loses_nobody():
    lines = parse_list("family_requests", "x.csv", REQUEST.encode())
    sought = next(row for row in lines[0].mentions if row.role == "child")
    flagged = [(claim.as_written, claim.flag) for claim in sought.claims if claim.flag]
    assert flagged == [("grown-up", "unknown_kind")]


def test_an_adult_is_sought_as_an_adult_and_belongs_to_the_request():
    text = REQUEST.replace("grown-up", "adult").encode()
    sought = parse_list("family_requests", "x.csv", text)[0].mentions[0]
    assert (sought.role, sought.kind) == ("adult", "adult")
    assert "FR-1" in {c.as_written for c in sought.claims if c.property == "request_no"}


def test_a_file_beyond_the_limit_is_refused_unread():
    with pytest.raises(BadInput, match="at most"):
        parse_list("host_list", "list.csv", b"x" * (MAX_BYTES + 1))


@given(st.sampled_from(sorted(LAYOUTS)), st.binary(max_size=300))
def test_any_bytes_are_a_list_or_refused(kind, content):
    with contextlib.suppress(BadInput):
        parse_list(kind, "x", content)


@given(st.text(max_size=60), st.sampled_from(["day", "age", "hijri", "year", "", "odd"]))
def test_any_birth_is_an_interval_or_a_flag(raw, kind):
    from jusan.names.dates import parse_birth

    reading = parse_birth(raw, kind or None, reported_on=date(2031, 4, 8))
    if reading.interval is not None:
        assert reading.interval.earliest <= reading.interval.latest
    else:
        assert reading.flag or not raw.strip()
