"""Pages of the mission."""

from __future__ import annotations

from django.urls import path

from jusan.repatriation import views, views_custody

app_name = "repatriation"

_OPERATION = "o/<slug:operation>/"
_FLIGHT = f"{_OPERATION}mission/<slug:flight>/"
_CUSTODY = f"{_OPERATION}custody/<uuid:person>/"

urlpatterns = [
    path(f"{_OPERATION}mission/", views.mission, name="mission"),
    path(f"{_OPERATION}team/new/", views.team_member, name="team_member"),
    path(f"{_OPERATION}flights/new/", views.new_flight, name="new_flight"),
    path(_FLIGHT, views.flight, name="flight"),
    path(f"{_FLIGHT}event/", views.flight_event, name="flight_event"),
    path(f"{_FLIGHT}slip/", views.slip, name="slip"),
    path(f"{_FLIGHT}draft/", views.draft, name="draft"),
    path(f"{_FLIGHT}approve/", views.approve, name="approve"),
    path(f"{_FLIGHT}board/<uuid:person>/", views.board, name="board"),
    path(f"{_FLIGHT}offload/<uuid:person>/", views.offload, name="offload"),
    path(f"{_FLIGHT}fitness/", views.fitness, name="fitness"),
    path(f"{_FLIGHT}counts/", views.headcounts, name="headcounts"),
    path(f"{_FLIGHT}counts/open/", views.open_point, name="open_point"),
    path(f"{_FLIGHT}counts/enter/", views.count, name="count"),
    path(f"{_FLIGHT}counts/again/", views.recount, name="recount"),
    path(f"{_FLIGHT}counts/close/", views.close_point, name="close_point"),
    path(_CUSTODY, views_custody.custody, name="custody"),
    path(f"{_CUSTODY}handover/", views_custody.hand_over, name="hand_over"),
    path(f"{_CUSTODY}handovers/<uuid:handover>/", views_custody.sheet, name="sheet"),
    path(f"{_CUSTODY}settle/", views_custody.settle, name="settle"),
    path(f"{_CUSTODY}lost/", views_custody.lose_sight, name="lose_sight"),
]
