"""Pages of clearance."""

from __future__ import annotations

from django.urls import path

from jusan.clearance import views

app_name = "clearance"
urlpatterns = [
    path("o/<slug:operation>/clearance/", views.board, name="board"),
    path("o/<slug:operation>/clearance/<uuid:person>/", views.child, name="child"),
    path("o/<slug:operation>/clearance/<uuid:person>/event/", views.event, name="event"),
]
