"""The PDF itself: the same every time, on the machine only in memory, deaf to what a name says."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import time
from pathlib import Path

import pdftext
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jusan.clearance.papers import (
    ActOfTransfer,
    FontMissingError,
    Language,
    Names,
    Paper,
    TextMissingError,
    render,
    render_pages,
)
from jusan.clearance.papers.cleaning import breakable, printable
from jusan.clearance.papers.render import check_fonts
from jusan.clearance.papers.wording import LANGUAGES

HOSTILE = (
    '#panic("no")',
    '#read("/etc/passwd")',
    "*bold* _it_ $x^2$ `raw` <label> @ref",
    '"}], "blocks": []',
    "= Heading",
    "\\u{41} \\ // gone /* gone */",
    "{decision} {0}",
)


def with_name(act: ActOfTransfer, name: str) -> ActOfTransfer:
    child = dataclasses.replace(act.children[0], names=Names(latin=name))
    return dataclasses.replace(act, children=(child,), not_transferred=())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_record_gives_the_same_bytes(paper: Paper, language: Language) -> None:
    first = render(paper, language)
    time.sleep(1.1)  # a clock in the file would count seconds
    assert render(paper, language) == first
    assert first.startswith(b"%PDF")


def test_the_file_is_dated_by_the_record(act: ActOfTransfer) -> None:
    pdf = render(act, "en", pretty=True)
    assert b"(D:20311112" in pdf


@pytest.mark.parametrize("name", HOSTILE)
def test_what_looks_like_markup_stays_text(act: ActOfTransfer, name: str) -> None:
    page = pdftext.text_of(render(with_name(act, name), "en", pretty=True))
    assert pdftext.squeeze(name) in page


def test_markup_in_every_other_text_stays_text(act: ActOfTransfer) -> None:
    hostile = '#panic("x")'
    child = dataclasses.replace(
        act.children[0],
        case_id=hostile + "1",
        condition_note=hostile + "2",
        medicines=(hostile + "3",),
        belongings=(hostile + "4",),
    )
    head = dataclasses.replace(act.head, number=hostile + "5")
    changed = dataclasses.replace(act, head=head, children=(child,))
    page = pdftext.text_of(render(changed, "en", pretty=True))
    assert all(f"{hostile}{number}" in page for number in range(1, 6))


def test_nothing_turns_a_line_around(act: ActOfTransfer) -> None:
    plain = render_pages(with_name(act, "Amina 12"), "en", ppi=40)
    for control in "\u202e\u202d\u2066\u2067\u2069\u200f\u061c\x07":
        with_control = with_name(act, f"Amina {control}12")
        # Only the hash in the footer may differ, so the text is compared, not the picture.
        page = pdftext.text_of(render(with_control, "en", pretty=True))
        assert "Amina12" in page
        assert len(render_pages(with_control, "en", ppi=40)) == len(plain)
        assert printable(f"Amina {control}12") == "Amina 12"


@given(st.text(max_size=80))
@example("0\r\x1b 0")
@settings(max_examples=300, deadline=None, derandomize=True)
def test_printable_text_has_no_controls_and_stays_so(text: str) -> None:
    once = printable(text)
    assert printable(once) == once
    assert not [
        char for char in once if char in "\u200e\u200f\u061c" or "\u202a" <= char <= "\u202e"
    ]
    assert breakable(once).replace("\u200b", "") == once.replace("\u200b", "")


def test_a_long_name_breaks_instead_of_leaving_the_paper(act: ActOfTransfer) -> None:
    long = "Serikova" * 30
    broken = render(with_name(act, long), "en", pretty=True)
    assert long in pdftext.text_of(broken)
    longest = max(len(run) for run in pdftext.runs(broken) if "Serikova" in run)
    assert longest <= 60


def test_an_unknown_language_is_refused(act: ActOfTransfer) -> None:
    with pytest.raises(TextMissingError, match="expected en, kk, ru or ar"):
        render(act, "de")  # type: ignore[arg-type]


def test_a_missing_font_is_named_with_its_package() -> None:
    with pytest.raises(FontMissingError, match=r"Noto Sans Arabic.*fonts-noto-core"):
        check_fonts(["Noto Sans", "DejaVu Sans Mono"])
    check_fonts(["Noto Sans", "Noto Sans Arabic"])


def test_nothing_is_written_to_disk(
    paper: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    opened: list[str] = []
    sys.addaudithook(
        lambda event, args: (
            opened.append(str(args[0]))
            if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")
            else None
        )
    )
    render(paper, "ar")
    assert list(tmp_path.iterdir()) == []
    assert opened == []


def test_the_papers_need_no_web_framework() -> None:
    code = "import sys, jusan.clearance.papers; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
