"""Likelihood ratios in words and bars, for people. Only here do logarithms become log10."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jusan.identification.choices import Reading, Relation

WIDTH = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """One marker's part: its length out of 100, for or against the claim."""

    marker: str
    log10: float | None
    start: float
    length: float
    against: bool


def times(ln_lr: float) -> str:
    """How many times more probable, rounded to two figures: "40 million times"."""
    log10 = abs(ln_lr) / math.log(10)
    if log10 >= 15:
        return _("more than a million billion times")
    exponent = int(log10)
    # two figures: the digits beyond them say nothing
    number = round(10**log10, 1 - exponent)
    for size, word in ((12, _("trillion")), (9, _("billion")), (6, _("million"))):
        if number >= 10**size:
            return _("%(number)s %(word)s times") % {
                "number": f"{number / 10**size:g}",
                "word": word,
            }
    shown = f"{number:,.0f}".replace(",", " ") if number >= 10 else f"{number:.1f}"
    return ngettext("%(number)s time", "%(number)s times", math.ceil(number)) % {"number": shown}


def sentence(numbers: Mapping[str, Any]) -> str:
    """The sentence that stands above every table."""
    relations = ", ".join(str(Relation(one["relation"]).label) for one in numbers["relatives"])
    ln_lr = numbers["ln_lr"]
    if ln_lr is None:
        return _("The DNA cannot occur if the claim is true (%(relation)s).") % {
            "relation": relations
        }
    if ln_lr >= 0:
        pattern = _(
            "The DNA is %(times)s more probable if the claim is true (%(relation)s) "
            "than if unrelated."
        )
    else:
        pattern = _(
            "The DNA is %(times)s more probable if unrelated "
            "than if the claim is true (%(relation)s)."
        )
    return pattern % {"times": times(ln_lr), "relation": relations}


def rival_sentence(numbers: Mapping[str, Any]) -> str:
    """The claim against its strongest rival, which is seldom a stranger."""
    rival, ln_lr = numbers["rival"], numbers["ln_lr_rival"]
    if not rival or ln_lr is None:
        return ""
    words = {"times": times(ln_lr), "rival": Relation(rival).label}
    if ln_lr >= 0:
        return _("Against the strongest rival (%(rival)s) it is %(times)s more probable.") % words
    return _("The strongest rival (%(rival)s) is %(times)s more probable.") % words


def bars(per_marker: Mapping[str, float | None]) -> list[Bar]:
    """Bars of all markers on one scale, the middle being "says nothing"."""
    logs = {
        marker: None if value is None else value / math.log(10)
        for marker, value in per_marker.items()
    }
    widest = max((abs(value) for value in logs.values() if value is not None), default=1.0) or 1.0
    return [_bar(marker, value, widest) for marker, value in logs.items()]


def _bar(marker: str, value: float | None, widest: float) -> Bar:
    middle = WIDTH / 2
    if value is None:
        return Bar(marker, None, 0.0, middle, against=True)
    length = round(middle * abs(value) / widest, 2)
    return Bar(marker, value, middle - length if value < 0 else middle, length, value < 0)


def reading(code: str) -> str:
    """The words of a reading."""
    return str(Reading(code).label)
