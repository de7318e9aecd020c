"""Which papers are good, for what, and on which day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import models

from jusan.core.documents.models import IDENTITY_KINDS, TRAVEL_KINDS, Document, DocumentState


def of_subjects(subjects: Iterable[UUID]) -> models.QuerySet[Document]:
    """All papers about these leaves, newest issue first."""
    return Document.objects.filter(subject__in=list(subjects)).order_by("-issued_on", "id")


def valid_on(documents: models.QuerySet[Document], day: date) -> models.QuerySet[Document]:
    """Papers issued, not expired and not ended on a day."""
    ended = DocumentState.objects.filter(document=models.OuterRef("pk"), at__date__lte=day)
    unexpired = models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=day)
    return documents.filter(unexpired, issued_on__lte=day).filter(~models.Exists(ended))


def travel_papers(subjects: Iterable[UUID], day: date) -> models.QuerySet[Document]:
    """Papers on which these leaves can cross a border on a day. An expired passport is not one."""
    return valid_on(of_subjects(subjects).filter(kind__in=TRAVEL_KINDS), day)


def identity_papers(subjects: Iterable[UUID]) -> models.QuerySet[Document]:
    """Papers that say who somebody is; expiry does not take that away."""
    return of_subjects(subjects).filter(kind__in=IDENTITY_KINDS)
