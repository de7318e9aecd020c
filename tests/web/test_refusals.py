"""What a reader is told when a page or an act is not theirs."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.mark.parametrize(
    ("language", "role"), [("en", "Coordinator"), ("ru", "Координатор"), ("ar", "المنسّق")]
)
def test_whose_work_it_is_is_said_in_the_readers_language(cast, language, role):
    client = Client()
    client.force_login(cast.tracing_officer, backend=BACKEND)
    client.cookies["django_language"] = language
    answer = client.get(reverse("reporting:brief", kwargs={"operation": "aqqu"}))
    assert answer.status_code == 403
    body = answer.content.decode()
    assert f"<li>{role}</li>" in body
    assert "needs the role" not in body
