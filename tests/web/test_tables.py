"""Tables scroll within themselves: on a telephone no page is wider than the screen."""

from __future__ import annotations

import re

import pytest

from jusan.web.translations import PACKAGE

TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
WRAPPED = re.compile(r'<div class="[^"]*\bscroll\b[^"]*"[^>]*>\s*<table')


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_table_stands_in_a_box_that_scrolls(path):
    text = path.read_text(encoding="utf-8")
    assert len(WRAPPED.findall(text)) == text.count("<table"), path.name
    assert text.count("<div") == text.count("</div>"), path.name
