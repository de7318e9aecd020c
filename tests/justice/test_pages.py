"""The pages of justice and safeguarding."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jusan.justice.models import CourtAccess, CourtHandover
from jusan.justice.safeguarding.models import Concern
from tests.access.rows_justice import ROWS, _concern, _operation, _order, _prepared
from tests.access.walk import client_of, wrong


def test_every_role_on_every_page(cast):
    _prepared(cast)
    assert wrong(ROWS, cast) == []


def test_an_order_by_hand(cast):
    _prepared(cast)
    client_of(cast.data_protection_officer).post(reverse("justice:approve", kwargs=_order(cast)))
    url = reverse("justice:carry_out", kwargs=_order(cast))
    client_of(cast.safeguarding_lead).post(url, {"statements": "3"})
    assert CourtHandover.objects.get().statements == 3
    page = client_of(cast.auditor).get(reverse("justice:orders", kwargs=_operation(cast)))
    assert "O-1" in page.content.decode() and "Samal" not in page.content.decode()


def test_a_concern_by_hand(cast):
    _prepared(cast)
    url = reverse("safeguarding:raise", kwargs=_operation(cast))
    client_of(cast.laboratory).post(url, {"text": "<i>x</i>", "about": str(cast.medical.id)})
    assert Concern.objects.filter(about_human=cast.medical.human).count() == 1
    lead = client_of(cast.safeguarding_lead)
    page = lead.get(reverse("safeguarding:concerns", kwargs=_operation(cast))).content.decode()
    assert "&lt;i&gt;x&lt;/i&gt;" in page
    step = reverse("safeguarding:step", kwargs=_concern(cast))
    assert lead.post(step, {"kind": "closed", "words": "settled"}).status_code == 302


@pytest.mark.parametrize("odd", ["", "\x00", "9" * 5000, "\u202e\ud7ff", "-1"])
def test_odd_input_never_breaks(cast, odd):
    _prepared(cast)
    fields = ("text", "about", "kind", "words", "person", "court", "order_reference", "statements")
    for name, kwargs, user in (
        ("safeguarding:raise", _operation, cast.media_officer),
        ("safeguarding:step", _concern, cast.safeguarding_lead),
        ("justice:request_access", _operation, cast.justice_officer),
        ("justice:carry_out", _order, cast.safeguarding_lead),
    ):
        answer = client_of(user).post(
            reverse(name, kwargs=kwargs(cast)), dict.fromkeys(fields, odd)
        )
        assert answer.status_code in {200, 302, 400, 409}
    assert CourtAccess.objects.count() == 1
