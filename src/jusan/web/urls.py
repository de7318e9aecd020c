"""The address book of the application."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from jusan.journey import views as journey
from jusan.web import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", journey.start, name="start"),
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("language/", set_language, name="set_language"),
    path("healthz", views.health, name="health"),
    path("components/", views.components, name="components"),
    path("", include("jusan.journey.urls")),
    path("", include("jusan.tracing.urls")),
    path("", include("jusan.identification.urls")),
    path("", include("jusan.clearance.urls")),
    path("", include("jusan.diplomacy.urls")),
    path("", include("jusan.repatriation.urls")),
    path("", include("jusan.reintegration.urls")),
    path("", include("jusan.justice.urls")),
    path("", include("jusan.justice.safeguarding.urls")),
    path("", include("jusan.reporting.urls")),
]

handler400 = "jusan.web.views.bad_request"
handler403 = "jusan.web.views.forbidden"
handler404 = "jusan.web.views.not_found"
