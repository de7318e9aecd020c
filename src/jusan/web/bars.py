"""Bars to either side of zero as SVG: evidence from prior to total, or a ratio for each marker."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

ROW, WIDTH, LABEL, NUMBER = 24, 560, 130, 60


def draw(rows: Sequence[tuple[str, float]]) -> SafeString:
    """Rows of (label, log10 value). Fixed width; one row is 24 units high."""
    reach = max([1.0, *(abs(value) for _, value in rows)])
    middle = LABEL + (WIDTH - LABEL - NUMBER) / 2
    unit = (WIDTH - LABEL - NUMBER) / 2 / reach
    parts = format_html_join(
        "",
        '<text x="0" y="{}">{}</text>'
        '<rect class="{}" x="{}" y="{}" width="{}" height="14" rx="2"/>'
        '<text x="{}" y="{}" text-anchor="end">{}</text>',
        (_row(place, label, value, middle, unit) for place, (label, value) in enumerate(rows)),
    )
    height = ROW * len(rows) + 8
    return format_html(
        '<svg class="picture" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'aria-label="{}"><line class="axis" x1="{}" x2="{}" y1="0" y2="{}"/>{}</svg>',
        WIDTH,
        height,
        WIDTH,
        height,
        _("Evidence as bars; the numbers stand in the table"),
        middle,
        middle,
        height,
        parts,
    )


def _row(place: int, label: str, value: float, middle: float, unit: float) -> tuple[object, ...]:
    top = ROW * place + 4
    length = round(abs(value) * unit, 1)
    start = middle if value >= 0 else middle - length
    css = "bar-plus" if value >= 0 else "bar-minus"
    return (top + 12, label, css, round(start, 1), top, length, WIDTH, top + 12, f"{value:+.2f}")
