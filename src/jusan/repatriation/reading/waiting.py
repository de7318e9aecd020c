"""What waits for somebody on the mission, for the worklists."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jusan.core import clock
from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims.resolution import heads_of
from jusan.core.custody import queries as custody
from jusan.core.operations.models import Case, Operation
from jusan.core.vault.compartments import Compartment
from jusan.core.waiting import Item, Urgency
from jusan.repatriation import policies
from jusan.repatriation.models import (
    Flight,
)
from jusan.repatriation.reading import flights, headcounts, manifests

#: What alarms about a child's custody.
ALARM_WORDS = {
    "disputed": gettext_lazy("Two papers name different hands"),
    "unknown": gettext_lazy("Nobody can say where this child is"),
    "one_sided": gettext_lazy("A handover has one signature only"),
}


def waiting(user: User, operation: Operation) -> list[Item]:
    """Custody alarms, open count points, manifests that wait for a second human."""
    if not policies.can_read_mission(user, operation.id):
        return []
    items = _alarms(user, operation)
    for flight in Flight.objects.filter(operation=operation.id):
        items += _flight_items(user, operation, flight)
    return items[:50]


def _alarms(user: User, operation: Operation) -> list[Item]:
    located = set(scope.subjects_for(user, Compartment.LOCATION))
    people = Case.objects.filter(operation=operation.id).values_list("person", flat=True)
    heads = set(heads_of(people).values())
    return [
        Item(
            urgency=Urgency.ALARM,
            what=_("Settle custody"),
            why=ALARM_WORDS[alarm.code],
            url_name="repatriation:custody",
            url_kwargs={"operation": operation.slug, "person": alarm.subject},
            subject=alarm.subject,
        )
        for alarm in custody.alarms(heads & located)
    ]


def _flight_items(user: User, operation: Operation, flight: Flight) -> list[Item]:
    items = []
    where = {"operation": operation.slug, "flight": flight.number}
    manifest = manifests.newest_manifest(flight)
    waits = manifest is not None and not (
        flights.is_cancelled(flight) or manifests.approval_of(manifest)
    )
    if manifest and waits and policies.can_approve(user, manifest):
        items.append(
            Item(
                Urgency.TODAY,
                _("Approve the manifest"),
                _("A second person approves who flies"),
                "repatriation:flight",
                where,
                thing=flight.number,
                due=manifest.flight_day,
            )
        )
    pending = headcounts.open_headcount(flight)
    if pending is not None and policies.can_count(user, operation.id):
        items.append(
            Item(
                Urgency.TODAY,
                _("Count the children"),
                _("Nobody moves on before this point is closed"),
                "repatriation:headcounts",
                where,
                thing=f"{flight.number} {pending.point}",
                due=clock.today(),
            )
        )
    return items
