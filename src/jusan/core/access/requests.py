"""The user of a request, typed."""

from __future__ import annotations

from django.http import HttpRequest

from jusan.core.access.models import User


def user_of(request: HttpRequest) -> User:
    """The signed-in user. Pages call it behind ``login_required``."""
    user = request.user
    assert isinstance(user, User)
    return user
