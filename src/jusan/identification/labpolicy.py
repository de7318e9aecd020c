"""The laboratory's signed policy: mutation rates, thresholds, when a second sample is needed."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jusan.core.errors import BadInput
from jusan.identification.choices import Reading
from jusan.kinship.loci import Mutation, MutationSpec

FILE = "policy.toml"


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the policy. Thresholds are natural logarithms of likelihood ratios."""

    version: str
    theta: float
    unlisted: float
    mutation: Mutation
    ln_strong: float
    ln_support: float
    ln_exclusion: float
    ln_swap_cross: float
    min_markers: int
    second_sample: bool

    def reading(self, ln_lr: float | None) -> Reading:
        """How a ln LR of the claim reads (None: impossible under the claim)."""
        if ln_lr is None or ln_lr <= self.ln_exclusion:
            return Reading.AGAINST
        if ln_lr >= self.ln_strong:
            return Reading.STRONG
        return Reading.SUPPORT if ln_lr >= self.ln_support else Reading.INCONCLUSIVE


def parse(text: str) -> Policy:
    """Parse policy.toml. Raises BadInput with the field and what was expected."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput("%(file)s: %(error)s", file=FILE, error=error) from None
    mutation, thresholds = _part(table, "mutation"), _part(table, "thresholds")
    return Policy(
        version=_text(table, "version"),
        theta=_number(table, "theta", low=0, high=0.5),
        unlisted=_number(table, "unlisted_allele_frequency", low=1e-9, high=0.1),
        mutation=Mutation(_spec(mutation, "male_rate"), _spec(mutation, "female_rate")),
        ln_strong=math.log(_number(thresholds, "strong_lr", low=1)),
        ln_support=math.log(_number(thresholds, "support_lr", low=1)),
        ln_exclusion=math.log(_number(thresholds, "exclusion_lr", low=1e-300, high=1)),
        ln_swap_cross=math.log(_number(thresholds, "swap_cross_lr", low=1)),
        min_markers=int(_number(thresholds, "min_markers", low=1, high=1000)),
        second_sample=bool(_part(table, "second_sample").get("required", True)),
    )


def _spec(table: Mapping[str, Any], rate: str) -> MutationSpec:
    model = table.get("model")
    if model not in {"stepwise", "onestep", "equal", "proportional"}:
        raise BadInput("%(file)s, field mutation.model: expected stepwise", file=FILE)
    return MutationSpec(
        model=model,
        rate=_number(table, rate, low=0, high=0.5),
        rate2=_number(table, "microvariant_rate", low=0, high=0.5),
        range=_number(table, "range", low=1e-6, high=1),
    )


def _part(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = table.get(name)
    if not isinstance(part, dict):
        raise BadInput("%(file)s: expected the table [%(field)s]", file=FILE, field=name)
    return part


def _text(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not value or len(value) > 60:
        raise BadInput("%(file)s, field %(field)s: expected a short text", file=FILE, field=name)
    return value


def _number(table: Mapping[str, Any], name: str, *, low: float, high: float = math.inf) -> float:
    value = table.get(name)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = float(value)
        if low <= number <= high and math.isfinite(number):
            return number
    raise BadInput(
        "%(file)s, field %(field)s: expected a number from %(low)s to %(high)s",
        file=FILE,
        field=name,
        low=low,
        high=high,
    )
