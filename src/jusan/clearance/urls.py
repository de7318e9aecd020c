"""Pages of clearance."""

from __future__ import annotations

from django.urls import path

from jusan.clearance import views, views_determining
from jusan.clearance.papers import views as papers

app_name = "clearance"
urlpatterns = [
    path("o/<slug:operation>/clearance/", views.board, name="board"),
    path("o/<slug:operation>/clearance/note/", papers.note_verbale, name="note"),
    path(
        "o/<slug:operation>/clearance/issued/<uuid:paper>/<slug:language>/",
        papers.copy,
        name="copy",
    ),
    path("o/<slug:operation>/clearance/issued/<uuid:paper>/", papers.end, name="end"),
    path("o/<slug:operation>/clearance/<uuid:person>/", views.child, name="child"),
    path("o/<slug:operation>/clearance/<uuid:person>/event/", views.event, name="event"),
    path(
        "o/<slug:operation>/clearance/<uuid:person>/determine/",
        views_determining.determine,
        name="determine",
    ),
    path("o/<slug:operation>/clearance/<uuid:person>/part/", views_determining.part, name="part"),
    path("o/<slug:operation>/clearance/<uuid:person>/papers/", papers.papers, name="papers"),
    path(
        "o/<slug:operation>/clearance/<uuid:person>/statement/",
        papers.mothers_statement,
        name="statement",
    ),
    path(
        "o/<slug:operation>/clearance/<uuid:person>/transfer/<uuid:handover>/",
        papers.act_of_transfer,
        name="transfer",
    ),
]
