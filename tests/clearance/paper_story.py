"""A mother heard in prison, her two children on their way: all that the three papers need."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from jusan.clearance import operations as clearance
from jusan.clearance.models import IssuedPaper, PaperForm
from jusan.clearance.papers import issuing
from jusan.clearance.papers.drafts import note, statement, transfer
from jusan.core import clock
from jusan.core.consent.models import Matter, Outcome
from jusan.core.consent.operations import record_position
from jusan.core.custody.models import PartyKind, Side
from jusan.core.custody.operations import enter_party, first_sighting, hand_over, sign
from jusan.core.people.models import IdentityStatus
from jusan.core.people.operations import record_identity, state_parent
from jusan.core.places.models import Place
from jusan.core.places.operations import enter_places
from tests.casting import child_line, receive
from tests.conftest import STORY_DAY

HEARD = {
    "place": "P-PRISON",
    "language": "kk",
    "in_private": "yes",
    "witness": "R. Nasser",
    "cooling_off_hours": "72",
    "read_back": "yes",
    "linked_to_privileges": "no",
}
TYPED = {
    "language": "en",
    "officer_office": "Consul",
    "officer_authority": "Embassy of Dala",
    "witness_is": "counsel",
    "witness_office": "Advocate",
    "witness_authority": "Bar of Nahrain",
    "confirmed": True,
}
NOTE = {
    "language": "en",
    "sender_kind": "embassy",
    "sender": "Embassy of Dala",
    "recipient": "Ministry of Foreign Affairs of Nahrain",
    "written_at": "Nahrain City",
}


def make_papers(cast: Any, *, together: bool = True) -> SimpleNamespace:
    """The family, found, identified, recognised, handed over (on one day or on two)."""
    enter_places(
        actor=cast.coordinator,
        rows=[{"slug": "P-PRISON", "kind": "prison", "name_en": "Sidr", "name_kk": "Сидр"}],
    )
    first, second, mother = receive(
        cast.tracing_officer,
        cast.aqqu,
        child_line(21, "Amina Serikova"),
        child_line(22, "Yusuf Serikov", sex="M"),
        child_line(23, "Gulnar Serikova"),
        tag="papers",
    )
    story = SimpleNamespace(cast=cast, children=[first, second], mother=mother)
    story.place = Place.objects.get(slug="P-PRISON")
    parties = [("Prison service", PartyKind.AUTHORITY), ("Mission of Dala", PartyKind.MISSION)]
    story.prison, story.mission = (
        enter_party(actor=cast.coordinator, operation=cast.aqqu.id, kind=kind, name=name)
        for name, kind in parties
    )
    story.handovers = [
        _found_and_known(story, child, 3 if together else 3 + 24 * number)
        for number, child in enumerate(story.children)
    ]
    for child in story.children:
        say(story, child, Outcome.CONSENT)
    return story


def _found_and_known(story: SimpleNamespace, child: Any, hours: int) -> Any:
    cast = story.cast
    about = {"operation": cast.aqqu.id, "subject": child, "place": story.place.id}
    first_sighting(actor=cast.field_officer, custodian=story.prison.id, **about)
    state_parent(
        actor=cast.tracing_officer,
        operation=cast.aqqu.id,
        child=child,
        parent=story.mother,
        nature="biological",
        basis="claimed",
    )
    record_identity(
        actor=cast.qualified,
        operation=cast.aqqu.id,
        person=child,
        status=IdentityStatus.CONFIRMED,
        conclusion=uuid4(),
    )
    clearance.decide_nationality(
        actor=cast.legal_officer,
        operation=cast.aqqu,
        child=child,
        branch="both_parents_citizens",
        legal_basis="Law on citizenship, article 10",
        citizenship="UTO",
        why="both parents are citizens",
    )
    with clock.at(STORY_DAY + timedelta(hours=hours)):
        handover = hand_over(
            actor=cast.field_officer, giver=story.prison.id, receiver=story.mission.id, **about
        )
        sign(
            actor=cast.field_officer,
            handover=handover,
            side=Side.GIVER,
            signer="Salim Haddad",
            human=uuid4(),
        )
    return handover


def say(
    story: SimpleNamespace, child: Any, outcome: Outcome, *, hours: int = 0, **heard: str
) -> Any:
    """The mother's position on one child's return."""
    return record_position(
        actor=story.cast.diplomat,
        operation=story.cast.aqqu.id,
        subject=child,
        holder=story.mother,
        matter=Matter.RETURN,
        outcome=outcome,
        taken_at=STORY_DAY + timedelta(hours=hours),
        circumstances={**HEARD, "words": "Let them go to school.", **heard},
    )


def order_statement(story: SimpleNamespace) -> issuing.Order:
    """A statement as the page orders it."""
    cast = story.cast
    found = statement.ground(cast.diplomat, cast.aqqu, story.children[0], route="t")
    assert found.missing == (), found.missing
    return issuing.Order(
        form=PaperForm.STATEMENT,
        make=lambda number: statement.paper(found, number, TYPED),
        about=story.mother,
        named=found.named,
        issuer=TYPED["officer_authority"],
    )


def issue_statement(story: SimpleNamespace) -> IssuedPaper:
    """A mother's statement, issued by the diplomat."""
    order = order_statement(story)
    return issuing.issue(actor=story.cast.diplomat, operation=story.cast.aqqu, order=order)


def issue_note(story: SimpleNamespace) -> IssuedPaper:
    """A note verbale about both children."""
    cast = story.cast
    rows = note.candidates(cast.diplomat, cast.aqqu, story.children, route="t")
    children = [row.child for row in rows if not row.missing]
    typed = {**NOTE, "custody": story.place}
    order = issuing.Order(
        form=PaperForm.NOTE,
        make=lambda number: note.paper(children, number, typed),
        about=cast.aqqu.id,
        named=note.named(children),
        issuer=NOTE["sender"],
    )
    return issuing.issue(actor=cast.diplomat, operation=cast.aqqu, order=order)


def transfer_post(found: transfer.Ground) -> dict[str, str]:
    """What somebody types for an act of transfer."""
    typed = {
        "language": "en",
        "leg": "host_to_mission",
        "offset": "180",
        "giver_name": "Salim Haddad",
        "giver_office": "Judge",
        "receiver_name": "Daniyar Abenov",
        "receiver_office": "Consul",
        "witness_name": "Mary Okoth",
        "witness_office": "Delegate",
        "witness_authority": "Children's Relief Society",
    }
    for number, child in enumerate(found.given):
        typed[f"wristband_{child.head}"] = f"W-{number}"
        typed[f"condition_{child.head}"] = "no_complaint"
        typed[f"belongings_{child.head}"] = "Photograph of the mother\nLetter"
    return typed
