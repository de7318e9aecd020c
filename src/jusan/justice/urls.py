"""Pages of justice and of safeguarding."""

from __future__ import annotations

from django.urls import path

from jusan.justice import views

app_name = "justice"
_ROOT = "o/<slug:operation>/justice/"
urlpatterns = [
    path(_ROOT, views.proceedings, name="proceedings"),
    path(_ROOT + "orders/", views.orders, name="orders"),
    path(_ROOT + "orders/enter/", views.request_access, name="request_access"),
    path(_ROOT + "orders/<uuid:access>/approve/", views.approve, name="approve"),
    path(_ROOT + "orders/<uuid:access>/carried-out/", views.carry_out, name="carry_out"),
]
