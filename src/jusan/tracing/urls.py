"""Pages of tracing."""

from __future__ import annotations

from django.urls import path

from jusan.tracing import views, views_readings

app_name = "tracing"
urlpatterns = [
    path("o/<slug:operation>/tracing/", views.intakes, name="intakes"),
    path("o/<slug:operation>/tracing/upload/", views.upload, name="upload"),
    path("o/<slug:operation>/tracing/reports/<uuid:report>/", views.open_list, name="open_list"),
    path("o/<slug:operation>/tracing/reports/<uuid:report>/lines/", views.lines, name="lines"),
    path(
        "o/<slug:operation>/tracing/values/<uuid:claim>/",
        views_readings.read_value,
        name="read_value",
    ),
    path(
        "o/<slug:operation>/tracing/readings/<uuid:reading>/withdraw/",
        views_readings.withdraw_reading,
        name="withdraw_reading",
    ),
    path("o/<slug:operation>/tracing/sightings/<uuid:person>/", views.sighting, name="sighting"),
    path("o/<slug:operation>/tracing/requests/", views.requests, name="requests"),
    path("o/<slug:operation>/tracing/requests/<uuid:person>/", views.contacts, name="contacts"),
    path("o/<slug:operation>/tracing/review/", views.review, name="review"),
    path(
        "o/<slug:operation>/tracing/review/<uuid:left>/<uuid:right>/", views.compare, name="compare"
    ),
    path("o/<slug:operation>/tracing/review/<uuid:person>/", views.others, name="others"),
    path("o/<slug:operation>/tracing/review/answer/", views.answer, name="answer"),
    path("o/<slug:operation>/tracing/review/undo/", views.undo, name="undo"),
]
