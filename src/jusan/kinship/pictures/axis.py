"""Round steps for an axis, and the axis itself."""

import math
from collections.abc import Sequence

from jusan.kinship.pictures import svg

_STEPS = (1.0, 2.0, 5.0, 10.0)


def ticks(low: float, high: float, count: int = 6) -> list[float]:
    """Round numbers from below `low` to above `high`, about `count` of them."""
    if high - low < 1e-6:
        low, high = low - 1, high + 1
    span = high - low
    power = 10.0 ** math.floor(math.log10(span / count))
    step = next(s * power for s in _STEPS if s * power * count >= span * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, last + 1)]


def written(value: float) -> str:
    """A number as people read it: a true minus sign, no zeros at the end."""
    text = f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) < 100 else f"{value:.0f}"
    return "0" if text in ("-0", "") else text.replace("-", "\u2212")


def ruler(values: Sequence[float], place: Sequence[float], top: float, bottom: float) -> list[str]:
    """Thin upright lines with their numbers below; zero is drawn strongly."""
    out = []
    for value, x in zip(values, place, strict=True):
        strong = value == 0
        path = f"M{svg.short(x)},{svg.short(top)}V{svg.short(bottom)}"
        stroke = svg.INK if strong else svg.SHADE
        out.append(svg.line(path, stroke=stroke, stroke_width=1.5 if strong else 0.7))
        out.append(svg.text(written(value), x, bottom + 17, text_anchor="middle", font_size=11))
    return out
