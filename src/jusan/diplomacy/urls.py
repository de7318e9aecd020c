"""Pages of diplomacy."""

from __future__ import annotations

from django.urls import path

from jusan.diplomacy import views

app_name = "diplomacy"
urlpatterns = [
    path("o/<slug:operation>/diplomacy/", views.exchanges, name="exchanges"),
    path("o/<slug:operation>/diplomacy/treaties/", views.treaties, name="treaties"),
    path("o/<slug:operation>/diplomacy/women/", views.transfers, name="transfers"),
    path(
        "o/<slug:operation>/diplomacy/commitments/<uuid:commitment>/",
        views.outcome,
        name="outcome",
    ),
]
