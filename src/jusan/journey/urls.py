"""Pages of the roof: home by role, the children, a child's file and what is entered from it, the
record."""

from __future__ import annotations

from django.urls import path

from jusan.journey import views
from jusan.journey.entries import views as entries
from jusan.journey.entries import views_birth as births
from jusan.journey.entries import views_case as cases

app_name = "journey"
_CHILD = "o/<slug:operation>/children/<uuid:person>/"
urlpatterns = [
    path("o/<slug:operation>/", views.home, name="home"),
    path("o/<slug:operation>/children/", views.children, name="children"),
    path(_CHILD, views.child, name="child"),
    path(f"{_CHILD}positions/", entries.positions, name="positions"),
    path(f"{_CHILD}positions/add/", entries.position, name="position"),
    path(f"{_CHILD}bases/add/", entries.basis, name="basis"),
    path(f"{_CHILD}bases/<uuid:basis>/end/", entries.end_basis, name="end_basis"),
    path(f"{_CHILD}papers/", entries.papers, name="papers"),
    path(f"{_CHILD}papers/add/", entries.paper, name="paper"),
    path(f"{_CHILD}papers/<uuid:paper>/state/", entries.paper_state, name="paper_state"),
    path(f"{_CHILD}parents/", entries.parents, name="parents"),
    path(f"{_CHILD}parents/add/", entries.parent, name="parent"),
    path(f"{_CHILD}parents/<uuid:link>/retract/", entries.retract_parent, name="retract_parent"),
    path(f"{_CHILD}birth/", births.birth, name="birth"),
    path(f"{_CHILD}case/", cases.case, name="case"),
    path(f"{_CHILD}case/reopen/", cases.reopen, name="reopen"),
    path("o/<slug:operation>/record/", views.record, name="record"),
]
