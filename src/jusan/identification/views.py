"""Pages of identification. Each view parses, makes one call and renders."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jusan.core.access.models import User
from jusan.core.errors import BadInput
from jusan.core.operations.queries import operation_for
from jusan.identification import forms
from jusan.identification.operations import pages as does
from jusan.identification.reading import pages
from jusan.web.pedigree import draw_pedigree


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _values(form: django_forms.Form) -> dict[str, Any]:
    """Cleaned values. Raises BadInput with the first field that was refused."""
    if form.is_valid():
        return form.cleaned_data
    name, errors = next(iter(form.errors.items()))
    raise BadInput("%(field)s: %(fault)s", field=name, fault=errors[0])


@login_required
@require_safe
def laboratory(request: HttpRequest, operation: str) -> HttpResponse:
    """Batches, and tubes that wait for a person."""
    found = operation_for(_user(request), operation)
    context = pages.laboratory(_user(request), found)
    context |= {"operation": found, "form": forms.TubeForm()}
    return render(request, "identification/laboratory.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, operation: str) -> HttpResponse:
    """A decision about tubes."""
    found = operation_for(_user(request), operation)
    pages.require_laboratory(_user(request), found)
    does.decide_tubes(_user(request), found, **_values(forms.TubeForm(request.POST)))
    return redirect("identification:laboratory", operation=found.slug)


@login_required
@require_safe
def results(request: HttpRequest, operation: str) -> HttpResponse:
    """Every weighed claim."""
    found = operation_for(_user(request), operation)
    context = pages.results(_user(request), found, route="identification:results")
    return render(request, "identification/results.html", {"operation": found, **context})


@login_required
@require_safe
def result(request: HttpRequest, operation: str, evaluation: UUID) -> HttpResponse:
    """One weighing: the sentence, the links, a bar for each marker."""
    found = operation_for(_user(request), operation)
    context = pages.result(_user(request), found, evaluation, route="identification:result")
    context |= {"operation": found, "form": forms.KinshipForm()}
    if context["pedigree"] is not None:
        context["tree"] = draw_pedigree(*context["pedigree"])
    return render(request, "identification/result.html", context)


@login_required
@require_POST
def draft_kinship(request: HttpRequest, operation: str, evaluation: UUID) -> HttpResponse:
    """Draft a kinship conclusion on a weighing."""
    found = operation_for(_user(request), operation)
    pages.require_numbers(_user(request), found, evaluation)
    values = _values(forms.KinshipForm(request.POST))
    row = does.draft_on_result(_user(request), found, evaluation, **values)
    return redirect("identification:conclusion", operation=found.slug, conclusion=row.id)


@login_required
@require_safe
def joint(request: HttpRequest, operation: str) -> HttpResponse:
    """Every child against every family at once."""
    found = operation_for(_user(request), operation)
    context = pages.joint(_user(request), found, route="identification:joint")
    return render(request, "identification/joint.html", {"operation": found, **context})


@login_required
@require_safe
def conclusions(request: HttpRequest, operation: str) -> HttpResponse:
    """Drafts and signed conclusions."""
    found = operation_for(_user(request), operation)
    context = pages.conclusions(_user(request), found, route="identification:conclusions")
    return render(request, "identification/conclusions.html", {"operation": found, **context})


@login_required
@require_safe
def conclusion(request: HttpRequest, operation: str, conclusion: UUID) -> HttpResponse:
    """One conclusion, and the button of the signature that is due."""
    found = operation_for(_user(request), operation)
    context = pages.conclusion(_user(request), found, conclusion, route="identification:conclusion")
    return render(request, "identification/conclusion.html", {"operation": found, **context})


@login_required
@require_POST
def sign(request: HttpRequest, operation: str, conclusion: UUID) -> HttpResponse:
    """Sign what the page showed."""
    found = operation_for(_user(request), operation)
    read = request.POST.get("evidence_hash", "") or "nothing was read"
    does.sign_next(_user(request), found, conclusion, read=read)
    return redirect("identification:conclusion", operation=found.slug, conclusion=conclusion)


@login_required
def identity(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Draft an identity."""
    user = _user(request)
    found = operation_for(user, operation)
    grounds = pages.identity_grounds(user, found, person, route="identification:identity")
    if request.method == "POST":
        values = _values(forms.IdentityForm(grounds, request.POST))
        row = does.draft_identity_of(user, found, person, values)
        return redirect("identification:conclusion", operation=found.slug, conclusion=row.id)
    context = {"operation": found, "form": forms.IdentityForm(grounds), **grounds}
    return render(request, "identification/identity.html", context)


@login_required
def close_claim(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Close a claimant's claim."""
    user = _user(request)
    found = operation_for(user, operation)
    claimed = pages.claim(user, found, person, route="identification:close_claim")
    if request.method == "POST":
        does.close_claim_of(user, found, person, _values(forms.ClaimForm(claimed, request.POST)))
        return redirect("identification:close_claim", operation=found.slug, person=person)
    context = {"operation": found, "form": forms.ClaimForm(claimed), **claimed}
    return render(request, "identification/close_claim.html", context)
