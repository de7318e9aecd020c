"""The worked example of docs/methods/names.md is run as it stands there."""

from __future__ import annotations

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "methods" / "names.md"


def test_the_worked_example_gives_what_the_page_says() -> None:
    text = PAGE.read_text(encoding="utf-8")
    test = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    assert len(test.examples) >= 5
    assert doctest.DocTestRunner().run(test).failed == 0
