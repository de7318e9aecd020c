"""Pages on which an officer says how a value is to be read."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jusan.core.access.requests import user_of
from jusan.core.claims.operations import withdraw_reading as withdraw
from jusan.core.operations.queries import operation_for
from jusan.tracing import readings
from jusan.tracing.forms_readings import ReadingForm
from jusan.web.entering import attempt


@login_required
@require_http_methods(["GET", "POST"])
def read_value(request: HttpRequest, operation: str, claim: UUID) -> HttpResponse:
    """State how a flagged value is to be read."""
    user = user_of(request)
    found = operation_for(user, operation)
    value = readings.flagged_value(user, found, claim, route="tracing:read_value")
    form = ReadingForm(request.POST or None, property_name=value.claim.property)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: readings.read_value(actor=user, claim=value.claim, **form.cleaned_data),
        )
        if done:
            messages.success(request, _("The reading stands beside the value."))
            return redirect("tracing:open_list", operation=operation, report=value.report.id)
    status = 400 if request.method == "POST" else 200
    context = {"operation": found, "value": value, "form": form}
    return render(request, "tracing/read_value.html", context, status=status)


@login_required
@require_POST
def withdraw_reading(request: HttpRequest, operation: str, reading: UUID) -> HttpResponse:
    """Take a reading back."""
    user = user_of(request)
    found = operation_for(user, operation)
    row = readings.reading_for(user, found, reading)
    withdraw(actor=user, reading=row)
    report = readings.report_of(found, row)
    return redirect("tracing:open_list", operation=operation, report=report.id)
