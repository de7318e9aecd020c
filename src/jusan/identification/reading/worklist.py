"""What waits for this user's role in identification. Ids only, a few queries."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.operations.models import Operation
from jusan.core.standing import queries as standing
from jusan.core.vault.compartments import Compartment
from jusan.core.waiting import Item, Urgency
from jusan.identification import policies
from jusan.identification.choices import BLOCKING, FlagCode, Kind, State
from jusan.identification.models import Conclusion, ConclusionSignature, QualityFlag, Sample
from jusan.identification.reading.conclusions import HOLDS, ONCE, Standing, standings
from jusan.identification.reading.laboratory import Tube, tubes_of

LENGTH = 50


def waiting(user: User, operation: Operation) -> list[Item]:
    """At most fifty items: flagged tubes for the laboratory, signatures for those who may sign."""
    items: list[Item] = []
    if policies.can_quarantine(user, operation.id):
        items += _tubes(operation)
    if policies.can_read_conclusions(user, operation.id):
        items += _questions(user, operation)
        items += _signatures(user, operation)
    return items[:LENGTH]


def _questions(user: User, operation: Operation) -> list[Item]:
    asked = standing.questioned_in(operation.id)
    seen = scope.subjects_for(user, Compartment.IDENTITY).filter(subject__in=asked)
    return [
        Item(
            urgency=Urgency.ALARM,
            what=_("Look at this identity again"),
            why=_("A tube that it rests on no longer counts"),
            url_name="identification:identity",
            url_kwargs={"operation": operation.slug, "person": head},
            subject=head,
        )
        for head in sorted(set(seen), key=str)
    ]


def _tubes(operation: Operation) -> list[Item]:
    flagged = QualityFlag.objects.filter(operation=operation.id, code__in=BLOCKING)
    samples = Sample.objects.filter(id__in=flagged.values("sample"))
    open_tubes = [tube for tube in tubes_of(samples) if tube.flags and tube.state != State.VOID]
    return [_tube(operation, tube) for tube in open_tubes]


def _tube(operation: Operation, tube: Tube) -> Item:
    flag = next((flag for flag in tube.flags if flag.code in BLOCKING), tube.flags[0])
    ordered = tube.state in {State.RESAMPLING, State.QUARANTINED}
    return Item(
        urgency=Urgency.OPEN if ordered else Urgency.TODAY,
        what=_("Look at the flagged tube"),
        why=FlagCode(flag.code).label,
        url_name="identification:laboratory",
        url_kwargs={"operation": operation.slug},
        thing=tube.sample.tube,
    )


def _signatures(user: User, operation: Operation) -> list[Item]:
    rows = Conclusion.objects.filter(operation=operation.id)
    second = ConclusionSignature.objects.filter(conclusion=models.OuterRef("pk"), seq=2)
    visible = scope.visible_to(user, rows, subject="child").filter(~models.Exists(second))
    due = [one for one in standings(visible.order_by("at")[: 2 * LENGTH]) if one.voided is None]
    return [_signature(operation, one) for one in due if _may_sign(user, operation.id, one)]


def _may_sign(user: User, operation: UUID, one: Standing) -> bool:
    if not policies.can_conclude(user, operation, Kind(one.row.kind)):
        return False
    if one.state == ONCE:
        return user.human not in {one.signatures[0].human, one.row.drafter_human}
    return one.state != HOLDS


def _signature(operation: Operation, one: Standing) -> Item:
    second = one.state == ONCE
    return Item(
        urgency=Urgency.TODAY if second else Urgency.SOON,
        what=_("Countersign the conclusion") if second else _("Sign the conclusion"),
        why=_("One signature is missing") if second else _("It has no signature yet"),
        url_name="identification:conclusion",
        url_kwargs={"operation": operation.slug, "conclusion": one.row.id},
        subject=one.row.child,
    )
