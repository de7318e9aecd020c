"""Pages of justice."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jusan.core.access.requests import user_of
from jusan.core.operations.queries import operation_for
from jusan.justice import operations, policies, queries


@login_required
def proceedings(request: HttpRequest, operation: str) -> HttpResponse:
    """Proceedings with their sentences and hearings."""
    user = user_of(request)
    found = operation_for(user, operation)
    views = queries.proceedings(user, found, route="justice:proceedings")
    context = {"operation": found, "proceedings": views}
    return render(request, "justice/proceedings.html", context)


@login_required
def orders(request: HttpRequest, operation: str) -> HttpResponse:
    """The register of court orders, and its counts."""
    user = user_of(request)
    found = operation_for(user, operation)
    views = queries.orders(user, found)
    context = {
        "operation": found,
        "orders": [
            (row, policies.can_approve(user, row.access), policies.can_carry_out(user, row.access))
            for row in views
        ],
        "counts": queries.order_counts(views),
        "may_enter": bool(policies.can_use_proceedings(user, found.id)),
    }
    return render(request, "justice/orders.html", context)


@login_required
def find_adult(request: HttpRequest, operation: str) -> HttpResponse:
    """Against whom a proceeding is entered."""
    return _find(
        request,
        operation,
        route="justice:find_adult",
        to="justice:enter_proceeding",
        children=False,
        title=_("Enter a proceeding"),
        intro=_("A proceeding is entered against an adult, never against a child."),
        back=("justice:proceedings", _("Proceedings")),
    )


@login_required
def find_person(request: HttpRequest, operation: str) -> HttpResponse:
    """About whom a court gave an order."""
    return _find(
        request,
        operation,
        route="justice:find_person",
        to="justice:request_access",
        children=True,
        title=_("Enter a court's order"),
        intro=_("The person whose words the order is about: a mother, or a child."),
        back=("justice:orders", _("Court access")),
    )


def _find(
    request: HttpRequest,
    operation: str,
    *,
    route: str,
    to: str,
    children: bool,
    back: tuple[str, str],
    **words: str,
) -> HttpResponse:
    user = user_of(request)
    found = operation_for(user, operation)
    text = request.GET.get("q", "")[:80]
    lines = queries.find(user, found, text, children=children, route=route)
    context = {
        "operation": found,
        "text": text,
        "back": reverse(back[0], args=[operation]),
        "back_label": back[1],
        "found": [
            {
                "href": reverse(to, args=[operation, line.head]),
                "label": line.identity.get("label", ""),
                "code": line.identity.get("code", ""),
                "birth": line.identity.get("birth"),
            }
            for line in lines
        ],
        **words,
    }
    return render(request, "web/find_person.html", context)


@login_required
@require_POST
def approve(request: HttpRequest, operation: str, access: UUID) -> HttpResponse:
    """A second human checked the order."""
    user = user_of(request)
    row = queries.order_for(user, operation_for(user, operation), access)
    operations.approve_access(actor=user, access=row)
    return redirect("justice:orders", operation=operation)
