"""The page on which a birth is entered, from the mother's file."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jusan.core.access.requests import user_of
from jusan.core.claims.queries import open_file, visible_head
from jusan.core.custody import policies as custody
from jusan.core.custody.queries import parties
from jusan.core.documents import policies as documents
from jusan.core.documents.models import DocumentKind
from jusan.core.operations.queries import operation_for
from jusan.journey import births, policies
from jusan.journey.entries.forms_birth import BirthForm
from jusan.journey.entries.people_near import named
from jusan.web.entering import attempt, entry_page, posted


@login_required
@require_http_methods(["GET", "POST"])
def birth(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Enter a child born to this mother."""
    user = user_of(request)
    found = operation_for(user, operation)
    head = visible_head(user, found.id, person)
    policies.can_record_birth(user, found.id).require()
    file = open_file(user, found.id, head, purpose="birth", route="journey:birth")
    keeps = custody.can_hand_over(user, found.id)
    form = BirthForm(
        posted(request),
        siblings=named(user, births.other_children(file.leaves), route="journey:birth"),
        holders=parties(found.id) if keeps else None,
        with_papers=bool(
            documents.can_enter_document(user, found.id, head, DocumentKind.BIRTH_RECORD)
        ),
    )
    if form.is_bound and form.is_valid():
        child = attempt(
            form,
            lambda: births.record_birth(actor=user, operation=found, mother=head, **form.values()),
        )
        if child:
            return redirect("journey:child", operation=operation, person=child)
    return entry_page(
        request,
        found,
        form,
        title=_("A birth"),
        subject=str(file.identity.get("label", "")) or "–",
        intro=_("The child enters the record as a person of its own, with this mother by birth."),
        button=_("Enter the birth"),
        back=reverse("journey:child", args=[found.slug, head]),
        back_label=_("To the file"),
    )
