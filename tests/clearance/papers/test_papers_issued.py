"""Papers issued for real: what the record must hold, who issues, and that a paper never changes."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, timedelta

import pdftext
import pytest
from django.urls import reverse

from jusan.clearance.models import IssuedPaper, PaperCopy, PaperForm, PaperShare
from jusan.clearance.operations import set_conventional_birth
from jusan.clearance.papers import issuing, keeping, reading
from jusan.clearance.papers.drafts import note, statement, transfer
from jusan.clearance.papers.forms import TransferForm
from jusan.clearance.papers.gathering import birth_of, names_from
from jusan.clearance.papers.record import RecordError
from jusan.clearance.papers.render import render
from jusan.core import clock
from jusan.core.access.roles import Role
from jusan.core.claims.operations import destroy_subject
from jusan.core.consent.models import Outcome
from jusan.core.documents.models import Document, DocumentKind, DocumentState
from jusan.core.errors import NotPermitted, NotVisible, Refused
from jusan.core.history.checking import first_faults
from jusan.core.history.models import Event, ReadEntry
from jusan.core.vault import permits
from jusan.core.vault.errors import NoPermit
from tests.access.test_odd_input import ODD
from tests.access.walk import client_of
from tests.clearance.paper_story import (
    issue_note,
    issue_statement,
    make_papers,
    order_statement,
    say,
    transfer_post,
)
from tests.conftest import STORY_DAY

LANGUAGES = ("ar", "en", "kk", "ru")


@pytest.fixture
def story(cast):
    return make_papers(cast)


def _copy(story, paper, language="en", reader=None):
    cast = story.cast
    return issuing.reprint(
        reader=reader or cast.diplomat,
        operation=cast.aqqu,
        paper=paper.id,
        language=language,
        route="t",
    )


def _ground(story, child=0):
    cast = story.cast
    return statement.ground(cast.diplomat, cast.aqqu, story.children[child], route="t")


# -- what was issued stays what it was -----------------------------------------------------------


def test_an_issued_paper_is_on_record_with_its_number_issuer_and_hashes(story):
    paper = issue_statement(story)
    document = Document.objects.get(id=paper.document)
    assert (document.kind, document.issuer) == (DocumentKind.CONSENT_DEED, "Embassy of Dala")
    assert document.content_sha256 == paper.record_sha256
    assert issuing.number_of(paper) == "F2-001/2031"
    event = Event.objects.get(kind="clearance.paper_issued")
    payload = json.loads(event.payload)
    for copy in PaperCopy.objects.filter(paper=paper.id):
        assert payload[f"sha256_{copy.language}"] == copy.sha256
        assert keeping.sha256(_copy(story, paper, copy.language)[1]) == copy.sha256
    assert sorted(PaperCopy.objects.values_list("language", flat=True)) == list(LANGUAGES)
    assert set(json.loads(event.subjects)) == {
        str(leaf) for leaf in (*story.children, story.mother)
    }
    assert first_faults() == []


def test_the_copies_are_what_the_record_said_and_the_number_under_which_it_was_issued(story):
    order = order_statement(story)
    paper = issuing.issue(actor=story.cast.diplomat, operation=story.cast.aqqu, order=order)
    assert _copy(story, paper, "ru")[1] == render(order.make("F2-001/2031"), "ru")
    page = pdftext.text_of(render(order.make("F2-001/2031"), "en", pretty=True))
    for words in ("Gulnar Serikova", "Let them go to school.", "CONSENT", "R. Nasser", "Advocate"):
        assert pdftext.squeeze(words) in page


def test_a_later_change_of_the_record_changes_no_issued_paper(story):
    paper = issue_statement(story)
    before = _copy(story, paper)[1]
    say(story, story.children[0], Outcome.WITHDRAWN, hours=30)
    assert _copy(story, paper)[1] == before
    with clock.at(STORY_DAY + timedelta(days=2)):
        again = issue_statement(story)
    assert issuing.number_of(again) == "F2-002/2031"
    assert _copy(story, again)[1] != before


def test_what_stands_in_the_database_says_no_name(story):
    paper = issue_statement(story)
    copy = PaperCopy.objects.get(paper=paper.id, language="en")
    assert b"%PDF" not in bytes(copy.sealed) and b"Serikova" not in bytes(copy.sealed)
    held = permits.clear()
    with pytest.raises(NoPermit):
        keeping.open_copy(paper, "en")
    permits.revoke(held)


def test_no_share_opens_a_paper_alone_and_none_is_spare(story):
    paper = issue_statement(story)
    names = PaperShare.objects.filter(paper=paper.id)
    assert names.count() == 3
    _copy(story, paper)
    shares = [row.share for row in names]
    assert len(set(shares)) == 3
    key = bytes(32)
    for share in shares:
        key = bytes(a ^ b for a, b in zip(key, bytes.fromhex(share), strict=True))
    assert key.hex() not in shares


def test_a_list_does_not_outlive_the_key_of_one_child_on_it(story):
    cast, paper = story.cast, issue_note(story)
    assert _copy(story, paper, reader=cast.diplomat)[1].startswith(b"%PDF")
    destroy_subject(
        actor=cast.data_protection_officer,
        approver=cast.coordinator,
        person=story.children[1],
        reason_code="request",
    )
    with pytest.raises(Refused, match="destroyed"):
        _copy(story, paper)
    assert first_faults() == []


def test_two_who_issue_at_once_never_share_a_number(story):
    order = order_statement(story)

    def slow(number):
        issue_statement(story)
        return order.make(number)

    late = dataclasses.replace(order, make=slow)
    with pytest.raises(Refused, match="number"):
        issuing.issue(actor=story.cast.diplomat, operation=story.cast.aqqu, order=late)
    assert list(IssuedPaper.objects.values_list("serial", flat=True)) == [1]


# -- what the record must hold -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("silent", "word"),
    [
        ("in_private", "private"),
        ("read_back", "read back"),
        ("witness", "witness"),
        ("cooling_off_hours", "reflection"),
        ("linked_to_privileges", "promised"),
        ("language", "language"),
        ("place", "where"),
    ],
)
def test_consent_of_which_the_record_does_not_say_that_it_was_free_makes_no_paper(
    story, silent, word
):
    say(story, story.children[0], Outcome.CONSENT, hours=1, **{silent: ""})
    missing = _ground(story).missing
    assert any(word in gap for gap in missing), missing


def test_a_position_linked_to_privileges_is_never_printed_as_free(story):
    say(story, story.children[0], Outcome.CONSENT, hours=1, linked_to_privileges="yes")
    assert any("promised" in gap for gap in _ground(story).missing)


def test_a_refusal_needs_no_time_for_reflection(story):
    say(story, story.children[0], Outcome.REFUSED, hours=1, cooling_off_hours="", read_back="no")
    found = _ground(story)
    assert found.missing == ()
    assert [row.outcome for _child, row, _heard in found.said] == ["refused"]


def test_one_statement_holds_what_was_said_at_one_sitting_and_still_stands(story):
    assert len(_ground(story).said) == 2
    say(story, story.children[1], Outcome.WITHDRAWN, hours=26)
    assert [row.outcome for _c, row, _h in _ground(story).said] == ["consent"]
    assert [row.outcome for _c, row, _h in _ground(story, 1).said] == ["withdrawn"]


def test_who_is_not_recorded_as_a_parent_gives_no_mothers_statement(story):
    from jusan.core.people.operations import retract_parent
    from jusan.core.people.queries import live_parent_links

    for link in live_parent_links([story.children[0]]):
        retract_parent(actor=story.cast.tracing_officer, link=link, reason_code="wrong")
    assert any("parent" in gap for gap in _ground(story).missing)


def test_without_a_confirmation_consent_is_not_printed(story):
    from tests.clearance.paper_story import TYPED

    with pytest.raises(RecordError, match="confirmed"):
        statement.paper(_ground(story), "F2-001/2031", {**TYPED, "confirmed": False})


def test_a_note_names_only_children_whom_the_state_recognises(cast, story):
    from jusan.core.people.models import IdentityStatus
    from jusan.core.people.operations import record_identity

    rows = note.candidates(cast.diplomat, cast.aqqu, route="t")
    assert [row.missing for row in rows] == [(), ()]
    with clock.at(STORY_DAY + timedelta(days=1)):
        record_identity(
            actor=cast.qualified,
            operation=cast.aqqu.id,
            person=story.children[0],
            status=IdentityStatus.VOID,
            conclusion=story.mother,
        )
        (row,) = note.candidates(cast.diplomat, cast.aqqu, [story.children[0]], route="t")
    assert row.missing
    (mother,) = note.candidates(cast.diplomat, cast.aqqu, [story.mother], route="t")
    assert len(mother.missing) == 3


def test_one_act_covers_all_who_passed_together_and_names_who_stayed(cast, story):
    found = transfer.ground(cast.coordinator, cast.aqqu, story.handovers[0], route="t")
    assert {one.head for one in found.given} == set(story.children)
    form = TransferForm(found, transfer_post(found))
    assert form.is_valid(), form.errors
    paper = transfer.paper(found, "F10-001/2031", form.typed())
    assert paper.happened_at.isoformat() == "2031-04-01T15:00:00+03:00"
    assert [child.wristband_no for child in paper.children] == ["W-0", "W-1"]
    assert paper.children[0].belongings == ("Photograph of the mother", "Letter")
    assert paper.giver.authority.en == "Prison service"


def test_a_child_whom_the_giver_still_holds_can_be_named_with_the_reason(cast, story):
    from jusan.core.custody.operations import first_sighting
    from tests.casting import child_line, receive

    (third,) = receive(cast.tracing_officer, cast.aqqu, child_line(3, "Maryam"), tag="third")
    first_sighting(
        actor=cast.field_officer,
        operation=cast.aqqu.id,
        subject=third,
        custodian=story.prison.id,
        place=story.place.id,
    )
    found = transfer.ground(cast.coordinator, cast.aqqu, story.handovers[0], route="t")
    # Nobody of the mission has signed yet: the two still stand in the prison's hands as well.
    assert [one.head for one in found.still_held] == [third]
    post = {**transfer_post(found), f"kept_{third}": "not_fit", f"kept_note_{third}": "fever"}
    form = TransferForm(found, post)
    assert form.is_valid(), form.errors
    paper = transfer.paper(found, "n", form.typed())
    assert [(row.reason, row.note) for row in paper.not_transferred] == [("not_fit", "fever")]
    assert third in found.named(form.stayed())


@pytest.mark.parametrize(
    ("stated", "precision", "parts"),
    [
        (("2025-03-09", "2025-03-09"), "day", (2025, 3, 9)),
        (("2025-03-01", "2025-03-31"), "month", (2025, 3, None)),
        (("2025-01-01", "2025-12-31"), "year", (2025, None, None)),
        (("2024-06-01", "2026-06-01"), "unknown", (None, None, None)),
        (None, "unknown", (None, None, None)),
    ],
)
def test_an_interval_of_birth_is_printed_as_far_as_it_is_known(
    cast, story, stated, precision, parts
):
    pair = dict(zip(("earliest", "latest"), stated, strict=True)) if stated else None
    found = birth_of([story.children[0]], pair)
    assert (found.precision, (found.year, found.month, found.day)) == (precision, parts)


def test_a_conventional_date_stands_only_on_the_decision_of_an_authority(cast, story):
    year = {"earliest": "2025-01-01", "latest": "2025-12-31"}
    assert not birth_of([story.children[0]], year).conventional
    set_conventional_birth(
        actor=cast.legal_officer,
        operation=cast.aqqu,
        child=story.children[0],
        day=date(2025, 7, 1),
        authority="Registry of Dala",
        why="x",
    )
    _ground(story)
    found = birth_of([story.children[0]], year)
    assert (found.conventional, found.month) == (True, 7)
    assert "Registry of Dala" in found.decision
    exact = {"earliest": "2025-03-09", "latest": "2025-03-09"}
    assert not birth_of([story.children[0]], exact).conventional


def test_a_name_stands_in_each_script_in_its_best_form():
    found = names_from([("latin", "Amina"), ("", "Әмина"), ("latin", "Aminah"), ("", "أمينة")])
    assert (found.latin, found.cyrillic, found.arabic) == ("Amina", "Әмина", "أمينة")
    assert names_from([("", " ")]) is None


# -- who issues and who reads --------------------------------------------------------------------


def test_each_form_is_issued_by_its_own_roles_and_by_nobody_else(cast, story):
    from jusan.clearance.policies import ISSUERS

    order = order_statement(story)
    for form in PaperForm:
        wrong = dataclasses.replace(order, form=form)
        for role in set(Role) - {*ISSUERS[form], Role.DEMONSTRATION}:
            with pytest.raises(NotPermitted):
                issuing.issue(actor=getattr(cast, role.value), operation=cast.aqqu, order=wrong)
            with pytest.raises(NotPermitted):
                issuing.draft(
                    actor=getattr(cast, role.value),
                    operation=cast.aqqu,
                    order=wrong,
                    language="en",
                )
    assert not IssuedPaper.objects.exists()


def test_a_copy_is_opened_by_its_readers_and_each_opening_is_recorded_first(cast, story):
    paper = issue_statement(story)
    before = ReadEntry.objects.filter(purpose="issued paper F2").count()
    _copy(story, paper, reader=cast.legal_officer)
    entry = ReadEntry.objects.filter(purpose="issued paper F2").latest("at")
    assert ReadEntry.objects.filter(purpose="issued paper F2").count() == before + 1
    assert set(json.loads(entry.subjects)) == {str(x) for x in (*story.children, story.mother)}
    assert entry.reader == cast.legal_officer.id
    for user in (cast.laboratory, cast.justice_officer, cast.theologian, cast.field_officer):
        with pytest.raises(NotPermitted):
            _copy(story, paper, reader=user)
    for user in (cast.media_officer, cast.administrator, cast.auditor, cast.stranger):
        with pytest.raises(NotVisible):
            _copy(story, paper, reader=user)


def test_a_paper_that_says_where_children_are_opens_to_who_may_know_or_wrote_it(cast, story):
    paper = issue_note(story)
    _copy(story, paper, reader=cast.coordinator)
    _copy(story, paper, reader=cast.diplomat)
    from tests.casting import make_user

    other = make_user(Role.DIPLOMAT, cast.aqqu.id, by=cast.root, login="second consul")
    for user in (other, cast.legal_officer):
        with pytest.raises(NotPermitted):
            _copy(story, paper, reader=user)


def test_a_paper_of_another_operation_or_language_does_not_exist(cast, story):
    paper = issue_statement(story)
    with pytest.raises(NotVisible):
        issuing.reprint(
            reader=cast.stranger, operation=cast.kokmaisa, paper=paper.id, language="en", route="t"
        )
    with pytest.raises(NotVisible):
        _copy(story, paper, "de")


# -- the pages -----------------------------------------------------------------------------------


def _url(story, name, **more):
    kwargs = {"operation": story.cast.aqqu.slug, **more}
    return reverse(f"clearance:{name}", kwargs=kwargs)


def _statement_post(**more):
    return {
        "language": "en",
        "officer_office": "Consul",
        "officer_authority": "Embassy of Dala",
        "witness_is": "counsel",
        "witness_office": "Advocate",
        "witness_authority": "Bar",
        "confirmed": "on",
        **more,
    }


def test_a_statement_is_drafted_then_issued_then_downloaded(cast, story):
    client = client_of(cast.legal_officer)
    url = _url(story, "statement", person=story.children[0])
    assert client.get(url).status_code == 200
    draft = client.post(url, _statement_post(do="draft"))
    assert draft["Content-Type"] == "application/pdf"
    assert draft["Content-Disposition"] == 'attachment; filename="draft-en.pdf"'
    assert not IssuedPaper.objects.exists()
    assert client.post(url, _statement_post(do="issue")).status_code == 302
    paper = IssuedPaper.objects.get()
    page = client.get(_url(story, "papers", person=story.children[1])).content.decode()
    copy_url = _url(story, "copy", paper=paper.id, language="kk")
    assert copy_url in page and "F2-001/2031" in page
    copy = client.get(copy_url)
    assert keeping.sha256(copy.content) == PaperCopy.objects.get(language="kk").sha256
    name = copy["Content-Disposition"]
    assert name == f'attachment; filename="F2-{paper.id.hex[:8]}-kk.pdf"'
    assert copy["Cache-Control"] == "no-store"
    assert copy.content != draft.content


def test_a_draft_says_so_across_the_page_and_an_issued_paper_does_not(story):
    order = order_statement(story)
    paper = order.make("F2-001/2031")
    words = {"en": "DRAFT", "kk": "ЖОБА", "ru": "ПРОЕКТ"}
    for language, word in words.items():
        assert word in pdftext.text_of(render(paper, language, draft=True, pretty=True))
        assert word not in pdftext.text_of(render(paper, language, pretty=True))


@pytest.mark.parametrize("do", ["", "draft", "ISSUE", "x\x00"])
def test_only_the_button_itself_issues(cast, story, do):
    url = _url(story, "statement", person=story.children[0])
    answer = client_of(cast.legal_officer).post(url, _statement_post(do=do))
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert not IssuedPaper.objects.exists()


@pytest.mark.parametrize("label", sorted(ODD))
def test_odd_words_are_issued_as_text_or_refused_never_an_error(cast, story, label):
    url = _url(story, "statement", person=story.children[0])
    client = client_of(cast.legal_officer)
    for field in ("officer_office", "officer_authority", "interpreter", "language"):
        answer = client.post(url, _statement_post(do="issue", **{field: ODD[label]}))
        assert answer.status_code in {302, 400}, field
    paper = IssuedPaper.objects.first()
    if paper is not None:
        assert _copy(story, paper, "ar", reader=cast.legal_officer)[1].startswith(b"%PDF")


def test_what_cannot_be_printed_is_said_on_the_form_and_nothing_is_issued(cast, story):
    client = client_of(cast.diplomat)
    url = _url(story, "statement", person=story.children[0])
    values = _statement_post(do="issue")
    del values["confirmed"]
    answer = client.post(url, values)
    assert answer.status_code == 400 and "confirmed" in answer.content.decode()
    assert not IssuedPaper.objects.exists()


def test_a_note_for_a_batch_is_issued_from_its_page_and_reached_from_the_board(cast, story):
    client = client_of(cast.diplomat)
    url = _url(story, "note")
    assert url in client.get(_url(story, "board")).content.decode()
    assert url not in client_of(cast.legal_officer).get(_url(story, "board")).content.decode()
    post = {
        "language": "ru",
        "children": [str(child) for child in story.children],
        "sender_kind": "embassy",
        "sender": "Посольство Далы",
        "recipient": "МИД Нахрайна",
        "written_at": "Нахрайн",
        "custody": str(story.place.id),
        "do": "issue",
    }
    assert client.post(url, post).status_code == 302
    paper = IssuedPaper.objects.get()
    document = Document.objects.get(id=paper.document)
    assert (document.subject, document.issuer) == (cast.aqqu.id, "Посольство Далы")
    assert client.post(url, {**post, "children": [str(story.mother)]}).status_code == 400


def test_an_issued_note_can_be_revoked_and_its_copies_stay(cast, story):
    paper = issue_note(story)
    before = _copy(story, paper)[1]
    client = client_of(cast.coordinator)
    url = _url(story, "end", paper=paper.id)
    assert url in client.get(_url(story, "papers", person=story.children[0])).content.decode()
    assert client.post(url, {"state": "burnt"}).status_code == 400
    assert client.post(url, {"state": "revoked"}).status_code == 302
    assert client.post(url, {"state": "revoked"}).status_code == 409
    assert DocumentState.objects.get().document == paper.document
    page = client.get(_url(story, "papers", person=story.children[0])).content.decode()
    assert "revoked" in page
    assert _copy(story, paper)[1] == before
    social = client_of(cast.social_worker)
    assert social.post(url, {"state": "lost"}).status_code == 403
    assert url not in social.get(_url(story, "papers", person=story.children[0])).content.decode()


def test_an_act_is_issued_by_who_may_know_where_children_are(cast, story):
    kwargs = {"person": story.children[0], "handover": story.handovers[0].id}
    url = _url(story, "transfer", **kwargs)
    found = transfer.ground(cast.coordinator, cast.aqqu, story.handovers[0], route="t")
    assert client_of(cast.diplomat).get(url).status_code == 403
    client = client_of(cast.field_officer)
    assert client.post(url, {**transfer_post(found), "do": "issue"}).status_code == 302
    paper = IssuedPaper.objects.get()
    assert Document.objects.get(id=paper.document).kind == DocumentKind.ACT_OF_TRANSFER
    assert client.get(_url(story, "copy", paper=paper.id, language="en")).status_code == 200
    other = _url(story, "transfer", person=story.mother, handover=story.handovers[0].id)
    assert client.get(other).status_code == 404


def test_the_file_of_a_child_lists_its_official_papers(cast, story):
    paper = issue_statement(story)
    url = reverse(
        "journey:child", kwargs={"operation": cast.aqqu.slug, "person": story.children[1]}
    )
    page = client_of(cast.legal_officer).get(url).content.decode()
    assert "F2-001/2031" in page
    assert _url(story, "copy", paper=paper.id, language="en") in page
    page = client_of(cast.theologian).get(url).content.decode()
    assert _url(story, "copy", paper=paper.id, language="en") not in page


def test_the_page_says_what_is_missing_and_offers_nothing_that_cannot_be(cast, story):
    say(story, story.children[0], Outcome.CONSENT, hours=1, read_back="")
    client = client_of(cast.legal_officer)
    page = client.get(_url(story, "papers", person=story.children[0])).content.decode()
    assert "read back" in page
    assert _url(story, "statement", person=story.children[0]) not in page
    answer = client.post(
        _url(story, "statement", person=story.children[0]), _statement_post(do="issue")
    )
    assert answer.status_code == 400 and not IssuedPaper.objects.exists()


def test_no_genotype_and_no_protection_statement_reaches_a_paper(story):
    from jusan.clearance.papers.canonical import canonical_json

    text = canonical_json(order_statement(story).make("n")).decode().lower()
    for word in ("genotype", "allele", "d3s1358", "why", "ln_lr"):
        assert word not in text


def test_a_page_for_a_user_lists_only_forms_of_that_user(cast, story):
    assert reading.may(cast.legal_officer, cast.aqqu) == {
        "statement": True,
        "note": False,
        "transfer": False,
    }
