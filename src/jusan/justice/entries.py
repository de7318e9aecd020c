"""Pages of justice on which something is entered. Nothing of protection is opened or named here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jusan.core.access.requests import user_of
from jusan.core.operations.models import Operation
from jusan.core.operations.queries import operation_for
from jusan.justice import forms, operations, policies, queries
from jusan.web import entering

entry = require_http_methods(["GET", "POST"])


@login_required
@entry
def enter_proceeding(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """A proceeding against an adult."""
    user = user_of(request)
    found = operation_for(user, operation)
    policies.can_use_proceedings(user, found.id).require()
    head = queries.adult(user, found, person)
    form = forms.ProceedingForm(entering.posted(request))
    if entering.taken(
        form,
        lambda **v: operations.enter_proceeding(actor=user, operation=found, person=head, **v),
    ):
        return _entered(request, operation, _("The proceeding is entered."))
    return _page(
        request,
        found,
        form,
        title=_("Enter a proceeding"),
        subject=queries.label_of(user, head, route="justice:enter_proceeding"),
        intro=_("Number, court and matter are sealed: only justice officers read them."),
        button=_("Enter the proceeding"),
    )


@login_required
@entry
def enter_sentence(request: HttpRequest, operation: str, proceeding: UUID) -> HttpResponse:
    """A sentence as the court worded it."""
    user = user_of(request)
    found = operation_for(user, operation)
    view = queries.proceeding_for(user, found, proceeding, route="justice:enter_sentence")
    form = forms.SentenceForm(entering.posted(request))
    if entering.taken(
        form, lambda **v: operations.enter_sentence(actor=user, proceeding=view.proceeding, **v)
    ):
        return _entered(request, operation, _("The sentence is entered."))
    return _about(
        request, found, view, form, title=_("Enter a sentence"), button=_("Enter the sentence")
    )


@login_required
@entry
def enter_hearing(request: HttpRequest, operation: str, proceeding: UUID) -> HttpResponse:
    """A hearing that took place or will."""
    user = user_of(request)
    found = operation_for(user, operation)
    view = queries.proceeding_for(user, found, proceeding, route="justice:enter_hearing")
    form = forms.HearingForm(
        entering.posted(request), initial={"court": view.body.get("court", "")}
    )
    if entering.taken(
        form, lambda **v: operations.enter_hearing(actor=user, proceeding=view.proceeding, **v)
    ):
        return _entered(request, operation, _("The hearing is entered."))
    return _about(
        request, found, view, form, title=_("Enter a hearing"), button=_("Enter the hearing")
    )


@login_required
@entry
def set_state(request: HttpRequest, operation: str, proceeding: UUID) -> HttpResponse:
    """A proceeding is open, final or closed from now on."""
    user = user_of(request)
    found = operation_for(user, operation)
    view = queries.proceeding_for(user, found, proceeding, route="justice:set_state")
    form = forms.StateForm(entering.posted(request))
    if entering.taken(
        form, lambda **v: operations.set_state(actor=user, proceeding=view.proceeding, **v)
    ):
        return _entered(request, operation, _("The state is entered."))
    return _about(
        request,
        found,
        view,
        form,
        title=_("State of a proceeding"),
        intro=_("It holds from now on; earlier states stay on record."),
        button=_("Enter the state"),
    )


@login_required
@entry
def request_access(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """A court's order about somebody."""
    user = user_of(request)
    found = operation_for(user, operation)
    policies.can_use_proceedings(user, found.id).require()
    head = queries.accused(user, found, person)
    form = forms.OrderForm(entering.posted(request))
    if entering.taken(
        form, lambda **v: operations.request_access(actor=user, operation=found, person=head, **v)
    ):
        messages.success(request, _("The order is entered. A second person checks it."))
        return redirect("justice:orders", operation=operation)
    return _page(
        request,
        found,
        form,
        title=_("Enter a court's order"),
        subject=queries.label_of(user, head, route="justice:request_access"),
        intro=_(
            "An order opens nothing here. A second person checks it, "
            "a safeguarding lead carries it out, and it is counted."
        ),
        button=_("Enter"),
    )


@login_required
@entry
def carry_out(request: HttpRequest, operation: str, access: UUID) -> HttpResponse:
    """How much was handed to the court under an order."""
    user = user_of(request)
    found = operation_for(user, operation)
    row = queries.order_for(user, found, access)
    policies.can_carry_out(user, row).require()
    form = forms.HandoverForm(entering.posted(request))
    if entering.taken(form, lambda **v: operations.carry_out(actor=user, access=row, **v)):
        messages.success(request, _("The order is carried out and counted."))
        return redirect("justice:orders", operation=operation)
    return _page(
        request,
        found,
        form,
        title=_("Carry out the court's order"),
        subject=row.order_reference,
        intro=_("Only how many statements were handed over is written here, never their words."),
        back=reverse("justice:orders", args=[operation]),
        back_label=_("Court access"),
        button=_("Carried out"),
    )


def _entered(request: HttpRequest, operation: str, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("justice:proceedings", operation=operation)


def _about(
    request: HttpRequest, operation: Operation, view: Any, form: Form, **words: Any
) -> HttpResponse:
    """An entry page about one proceeding, with what already stands in it."""
    return _page(
        request,
        operation,
        form,
        subject=view.label,
        template="justice/entry.html",
        proceedings=[view],
        **words,
    )


def _page(request: HttpRequest, operation: Operation, form: Form, **context: Any) -> HttpResponse:
    """An entry page with the way back to the proceedings, unless it says another."""
    back = {
        "back": reverse("justice:proceedings", args=[operation.slug]),
        "back_label": _("Proceedings"),
    }
    return entering.entry_page(request, operation, form, **{**back, **context})
