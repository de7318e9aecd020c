"""Pages of the official papers. Each view parses, makes one call and renders."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jusan.clearance.models import PaperForm
from jusan.clearance.papers import issuing, reading
from jusan.clearance.papers.drafts import note, statement, transfer
from jusan.clearance.papers.errors import PaperError
from jusan.clearance.papers.forms import EndForm, NoteForm, StatementForm, TransferForm
from jusan.clearance.papers.issuing import Order
from jusan.core.access.requests import user_of
from jusan.core.documents.models import DocumentStateKind
from jusan.core.errors import BadInput, Refused
from jusan.core.operations.queries import operation_for


@login_required
@require_safe
def papers(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Which papers of a child can be drawn up now, what is missing, and what was issued."""
    user = user_of(request)
    found = operation_for(user, operation)
    context = reading.papers(user, found, person, route="clearance:papers")
    return render(
        request,
        "clearance/papers.html",
        {"operation": found, "end_form": EndForm(auto_id=False), **context},
    )


@login_required
@require_safe
def copy(request: HttpRequest, operation: str, paper: UUID, language: str) -> HttpResponse:
    """An issued paper in one language, as it was issued."""
    user = user_of(request)
    found = operation_for(user, operation)
    name, content = issuing.reprint(
        reader=user, operation=found, paper=paper, language=language, route="clearance:copy"
    )
    return _file(name, content)


@login_required
@require_POST
def end(request: HttpRequest, operation: str, paper: UUID) -> HttpResponse:
    """Write down that an issued paper is no longer good."""
    user = user_of(request)
    found = operation_for(user, operation)
    issuing.require_may_end(user, found, paper)
    form = EndForm(request.POST)
    if not form.is_valid():
        raise BadInput("expected one of the offered values", field="state")
    state = DocumentStateKind(form.cleaned_data["state"])
    row = issuing.end(actor=user, operation=found, paper=paper, state=state)
    return redirect("clearance:papers", operation=operation, person=issuing.named_in(row)[0])


@login_required
@require_http_methods(["GET", "POST"])
def mothers_statement(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Draw up or issue a mother's statement."""
    user = user_of(request)
    found = operation_for(user, operation)
    head = reading.child_of(user, found, person)
    reading.require_issuer(user, found, PaperForm.STATEMENT)
    ground = statement.ground(user, found, head, route="clearance:statement")
    form = StatementForm(ground, request.POST or None)
    context = {"operation": found, "form": form, "ground": ground, "person": head}
    if ground.missing or not form.is_valid():
        return _form_page(request, "clearance/statement.html", context)
    typed = form.typed()
    assert ground.mother is not None
    order = Order(
        form=PaperForm.STATEMENT,
        make=lambda number: statement.paper(ground, number, typed),
        about=ground.mother.head,
        named=ground.named,
        issuer=typed["officer_authority"],
    )
    back = reverse("clearance:papers", args=[operation, head])
    return _carried_out(request, order, ("clearance/statement.html", context), back)


@login_required
@require_http_methods(["GET", "POST"])
def note_verbale(request: HttpRequest, operation: str) -> HttpResponse:
    """Draw up or issue a note with its list of children."""
    user = user_of(request)
    found = operation_for(user, operation)
    reading.require_issuer(user, found, PaperForm.NOTE)
    rows = note.candidates(user, found, route="clearance:note")
    ready = [row for row in rows if not row.missing]
    form = NoteForm(ready, request.POST or None)
    context = {
        "operation": found,
        "form": form,
        "ready": ready,
        "blocked": [row for row in rows if row.missing],
        "issued": reading.issued_notes(user, found),
        "end_form": EndForm(auto_id=False),
    }
    if not form.is_valid():
        return _form_page(request, "clearance/note.html", context)
    typed, children = form.typed(), form.chosen()
    order = Order(
        form=PaperForm.NOTE,
        make=lambda number: note.paper(children, number, typed),
        about=found.id,
        named=note.named(children),
        issuer=typed["sender"],
    )
    back = reverse("clearance:note", args=[operation])
    return _carried_out(request, order, ("clearance/note.html", context), back)


@login_required
@require_http_methods(["GET", "POST"])
def act_of_transfer(
    request: HttpRequest, operation: str, person: UUID, handover: UUID
) -> HttpResponse:
    """Draw up or issue the act of a handover."""
    user = user_of(request)
    found = operation_for(user, operation)
    head = reading.child_of(user, found, person)
    reading.require_issuer(user, found, PaperForm.TRANSFER)
    ground = reading.ground_of_act(user, found, head, handover, route="clearance:transfer")
    form = TransferForm(ground, request.POST or None)
    context = {"operation": found, "form": form, "ground": ground, "person": head}
    if ground.missing or not form.is_valid():
        return _form_page(request, "clearance/transfer.html", context)
    typed, stayed = form.typed(), form.stayed()
    order = Order(
        form=PaperForm.TRANSFER,
        make=lambda number: transfer.paper(ground, number, typed),
        about=found.id if stayed or len(ground.given) > 1 else head,
        named=ground.named(stayed),
        issuer=found.name,
    )
    back = reverse("clearance:papers", args=[operation, head])
    return _carried_out(request, order, ("clearance/transfer.html", context), back)


def _carried_out(
    request: HttpRequest, order: Order, page: tuple[str, dict[str, Any]], back: str
) -> HttpResponse:
    """A draft to look at, or the paper issued. What cannot be printed is said on the form."""
    template, context = page
    form = context["form"]
    who = {"actor": user_of(request), "operation": context["operation"]}
    try:
        # Whatever is not the button "Issue" itself, the Enter key included, shows a draft.
        if request.POST.get("do") != "issue":
            language = form.cleaned_data["language"]
            pdf = issuing.draft(**who, order=order, language=language)
            return _file(f"draft-{language}.pdf", pdf)
        issued = issuing.issue(**who, order=order)
    except (PaperError, Refused) as error:
        form.add_error(None, error.shown if isinstance(error, Refused) else str(error))
        return _form_page(request, template, context)
    messages.success(request, _("Issued under number %(no)s.") % {"no": issuing.number_of(issued)})
    return redirect(back)


def _form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    status = 400 if request.method == "POST" else 200
    return render(request, template, context, status=status)


def _file(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
