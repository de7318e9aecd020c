"""The likelihood ratio of each marker as a horizontal bar about zero, and the total.

Support for the first hypothesis goes to the right and is filled, support against it to the left and
hatched; a marker that excludes it has no finite ratio and is marked by a cross at the left edge.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jusan.kinship.pictures import svg
from jusan.kinship.pictures.axis import ruler, ticks, written

_ROW, _BAR, _NAMES, _PLOT, _VALUES, _TOP = 22.0, 13.0, 104.0, 460.0, 98.0, 46.0


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says in the reader's language."""

    title: str = "Likelihood ratio by marker"
    axis: str = "log10 LR: for the second hypothesis | for the first"
    total: str = "total"
    excluded: str = "impossible"


def draw(
    ln_lr: Mapping[str, float | None],
    *,
    total: float | str | None = "sum",
    words: Words | None = None,
    prefix: str = "ratios",
) -> str:
    """Bars of natural-logarithm ratios, shown as log10; None is an impossible marker.

    `total` is the ln LR of everything (linked markers do not add up); "sum" adds the bars.
    """
    words = words or Words()
    rows = {name: _log10(value) for name, value in ln_lr.items()}
    if total == "sum":
        known = [value for value in rows.values() if value is not None]
        whole = math.fsum(known) if len(known) == len(rows) else None
    else:
        whole = _log10(None if isinstance(total, str) else total)
    finite = [value for value in (*rows.values(), whole) if value is not None]
    marks = ticks(min([-1.0, *finite]), max([1.0, *finite]))
    left = _NAMES + _VALUES
    scale = _PLOT / (marks[-1] - marks[0])

    def across(value: float) -> float:
        return left + (value - marks[0]) * scale

    bottom = _TOP + _ROW * (len(rows) + 1) + 8
    parts = [svg.hatching(prefix)]
    parts += ruler(marks, [across(value) for value in marks], _TOP - 6, bottom)
    for number, (name, value) in enumerate([*rows.items(), (words.total, whole)]):
        y = _TOP + _ROW * number + (8 if number == len(rows) else 0)
        parts += _row(name, value, y, across, words, prefix, bold=number == len(rows))
    head = svg.text(svg.words(words.title), 14, 24, font_size=16, font_weight="bold")
    foot = svg.text(svg.words(words.axis), left + _PLOT / 2, bottom + 38, text_anchor="middle")
    return svg.picture(
        [head, *parts, foot],
        width=left + _PLOT + 30,
        height=bottom + 52,
        title=words.title,
        description="; ".join(_said(n, v, words) for n, v in [*rows.items(), (words.total, whole)]),
        prefix=prefix,
    )


def _log10(value: float | None) -> float | None:
    return None if value is None else value / math.log(10)


def _said(name: str, value: float | None, words: Words) -> str:
    return f"{name}: {words.excluded if value is None else written(value)}"


def _row(
    name: str,
    value: float | None,
    y: float,
    across: Callable[[float], float],
    words: Words,
    prefix: str,
    *,
    bold: bool,
) -> list[str]:
    weight = "bold" if bold else None
    middle, start = y + _ROW / 2, across(0.0)
    figure = words.excluded if value is None else f"{value:.2f}".replace("-", "\u2212")
    texts = [
        svg.text(body, x, middle + 4, text_anchor="end", font_weight=weight)
        for body, x in (
            (svg.isolated(name), _NAMES),
            (svg.words(figure), _NAMES + _VALUES - 10),
        )
    ]
    if value is None:
        x = _NAMES + _VALUES + 8
        cross = f"M{svg.short(x - 5)},{svg.short(middle - 5)}l10,10m0,-10l-10,10"
        return [*texts, svg.line(cross, stroke_width=2.5)]
    end = across(value)
    bar = svg.element(
        "rect",
        x=min(start, end),
        y=middle - _BAR / 2,
        width=abs(end - start),
        height=_BAR,
        fill=svg.INK if value >= 0 else f"url(#{prefix}-hatch)",
        stroke=svg.INK,
        stroke_width=1,
    )
    return [*texts, bar]
