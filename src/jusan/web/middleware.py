"""What every request passes: no permit is carried over, and refusals become plain answers."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jusan.core.access.roles import RULES, Role
from jusan.core.errors import BadInput, JusanError, NotPermitted, NotVisible, Refused
from jusan.core.vault import permits
from jusan.core.vault.errors import KeyDestroyed

Answer = Callable[[HttpRequest], HttpResponse]

_STATUS: tuple[tuple[type[JusanError], int], ...] = (
    (NotVisible, 404),
    (NotPermitted, 403),
    (BadInput, 400),
    (Refused, 409),
    # Somebody destroyed this subject's keys while the form was open.
    (KeyDestroyed, 409),
)


#: What no page of ours needs, so that no injected script gets it either.
_UNUSED = ("camera", "geolocation", "microphone", "payment", "usb")


class HeaderMiddleware:
    """Headers that Django and the content policy do not set, on every answer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = ", ".join(f"{name}=()" for name in _UNUSED)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


class PermitMiddleware:
    """Each request starts with no permit and leaves none behind (worker threads are reused)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = permits.clear()
        try:
            response = self.get_response(request)
        finally:
            permits.revoke(token)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response


class RefusalMiddleware:
    """Errors of our own tree become 404, 403, 400 or 409 with their sentence."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal; anything else stays an error."""
        for kind, status in _STATUS:
            if isinstance(error, kind):
                # A stranger must not learn from the sentence that something is there.
                sentence = "" if status == 404 else error.shown
                roles = [RULES[Role(code)].label for code in error.data.get("roles", ())]
                context = {"status": status, "sentence": sentence, "roles": roles}
                return render(request, "web/refusal.html", context, status=status)
        return None
