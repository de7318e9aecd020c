"""The file of a child shows what each column hands over."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation

from jusan.core.people.queries import identity_status
from tests.access.rows_identification import _prepared
from tests.access.walk import client_of


def _page(cast, user, language: str = "en") -> str:
    child = _prepared(cast).person("host_list.xlsx#2")
    url = reverse("journey:child", kwargs={"operation": cast.aqqu.slug, "person": child})
    client = client_of(user)
    client.cookies["django_language"] = language
    page = client.get(url).content.decode()
    start = page.index('aria-labelledby="identification-section"')
    return page[start : page.index("</section>", start)]


def test_identity_is_shown_with_its_status_conclusions_and_tubes(cast) -> None:
    section = _page(cast, cast.laboratory)
    label = str(identity_status([_prepared(cast).person("host_list.xlsx#2")]).label)
    assert f"<strong>{label}</strong>" in section
    assert "/identification/conclusions/" in section
    assert "/identification/results/" in section


def test_numbers_of_the_laboratory_stay_with_those_who_may_read_dna(cast) -> None:
    section = _page(cast, cast.legal_officer)
    assert "<strong>" in section
    assert "hidden: DNA" in section
    assert "/identification/results/" not in section


def test_the_status_speaks_the_language(cast) -> None:
    status = identity_status([_prepared(cast).person("host_list.xlsx#2")])
    with translation.override("ar"):
        label = str(status.label)
    assert f"<strong>{label}</strong>" in _page(cast, cast.laboratory, "ar")
