"""Pages on which a determination is entered and brothers and sisters are parted."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jusan.clearance import determining_page, operations
from jusan.clearance.forms_determining import DeterminationForm, PartingForm
from jusan.core.access.requests import user_of
from jusan.core.operations.queries import operation_for, operation_reached
from jusan.web.entering import entry_page, posted, taken


@login_required
@require_http_methods(["GET", "POST"])
def determine(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Enter what a panel determined about a child."""
    user = user_of(request)
    found = operation_reached(user, operation)
    page = determining_page.child(user, found, person, route="clearance:determine")
    head = page["file"].head
    form = DeterminationForm(posted(request))
    if taken(form, lambda **v: operations.determine(actor=user, operation=found, child=head, **v)):
        messages.success(request, _("The determination is recorded."))
        return redirect("clearance:determine", operation=operation, person=head)
    return entry_page(
        request,
        found,
        form,
        template="clearance/determine.html",
        title=_("A panel's determination"),
        subject=str(page["file"].identity.get("label", "")) or "–",
        intro=_("It stands on record as it was entered; a later one does not take it away."),
        button=_("Record the determination"),
        back=reverse("journey:child", args=[found.slug, head]),
        back_label=_("To the file"),
        **page,
    )


@login_required
@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Part brothers and sisters on a determination that says so."""
    user = user_of(request)
    found = operation_for(user, operation)
    page = determining_page.siblings(user, found, person, route="clearance:part")
    form = PartingForm(posted(request), partings=page["partings"])
    if taken(
        form,
        lambda **v: operations.part_siblings(
            actor=user, operation=found, child=page["person"], **v
        ),
    ):
        messages.success(request, _("The group is parted: the others stay together."))
        return redirect("journey:child", operation=operation, person=page["person"])
    return entry_page(
        request,
        found,
        form,
        template="clearance/part.html",
        title=_("Part brothers and sisters"),
        subject=page["label"] or "–",
        button=_("Part them"),
        back=reverse("journey:child", args=[found.slug, page["person"]]),
        back_label=_("To the file"),
        **page,
    )
