"""CODIS CMF: structure refused with its place, a bad allele flagged, bombs never expanded."""

from pathlib import Path

import pytest

from jusan.kinship.errors import FileFormatError
from jusan.kinship.formats import codis
from jusan.kinship.formats.profiles_file import read_profiles

HEADER = "<HEADERVERSION>3.2</HEADERVERSION><MESSAGETYPE>Import</MESSAGETYPE>"


def locus(name: str, *alleles: str) -> str:
    values = "".join(f"<ALLELE><ALLELEVALUE>{a}</ALLELEVALUE></ALLELE>" for a in alleles)
    named = f"<LOCUSNAME>{name}</LOCUSNAME><READINGBY>x</READINGBY>"
    return f"<LOCUS BATCHID='7'>\n{named}{values}</LOCUS>"


def specimen(name: str, *loci: str, attributes: str = "") -> str:
    return (
        f"<SPECIMEN {attributes}>\n<SPECIMENID>{name}</SPECIMENID>"
        f"<SPECIMENCATEGORY>Relative</SPECIMENCATEGORY>{''.join(loci)}</SPECIMEN>"
    )


def document(
    *specimens: str, header: str = HEADER, before: str = "", namespace: str = codis.NAMESPACE
) -> bytes:
    body = f'<CODISImportFile xmlns="{namespace}">{header}{"".join(specimens)}</CODISImportFile>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}\n{body}'.encode()


GOOD = document(
    specimen(
        "T1",
        locus("THO1", "6", "9.3"),
        locus("VWA", "14"),
        locus("Amelogenin", "X", "Y"),
        locus("DYS391", "10"),
    ),
    specimen("T2", locus("PENTA_D", "9", "9")),
)


def test_good_file() -> None:
    read = codis.parse(GOOD, "a.xml")
    assert read.header["HEADERVERSION"] == "3.2"
    assert read.categories == {"T1": "Relative", "T2": "Relative"}
    assert read.table.flags == []
    assert read.table.samples == {
        "T1": {
            "TH01": ("6", "9.3"),
            "vWA": ("14", None),
            "AMEL": ("X", "Y"),
            "DYS391": ("10", None),
        },
        "T2": {"Penta D": ("9", "9")},
    }


def test_one_allele_is_what_the_reader_is_told_and_never_in_a_partial_profile() -> None:
    told = codis.parse(GOOD, "a.xml", one_allele="homozygous").table.samples["T1"]
    assert told["vWA"] == ("14", "14")
    weak = document(specimen("T1", locus("vWA", "14"), attributes='PARTIAL="true"'))
    read = codis.parse(weak, "a.xml", one_allele="homozygous")
    assert read.table.samples["T1"]["vWA"] == ("14", None)


@pytest.mark.parametrize(
    ("alleles", "reason", "raw"),
    [
        (("6", "OL"), "off-ladder allele", "OL"),
        (("6", "&lt;5"), "off-ladder allele", "<5"),
        (("6", "six"), "unreadable allele", "six"),
        (("6", "7", "8"), "more than two alleles", "6 7 8"),
    ],
)
def test_bad_value_is_flagged_and_the_others_stand(
    alleles: tuple[str, ...], reason: str, raw: str
) -> None:
    table = codis.parse(
        document(specimen("T1", locus("TH01", *alleles), locus("vWA", "14", "15"))), "a.xml"
    ).table
    (flag,) = table.flags
    assert (flag.sample, flag.marker, flag.reason, flag.raw) == ("T1", "TH01", reason, raw)
    assert flag.line == 4 and flag.field == "ALLELEVALUE"
    assert table.samples["T1"] == {"TH01": None, "vWA": ("14", "15")}


def test_unknown_and_doubled_markers_weigh_nothing() -> None:
    loci = (locus("TH01", "6", "7"), locus("THO1", "6", "8"), locus("XYZ", "1", "2"))
    table = codis.parse(document(specimen("T1", *loci)), "a.xml", known_markers=["TH01"]).table
    assert table.samples["T1"] == {"TH01": None}
    assert [flag.reason for flag in table.flags] == ["marker given twice", "unknown marker"]


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (document(specimen("&c;"), before=BOMB), "a document type is not accepted"),
        (
            document(
                specimen("&x;"), before='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            ),
            "a document type is not accepted",
        ),
        (
            document(specimen("T1"), before='<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">'),
            "a document type is not accepted",
        ),
        (document(specimen("&nothing;")), "line 3: not well-formed XML"),
        (document(specimen("T1"))[:-20], "not well-formed XML"),
        (document(specimen("T1"), header=""), "HEADERVERSION is missing"),
        (document(specimen("T1"), header=HEADER.replace("3.2", "2.0")), r"'2\.0', expected 3\.x"),
        (document(), "no SPECIMEN"),
        (document(specimen("T1"), specimen("T1")), "field SPECIMENID: 'T1' is given twice"),
        (document(specimen("")), "field SPECIMENID: is empty"),
        (document("<SPECIMEN></SPECIMEN>"), "field SPECIMENID: is missing"),
        (document(specimen("T1", "<LOCUS></LOCUS>")), "field LOCUSNAME: is missing"),
        (document(specimen("T1", locus("TH01", ""))), "field ALLELEVALUE: is empty"),
        (document(locus("TH01", "6")), "stands in CODISImportFile, expected in SPECIMEN"),
        (document(specimen("T1"), namespace="urn:other"), "expected CODISImportFile of"),
        (b"<html/>", "expected CODISImportFile of"),
        (b"", "not well-formed"),
        (document(specimen("x" * 5000)), "longer than 4,096 characters"),
        (document(specimen("T1", "<a>" * 40 + "</a>" * 40)), "nested more than 16 deep"),
    ],
)
def test_faulty_structure_is_refused_with_its_place(data: bytes, message: str) -> None:
    with pytest.raises(FileFormatError, match=message):
        codis.parse(data, "a.xml")


def test_large_file_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codis, "MAX_BYTES", 10)
    (tmp_path / "a.xml").write_bytes(GOOD)
    with pytest.raises(FileFormatError, match=r"a\.xml: larger than 10 bytes"):
        codis.read(tmp_path / "a.xml")


def test_content_and_not_the_name_tells_the_kind(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(GOOD)
    (tmp_path / "two.xml").write_text(
        "Sample Name\tMarker\tAllele 1\tAllele 2\nT1\tTHO1\t6\t9.3\n", encoding="utf-8"
    )
    for name in ("one.txt", "two.xml"):
        assert read_profiles(tmp_path / name).samples["T1"]["TH01"] == ("6", "9.3")
