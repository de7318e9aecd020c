"""A found child for the tests of clearance."""

from __future__ import annotations

from datetime import date

import pytest

from jusan.core.custody.models import PartyKind
from jusan.core.custody.operations import enter_party, first_sighting
from jusan.core.documents.models import DocumentKind
from jusan.core.documents.operations import enter_document
from jusan.core.people.operations import state_parent
from tests.casting import child_line, receive


@pytest.fixture
def child(cast):
    """A found child with a living mother."""
    leaf, mother = receive(
        cast.tracing_officer, cast.aqqu, child_line(2, "Nur"), child_line(3, "Samal")
    )
    party = enter_party(
        actor=cast.coordinator, operation=cast.aqqu.id, kind=PartyKind.AUTHORITY, name="Prison"
    )
    first_sighting(
        actor=cast.field_officer,
        operation=cast.aqqu.id,
        subject=leaf,
        custodian=party.id,
        place=None,
    )
    state_parent(
        actor=cast.tracing_officer,
        operation=cast.aqqu.id,
        child=leaf,
        parent=mother,
        nature="biological",
        basis="claimed",
    )
    enter_document(
        actor=cast.diplomat,
        operation=cast.aqqu.id,
        subject=leaf,
        kind=DocumentKind.BIRTH_RECORD,
        number="B-1",
        issuer="registry",
        issued_on=date(2022, 3, 9),
    )
    cast.mother = mother
    return leaf
