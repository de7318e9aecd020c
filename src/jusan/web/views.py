"""Signing in and out, and the pages that belong to nobody in particular."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import logout, views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from jusan.core.access.models import User
from jusan.web import showcase

LOGIN_LENGTH = 60


class SignInForm(AuthenticationForm):
    """Login and password."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["username"]
        field.label = _("Login")
        # The base form tells only the browser; a longer login would break the record of attempts.
        field.validators.append(MaxLengthValidator(LOGIN_LENGTH))


class SignIn(views.LoginView):
    """Sign in with login and password; attempts are limited by axes."""

    form_class = SignInForm
    template_name = "web/sign_in.html"
    redirect_authenticated_user = True
    extra_context = {"demonstration": settings.JUSAN_DEMO}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Go on in the user's own language, unless another was chosen on this machine."""
        response = super().form_valid(form)
        user = form.get_user()
        if isinstance(user, User) and settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Strict")
        return response


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


@login_required
def components(request: HttpRequest) -> HttpResponse:
    """Every component of the pages, with fictional people."""
    return render(request, "web/components.html", showcase.content())


# -- refusals: one page, whatever said no --------------------------------------------------------


def _refusal(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "web/refusal.html", {"status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _refusal(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _refusal(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same page as for what is there but not for this user."""
    return _refusal(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was not ours or is too old."""
    return _refusal(request, 403)
