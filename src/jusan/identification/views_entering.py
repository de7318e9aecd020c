"""Pages on which samples, kinship, deaths, siblings and the laboratory's files are entered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jusan.core import clock
from jusan.core.access.requests import user_of
from jusan.core.operations.models import Operation
from jusan.core.operations.queries import operation_for
from jusan.identification import forms_entering as forms
from jusan.identification import policies
from jusan.identification.operations.kin import group_siblings, record_death, record_kin
from jusan.identification.operations.profiles import (
    BatchFacts,
    Import,
    adopt_frequencies,
    adopt_policy,
    import_profiles,
    text_of,
)
from jusan.identification.operations.samples import register_with_grounds
from jusan.identification.reading import entering
from jusan.web.entering import attempt


@login_required
@require_http_methods(["GET", "POST"])
def sample(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Register a tube, on a legal basis, with what the donor's side said."""
    user = user_of(request)
    found = operation_for(user, operation)
    page = entering.sampling(user, found, person, route="identification:sample")
    form = forms.SampleForm(
        request.POST or None,
        initial={"taken_at": clock.now()},
        bases=page["bases"],
        kinds=page["kinds"],
        holders=page["holders"],
    )
    if request.method == "POST" and form.is_valid():
        values, basis, position = form.parts()
        done = attempt(
            form,
            lambda: register_with_grounds(
                actor=user,
                operation=found.id,
                sample={"donor": page["person"], **values},
                basis=basis,
                position=position,
            ),
        )
        if done:
            messages.success(request, _("Tube %(tube)s is registered.") % {"tube": done.tube})
            return redirect("identification:sample", operation=operation, person=person)
    return _page(request, "sample", found, form, page)


@login_required
@require_http_methods(["GET", "POST"])
def kin(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Write down what a relative is to a child."""
    user = user_of(request)
    found = operation_for(user, operation)
    page = entering.kinship(user, found, person, route="identification:kin")
    form = forms.KinForm(request.POST or None, relatives=page["relatives"])
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        done = attempt(
            form,
            lambda: record_kin(actor=user, operation=found.id, child=page["person"], **values),
        )
        if done:
            return redirect("identification:kin", operation=operation, person=person)
    return _page(request, "kin", found, form, page)


@login_required
@require_http_methods(["GET", "POST"])
def siblings(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Children who travel and live together."""
    user = user_of(request)
    found = operation_for(user, operation)
    page = entering.siblings(user, found, person, route="identification:siblings")
    form = forms.SiblingsForm(request.POST or None, others=page["others"])
    if request.method == "POST" and form.is_valid():
        children = [page["person"], *form.cleaned_data["children"]]
        why = form.cleaned_data["why"]
        done = attempt(
            form,
            lambda: group_siblings(actor=user, operation=found.id, children=children, why=why),
        )
        if done:
            return redirect("identification:siblings", operation=operation, person=person)
    return _page(request, "siblings", found, form, page)


@login_required
@require_http_methods(["GET", "POST"])
def death(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Record that somebody is said, witnessed or certified to have died."""
    user = user_of(request)
    found = operation_for(user, operation)
    page = entering.death(user, found, person, route="identification:death")
    form = forms.DeathForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        done = attempt(
            form,
            lambda: record_death(actor=user, operation=found.id, person=page["person"], **values),
        )
        if done:
            return redirect("identification:death", operation=operation, person=person)
    return _page(request, "death", found, form, page)


@login_required
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, operation: str) -> HttpResponse:
    """Bring in a genotype table. A refused one is explained beside the form; nothing is kept."""
    user = user_of(request)
    found = operation_for(user, operation)
    policies.can_import(user, found.id).require()
    initial = {"received_at": clock.now()}
    form = forms.BatchForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        file = values.pop("file")
        facts = BatchFacts(file_name=file.name, **values)
        done = attempt(
            form,
            lambda: import_profiles(
                actor=user, operation=found.id, facts=facts, content=file.read()
            ),
        )
        if done:
            messages.success(request, _brought(done))
            return redirect("identification:laboratory", operation=operation)
    return _page(request, "batch", found, form, {})


@login_required
@require_http_methods(["GET", "POST"])
def table(request: HttpRequest, operation: str) -> HttpResponse:
    """Adopt the laboratory's allele frequencies or its policy."""
    user = user_of(request)
    found = operation_for(user, operation)
    policies.can_import(user, found.id).require()
    form = forms.TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, what = form.cleaned_data["file"], form.cleaned_data["what"]
        if attempt(form, lambda: _adopt(user, found, what, file)) is not None:
            messages.success(request, _("%(file)s is in force.") % {"file": file.name})
            return redirect("identification:laboratory", operation=operation)
    return _page(request, "table", found, form, {})


def _adopt(user: Any, operation: Operation, what: str, file: Any) -> object:
    content = text_of(file.name, file.read())
    if what == forms.POLICY:
        return adopt_policy(actor=user, operation=operation.id, content=content)
    name = file.name.rpartition(".")[0][:80] or file.name[:80]
    return adopt_frequencies(actor=user, operation=operation.id, name=name, content=content)


def _brought(done: Import) -> str:
    if not done.created:
        return _("This file is already here: nothing was added.")
    counts = {"profiles": done.profiles, "flags": done.flags}
    return _("%(profiles)d profiles brought in, %(flags)d questions raised.") % counts


def _page(
    request: HttpRequest, name: str, operation: Operation, form: Any, context: dict[str, Any]
) -> HttpResponse:
    """A page with one form; a posted one that comes back was refused."""
    status = 400 if request.method == "POST" else 200
    shown = {"operation": operation, "form": form, **context}
    return render(request, f"identification/{name}.html", shown, status=status)
