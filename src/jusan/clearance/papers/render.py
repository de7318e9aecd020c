"""A record set as a PDF: the same record and language always give the same bytes.

Everything happens in memory: templates and data go to the typesetter as bytes, nothing is written
to disk, nothing is fetched, and the clock is not read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, Literal, cast

import typst

from jusan.clearance.papers.canonical import record_hash
from jusan.clearance.papers.compose import compose
from jusan.clearance.papers.errors import FontMissingError, TypesettingError
from jusan.clearance.papers.record import ActOfTransfer, NoteVerbale, Paper
from jusan.clearance.papers.wording import Language, Wording, wording

FONTS: Final = ("Noto Sans", "Noto Sans Arabic")
_PACKAGE: Final = "fonts-noto-core"
_TEMPLATES: Final = ("paper.typ", "blocks.typ")


def render(paper: Paper, language: Language, *, draft: bool = False, pretty: bool = False) -> bytes:
    """A paper as PDF in en, kk, ru or ar.

    `draft` writes the word across every page, so that nobody signs it.
    `pretty` leaves the PDF's inner text uncompressed, for tests and examination.
    Raises TextMissingError, FontMissingError or TypesettingError.
    """
    return _compile(paper, language, form="pdf", draft=draft, pretty=pretty)[0]


def render_pages(paper: Paper, language: Language, *, ppi: float = 110.0) -> list[bytes]:
    """A paper as PNG images, one a page, for a preview on the screen."""
    return _compile(paper, language, form="png", ppi=ppi)


def page_data(paper: Paper, language: Language, *, draft: bool = False) -> dict[str, Any]:
    """All that the template gets: words, blocks, number, date and hash of the record."""
    say = wording(language)
    digest = record_hash(paper)
    return {
        "language": language,
        "direction": say("common.direction"),
        "draft": say("common.draft") if draft else "",
        "fonts": list(FONTS),
        "form": paper.form,
        **_titles(paper, say),
        "number_label": say("common.number"),
        "number": say.given(paper.head.number),
        "date_label": say("common.date"),
        "date": say.date(paper.head.date),
        "ymd": [paper.head.date.year, paper.head.date.month, paper.head.date.day],
        "place_label": say("common.place"),
        "place": say.local(paper.head.place),
        "page": say("common.page"),
        "of": say("common.of"),
        "hash_label": say("common.hash"),
        "hash": " ".join(digest[at : at + 8] for at in range(0, 64, 8)),
        "blocks": compose(paper, say),
    }


def _titles(paper: Paper, say: Wording) -> dict[str, str]:
    if isinstance(paper, ActOfTransfer):
        return {"title": say("f10.title"), "subtitle": say(f"f10.leg.{paper.leg}")}
    if isinstance(paper, NoteVerbale):
        return {"title": say("f7.title"), "subtitle": say("f7.subtitle")}
    return {"title": say("f2.title"), "subtitle": say("f2.subtitle")}


def _compile(
    paper: Paper,
    language: Language,
    *,
    form: Literal["pdf", "png"],
    draft: bool = False,
    pretty: bool = False,
    ppi: float | None = None,
) -> list[bytes]:
    data = json.dumps(page_data(paper, language, draft=draft), ensure_ascii=False)
    fonts = _fonts()
    try:
        made = typst.compile(
            cast(Any, dict(_sources())),  # the wheel's own types forget files by name
            format=form,
            font_paths=fonts,
            sys_inputs={"data": data},
            pretty=pretty,
            ppi=ppi,
        )
    except typst.TypstError as error:
        # The diagnostic may quote the record, so only the typesetter's own sentence is kept.
        raise TypesettingError(f"{paper.form} {language}: {error.message}") from None
    pages = made if isinstance(made, list) else [made]
    return [page for page in pages if page is not None]


@lru_cache(maxsize=1)
def _sources() -> Mapping[str, bytes]:
    folder = files(__package__) / "templates"
    found = {name: (folder / name).read_bytes() for name in _TEMPLATES}
    return {"main.typ": found["paper.typ"], "blocks.typ": found["blocks.typ"]}


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    fonts = typst.Fonts()
    check_fonts(fonts.families())
    return fonts


def check_fonts(families: list[str]) -> None:
    """Refuse to print where a needed font is missing: names would turn into empty boxes."""
    missing = [font for font in FONTS if font not in families]
    if missing:
        raise FontMissingError(
            f"font not found: {', '.join(missing)}; install the package {_PACKAGE}"
        )
