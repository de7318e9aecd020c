"""The address book of the application."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("jusan.clearance.urls")),
    path("", include("jusan.diplomacy.urls")),
    path("", include("jusan.repatriation.urls")),
]
