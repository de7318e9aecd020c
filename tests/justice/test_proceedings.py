"""Proceedings are read by justice officers, and what children say stays behind the wall."""

from __future__ import annotations

import ast
import json
from datetime import date
from pathlib import Path

import pytest

import jusan.justice
from jusan.core.access.roles import RULES, Role
from jusan.core.claims.drafts import ClaimDraft, LineDraft, MentionDraft
from jusan.core.claims.models import Claim
from jusan.core.errors import NotPermitted, Refused
from jusan.core.history.checking import first_faults
from jusan.core.history.models import EventSubject, ReadEntry
from jusan.core.vault import permits
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.errors import NoPermit
from jusan.justice import operations, queries, sections
from jusan.justice.models import CourtAccess, Proceeding
from tests.casting import assign, receive

FOLDER = Path(jusan.justice.__file__).parent


@pytest.fixture
def woman(cast):
    """A mother who also said something for protection."""
    claims = (
        ClaimDraft("name", "Samal", json.dumps({"text": "Samal", "script": "latin"}), field="name"),
        ClaimDraft(
            "statement",
            "he beat us",
            json.dumps("he beat us"),
            field="statement",
            compartment=Compartment.PROTECTION,
        ),
    )
    line = LineDraft(1, (MentionDraft("woman", "parent", {"name": "Samal"}, claims),))
    (leaf,) = receive(cast.tracing_officer, cast.aqqu, line)
    return leaf


def _proceeding(cast, woman):
    return operations.enter_proceeding(
        actor=cast.justice_officer,
        operation=cast.aqqu,
        person=woman,
        number="12/2031",
        court="Court of Sabkha",
        matter="membership",
        opened_on=date(2031, 2, 1),
    )


def _order(cast, woman, reference="O-1"):
    return operations.request_access(
        actor=cast.justice_officer,
        operation=cast.aqqu,
        person=woman,
        court="Court of Sabkha",
        order_reference=reference,
    )


def test_only_a_justice_officer_reads_and_enters(cast, woman):
    row = _proceeding(cast, woman)
    operations.enter_sentence(
        actor=cast.justice_officer,
        proceeding=row,
        on=date(2031, 3, 1),
        sentence="fifteen years",
        final=True,
        years="15",
    )
    (view,) = queries.proceedings(cast.justice_officer, cast.aqqu, route="t")
    assert (view.label, view.body["court"], view.state) == ("Samal", "Court of Sabkha", "open")
    assert view.sentences[0][1]["years"] == "15"
    for role in set(Role) - {Role.JUSTICE_OFFICER, Role.DEMONSTRATION}:
        with pytest.raises(NotPermitted):
            queries.proceedings(getattr(cast, role.value), cast.aqqu, route="t")
    assert first_faults() == []


def test_the_words_are_sealed_and_no_timeline_tells_that_there_is_a_proceeding(cast, woman):
    _proceeding(cast, woman)
    before = permits.clear()
    with pytest.raises(NoPermit):
        _ = Proceeding.objects.get().body
    permits.revoke(before)
    kinds = EventSubject.objects.filter(subject=woman).values_list("event", flat=True)
    from jusan.core.history.models import Event

    told = Event.objects.filter(id__in=list(kinds)).values_list("kind", flat=True)
    assert not [kind for kind in told if kind.startswith("justice.")]


def test_whoever_hears_protection_takes_no_part_in_proceedings(cast, woman):
    _proceeding(cast, woman)
    assign(cast.root, cast.justice_officer, Role.SOCIAL_WORKER, cast.kokmaisa.id)
    with pytest.raises(NotPermitted, match="protection"):
        queries.proceedings(cast.justice_officer, cast.aqqu, route="t")
    opened = frozenset(Compartment)
    assert sections.file_section(cast.justice_officer, cast.aqqu, [woman], opened) is None


def test_no_justice_read_opens_protection(cast, woman):
    _proceeding(cast, woman)
    before = permits.clear()
    queries.proceedings(cast.justice_officer, cast.aqqu, route="t")
    queries.waiting(cast.justice_officer, cast.aqqu)
    queries.orders(cast.justice_officer, cast.aqqu)
    said = Claim.objects.filter(compartment=Compartment.PROTECTION.value).get()
    with pytest.raises(NoPermit):
        _ = said.as_written
    permits.revoke(before)
    entries = ReadEntry.objects.filter(reader=cast.justice_officer.id)
    assert entries.exists()
    for entry in entries:
        assert Compartment.PROTECTION.value not in json.loads(entry.compartments)
    assert Compartment.PROTECTION not in RULES[Role.JUSTICE_OFFICER].compartments


def test_no_module_of_justice_can_reach_what_was_said():
    """Of the court's own modules; safeguarding beside it is a protection room, and unreachable."""
    for path in FOLDER.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
            elif isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.Attribute) and path.name != "policies.py":
                assert node.attr != "PROTECTION", path
        for name in names:
            assert "safeguarding" not in name, path
            assert "statements" not in name, path
            assert not name.endswith((".Claim", ".said_about", ".open_file")), path


def test_a_court_order_passes_three_humans_and_is_counted(cast, woman):
    order = _order(cast, woman)
    with pytest.raises(NotPermitted):
        operations.approve_access(actor=cast.justice_officer, access=order)
    with pytest.raises(Refused, match="second person"):
        operations.carry_out(actor=cast.safeguarding_lead, access=order, statements=2)
    operations.approve_access(actor=cast.data_protection_officer, access=order)
    with pytest.raises(NotPermitted):
        operations.carry_out(actor=cast.justice_officer, access=order, statements=2)
    operations.carry_out(actor=cast.safeguarding_lead, access=order, statements=2)
    _order(cast, woman, "O-2")
    counts = queries.order_counts(queries.orders(cast.auditor, cast.aqqu))
    assert (counts.requested, counts.approved, counts.carried_out, counts.statements) == (
        2,
        1,
        1,
        2,
    )
    with pytest.raises(Refused, match="already"):
        operations.carry_out(actor=cast.safeguarding_lead, access=order, statements=2)
    with pytest.raises(Refused, match="already entered"):
        _order(cast, woman)


def test_two_accounts_of_one_human_are_one_signer(cast, woman):
    from tests.casting import make_user

    twin = make_user(
        Role.DATA_PROTECTION_OFFICER,
        cast.aqqu.id,
        by=cast.root,
        login="twin",
        human=cast.justice_officer.human,
    )
    order = _order(cast, woman)
    with pytest.raises(NotPermitted, match="somebody else"):
        operations.approve_access(actor=twin, access=order)
    assert CourtAccess.objects.count() == 1
