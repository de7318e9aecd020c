"""Pages of safeguarding."""

from __future__ import annotations

from django.urls import path

from jusan.justice.safeguarding import views

app_name = "safeguarding"
_ROOT = "o/<slug:operation>/concerns/"
urlpatterns = [
    path(_ROOT, views.concerns, name="concerns"),
    path(_ROOT + "raise/", views.raise_concern, name="raise"),
    path(_ROOT + "raise/<uuid:person>/", views.raise_about, name="raise_about"),
    path("o/<slug:operation>/managers/", views.managers, name="managers"),
    path(_ROOT + "<uuid:concern>/", views.concern, name="concern"),
    path(_ROOT + "<uuid:concern>/keep-away/", views.keep_away, name="keep_away"),
]
