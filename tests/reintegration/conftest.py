"""A child in the centre with two families who would take it in."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from jusan.core import clock
from jusan.core.operations.operations import open_case
from jusan.reintegration import operations, placements
from tests.casting import child_line, receive

ARRIVAL = datetime(2031, 11, 28, 8, tzinfo=UTC)


def make_centre(cast, tag: str = "a") -> SimpleNamespace:
    """One admitted child, a brother elsewhere, two families."""
    child, other, aunt, grandmother, relative = receive(
        cast.tracing_officer,
        cast.aqqu,
        child_line(1, "Maryam"),
        child_line(2, "Ilyas", sex="M"),
        child_line(3, "Aigul", kind="relative"),
        child_line(4, "Bibigul", kind="relative"),
        child_line(5, "Sabira", kind="relative"),
        tag=tag,
    )
    open_case(actor=cast.coordinator, operation=cast.aqqu, person=child)
    with clock.at(ARRIVAL):
        operations.admit(
            actor=cast.centre_worker,
            operation=cast.aqqu,
            child=child,
            room="4",
            admitted_at=ARRIVAL,
        )
        families = [
            placements.enter_candidate(
                actor=cast.guardianship_officer,
                operation=cast.aqqu,
                child=child,
                candidate=candidate,
                relation=relation,
                applied_at=ARRIVAL,
            )
            for candidate, relation in ((grandmother, "maternal_grandmother"), (aunt, "aunt"))
        ]
    return SimpleNamespace(
        cast=cast,
        child=child,
        other=other,
        relative=relative,
        grandmother=families[0],
        aunt=families[1],
    )


@pytest.fixture
def centre(cast) -> SimpleNamespace:
    """See ``make_centre``."""
    return make_centre(cast)
