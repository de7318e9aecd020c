"""Pages of tracing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jusan.core import clock
from jusan.core.access.requests import user_of
from jusan.core.claims import policies
from jusan.core.custody.policies import can_hand_over
from jusan.core.errors import BadInput
from jusan.core.operations.queries import operation_for
from jusan.tracing import intake_queries, operations, queries, request_queries, sightings
from jusan.tracing.forms import (
    AnswerForm,
    ContactForm,
    SightingForm,
    UndoForm,
    UploadForm,
)


@login_required
def intakes(request: HttpRequest, operation: str) -> HttpResponse:
    """What was received, and what of it could not be read."""
    user = user_of(request)
    found = operation_for(user, operation)
    press = intake_queries.press(user, found)
    context = {
        "operation": found,
        "intakes": intake_queries.intakes(user, found),
        "press": press,
        "disagreements": intake_queries.disagreements(press),
    }
    return render(request, "tracing/intakes.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, operation: str) -> HttpResponse:
    """Take in a file. A refused one is explained beside the form; nothing of it is kept."""
    user = user_of(request)
    found = operation_for(user, operation)
    policies.can_take_report(user, found.id).require()
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data.pop("file")
        try:
            done = operations.receive_report(
                actor=user,
                operation=found,
                file_name=file.name,
                content=file.read(),
                received_at=clock.now(),
                **form.cleaned_data,
            )
        except BadInput as error:
            form.add_error("file", error.shown)
        else:
            messages.success(request, _received(done))
            return redirect("tracing:intakes", operation=operation)
    status = 400 if form.is_bound else 200
    context = {"operation": found, "form": form}
    return render(request, "tracing/upload.html", context, status=status)


def _received(done: operations.Received) -> str:
    if not done.created:
        return _("This file is already here: nothing was added.")
    return _("%(lines)d lines taken in, %(flagged)d values could not be read.") % {
        "lines": done.lines,
        "flagged": done.flagged,
    }


@login_required
def open_list(request: HttpRequest, operation: str, report: UUID) -> HttpResponse:
    """The values of one file that nobody could read yet."""
    user = user_of(request)
    found = operation_for(user, operation)
    rows = intake_queries.open_list(user, found, report, route="tracing:open_list")
    return render(request, "tracing/open_list.html", {"operation": found, "rows": rows})


@login_required
def lines(request: HttpRequest, operation: str, report: UUID) -> HttpResponse:
    """The lines of one file in the words in which they came."""
    user = user_of(request)
    found = operation_for(user, operation)
    place = _place(request.GET.get("page", ""))
    file = intake_queries.received_file(user, found, report, place, route="tracing:lines")
    context = {
        "operation": found,
        "file": file,
        "may_sight": bool(can_hand_over(user, found.id)),
    }
    return render(request, "tracing/lines.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def sighting(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Who is said to hold somebody whom a list names: custody opens, unverified."""
    user = user_of(request)
    found = operation_for(user, operation)
    queries.visible(user, found, person)
    form = SightingForm(request.POST or None, holders=sightings.holders(user, found))
    if request.method == "POST" and form.is_valid():
        sightings.record_sighting(actor=user, operation=found, person=person, **form.values())
        messages.success(request, _("Custody is open: said by the list, not verified."))
        return redirect("journey:child", operation=operation, person=person)
    status = 400 if request.method == "POST" else 200
    context = {"operation": found, "person": person, "form": form}
    return render(request, "tracing/sighting.html", context, status=status)


@login_required
def requests(request: HttpRequest, operation: str) -> HttpResponse:
    """Families' requests for help: children and adults."""
    user = user_of(request)
    found = operation_for(user, operation)
    rows = request_queries.family_requests(user, found, route="tracing:requests")
    return render(request, "tracing/requests.html", {"operation": found, "requests": rows})


@login_required
@require_http_methods(["GET", "POST"])
def contacts(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """The contacts that a family had itself, and a new one."""
    user = user_of(request)
    found = operation_for(user, operation)
    family = request_queries.claimant_of(user, found, person, route="tracing:contacts")
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        said = {name: data.pop(name) for name in ("address", "with_whom", "said")}
        operations.log_contact(actor=user, operation=found, claimant=person, said=said, **data)
        return redirect("tracing:contacts", operation=operation, person=person)
    status = 400 if request.method == "POST" else 200
    context = {"operation": found, "family": family, "form": form}
    return render(request, "tracing/contacts.html", context, status=status)


def _place(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


@login_required
def review(request: HttpRequest, operation: str) -> HttpResponse:
    """Two records side by side; same, different or unsure."""
    user = user_of(request)
    found = operation_for(user, operation)
    place = _place(request.GET.get("n", ""))
    pair = queries.review(user, found, place, route="tracing:review")
    last = request.session.get("last_answer")
    context = {"operation": found, "pair": pair, "last": last}
    return render(request, "tracing/review.html", context)


@login_required
def compare(request: HttpRequest, operation: str, left: UUID, right: UUID) -> HttpResponse:
    """Two records that an officer chose, proposed or not."""
    user = user_of(request)
    found = operation_for(user, operation)
    pair = queries.pair_between(user, found, left, right, route="tracing:compare")
    context = {"operation": found, "pair": pair, "chosen": True}
    return render(request, "tracing/review.html", context)


@login_required
def others(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Others by name in any script, to compare somebody with."""
    user = user_of(request)
    found = operation_for(user, operation)
    text = request.GET.get("q", "")[:80]
    file, lines = queries.others_like(user, found, person, text, route="tracing:others")
    context = {"operation": found, "file": file, "lines": lines, "text": text}
    return render(request, "tracing/others.html", context)


@login_required
@require_POST
def answer(request: HttpRequest, operation: str) -> HttpResponse:
    """Keep an answer with the evidence that was shown."""
    user = user_of(request)
    found = operation_for(user, operation)
    policies.can_judge(user, found.id).require()
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise BadInput("expected two mentions and an answer")
    data = form.cleaned_data
    for person in (data["left"], data["right"]):
        queries.visible(user, found, person)
    operations.answer_link(actor=user, operation=found, **data)
    request.session["last_answer"] = [str(data["left"]), str(data["right"])]
    place = _place(request.POST.get("n", ""))
    return redirect(reverse("tracing:review", args=[operation]) + f"?n={place}")


@login_required
@require_POST
def undo(request: HttpRequest, operation: str) -> HttpResponse:
    """Take back one's last answer, or the one that the page shows."""
    user = user_of(request)
    found = operation_for(user, operation)
    policies.can_judge(user, found.id).require()
    shown = UndoForm(request.POST)
    if shown.is_valid():
        for person in shown.cleaned_data.values():
            queries.visible(user, found, person)
        operations.undo_between(actor=user, operation=found, **shown.cleaned_data)
    elif last := request.session.pop("last_answer", None):
        left, right = (UUID(one) for one in last)
        operations.undo_between(actor=user, operation=found, left=left, right=right)
    return redirect("tracing:review", operation=operation)
