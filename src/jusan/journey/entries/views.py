"""Pages and posts about a child's positions, legal bases, papers and parents.

A post with a fault shows its page again with the fault beside the field; the search for a person
lives in the address, so that whoever was found can be chosen again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jusan.core.access.models import User
from jusan.core.access.requests import user_of
from jusan.core.consent import operations as consent
from jusan.core.documents import operations as documents
from jusan.core.documents.models import DocumentStateKind
from jusan.core.errors import BadInput
from jusan.core.operations.models import Operation
from jusan.core.operations.queries import operation_for
from jusan.core.people import operations as people
from jusan.journey.entries import forms, pages
from jusan.web.entering import attempt

Page = dict[str, Any]


@login_required
@require_safe
def positions(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """What was said on a child's matters, and on which grounds its data is held."""
    user, found = _who(request, operation)
    return _show(request, "journey/positions.html", _positions(request, user, found, person))


@login_required
@require_POST
def position(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Record what somebody said; a withdrawal is one more position."""
    user, found = _who(request, operation)
    page = _positions(request, user, found, person)
    form = page["position_form"] = forms.PositionForm(
        request.POST, matters=page["matters"], holders=page["holders"]
    )

    def record() -> None:
        consent.record_position(
            actor=user, operation=found.id, subject=page["file"].head, **form.values()
        )

    return _carry_out(request, form, record, "journey/positions.html", page)


@login_required
@require_POST
def basis(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Record on which ground a class of data is held."""
    user, found = _who(request, operation)
    page = _positions(request, user, found, person)
    form = page["basis_form"] = forms.BasisForm(request.POST, kinds=page["bases"])

    def record() -> None:
        consent.record_basis(
            actor=user, operation=found.id, subject=page["file"].head, **form.values()
        )

    return _carry_out(request, form, record, "journey/positions.html", page)


@login_required
@require_POST
def end_basis(request: HttpRequest, operation: str, person: UUID, basis: UUID) -> HttpResponse:
    """Record that a ground fell away."""
    user, found = _who(request, operation)
    page = _positions(request, user, found, person)
    reason = _value(forms.EndBasisForm(request.POST), "reason_code")
    consent.end_basis(
        actor=user, basis=pages.basis_of(page["file"].head, basis), reason_code=reason
    )
    return redirect("journey:positions", operation=operation, person=page["file"].head)


@login_required
@require_safe
def papers(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """A child's papers and what became of each."""
    user, found = _who(request, operation)
    return _show(request, "journey/papers.html", _papers(user, found, person))


@login_required
@require_POST
def paper(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Enter a paper."""
    user, found = _who(request, operation)
    page = _papers(user, found, person)
    form = page["paper_form"] = forms.DocumentForm(request.POST, kinds=page["kinds"])

    def enter() -> None:
        documents.enter_document(
            actor=user, operation=found.id, subject=page["file"].head, **form.values()
        )

    return _carry_out(request, form, enter, "journey/papers.html", page)


@login_required
@require_POST
def paper_state(request: HttpRequest, operation: str, person: UUID, paper: UUID) -> HttpResponse:
    """Write down that a paper is no longer good."""
    user, found = _who(request, operation)
    page = _papers(user, found, person)
    state = _value(forms.DocumentStateForm(request.POST), "state")
    documents.change_state(
        actor=user,
        document=pages.document_of(page["file"].head, paper),
        state=DocumentStateKind(state),
    )
    return redirect("journey:papers", operation=operation, person=page["file"].head)


@login_required
@require_safe
def parents(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Who is held to be whose parent, in which sense, on which ground."""
    user, found = _who(request, operation)
    return _show(request, "journey/parents.html", _parents(request, user, found, person))


@login_required
@require_POST
def parent(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """State a parent."""
    user, found = _who(request, operation)
    page = _parents(request, user, found, person)
    form = page["parent_form"] = forms.ParentForm(request.POST, people=page["people"])

    def state() -> None:
        people.state_parent(
            actor=user, operation=found.id, child=page["file"].head, **form.values()
        )

    return _carry_out(request, form, state, "journey/parents.html", page)


@login_required
@require_POST
def retract_parent(request: HttpRequest, operation: str, person: UUID, link: UUID) -> HttpResponse:
    """Take a parent back; the link stays on record."""
    user, found = _who(request, operation)
    page = _parents(request, user, found, person)
    reason = _value(forms.RetractForm(request.POST), "reason_code")
    people.retract_parent(
        actor=user, link=pages.link_of(page["file"].head, link), reason_code=reason
    )
    return redirect("journey:parents", operation=operation, person=page["file"].head)


# -- the three pages ---------------------------------------------------------------------------


def _positions(request: HttpRequest, user: User, found: Operation, person: UUID) -> Page:
    look = forms.LookForm(request.GET)
    text = look.asked()
    page = pages.positions(
        user, found, person, text, everything="all" in request.GET, route="journey:positions"
    )
    form = forms.PositionForm(matters=page["matters"], holders=page["holders"])
    return {
        "operation": found,
        "entries": pages.open_to(user, found, page["file"].head),
        **page,
        "back": "journey:positions",
        "look": text,
        "look_form": look,
        "position_form": form,
        "basis_form": forms.BasisForm(auto_id="basis_%s", kinds=page["bases"]),
        "end_form": forms.EndBasisForm(auto_id=False),
    }


def _papers(user: User, found: Operation, person: UUID) -> Page:
    page = pages.papers(user, found, person, route="journey:papers")
    return {
        "operation": found,
        "entries": pages.open_to(user, found, page["file"].head),
        **page,
        "back": "journey:papers",
        "paper_form": forms.DocumentForm(kinds=page["kinds"]),
        "state_form": forms.DocumentStateForm(auto_id=False),
    }


def _parents(request: HttpRequest, user: User, found: Operation, person: UUID) -> Page:
    look = forms.LookForm(request.GET)
    text = look.asked()
    page = pages.parents(user, found, person, text, route="journey:parents")
    return {
        "operation": found,
        "entries": pages.open_to(user, found, page["file"].head),
        **page,
        "back": "journey:parents",
        "look": text,
        "look_form": look,
        "parent_form": forms.ParentForm(people=page["people"]),
        "retract_form": forms.RetractForm(auto_id=False),
    }


# -- parsing and answering ---------------------------------------------------------------------


def _who(request: HttpRequest, slug: str) -> tuple[User, Operation]:
    user = user_of(request)
    return user, operation_for(user, slug)


def _value(form: django_forms.Form, name: str) -> str:
    if not form.is_valid():
        raise BadInput("expected one of the offered values", field=name)
    return str(form.cleaned_data[name])


def _carry_out(
    request: HttpRequest, form: django_forms.Form, do: Callable[[], None], template: str, page: Page
) -> HttpResponse:
    """Do it and go back to the page, or show the page with what stands against it."""
    if form.is_valid():
        attempt(form, do)
        if form.is_valid():
            operation, head = page["operation"].slug, page["file"].head
            return redirect(page["back"], operation=operation, person=head)
    return _show(request, template, page, status=400)


def _show(request: HttpRequest, template: str, page: Page, *, status: int = 200) -> HttpResponse:
    return render(request, template, page, status=status)
