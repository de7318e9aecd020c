"""Bars to either side of zero as SVG: evidence from prior to total, or a ratio for each marker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

ROW, WIDTH, LABEL, NUMBER = 28, 560, 170, 70


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where zero stands, how long one unit is, and whether the page reads from the right."""

    middle: float
    unit: float
    mirrored: bool

    def x(self, value: float, width: float = 0.0) -> float:
        """A place on the page for a place on the drawing."""
        return round(WIDTH - value - width if self.mirrored else value, 1)


def draw(rows: Sequence[tuple[str, float]]) -> SafeString:
    """Rows of (label, log10 value). Fixed width; positive bars grow towards the end side."""
    reach = max([1.0, *(abs(value) for _, value in rows)])
    half = (WIDTH - LABEL - NUMBER) / 2
    scale = _Scale(LABEL + half, half / reach, get_language_bidi())
    height = ROW * len(rows) + 8
    zero = scale.x(scale.middle)
    return format_html(
        '<svg class="picture" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'aria-label="{}"><line class="axis" x1="{}" x2="{}" y1="0" y2="{}"/>{}</svg>',
        *(WIDTH, height, WIDTH, height),
        _("Evidence as bars; the numbers stand in the table"),
        *(zero, zero, height),
        format_html_join("", "{}", ((_row(n, *row, scale),) for n, row in enumerate(rows))),
    )


def _row(place: int, label: str, value: float, scale: _Scale) -> SafeString:
    top = ROW * place + 6
    length = round(max(abs(value) * scale.unit, 1.0), 1)
    start = scale.middle if value >= 0 else scale.middle - length
    return format_html(
        '<text x="{}" y="{}">{}</text><rect class="{}" x="{}" y="{}" width="{}" height="16" '
        'rx="2"/><text class="number" x="{}" y="{}" text-anchor="end">{}</text>',
        *(scale.x(0), top + 13, label),
        *("bar-plus" if value >= 0 else "bar-minus", scale.x(start, length), top, length),
        *(scale.x(WIDTH), top + 13, signed(value)),
    )


def signed(value: float) -> str:
    """+1.25 or −0.40, kept together in text that runs from right to left."""
    return "\u2066" + f"{value:+.2f}".replace("-", "−") + "\u2069"
