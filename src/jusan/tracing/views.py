"""Pages of tracing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jusan.core import clock
from jusan.core.access.requests import user_of
from jusan.core.claims import policies
from jusan.core.errors import BadInput
from jusan.core.operations.queries import operation_for
from jusan.tracing import operations, queries
from jusan.tracing.forms import AnswerForm, UploadForm


@login_required
def intakes(request: HttpRequest, operation: str) -> HttpResponse:
    """What was received, and what of it could not be read."""
    user = user_of(request)
    found = operation_for(user, operation)
    context = {
        "operation": found,
        "intakes": queries.intakes(user, found),
        "press": queries.press(user, found),
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
            form.add_error("file", error.message)
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
    rows = queries.open_list(user, found, report, route="tracing:open_list")
    return render(request, "tracing/open_list.html", {"operation": found, "rows": rows})


@login_required
def review(request: HttpRequest, operation: str) -> HttpResponse:
    """Two records side by side; same, different or unsure."""
    user = user_of(request)
    found = operation_for(user, operation)
    asked = request.GET.get("n", "1")
    place = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    pair = queries.review(user, found, place, route="tracing:review")
    last = request.session.get("last_answer")
    context = {"operation": found, "pair": pair, "last": last}
    return render(request, "tracing/review.html", context)


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
        queries.visible(user, person)
    operations.answer_link(actor=user, operation=found, **data)
    request.session["last_answer"] = [str(data["left"]), str(data["right"])]
    return redirect("tracing:review", operation=operation)


@login_required
@require_POST
def undo(request: HttpRequest, operation: str) -> HttpResponse:
    """Take one's last answer back."""
    user = user_of(request)
    policies.can_judge(user, operation_for(user, operation).id).require()
    last = request.session.pop("last_answer", None)
    if last:
        operations.undo_between(actor=user, left=UUID(last[0]), right=UUID(last[1]))
    return redirect("tracing:review", operation=operation)
