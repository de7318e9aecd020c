"""What every page's shell needs: language direction, operations, the "as of" clock."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language_bidi

from jusan.core import clock


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the shell; ids and labels only, so no read is logged for it."""
    context: dict[str, Any] = {
        "direction": "rtl" if get_language_bidi() else "ltr",
        "as_of": clock.now() if clock.is_shifted() else None,
    }
    return context
