"""docs/tutorial.md, pasted into Python line by line: every block shows what the page says."""

import contextlib
import io
import re
import shutil
from code import InteractiveConsole
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCKS = re.findall(
    r"^```python\n(.*?)^```\n\n```text\n(.*?)^```\n", PAGE, re.DOTALL | re.MULTILINE
)


def pasted(console: InteractiveConsole, block: str) -> str:
    """What appears when a block is pasted; an error or an open block fails."""
    out, errors = io.StringIO(), io.StringIO()
    more = False
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        for line in block.splitlines():
            more = console.push(line)
    assert errors.getvalue() == ""
    assert not more, "the block needs an empty line at its end"
    return out.getvalue()


def test_every_block_has_its_result() -> None:
    assert len(BLOCKS) == PAGE.count("```python") >= 10


def test_the_tutorial_can_be_pasted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path("cases") / "aqqu" / "laboratory"
    shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    console = InteractiveConsole()
    for block, expected in BLOCKS:
        assert pasted(console, block) == expected
    assert (tmp_path / "grandchild.svg").stat().st_size > 1000
