"""Whether a measurement can be what it says. Flags speak about the data, never about a child."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jusan.core.errors import BadInput

#: Wide physical limits for ages 0 to 17 (assumption): outside them a figure is a slip of the pen.
LIMITS = {"weight_kg": (1.0, 150.0), "height_cm": (38.0, 215.0), "muac_mm": (60.0, 450.0)}
BODY_MASS = (8.0, 45.0)
#: A child does not shrink; two measurers may differ by this much (assumption).
SHRINK_CM = 1.0


@dataclass(frozen=True, slots=True)
class Measures:
    """Weight in kilograms, height in centimetres, mid-upper-arm circumference in millimetres."""

    weight_kg: float | None = None
    height_cm: float | None = None
    muac_mm: float | None = None


def read_measure(name: str, text: str) -> float | None:
    """A measure as written, or None for an empty one. Raises BadInput for what is no number."""
    if not text.strip():
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise BadInput("%(field)s: expected a number", field=name) from None
    if not 0 < value < 10_000:
        raise BadInput("%(field)s: expected a positive number below 10000", field=name)
    return value


def read_all(written: Mapping[str, str]) -> Measures:
    """The measures of one examination as they were written. Raises BadInput as ``read_measure``."""
    return Measures(**{name: read_measure(name, written.get(name, "")) for name in LIMITS})


def flags(measures: Measures, earlier: Iterable[Measures] = ()) -> tuple[str, ...]:
    """Codes of what cannot be right: ``<name>_range``, ``body_mass``, ``height_shrank``."""
    found = [
        f"{name}_range"
        for name, (low, high) in LIMITS.items()
        if (value := getattr(measures, name)) is not None and not low <= value <= high
    ]
    height, weight = measures.height_cm, measures.weight_kg
    if height and weight and not found:
        index = weight / (height / 100) ** 2
        if not BODY_MASS[0] <= index <= BODY_MASS[1]:
            found.append("body_mass")
    tallest = max((item.height_cm for item in earlier if item.height_cm), default=None)
    if height and tallest and height < tallest - SHRINK_CM:
        found.append("height_shrank")
    return tuple(found)
