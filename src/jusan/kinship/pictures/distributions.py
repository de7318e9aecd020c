"""How log10 LR is distributed under both hypotheses, with the threshold between them.

True candidates are filled, unrelated ones an open outline above the same axis; simulations with an
impossible outcome (LR of zero) stand in a column of their own at the left.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from jusan.kinship.pictures import svg
from jusan.kinship.pictures.axis import ruler, ticks, written

_LEFT, _PLOT, _HEIGHT, _TOP, _ZERO = 60.0, 560.0, 220.0, 78.0, 64.0


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says in the reader's language."""

    title: str = "Likelihood ratios to expect"
    axis: str = "log10 LR"
    share: str = "share of simulations"
    true: str = "if related"
    unrelated: str = "if unrelated"
    threshold: str = "threshold"
    impossible: str = "LR 0"


def draw(
    true: Sequence[float],
    unrelated: Sequence[float],
    *,
    threshold: float | None = None,
    words: Words | None = None,
    prefix: str = "distribution",
) -> str:
    """Two samples of log10 LR; minus infinity is an impossible outcome.

    Raises ValueError for an empty sample or a number that is no log10 LR.
    """
    words = words or Words()
    for name, sample in (("true", true), ("unrelated", unrelated)):
        if not len(sample) or any(math.isnan(v) or v == math.inf for v in sample):
            raise ValueError(f"{name}: expected log10 LRs, finite or minus infinity")
    finite = [float(v) for v in (*true, *unrelated) if v > -math.inf]
    edges = [*finite, *([] if threshold is None else [threshold])] or [0.0]
    marks = ticks(min(edges), max([*edges, min(edges) + 1]), 12)
    bins = 3 * (len(marks) - 1)
    shares = {name: _shares(s, marks, bins) for name, s in (("t", true), ("u", unrelated))}
    highest = max(*shares["t"], *shares["u"])
    frame = _Frame(marks, bins, highest)
    parts = [svg.hatching(prefix), *ruler(marks, frame.places(), _TOP, _TOP + _HEIGHT)]
    parts += _columns(shares["t"], frame)
    parts.append(svg.line(_outline(shares["u"], frame), stroke_width=2, stroke_dasharray="6 3"))
    if shares["u"][0] or shares["t"][0]:
        parts += _impossible(shares["t"][0], shares["u"][0], frame, words)
    if threshold is not None:
        parts += _threshold(threshold, frame, words)
    parts += _frame_words(frame, words)
    return svg.picture(
        parts,
        width=_LEFT + _ZERO + _PLOT + 40,
        height=_TOP + _HEIGHT + 52,
        title=words.title,
        description=_description(true, unrelated, threshold, words),
        prefix=prefix,
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    marks: Sequence[float]
    bins: int
    highest: float

    def across(self, value: float) -> float:
        """Place of a log10 LR."""
        low, high = self.marks[0], self.marks[-1]
        return _LEFT + _ZERO + (value - low) / (high - low) * _PLOT

    def places(self) -> list[float]:
        """Places of the marks."""
        return [self.across(mark) for mark in self.marks]

    def up(self, share: float) -> float:
        """Height of a share."""
        return _TOP + _HEIGHT * (1 - share / self.highest)

    def edge(self, number: int) -> float:
        """Left edge of a bin."""
        return _LEFT + _ZERO + _PLOT * number / self.bins


def _shares(sample: Sequence[float], marks: Sequence[float], bins: int) -> list[float]:
    """Share of impossible outcomes first, then of each bin."""
    counts = [0] * (bins + 1)
    width = (marks[-1] - marks[0]) / bins
    for value in sample:
        if value == -math.inf:
            counts[0] += 1
        else:
            counts[1 + min(int((value - marks[0]) / width), bins - 1)] += 1
    return [count / len(sample) for count in counts]


def _columns(shares: Sequence[float], frame: _Frame) -> list[str]:
    width = _PLOT / frame.bins
    return [
        svg.element(
            "rect",
            x=frame.edge(number),
            y=frame.up(share),
            width=width,
            height=_TOP + _HEIGHT - frame.up(share),
            fill=svg.SHADE,
            stroke=svg.INK,
            stroke_width=0.7,
        )
        for number, share in enumerate(shares[1:])
        if share
    ]


def _outline(shares: Sequence[float], frame: _Frame) -> str:
    base = _TOP + _HEIGHT
    path = f"M{svg.short(frame.edge(0))},{svg.short(base)}"
    for number, share in enumerate(shares[1:]):
        path += f"V{svg.short(frame.up(share))}H{svg.short(frame.edge(number + 1))}"
    return f"{path}V{svg.short(base)}"


def _impossible(true: float, unrelated: float, frame: _Frame, words: Words) -> list[str]:
    base, width = _TOP + _HEIGHT, _ZERO / 4
    out = []
    for place, share, dashed in ((0, true, False), (1, unrelated, True)):
        box = {"stroke_dasharray": "6 3", "stroke_width": 2} if dashed else {"stroke_width": 0.7}
        x = _LEFT + place * (width + 2)
        fill = "none" if dashed else svg.SHADE
        height = base - frame.up(share)
        out.append(
            svg.element(
                "rect",
                x=x,
                y=frame.up(share),
                width=width,
                height=height,
                fill=fill,
                stroke=svg.INK,
                **box,
            )
        )
    middle = _LEFT + width
    return [
        *out,
        svg.text(
            svg.words(words.impossible), middle, base + 17, text_anchor="middle", font_size=11
        ),
    ]


def _threshold(threshold: float, frame: _Frame, words: Words) -> list[str]:
    x = frame.across(threshold)
    line = svg.line(f"M{svg.short(x)},{_TOP - 14}V{_TOP + _HEIGHT}", stroke_width=2)
    label = f"{svg.words(words.threshold)} {written(threshold)}"
    return [line, svg.text(label, x, _TOP - 19, text_anchor="middle", font_size=12)]


def _frame_words(frame: _Frame, words: Words) -> list[str]:
    base = _TOP + _HEIGHT
    out = [svg.text(svg.words(words.title), 14, 24, font_size=16, font_weight="bold")]
    box = svg.element("rect", x=14, y=36, width=16, height=11, fill=svg.SHADE, stroke=svg.INK)
    dash = svg.line("M214,42H240", stroke_width=2, stroke_dasharray="6 3")
    out += [box, svg.text(svg.isolated(words.true), 36, 46)]
    out += [dash, svg.text(svg.isolated(words.unrelated), 246, 46)]
    out.append(svg.line(f"M{_LEFT},{base}H{_LEFT + _ZERO + _PLOT}", stroke_width=1.5))
    for share in (0.0, frame.highest):
        label = f"{written(100 * share)} %"
        out.append(svg.text(label, _LEFT - 6, frame.up(share) + 4, text_anchor="end", font_size=11))
    middle = _LEFT + _ZERO + _PLOT / 2
    out.append(svg.text(svg.words(words.axis), middle, base + 38, text_anchor="middle"))
    turned = f"translate(18,{_TOP + _HEIGHT / 2}) rotate(-90)"
    return [*out, svg.text(svg.words(words.share), 0, 0, text_anchor="middle", transform=turned)]


def _description(
    true: Sequence[float], unrelated: Sequence[float], threshold: float | None, words: Words
) -> str:
    said = []
    for name, sample in ((words.true, true), (words.unrelated, unrelated)):
        middle = sorted(sample)[len(sample) // 2]
        figure = words.impossible if middle == -math.inf else f"{words.axis} {written(middle)}"
        line = f"{name}: {len(sample)}, median {figure}"
        if threshold is not None:
            passed = sum(1 for value in sample if value >= threshold) / len(sample)
            line += f", {written(100 * passed)} % >= {written(threshold)}"
        said.append(line)
    return "; ".join(said)
