"""Signing in and out, and the pages that belong to nobody in particular."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout, views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST


class SignIn(views.LoginView):
    """Sign in with login and password; attempts are limited by axes."""

    template_name = "web/sign_in.html"
    redirect_authenticated_user = True
    extra_context = {"demonstration": settings.JUSAN_DEMO}


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and have the browser forget what it kept."""
    logout(request)
    response = redirect("sign_in")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def health(_request: HttpRequest) -> HttpResponse:
    """Whether the server answers; says nothing else."""
    return HttpResponse("ok", content_type="text/plain")
