"""Pages of the mission."""

from __future__ import annotations

from django.urls import path

from jusan.repatriation import views

app_name = "repatriation"
urlpatterns = [
    path("o/<slug:operation>/mission/", views.mission, name="mission"),
    path("o/<slug:operation>/mission/<slug:flight>/", views.flight, name="flight"),
    path("o/<slug:operation>/mission/<slug:flight>/draft/", views.draft, name="draft"),
    path("o/<slug:operation>/mission/<slug:flight>/approve/", views.approve, name="approve"),
    path("o/<slug:operation>/mission/<slug:flight>/counts/", views.headcounts, name="headcounts"),
    path("o/<slug:operation>/mission/<slug:flight>/counts/enter/", views.count, name="count"),
    path("o/<slug:operation>/custody/<uuid:person>/", views.custody, name="custody"),
]
