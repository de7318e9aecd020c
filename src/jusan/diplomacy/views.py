"""Pages of diplomacy."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jusan.core.access.requests import user_of
from jusan.core.errors import NotVisible
from jusan.core.operations.queries import operation_for
from jusan.diplomacy import operations, queries
from jusan.diplomacy.forms import OutcomeForm


@login_required
def exchanges(request: HttpRequest, operation: str) -> HttpResponse:
    """Exchanges and the commitments made in them."""
    user = user_of(request)
    found = operation_for(user, operation)
    context = {
        "operation": found,
        "promises": queries.promises(user, found),
        "exchanges": queries.exchanges(user, found),
    }
    return render(request, "diplomacy/exchanges.html", context)


@login_required
def treaties(request: HttpRequest, operation: str) -> HttpResponse:
    """The treaty matrix."""
    user = user_of(request)
    found = operation_for(user, operation)
    instruments, rows = queries.treaties(user, found)
    context = {"operation": found, "instruments": instruments, "rows": rows}
    return render(request, "diplomacy/treaties.html", context)


@login_required
def transfers(request: HttpRequest, operation: str) -> HttpResponse:
    """The women's own track."""
    user = user_of(request)
    found = operation_for(user, operation)
    tracks = queries.transfers(user, found, route="diplomacy:transfers")
    return render(request, "diplomacy/transfers.html", {"operation": found, "tracks": tracks})


@login_required
@require_http_methods(["GET", "POST"])
def outcome(request: HttpRequest, operation: str, commitment: UUID) -> HttpResponse:
    """Record whether a commitment was kept."""
    user = user_of(request)
    found = operation_for(user, operation)
    row = queries.open_commitment(user, found, commitment)
    if row is None:
        raise NotVisible("there is no open commitment of that number")
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.close_commitment(
            actor=user,
            commitment=row,
            kept=form.cleaned_data["kept"] == "yes",
            reason=form.cleaned_data["reason"],
        )
        return redirect("diplomacy:exchanges", operation=operation)
    context = {"operation": found, "commitment": row, "form": form}
    return render(request, "diplomacy/outcome.html", context)
