"""All files and actions of an operation's folder, in the order in which ties are broken.

The order is that of ``cases/README.md``: what was received, then what was sampled, said, issued,
decided by others, flown, cared for; officers' decisions last.
"""

from __future__ import annotations

from jusan.clearance import feeds as clearance
from jusan.core.feeds import consents, documents
from jusan.core.feeds.story import Action, Feed
from jusan.diplomacy import feeds as diplomacy
from jusan.identification import feeds as identification
from jusan.justice import feeds as justice
from jusan.justice.safeguarding import feeds as safeguarding
from jusan.reintegration import feeds as reintegration
from jusan.repatriation import feeds as repatriation
from jusan.reporting import feeds as reporting
from jusan.tracing import feeds as tracing

_ROOMS = (
    diplomacy,
    tracing,
    consents,
    identification,
    documents,
    clearance,
    repatriation,
    reintegration,
    justice,
    safeguarding,
    reporting,
)


def all_feeds() -> list[Feed]:
    """Every file that some room reads."""
    return [feed for room in _ROOMS for feed in room.FEEDS]


def all_actions() -> dict[str, Action]:
    """Every decision that some room takes."""
    return {name: action for room in _ROOMS for name, action in room.ACTIONS.items()}
