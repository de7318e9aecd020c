"""Pages of the public account."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from jusan.core.access.requests import user_of
from jusan.core.operations.queries import operation_for
from jusan.reporting import brief as briefing
from jusan.reporting import operations, policies, queries
from jusan.reporting.forms import ReleaseForm


@login_required
def figures(request: HttpRequest, operation: str) -> HttpResponse:
    """What was released, when, by whom; what stands against each draft."""
    user = user_of(request)
    found = operation_for(user, operation)
    context = {
        "operation": found,
        "releases": queries.releases(user, found),
        "may_draft": bool(policies.can_draft(user, found.id)),
    }
    return render(request, "reporting/figures.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, operation: str) -> HttpResponse:
    """Draft a release."""
    user = user_of(request)
    found = operation_for(user, operation)
    policies.can_draft(user, found.id).require()
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        operations.draft_release(
            actor=user,
            operation=found,
            title=values["title"],
            audience=values["audience"],
            as_of=values["as_of"],
            counts=form.counts(),
            text=values["text"],
        )
        return redirect("reporting:figures", operation=operation)
    return render(request, "reporting/draft.html", {"operation": found, "form": form})


@login_required
@require_POST
def approve(request: HttpRequest, operation: str, release: UUID) -> HttpResponse:
    """A second human approves."""
    user = user_of(request)
    row = queries.release_for(user, operation_for(user, operation), release)
    operations.approve_release(actor=user, release=row)
    return redirect("reporting:figures", operation=operation)


@login_required
def brief(request: HttpRequest, operation: str) -> HttpResponse:
    """The minister's page, made for paper."""
    user = user_of(request)
    found = operation_for(user, operation)
    context = {"operation": found, "brief": briefing.brief(user, found)}
    return render(request, "reporting/brief.html", context)
