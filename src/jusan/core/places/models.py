"""Reference places. A place is public knowledge; who is there is not (see custody)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    """What a place is, as far as an operation cares."""

    PRISON = "prison", _("prison")
    CHILDRENS_HOME = "childrens_home", _("children's home")
    CAMP = "camp", _("camp")
    AIRPORT = "airport", _("airport")
    CENTRE = "centre", _("reception centre")
    HOSPITAL = "hospital", _("hospital")
    SCHOOL = "school", _("school")
    HOME = "home", _("family home")
    REGION = "region", _("region")
    CITY = "city", _("city")
    OFFICE = "office", _("office")
    OTHER = "other", _("other")


class Place(models.Model):
    """A place with its names in the four languages; ``region`` is the slug of a region place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=PlaceKind.choices)
    name_en = models.CharField(max_length=120)
    name_kk = models.CharField(max_length=120, blank=True)
    name_ru = models.CharField(max_length=120, blank=True)
    name_ar = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["slug"]

    def name_in(self, language: str) -> str:
        """The name in a language, else in English."""
        return str(getattr(self, f"name_{language[:2]}", "")) or self.name_en

    def __str__(self) -> str:
        return self.name_in(get_language() or "en")
