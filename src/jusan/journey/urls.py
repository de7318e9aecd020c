"""Pages of the roof: home by role, the children, a child's file, the record."""

from __future__ import annotations

from django.urls import path

from jusan.journey import views

app_name = "journey"
urlpatterns = [
    path("o/<slug:operation>/", views.home, name="home"),
    path("o/<slug:operation>/children/", views.children, name="children"),
    path("o/<slug:operation>/children/<uuid:person>/", views.child, name="child"),
    path("o/<slug:operation>/record/", views.record, name="record"),
]
