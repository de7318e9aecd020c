"""The addresses of identification."""

from __future__ import annotations

from django.urls import path

from jusan.identification import views, views_entering

app_name = "identification"

_BASE = "o/<slug:operation>/identification/"

urlpatterns = [
    path(f"{_BASE}laboratory/", views.laboratory, name="laboratory"),
    path(f"{_BASE}laboratory/decide/", views.decide, name="decide"),
    path(f"{_BASE}laboratory/batch/", views_entering.batch, name="batch"),
    path(f"{_BASE}laboratory/table/", views_entering.table, name="table"),
    path(f"{_BASE}samples/<uuid:person>/", views_entering.sample, name="sample"),
    path(f"{_BASE}kin/<uuid:person>/", views_entering.kin, name="kin"),
    path(f"{_BASE}siblings/<uuid:person>/", views_entering.siblings, name="siblings"),
    path(f"{_BASE}deaths/<uuid:person>/", views_entering.death, name="death"),
    path(f"{_BASE}results/", views.results, name="results"),
    path(f"{_BASE}results/<uuid:evaluation>/", views.result, name="result"),
    path(f"{_BASE}results/<uuid:evaluation>/conclude/", views.draft_kinship, name="draft_kinship"),
    path(f"{_BASE}joint/", views.joint, name="joint"),
    path(f"{_BASE}conclusions/", views.conclusions, name="conclusions"),
    path(f"{_BASE}conclusions/<uuid:conclusion>/", views.conclusion, name="conclusion"),
    path(f"{_BASE}conclusions/<uuid:conclusion>/sign/", views.sign, name="sign"),
    path(f"{_BASE}identity/<uuid:person>/", views.identity, name="identity"),
    path(f"{_BASE}claims/<uuid:person>/close/", views.close_claim, name="close_claim"),
]
