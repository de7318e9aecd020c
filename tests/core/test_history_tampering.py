"""Any column of any row of the record, changed by the owner of the database, is found."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, models
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jusan.core.claims.models import Answer
from jusan.core.claims.operations import judge, retract_claim
from jusan.core.claims.queries import open_file
from jusan.core.history import acts, checking, guards, heads, reads, subject_index
from jusan.core.history.errors import UNREADABLE
from jusan.core.history.models import OFFICE, Event, EventSubject, Leaf, Link, ReadEntry
from tests.casting import child_line, receive
from tests.conftest import POSTGRES
from tests.core.owner import as_owner, raw_id

by_property = settings(
    max_examples=int(os.environ.get("JUSAN_EXAMPLES", "40")),
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)

#: A leaf's own id stands for nothing: order, row and hash are what its link covers.
MEANS_NOTHING = {(Leaf, "id")}


@pytest.fixture
def story(cast):
    """Two chains and the office's, reads among their rows, one read not yet sealed."""
    lines = [child_line(number, f"Child {number}", mother="M") for number in range(1, 4)]
    left, right, third = receive(cast.tracing_officer, cast.aqqu, *lines)
    judge(actor=cast.tracing_officer, left=left, right=right, answer=Answer.SAME, why="one child")
    from jusan.core.claims.models import Claim

    retract_claim(
        actor=cast.tracing_officer,
        claim=Claim.objects.get(person=third, property="name"),
        reason_code="misread",
    )
    for number in range(2):
        with acts.act(actor=cast.root.id, kind="t.act", chain=cast.kokmaisa.id):
            acts.record("t.happened", subjects=[uuid4()], payload={"n": number})
    open_file(cast.coordinator, cast.aqqu.id, left, purpose="test")
    reads.seal()
    assert checking.first_faults() == []
    cast.child = left
    return cast


def _targets() -> list[tuple[type[models.Model], UUID, models.Field]]:
    found = []
    for model in guards.guarded_models():
        for key in model.objects.order_by("pk").values_list("pk", flat=True):
            fields = model._meta.concrete_fields
            found += [(model, key, field) for field in fields]
    return [item for item in found if (item[0], item[2].name) not in MEANS_NOTHING]


def _other(value: object) -> object:
    """A value of the same kind that is not the same."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, (datetime, date)):
        return value + timedelta(days=1)
    if isinstance(value, str):
        return "ж" + value[1:]
    return value


def _changes(value: object) -> list[object]:
    """What somebody may put in its place; SQLite takes anything anywhere."""
    wrong = [_other(value)]
    if not POSTGRES:
        wrong += [uuid4().hex, "garbage", b"\xff\xfe", 2**62, -1, None]
    return [item for item in wrong if (item != value and item is not None) or item is None]


def _stored(model: type[models.Model], key: object, column: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM {model._meta.db_table} WHERE id = %s', (key,))
        value = cursor.fetchone()[0]
    return bytes(value) if isinstance(value, memoryview) else value


def _as_read(model: type[models.Model], key: UUID, field: models.Field) -> object:
    try:
        return model.objects.filter(pk=key).values_list(field.attname, flat=True).first()
    except UNREADABLE as error:
        return error


def _put(model: type[models.Model], key: object, column: str, value: object) -> None:
    statement = f'UPDATE {model._meta.db_table} SET "{column}" = %s WHERE id = %s'
    try:
        as_owner(statement, (value, key))
    except IntegrityError:
        assume(False)


def _place(model: type[models.Model], key: UUID) -> tuple[UUID, int]:
    """Chain and position of the link that answers for a row."""
    if model is Link:
        link = Link.objects.get(id=key)
    elif model is Leaf:
        link = Link.objects.get(id=Leaf.objects.get(id=key).link)
    else:
        link = Link.objects.get(id=Leaf.objects.get(row=key).link)
    return link.chain, link.position


@by_property
@given(data=st.data())
def test_any_change_of_any_column_is_found_and_its_link_named(story, data):
    targets = _targets()
    model, key, field = data.draw(st.sampled_from(targets), "target")
    chain, position = _place(model, key)
    stored = _stored(model, raw_id(key), field.column)
    value = data.draw(st.sampled_from(_changes(stored)), "value")
    assume(value != stored)
    before = _as_read(model, key, field)
    _put(model, raw_id(key), field.column, value)
    now_at = value if field.primary_key else raw_id(key)
    try:
        faults = checking.first_faults()
        moved = model is Link and field.name in {"chain", "position"}
        # Nonsense in an empty SQLite date still reads as "no date": the record says the same.
        assert faults or _as_read(model, key, field) == before
        if faults and not moved:
            assert (chain, position) in {(fault.chain, fault.position) for fault in faults}
    finally:
        _put(model, now_at, field.column, stored)
    assert checking.first_faults() == []


@by_property
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["aqqu", "kokmaisa"]), st.integers(0, 4), st.booleans()),
        max_size=8,
    )
)
def test_any_acts_over_two_chains_leave_whole_chains(cast, steps):
    """(chain, events, whether the act fails): one link an act that did something and held."""
    before = {chain.id: len(_positions(chain.id)) for chain in (cast.aqqu, cast.kokmaisa)}
    wanted = dict(before)
    for name, events, fails in steps:
        chain = getattr(cast, name).id
        try:
            with acts.act(actor=cast.root.id, kind="t.outer", chain=chain):
                for number in range(events):
                    with acts.act(actor=cast.root.id, kind="t.inner", chain=chain):
                        acts.record("t.happened", subjects=[uuid4()], payload={"n": number})
                if fails:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            continue
        wanted[chain] += bool(events)
    for chain, count in wanted.items():
        assert _positions(chain) == list(range(1, count + 1))
    assert checking.first_faults() == []
    assert list(subject_index.differences()) == []


def _positions(chain: UUID) -> list[int]:
    links = Link.objects.filter(chain=chain).order_by("position")
    return list(links.values_list("position", flat=True))


def test_two_leaves_that_changed_places_are_found(story):
    link = Link.objects.filter(chain=story.aqqu.id, leaves__gt=2).first()
    one, two = Leaf.objects.filter(link=link.id).order_by("seq")[:2]
    for leaf, seq in ((one, 900), (two, one.seq), (one, two.seq)):
        as_owner("UPDATE history_leaf SET seq = %s WHERE id = %s", (seq, raw_id(leaf.pk)))
    found = checking.first_faults()
    assert [(fault.chain, fault.position) for fault in found] == [(link.chain, link.position)]


def _insert(into: str, /, **values: object) -> None:
    marks = ", ".join("%s" for _ in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {into} ({', '.join(f'{chr(34)}{name}{chr(34)}' for name in values)}) "
            f"VALUES ({marks})",
            tuple(raw_id(v) if isinstance(v, UUID) else v for v in values.values()),
        )


def _slipped_in() -> Event:
    """A row that the application's own database role may insert, without any act."""
    event = Event(
        chain=OFFICE, kind="t.slipped", actor=uuid4(), subjects="[]", payload="{}",
        happened_at=datetime.fromisoformat("2031-04-01T09:00:00+00:00"),
    )  # fmt: skip
    values = {field.column: getattr(event, field.attname) for field in event._meta.concrete_fields}
    if not POSTGRES:
        plain = {name: str(item) for name, item in values.items() if isinstance(item, datetime)}
        values |= plain
    _insert("history_event", **values)
    return event


def test_a_row_does_not_become_covered_by_a_leaf_without_a_link(story):
    event = _slipped_in()
    assert "has no link" in str(checking.first_faults()[0])
    from jusan.core.history import canonical

    proof = canonical.row_hash(Event.objects.get(id=event.id))
    _insert(
        "history_leaf", id=uuid4(), link=uuid4(), seq=0, table="history_event", row=event.id,
        hash=proof,
    )  # fmt: skip
    assert "belongs to no link" in str(checking.first_faults()[0])


def test_a_row_does_not_become_covered_by_a_leaf_added_to_an_old_link(story):
    event = _slipped_in()
    link = Link.objects.filter(chain=story.kokmaisa.id).order_by("position").last()
    _insert(
        "history_leaf", id=uuid4(), link=link.id, seq=link.leaves, table="history_event",
        row=event.id, hash="0" * 64,
    )  # fmt: skip
    found = checking.first_faults()
    assert [(fault.chain, fault.position) for fault in found] == [(link.chain, link.position)]


def test_a_whole_link_made_without_the_key_is_a_forgery(story):
    """Rows, leaves, root and hash all right: only the keyed hash cannot be."""
    from jusan.core.history import canonical, merkle

    event = _slipped_in()
    tip = Link.objects.filter(chain=story.kokmaisa.id).order_by("-position").first()
    proof = canonical.row_hash(Event.objects.get(id=event.id))
    link = Link(
        chain=tip.chain, position=tip.position + 1, previous=tip.hash, root=merkle.root([proof]),
        leaves=1, actor=uuid4(), kind="t.forged", happened_at=tip.happened_at,
        recorded_at=tip.recorded_at,
    )  # fmt: skip
    link.hash, link.mac = acts.link_hash(link), "0" * 64
    models.QuerySet(Leaf).bulk_create(
        [Leaf(link=link.id, seq=0, table="history_event", row=event.id, hash=proof)]
    )
    models.QuerySet(Link).bulk_create([link])
    found = checking.first_faults()
    assert [(fault.chain, fault.position) for fault in found] == [(tip.chain, link.position)]
    assert "forged" in found[0].problem


def test_a_chain_cut_off_whole_shows_only_against_an_export(story):
    exported = heads.export()
    link_ids = list(Link.objects.filter(chain=story.kokmaisa.id).values_list("id", flat=True))
    for link in link_ids:
        for leaf in Leaf.objects.filter(link=link):
            as_owner(f"DELETE FROM {leaf.table} WHERE id = %s", (raw_id(leaf.row),))
        as_owner("DELETE FROM history_leaf WHERE link = %s", (raw_id(link),))
        as_owner("DELETE FROM history_link WHERE id = %s", (raw_id(link),))
    assert checking.first_faults() == []
    assert len(heads.faults_against(exported)) == 1


@pytest.mark.parametrize(
    "export", [{}, [], {"heads": []}, {"heads": [], "mac": "ж"}, {"heads": [1], "mac": None}]
)
def test_what_is_no_export_is_said_to_be_none(office, export):
    assert len(heads.faults_against(export)) == 1


def test_an_event_hidden_from_or_added_to_a_childs_timeline_is_found(story):
    assert list(subject_index.differences()) == []
    row = EventSubject.objects.first()
    event, subject = row.event, row.subject
    row.delete()
    assert str(event) in next(subject_index.differences())
    EventSubject(event=event, subject=subject).save()
    assert list(subject_index.differences()) == []
    EventSubject(event=event, subject=uuid4()).save()
    assert str(event) in next(subject_index.differences())


@by_property
@given(data=st.data())
def test_any_change_of_a_read_not_yet_sealed_is_found(story, data):
    if not reads.unsealed().exists():
        open_file(story.coordinator, story.aqqu.id, story.child, purpose="test")
    key = reads.unsealed().values_list("id", flat=True).first()
    field = data.draw(st.sampled_from(ReadEntry._meta.concrete_fields), "column")
    stored = _stored(ReadEntry, raw_id(key), field.column)
    value = data.draw(st.sampled_from(_changes(stored)), "value")
    assume(value != stored)
    _put(ReadEntry, raw_id(key), field.column, value)
    try:
        assert len(list(reads.forged())) == 1
    finally:
        _put(ReadEntry, value if field.primary_key else raw_id(key), field.column, stored)
    assert list(reads.forged()) == []


def test_a_large_number_in_a_row_is_covered_and_breaks_nothing(cast):
    from jusan.core.history import canonical

    texts = {canonical.canonical([number]) for number in (2**53 - 1, 2**53, 2**53 + 1, -(2**62))}
    assert len(texts) == 4
