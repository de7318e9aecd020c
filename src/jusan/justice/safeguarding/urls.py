"""Pages of safeguarding."""

from __future__ import annotations

from django.urls import path

from jusan.justice.safeguarding import views

app_name = "safeguarding"
_ROOT = "o/<slug:operation>/concerns/"
urlpatterns = [
    path(_ROOT, views.concerns, name="concerns"),
    path(_ROOT + "raise/", views.raise_concern, name="raise"),
    path(_ROOT + "<uuid:concern>/step/", views.step, name="step"),
]
