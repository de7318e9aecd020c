"""Pages of care."""

from __future__ import annotations

from django.urls import path

from jusan.reintegration import views

app_name = "reintegration"
_ROOT = "o/<slug:operation>/care/"
urlpatterns = [
    path(_ROOT, views.day, name="day"),
    path(_ROOT + "visits/", views.visits, name="visits"),
    path(_ROOT + "outcomes/", views.outcomes, name="outcomes"),
    path(_ROOT + "plan/<uuid:person>/", views.plan, name="plan"),
    path(_ROOT + "plan/<uuid:person>/goal/", views.set_goal, name="set_goal"),
    path(_ROOT + "plan/<uuid:person>/visit/", views.visit, name="visit"),
    path(_ROOT + "plan/<uuid:person>/leave/", views.discharge, name="discharge"),
    path(_ROOT + "goals/<uuid:goal>/reached/", views.reach_goal, name="reach_goal"),
    path(_ROOT + "placement/<uuid:person>/", views.placement, name="placement"),
    path(_ROOT + "families/<uuid:candidacy>/decide/", views.decide, name="decide"),
]
