"""The worked numbers of docs/methods/search.md are what the code says."""

import doctest
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "methods" / "search.md"


def test_worked_numbers() -> None:
    result = doctest.testfile(str(DOCUMENT), module_relative=False)
    assert result.attempted >= 14
    assert result.failed == 0
