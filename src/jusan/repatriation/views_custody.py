"""Pages of custody: whose hands a child is in, handover sheets, settlements."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jusan.core import clock
from jusan.core.access.requests import user_of
from jusan.core.custody import operations as custody_operations
from jusan.core.custody import policies
from jusan.core.custody.models import Side
from jusan.core.errors import BadInput
from jusan.core.operations.queries import operation_for
from jusan.repatriation import custody_page, forms_custody, handovers
from jusan.web.entering import attempt


@login_required
def custody(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Who held this child, where, at every instant; handovers and their signatures."""
    user = user_of(request)
    found = operation_for(user, operation)
    page = custody_page.custody(user, found, person, route="repatriation:custody")
    return render(request, "repatriation/custody.html", {"operation": found, **page})


@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Begin a handover sheet. The giver holds the child until the receiver has signed."""
    user = user_of(request)
    found = operation_for(user, operation)
    file = custody_page.file_of(user, found, person, route="repatriation:hand_over")
    policies.can_hand_over(user, found.id).require()
    hands = custody_page.hands(user, found, route="repatriation:hand_over")
    initial = {"giver": custody_page.holder_now(file), "at": clock.now()}
    form = forms_custody.HandoverForm(request.POST or None, initial=initial, **hands)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        done = attempt(
            form,
            lambda: handovers.hand_over(
                actor=user,
                operation=found,
                child=file.head,
                giver=values.pop("giver"),
                values=values,
            ),
        )
        if done:
            return redirect("repatriation:sheet", operation, person, done.id)
    return _form_page(request, "hand_over", {"operation": found, "file": file, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, operation: str, person: UUID, handover: UUID) -> HttpResponse:
    """A handover sheet with its two signatures; each side signs in its own box."""
    user = user_of(request)
    found = operation_for(user, operation)
    page = custody_page.sheet(user, found, person, handover, route="repatriation:sheet")
    bound: forms_custody.SignForm | None = None
    side = request.POST.get("side", "")
    if request.method == "POST":
        policies.can_hand_over(user, found.id).require()
        if side not in Side.values:
            raise BadInput("a handover has two sides")
        bound = forms_custody.SignForm(request.POST, auto_id=f"{side}_%s")
        if bound.is_valid():
            signer, pen = bound.cleaned_data["signer"], bound.cleaned_data["pen"]
            done = attempt(
                bound,
                lambda: handovers.sign(
                    actor=user,
                    handover=page["row"],
                    side=Side(side),
                    signer=signer,
                    myself=pen == forms_custody.ME,
                ),
            )
            if done:
                return redirect("repatriation:sheet", operation, person, handover)
    for each in page["sides"]:
        code = each["side"].value
        mine = bound if bound is not None and code == side else None
        each["form"] = mine or forms_custody.SignForm(auto_id=f"{code}_%s")
    return _form_page(request, "sheet", {"operation": found, **page})


@login_required
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """A coordinator says who holds the child from now on."""
    user = user_of(request)
    found = operation_for(user, operation)
    file = custody_page.file_of(user, found, person, route="repatriation:settle")
    policies.can_settle(user, found.id).require()
    hands = custody_page.hands(user, found, route="repatriation:settle")
    form = forms_custody.SettleForm(request.POST or None, initial={"at": clock.now()}, **hands)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: handovers.settle(
                actor=user, operation=found, child=file.head, values=form.cleaned_data
            ),
        )
        if done:
            return redirect("repatriation:custody", operation, person)
    return _form_page(request, "settle", {"operation": found, "file": file, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def lose_sight(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Nobody can say where the child is: it alarms, and whoever says so owns the alarm."""
    user = user_of(request)
    found = operation_for(user, operation)
    file = custody_page.file_of(user, found, person, route="repatriation:lose_sight")
    policies.can_hand_over(user, found.id).require()
    form = forms_custody.LostForm(request.POST or None, initial={"at": clock.now()})
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: custody_operations.lose_sight(
                actor=user, operation=found.id, subject=file.head, at=form.cleaned_data["at"]
            ),
        )
        if done:
            return redirect("repatriation:custody", operation, person)
    return _form_page(request, "lose_sight", {"operation": found, "file": file, "form": form})


def _form_page(request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
    status = 400 if request.method == "POST" else 200
    return render(request, f"repatriation/{name}.html", context, status=status)
