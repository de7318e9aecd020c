"""The page on which a child's case is closed, and opened again."""

from __future__ import annotations

from uuid import UUID

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from jusan.core.access.models import User
from jusan.core.access.requests import user_of
from jusan.core.claims.queries import PersonFile, open_file, visible_head
from jusan.core.operations import policies
from jusan.core.operations.models import Operation
from jusan.core.operations.queries import open_cases, operation_for
from jusan.journey import closing
from jusan.journey.entries import forms_case, pages
from jusan.web.entering import entry_page, posted, taken


@login_required
@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """What ended a case before, and the form that ends it."""
    user, found, file = _file(request, operation, person)
    form = forms_case.CloseForm(posted(request))
    if taken(
        form,
        lambda **values: closing.close(actor=user, operation=found, person=file.head, **values),
    ):
        return redirect("journey:case", operation=operation, person=file.head)
    return _page(request, found, file, form)


@login_required
@require_POST
def reopen(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Open a closed case again."""
    user, found, file = _file(request, operation, person)
    form = forms_case.ReopenForm(posted(request))
    if taken(
        form, lambda why: closing.reopen(actor=user, operation=found, person=file.head, why=why)
    ):
        return redirect("journey:case", operation=operation, person=file.head)
    return _page(request, found, file, form)


def _file(request: HttpRequest, slug: str, person: UUID) -> tuple[User, Operation, PersonFile]:
    user = user_of(request)
    found = operation_for(user, slug)
    head = visible_head(user, found.id, person)
    policies.can_close_case(user, found.id).require()
    return user, found, open_file(user, found.id, head, purpose="case", route="journey:case")


def _page(
    request: HttpRequest, operation: Operation, file: PersonFile, form: django_forms.Form
) -> HttpResponse:
    past = closing.history(list(file.leaves))
    is_open = open_cases(operation.id).filter(person__in=file.leaves).exists()
    is_closed = any(one.reopening is None for one in past)
    if not form.is_bound and not is_open:
        form = forms_case.ReopenForm()
    return entry_page(
        request,
        operation,
        form,
        template="journey/case.html",
        file=file,
        past=past,
        is_open=is_open,
        is_closed=is_closed,
        entries=pages.open_to(user_of(request), operation, file.head),
    )
