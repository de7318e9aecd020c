"""A birth enters through an officer's observation, like everybody whom the operation knows (core:
"births and found persons enter through a Report of kind officer observation")."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims import cards
from jusan.core.claims.drafts import ClaimDraft, LineDraft, MentionDraft
from jusan.core.claims.models import Channel, Mention
from jusan.core.claims.operations import register_source, take_report
from jusan.core.claims.resolution import heads_of, person_of
from jusan.core.custody.operations import first_sighting
from jusan.core.documents.models import DocumentKind
from jusan.core.documents.operations import enter_document
from jusan.core.errors import BadInput, Refused
from jusan.core.history import acts
from jusan.core.history.canonical import canonical, digest
from jusan.core.operations.models import Operation
from jusan.core.people.models import Basis, Nature, PersonKind
from jusan.core.people.operations import state_parent
from jusan.core.people.queries import live_parent_links
from jusan.core.vault.compartments import Compartment
from jusan.identification.operations.kin import group_siblings
from jusan.journey import policies
from jusan.tracing.importers.values import name_claim, sex_claim, text_claim

KIND = "officer_observation"
#: Nobody is born in a span wider than this: it would be a child met later, not a birth.
WIDEST_DAYS = 366
MOST_AT_ONCE = 8


def record_birth(
    *,
    actor: User,
    operation: Operation,
    mother: UUID,
    sex: str,
    earliest: date,
    latest: date,
    name: str,
    birth_place: str,
    order: int,
    siblings: Sequence[UUID],
    holder: UUID | None = None,
    place: UUID | None = None,
    certificate: Mapping[str, Any] | None = None,
) -> UUID:
    """Enter a child born to a mother of the operation; gives the child's leaf.

    ``order`` tells children of one birth apart, ``siblings`` are those of her other children with
    whom it travels and lives, ``holder`` opens its custody. Raises BadInput, Refused.
    """
    policies.can_record_birth(actor, operation.id).require()
    head, leaves = person_of(mother)
    _refuse_impossible(sex, earliest, latest, order)
    if _sex_of(head) == "M":
        raise Refused("a birth is entered in the file of the mother")
    if set(heads_of(siblings).values()) - other_children(leaves):
        raise BadInput("only her own children are joined with the newborn", field="siblings")
    claims = _claims(sex, earliest, latest, name, birth_place)
    with acts.act(actor=actor.id, kind="journey.record_birth", chain=operation.id):
        child = _take(actor, operation, claims, digest(canonical([head, earliest, latest, order])))
        _join_family(actor, operation, child, head, siblings, certificate)
        if holder is not None:
            first_sighting(
                actor=actor,
                operation=operation.id,
                subject=child,
                custodian=holder,
                place=place,
            )
    return child


def _join_family(
    actor: User,
    operation: Operation,
    child: UUID,
    mother: UUID,
    siblings: Sequence[UUID],
    certificate: Mapping[str, Any] | None,
) -> None:
    """The mother, on paper or as said, and the children with whom the newborn stays together."""
    state_parent(
        actor=actor,
        operation=operation.id,
        child=child,
        parent=mother,
        nature=Nature.BIOLOGICAL,
        basis=Basis.DOCUMENT if certificate else Basis.CLAIMED,
    )
    if certificate:
        enter_document(
            actor=actor,
            operation=operation.id,
            subject=child,
            kind=DocumentKind.BIRTH_RECORD,
            **certificate,
        )
    if siblings:
        group_siblings(
            actor=actor,
            operation=operation.id,
            children=[child, *siblings],
            why=_("born to the same mother"),
        )


def other_children(mother: Sequence[UUID]) -> set[UUID]:
    """Heads of the children whom a mother (her leaves) has by birth, by law or in fact."""
    links = live_parent_links(mother).filter(parent__in=mother)
    return set(heads_of(links.values_list("child", flat=True)).values())


def _take(actor: User, operation: Operation, claims: Sequence[ClaimDraft], sha256: str) -> UUID:
    source = register_source(
        actor=actor,
        operation=operation.id,
        channel=Channel.FIELD,
        name="births seen by officers",
        reliability="A",
    )
    words = {claim.field: claim.as_written for claim in claims}
    mention = MentionDraft("child", PersonKind.CHILD.value, words, tuple(claims))
    intake = take_report(
        actor=actor,
        source=source,
        kind=KIND,
        file_name=f"birth-{sha256[:12]}",
        sha256=sha256,
        lines=[LineDraft(1, (mention,))],
        received_at=clock.now(),
    )
    if not intake.created:
        raise Refused("this birth is entered already; a twin is the second child of it")
    return Mention.objects.get(report=intake.report.id).person


def _claims(
    sex: str, earliest: date, latest: date, name: str, birth_place: str
) -> list[ClaimDraft]:
    span = earliest.isoformat() if earliest == latest else f"{earliest} – {latest}"
    how = "day" if earliest == latest else "between"
    interval = {"earliest": earliest.isoformat(), "latest": latest.isoformat(), "how": how}
    claims = [ClaimDraft("birth", span, json.dumps(interval), field="birth")]
    claims.append(sex_claim("sex", sex))
    if name.strip():
        claims.append(name_claim("name", name.strip()))
    if birth_place.strip():
        claims.append(text_claim("birth_place", "birth_place", birth_place.strip()))
    return claims


def _refuse_impossible(sex: str, earliest: date, latest: date, order: int) -> None:
    if sex not in {"F", "M"}:
        raise BadInput("expected female or male", field="sex")
    if latest > clock.today():
        raise BadInput("this is still to come: write down what happened", field="latest")
    if earliest > latest:
        raise BadInput("the earliest day comes before the latest", field="earliest")
    if (latest - earliest).days > WIDEST_DAYS:
        raise BadInput("a birth that somebody saw is known to a year", field="earliest")
    if not 1 <= order <= MOST_AT_ONCE:
        raise BadInput("expected a number from 1 on", field="order")


def _sex_of(head: UUID) -> str:
    card = cards.of_heads([head], Compartment.IDENTITY).first()
    return str(json.loads(card.body).get("sex") or "") if card else ""
