"""Rendering a line of template as a page would."""

from __future__ import annotations

from typing import Any

from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation


def render(source: str, language: str = "en", address: str = "/", **context: Any) -> str:
    """The text of a template that loads our components."""
    request = RequestFactory().get(address)
    with translation.override(language):
        template = Template("{% load jusan %}" + source)
        return template.render(Context({"request": request, **context}))
