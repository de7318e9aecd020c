"""Pages of care."""

from __future__ import annotations

from django.urls import path

from jusan.reintegration import entries, views

app_name = "reintegration"
_ROOT = "o/<slug:operation>/care/"
_CHILD = _ROOT + "plan/<uuid:person>/"
_FAMILIES = _ROOT + "placement/<uuid:person>/"
urlpatterns = [
    path(_ROOT, views.day, name="day"),
    path(_ROOT + "visits/", views.visits, name="visits"),
    path(_ROOT + "outcomes/", views.outcomes, name="outcomes"),
    path(_ROOT + "outcomes/enter/", views.find_carer, name="find_carer"),
    path(_ROOT + "outcomes/enter/<uuid:person>/", entries.carer_outcome, name="carer_outcome"),
    path(_ROOT + "admit/", views.find_child, name="find_child"),
    path(_CHILD, views.plan, name="plan"),
    path(_CHILD + "admit/", entries.admit, name="admit"),
    path(_CHILD + "examination/", entries.intake, name="intake"),
    path(_CHILD + "goal/", entries.set_goal, name="set_goal"),
    path(_CHILD + "visit/", entries.visit, name="visit"),
    path(_CHILD + "school/", entries.school, name="school"),
    path(_CHILD + "transfer/", entries.transfer, name="transfer"),
    path(_CHILD + "leave/", entries.discharge, name="discharge"),
    path(_ROOT + "goals/<uuid:goal>/reached/", entries.reach_goal, name="reach_goal"),
    path(_ROOT + "goals/<uuid:goal>/open/", entries.reopen_goal, name="reopen_goal"),
    path(_FAMILIES, views.placement, name="placement"),
    path(_FAMILIES + "apply/", views.find_family, name="find_family"),
    path(_FAMILIES + "apply/<uuid:candidate>/", entries.apply, name="apply"),
    path(_ROOT + "families/<uuid:candidacy>/assess/", entries.assess, name="assess"),
    path(_ROOT + "families/<uuid:candidacy>/decide/", entries.decide, name="decide"),
]
