"""Raising and handling concerns."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jusan.core.access.models import User
from jusan.core.access.requests import user_of
from jusan.core.errors import BadInput
from jusan.core.operations.queries import operation_for
from jusan.justice.safeguarding import operations, queries
from jusan.justice.safeguarding.forms import ConcernForm, StepForm


@login_required
@require_http_methods(["GET", "POST"])
def raise_concern(request: HttpRequest, operation: str) -> HttpResponse:
    """Anybody raises a concern; the answer is the same whoever it is about."""
    user = user_of(request)
    found = operation_for(user, operation)
    form = ConcernForm(request.POST or None, colleagues=queries.colleagues(found))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["about"]
        about = User.objects.filter(id=chosen).first() if chosen else None
        operations.raise_concern(
            actor=user, operation=found, text=form.cleaned_data["text"], about=about
        )
        messages.success(request, _("Thank you. Somebody who is free to act will read it."))
        return redirect("safeguarding:raise", operation=operation)
    return render(request, "safeguarding/raise.html", {"operation": found, "form": form})


@login_required
def concerns(request: HttpRequest, operation: str) -> HttpResponse:
    """Concerns that this reader sees."""
    user = user_of(request)
    found = operation_for(user, operation)
    views = queries.concerns(user, found)
    context = {"operation": found, "concerns": views, "form": StepForm()}
    return render(request, "safeguarding/concerns.html", context)


@login_required
@require_POST
def step(request: HttpRequest, operation: str, concern: UUID) -> HttpResponse:
    """One step of handling."""
    user = user_of(request)
    row = queries.concern_for(user, operation_for(user, operation), concern)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise BadInput("kind: expected taken, note or closed", field="kind")
    words = form.cleaned_data["words"]
    if form.cleaned_data["kind"] == "taken":
        operations.take(actor=user, concern=row)
    elif form.cleaned_data["kind"] == "note":
        operations.note(actor=user, concern=row, words=words)
    else:
        operations.close(actor=user, concern=row, outcome=words)
    return redirect("safeguarding:concerns", operation=operation)
