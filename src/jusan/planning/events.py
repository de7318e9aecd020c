"""Events on requirements, and the reasons that states give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

EventKind = Literal[
    "requested",
    "granted",
    "refused",
    "revoked",
    "expired",
    "waived",
    "reaffirmed",
    "authority_changed",
]
EVENT_KINDS: tuple[EventKind, ...] = (
    "requested",
    "granted",
    "refused",
    "revoked",
    "expired",
    "waived",
    "reaffirmed",
    "authority_changed",
)
EVERY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to one requirement within one scope.

    `scope_id` is the child, family, relative, parent or batch, or "state". `valid_until` is the
    last valid day and wins over the pack's validity. `ref` names the paper or legal basis,
    `outcome` one of the requirement's outcomes. Events of one day are taken in the order of `seq`
    where the caller knows it, then of prerequisites. A change of authority has requirement "*"
    and the batch, or nothing for all, as its scope.
    """

    requirement: str
    scope_id: str
    kind: EventKind
    at: date
    valid_until: date | None = None
    by: str = ""
    reason: str = ""
    ref: str = ""
    outcome: str = ""
    seq: int = 0


_SENTENCES = {
    "granted": "granted on {0}",
    "waived": "waived on {0} by {1}",
    "reaffirmed": "reaffirmed on {0} by {1}",
    "requested": "requested on {0}, no answer yet",
    "open": "nothing stands in the way; not requested yet",
    "guard": "does not apply: {0}",
    "fact_missing": "the fact '{0}' is not recorded, and silence does not clear",
    "needs": "needs {0}",
    "needs_valid": "needs {0}, which ended on {1}",
    "no_route": "none of the ways applies: {0}",
    "needs_one_of": "needs one of {0}",
    "expired": "ended on {0}",
    "dies_before": "ends on {0}, before the flight on {1}",
    "refused": "{1} on {0}: {2}",
    "stale": "rests on {0}, which was {1} on {2}",
    "stale_basis": "granted on {0} without its basis: {1}",
    "authority": "the authority that issued it was replaced on {0}",
    "unsigned": "a decision of {0} without signer or legal basis does not count",
    "not_waivable": "recorded as waived on {0}, but this step cannot be waived",
}


@dataclass(frozen=True, slots=True)
class Why:
    """A reason as code and values, so that a page can say it in its own language."""

    code: str
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        return _SENTENCES[self.code].format(*self.values)


def why(code: str, *values: object) -> Why:
    """A reason; dates are written in ISO form."""
    return Why(code, tuple(str(value) for value in values))
