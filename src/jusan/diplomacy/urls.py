"""Pages of diplomacy."""

from __future__ import annotations

from django.urls import path

from jusan.diplomacy import views

app_name = "diplomacy"
urlpatterns = [
    path("o/<slug:operation>/diplomacy/", views.exchanges, name="exchanges"),
    path("o/<slug:operation>/diplomacy/authorities/", views.authorities, name="authorities"),
    path("o/<slug:operation>/diplomacy/exchanges/new/", views.new_exchange, name="new_exchange"),
    path(
        "o/<slug:operation>/diplomacy/exchanges/<uuid:exchange>/", views.exchange, name="exchange"
    ),
    path("o/<slug:operation>/diplomacy/treaties/", views.treaties, name="treaties"),
    path("o/<slug:operation>/diplomacy/treaties/new/", views.treaty, name="treaty"),
    path("o/<slug:operation>/diplomacy/women/", views.transfers, name="transfers"),
    path("o/<slug:operation>/diplomacy/women/new/", views.transfer_step, name="transfer_step"),
    path(
        "o/<slug:operation>/diplomacy/commitments/<uuid:commitment>/",
        views.outcome,
        name="outcome",
    ),
]
