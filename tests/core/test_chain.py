"""The chain: one link an act, and every tampering is found and named."""

from __future__ import annotations

import random
import threading
from uuid import uuid4

import pytest
from django.db import connections

from jusan.core.history import acts, checking, dispatch, heads, merkle
from jusan.core.history.errors import PlaintextInHistory
from jusan.core.history.models import Event, Leaf, Link
from jusan.core.operations.models import Operation
from tests.casting import child_line, make_operation, receive
from tests.core.owner import as_owner, raw_id


def _events(cast, count, chain=None):
    for number in range(count):
        with acts.act(actor=cast.root.id, kind="t.act", chain=chain or cast.aqqu.id):
            acts.record("t.happened", subjects=[uuid4()], payload={"n": number})


def test_one_link_an_act_however_deep_it_nests(cast):
    before = Link.objects.count()
    with acts.act(actor=cast.root.id, kind="outer", chain=cast.aqqu.id):
        with acts.act(actor=cast.root.id, kind="inner", chain=cast.aqqu.id):
            acts.record("t.a")
        acts.record("t.b")
    link = Link.objects.filter(chain=cast.aqqu.id).order_by("-position").first()
    assert Link.objects.count() == before + 1
    assert (link.kind, link.leaves) == ("outer", 2)
    assert checking.first_faults() == []


def test_a_failed_act_leaves_nothing(cast):
    before = (Link.objects.count(), Event.objects.count(), Operation.objects.count())
    with (
        pytest.raises(ZeroDivisionError),
        acts.act(actor=cast.root.id, kind="t", chain=cast.aqqu.id),
    ):
        acts.record("t.a")
        _ = 1 / 0
    assert (Link.objects.count(), Event.objects.count(), Operation.objects.count()) == before


def test_a_subscriber_that_fails_undoes_the_change(cast):
    def handler(_event):
        raise ValueError("consequence failed")

    dispatch.subscribe("t.fragile", handler)
    before = Event.objects.count()
    with (
        pytest.raises(ValueError, match="consequence"),
        acts.act(actor=cast.root.id, kind="t", chain=cast.aqqu.id),
    ):
        acts.record("t.fragile")
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    "payload", [{"why": "she is his mother"}, {"name": "Айша"}, {"deep": [{"x": "a b"}]}]
)
def test_prose_does_not_get_into_the_history(cast, payload):
    with (
        pytest.raises(PlaintextInHistory),
        acts.act(actor=cast.root.id, kind="t", chain=cast.aqqu.id),
    ):
        acts.record("t.a", payload=payload)


def test_merkle_roots_tell_order_number_and_content_apart():
    a, b, c = ("aa" * 32, "bb" * 32, "cc" * 32)
    roots = [merkle.root(x) for x in ([], [a], [a, b], [b, a], [a, b, c], [a, b, c, c])]
    assert len(set(roots)) == len(roots)


def test_concurrent_acts_on_one_chain_leave_no_gap(cast):
    errors = []

    def work():
        try:
            _events(cast, 6)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    positions = Link.objects.filter(chain=cast.aqqu.id).order_by("position")
    found = list(positions.values_list("position", flat=True))
    assert found == list(range(1, len(found) + 1))
    assert len(found) >= 24
    assert checking.first_faults() == []


# -- tampering, as somebody who owns the database would -----------------------------------------


@pytest.fixture
def story(cast):
    receive(cast.tracing_officer, cast.aqqu, *(child_line(n, f"Child {n}") for n in range(1, 6)))
    _events(cast, 5)
    _events(cast, 3, chain=cast.kokmaisa.id)
    assert checking.first_faults() == []
    return cast


TAMPERINGS = {
    "an event's payload": (Event, "payload", '{"n":99}'),
    "an event's kind": (Event, "kind", "t.other"),
    "a link's root": (Link, "root", "0" * 64),
    "a link's actor": (Link, "kind", "nobody"),
    "a leaf's hash": (Leaf, "hash", "0" * 64),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a_changed_row_is_found_and_its_link_named(story, what):
    model, column, value = TAMPERINGS[what]
    rows = list(model.objects.all())
    row = random.Random(what).choice(rows)
    as_owner(
        f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = %s", (value, raw_id(row.pk))
    )
    faults = checking.first_faults()
    assert len(faults) == 1
    assert faults[0].position >= 1


def test_a_sealed_value_swapped_between_two_rows_is_found(story):
    from jusan.core.claims.models import Claim

    one, two = Claim.objects.all()[:2]
    as_owner(
        "UPDATE claims_claim SET as_written = (SELECT as_written FROM claims_claim WHERE id = %s) "
        "WHERE id = %s",
        (raw_id(one.pk), raw_id(two.pk)),
    )
    assert "was changed" in str(checking.first_faults()[0])


def test_a_deleted_row_and_a_deleted_link_are_found(story):
    event = Event.objects.filter(chain=story.aqqu.id, kind="t.happened").first()
    as_owner("DELETE FROM history_event WHERE id = %s", (raw_id(event.pk),))
    assert "is gone" in str(checking.first_faults()[0])
    link = Link.objects.filter(chain=story.kokmaisa.id).order_by("position")[1]
    as_owner("DELETE FROM history_link WHERE id = %s", (raw_id(link.pk),))
    assert any("is missing" in fault.problem for fault in checking.first_faults())


def test_a_link_recomputed_without_the_key_is_a_forgery(story):
    link = Link.objects.filter(chain=story.kokmaisa.id).order_by("-position").first()
    link.kind = "forged"
    as_owner(
        "UPDATE history_link SET kind = 'forged', hash = %s WHERE id = %s",
        (acts.link_hash(link), raw_id(link.pk)),
    )
    assert "forged" in checking.first_faults()[0].problem


def test_a_row_slipped_in_past_the_acts_is_found(story):
    as_owner(
        "INSERT INTO operations_operation (id, recorded_at, slug, name, home_state, host_profile,"
        " consent_rule, begins_on) VALUES (%s, %s, 'x', 'x', 'UTO', 'IQ_PRISON', 'required',"
        " '2031-01-01')",
        (raw_id(uuid4()), "2031-01-01 00:00:00+00:00"),
    )
    assert "has no link" in str(checking.first_faults()[0])


def test_truncation_shows_against_an_exported_head(story):
    exported = heads.export()
    assert heads.faults_against(exported) == []
    tip = Link.objects.filter(chain=story.aqqu.id).order_by("-position").first()
    rows = list(Leaf.objects.filter(link=tip.id))
    for row in rows:
        as_owner(f"DELETE FROM {row.table} WHERE id = %s", (raw_id(row.row),))
    as_owner("DELETE FROM history_leaf WHERE link = %s", (raw_id(tip.pk),))
    as_owner("DELETE FROM history_link WHERE id = %s", (raw_id(tip.pk),))
    assert checking.first_faults() == []
    assert "shorter" in heads.faults_against(exported)[0]


def test_an_export_that_was_edited_is_not_believed(story):
    exported = heads.export()
    exported["heads"][0]["position"] = 1
    assert "keyed hash" in heads.faults_against(exported)[0]


def test_chains_of_two_operations_do_not_touch(story):
    other = make_operation(story.root, "third")
    _events(story, 1, chain=other.id)
    assert Link.objects.filter(chain=other.id).count() == 2
