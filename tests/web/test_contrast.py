"""The colours of the style sheet, computed: text 4.5 to 1, edges of fields 3 to 1 (WCAG 2.2 AA)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import jusan.web

CSS = (Path(jusan.web.__file__).parent / "static/web/jusan.css").read_text(encoding="utf-8")
WORDS = ("ink", "soft", "accent", "done", "waiting", "blocked", "alarm")
TEXT = [
    *((word, ground) for word in WORDS for ground in ("paper", "sheet")),
    *((word, "tint") for word in ("ink", "soft", "accent")),
    *((word, f"{word}-tint") for word in ("done", "waiting", "blocked", "alarm")),
    *(("ink", f"{word}-tint") for word in ("done", "waiting", "blocked", "alarm")),
    ("accent-ink", "accent"),
]


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))


LIGHT = tokens(CSS.split("@media (prefers-color-scheme: dark)")[0])
DARK = LIGHT | tokens(CSS.split("@media (prefers-color-scheme: dark)")[1].split("* {")[0])


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_yardstick() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("word", "ground"), TEXT)
def test_text_can_be_read(scheme: dict[str, str], word: str, ground: str) -> None:
    assert contrast(scheme[word], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "sheet"])
def test_fields_have_an_edge(scheme: dict[str, str], ground: str) -> None:
    assert contrast(scheme["edge"], scheme[ground]) >= 3


def test_no_physical_direction_and_no_other_machine() -> None:
    physical = (
        r"(?<![\w-])(?:margin|padding|border)-(?:left|right|top|bottom)|(?<![\w-])(?:left|right):"
    )
    assert re.findall(physical, CSS) == []
    assert "http" not in CSS
    assert "@import" not in CSS
