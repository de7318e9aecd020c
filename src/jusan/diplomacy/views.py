"""Pages of diplomacy."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jusan.core import clock
from jusan.core.access.requests import user_of
from jusan.core.errors import NotVisible
from jusan.core.operations.models import Operation
from jusan.core.operations.queries import operation_for
from jusan.diplomacy import forms, operations, policies, queries
from jusan.diplomacy.choices import AuthorityKind, word
from jusan.web.entering import attempt


@login_required
def exchanges(request: HttpRequest, operation: str) -> HttpResponse:
    """Exchanges and the commitments made in them."""
    user = user_of(request)
    found = operation_for(user, operation)
    context = {
        "operation": found,
        "promises": queries.promises(user, found),
        "exchanges": queries.exchanges(user, found),
        "may_write": bool(policies.can_write(user, found.id)),
    }
    return render(request, "diplomacy/exchanges.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def authorities(request: HttpRequest, operation: str) -> HttpResponse:
    """Bodies that act, and a form for a new one."""
    user = user_of(request)
    found = operation_for(user, operation)
    rows = queries.authorities(user, found)
    form = None
    if policies.can_write(user, found.id):
        form = forms.AuthorityForm(request.POST or None, known={row.code for row in rows})
    elif request.method == "POST":
        policies.can_write(user, found.id).require()
    if form is not None and request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt(
            form,
            lambda: operations.enter_authority(actor=user, operation=found.id, **values),
        ):
            return redirect("diplomacy:authorities", operation=operation)
    context = {"rows": [(row, word(AuthorityKind, row.kind)) for row in rows]}
    return _form_page(request, "authorities", found, form, **context)


@login_required
@require_http_methods(["GET", "POST"])
def new_exchange(request: HttpRequest, operation: str) -> HttpResponse:
    """Enter a note, meeting, call or letter, with the first promise made in it."""
    user = user_of(request)
    found = operation_for(user, operation)
    policies.can_write(user, found.id).require()
    form = forms.ExchangeForm(
        request.POST or None,
        initial={"at": clock.now()},
        authorities=queries.authorities(user, found),
        earlier=[row for row, _from, _to in queries.exchanges(user, found)],
        people=queries.people(
            user, found, ("child", "parent", "adult"), route="diplomacy:new_exchange"
        ),
    )
    if request.method == "POST" and form.is_valid():
        values, promise = form.parts()
        done = attempt(
            form,
            lambda: operations.enter_exchange_with_promise(
                actor=user, operation=found.id, exchange=values, promise=promise
            ),
        )
        if done:
            return redirect("diplomacy:exchange", operation=operation, exchange=done.id)
    return _form_page(request, "new_exchange", found, form)


@login_required
@require_http_methods(["GET", "POST"])
def exchange(request: HttpRequest, operation: str, exchange: UUID) -> HttpResponse:
    """One exchange with what was promised in it, and a form for another promise."""
    user = user_of(request)
    found = operation_for(user, operation)
    page = queries.exchange_page(user, found, exchange, route="diplomacy:exchange")
    form = None
    if policies.can_write(user, found.id):
        bodies = queries.authorities(user, found)
        form = forms.CommitmentForm(request.POST or None, authorities=bodies)
    elif request.method == "POST":
        policies.can_write(user, found.id).require()
    if form is not None and request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt(
            form,
            lambda: operations.make_commitment(actor=user, exchange=page["exchange"], **values),
        ):
            return redirect("diplomacy:exchange", operation=operation, exchange=exchange)
    return _form_page(request, "exchange", found, form, **page)


@login_required
@require_http_methods(["GET", "POST"])
def treaty(request: HttpRequest, operation: str) -> HttpResponse:
    """Enter where an instrument between two states stands."""
    user = user_of(request)
    found = operation_for(user, operation)
    policies.can_write(user, found.id).require()
    form = forms.TreatyForm(request.POST or None, initial={"home": found.home_state})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt(form, lambda: operations.enter_treaty(actor=user, operation=found.id, **values)):
            return redirect("diplomacy:treaties", operation=operation)
    return _form_page(request, "treaty", found, form)


@login_required
@require_http_methods(["GET", "POST"])
def transfer_step(request: HttpRequest, operation: str) -> HttpResponse:
    """Enter where a step of a sentenced woman's transfer stands."""
    user = user_of(request)
    found = operation_for(user, operation)
    policies.can_write(user, found.id).require()
    form = forms.TransferStepForm(
        request.POST or None,
        women=queries.women(user, found, route="diplomacy:transfer_step"),
        authorities=queries.authorities(user, found),
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt(
            form,
            lambda: operations.enter_transfer_step(actor=user, operation=found.id, **values),
        ):
            return redirect("diplomacy:transfers", operation=operation)
    return _form_page(request, "transfer_step", found, form)


@login_required
def treaties(request: HttpRequest, operation: str) -> HttpResponse:
    """The treaty matrix."""
    user = user_of(request)
    found = operation_for(user, operation)
    instruments, rows = queries.treaties(user, found)
    context = {
        "operation": found,
        "instruments": instruments,
        "rows": rows,
        "may_write": bool(policies.can_write(user, found.id)),
    }
    return render(request, "diplomacy/treaties.html", context)


@login_required
def transfers(request: HttpRequest, operation: str) -> HttpResponse:
    """The women's own track."""
    user = user_of(request)
    found = operation_for(user, operation)
    tracks = queries.transfers(user, found, route="diplomacy:transfers")
    may_write = bool(policies.can_write(user, found.id))
    context = {"operation": found, "tracks": tracks, "may_write": may_write}
    return render(request, "diplomacy/transfers.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def outcome(request: HttpRequest, operation: str, commitment: UUID) -> HttpResponse:
    """Record whether a commitment was kept."""
    user = user_of(request)
    found = operation_for(user, operation)
    row = queries.open_commitment(user, found, commitment)
    if row is None:
        raise NotVisible("there is no open commitment of that number")
    form = forms.OutcomeForm(request.POST or None)
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


def _form_page(
    request: HttpRequest, name: str, operation: Operation, form: Any, **more: Any
) -> HttpResponse:
    """A page with one form; a posted one that comes back was refused."""
    status = 400 if request.method == "POST" else 200
    context = {"operation": operation, "form": form, **more}
    return render(request, f"diplomacy/{name}.html", context, status=status)
