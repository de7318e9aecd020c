"""Pages of justice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jusan.core.access.requests import user_of
from jusan.core.claims.queries import visible_head
from jusan.core.errors import BadInput
from jusan.core.operations.queries import operation_for
from jusan.justice import operations, policies, queries
from jusan.justice.forms import HandoverForm, OrderForm


@login_required
def proceedings(request: HttpRequest, operation: str) -> HttpResponse:
    """Proceedings with their sentences and hearings."""
    user = user_of(request)
    found = operation_for(user, operation)
    views = queries.proceedings(user, found, route="justice:proceedings")
    context = {"operation": found, "proceedings": views, "form": OrderForm()}
    return render(request, "justice/proceedings.html", context)


@login_required
def orders(request: HttpRequest, operation: str) -> HttpResponse:
    """The register of court orders, and its counts."""
    user = user_of(request)
    found = operation_for(user, operation)
    views = queries.orders(user, found)
    context = {
        "operation": found,
        "orders": views,
        "counts": queries.order_counts(views),
        "form": HandoverForm(),
    }
    return render(request, "justice/orders.html", context)


@login_required
@require_POST
def request_access(request: HttpRequest, operation: str) -> HttpResponse:
    """Enter a court's order."""
    user = user_of(request)
    found = operation_for(user, operation)
    policies.can_use_proceedings(user, found.id).require()
    values = _valid(OrderForm(request.POST))
    values["person"] = visible_head(user, values["person"])
    operations.request_access(actor=user, operation=found, **values)
    return redirect("justice:orders", operation=operation)


@login_required
@require_POST
def approve(request: HttpRequest, operation: str, access: UUID) -> HttpResponse:
    """A second human checked the order."""
    user = user_of(request)
    row = queries.order_for(user, operation_for(user, operation), access)
    operations.approve_access(actor=user, access=row)
    return redirect("justice:orders", operation=operation)


@login_required
@require_POST
def carry_out(request: HttpRequest, operation: str, access: UUID) -> HttpResponse:
    """The order was carried out."""
    user = user_of(request)
    row = queries.order_for(user, operation_for(user, operation), access)
    policies.can_carry_out(user, row).require()
    operations.carry_out(actor=user, access=row, **_valid(HandoverForm(request.POST)))
    return redirect("justice:orders", operation=operation)


def _valid(form: Form) -> dict[str, Any]:
    """Cleaned values of a posted form. Raises BadInput with the first field at fault."""
    if form.is_valid():
        return dict(form.cleaned_data)
    field = next(iter(form.errors))
    raise BadInput(f"{field}: {form.errors[field][0]}", field=field)
