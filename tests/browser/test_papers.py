"""The pages of official papers and of entries from a child's file, in a real browser."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jusan.clearance.models import IssuedPaper, PaperCopy
from jusan.clearance.papers.keeping import sha256
from tests.access.rows_papers import _story
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser


def _addresses(cast):
    story = _story(cast)
    place = {"operation": cast.aqqu.slug}
    child = {**place, "person": story.children[0]}
    handover = {**child, "handover": story.handovers[0].id}
    return [
        reverse("clearance:papers", kwargs=child),
        reverse("clearance:statement", kwargs=child),
        reverse("clearance:note", kwargs=place),
        reverse("clearance:transfer", kwargs=handover),
        reverse("journey:positions", kwargs=child),
        reverse("journey:papers", kwargs=child),
        reverse("journey:parents", kwargs=child),
        reverse("journey:child", kwargs=child),
    ]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_papers_is_accessible_and_fits(cast, page_for, language, viewport):
    addresses = _addresses(cast)
    window = page_for(cast.demonstration, language, viewport)
    for address in addresses:
        answer = window.page.goto(address)
        assert answer.status == 200, address
        window.axe()
        window.assert_fits()
        window.snap(f"{address.strip('/').replace('/', '-')[-60:]}-{language}-{viewport['width']}")


def test_a_paper_is_issued_on_a_phone_and_its_copy_is_what_was_kept(cast, page_for):
    story = _story(cast)
    kwargs = {"operation": cast.aqqu.slug, "person": story.children[0]}
    page = page_for(cast.legal_officer, "en", PHONE).page
    page.goto(reverse("clearance:papers", kwargs=kwargs))
    page.get_by_role("link", name="Draw up").first.click()
    page.get_by_label("Office of the officer").fill("Consul")
    page.get_by_label("Authority of the officer").fill("Embassy of Dala")
    page.get_by_label("Office of the person beside her").fill("Advocate")
    page.get_by_label("Authority of the person beside her").fill("Bar of Nahrain")
    page.get_by_label("She confirmed it").check()
    page.get_by_role("button", name="Issue").click()
    page.get_by_text("Issued under number F2-002/2031.").wait_for()
    paper = IssuedPaper.objects.get(serial=2)
    with page.expect_download() as got:
        page.get_by_role("link", name="F2-002/2031 PDF ru").click()
    content = got.value.path().read_bytes()
    assert sha256(content) == PaperCopy.objects.get(paper=paper.id, language="ru").sha256
    assert got.value.suggested_filename == f"F2-{paper.id.hex[:8]}-ru.pdf"
