"""Pages of the public account."""

from __future__ import annotations

from django.urls import path

from jusan.reporting import views

app_name = "reporting"
_ROOT = "o/<slug:operation>/figures/"
urlpatterns = [
    path(_ROOT, views.figures, name="figures"),
    path(_ROOT + "draft/", views.draft, name="draft"),
    path(_ROOT + "brief/", views.brief, name="brief"),
    path(_ROOT + "<uuid:release>/approve/", views.approve, name="approve"),
]
