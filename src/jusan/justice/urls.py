"""Pages of justice and of safeguarding."""

from __future__ import annotations

from django.urls import path

from jusan.justice import entries, views

app_name = "justice"
_ROOT = "o/<slug:operation>/justice/"
urlpatterns = [
    path(_ROOT, views.proceedings, name="proceedings"),
    path(_ROOT + "enter/", views.find_adult, name="find_adult"),
    path(_ROOT + "enter/<uuid:person>/", entries.enter_proceeding, name="enter_proceeding"),
    path(_ROOT + "<uuid:proceeding>/sentence/", entries.enter_sentence, name="enter_sentence"),
    path(_ROOT + "<uuid:proceeding>/hearing/", entries.enter_hearing, name="enter_hearing"),
    path(_ROOT + "<uuid:proceeding>/state/", entries.set_state, name="set_state"),
    path(_ROOT + "orders/", views.orders, name="orders"),
    path(_ROOT + "orders/enter/", views.find_person, name="find_person"),
    path(_ROOT + "orders/enter/<uuid:person>/", entries.request_access, name="request_access"),
    path(_ROOT + "orders/<uuid:access>/approve/", views.approve, name="approve"),
    path(_ROOT + "orders/<uuid:access>/carried-out/", entries.carry_out, name="carry_out"),
]
