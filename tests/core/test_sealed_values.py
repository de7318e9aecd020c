"""A sealed value opens for its own row and field, under a permit, and nowhere else."""

from __future__ import annotations

import stat
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jusan.core.claims.models import Claim, Mention
from jusan.core.vault import envelope, permits, service
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.errors import NoPermit, SealBroken
from tests.casting import child_line, receive

KEY = bytes(range(32))


@given(st.text(), st.text(min_size=1), st.text(min_size=1))
def test_an_envelope_opens_only_in_its_own_context(text, context, other):
    sealed = envelope.seal(KEY, context, text)
    assert envelope.unseal(KEY, context, sealed) == text
    if other != context:
        with pytest.raises(SealBroken):
            envelope.unseal(KEY, other, sealed)


@given(st.text(), st.integers(0, 400), st.integers(1, 255))
def test_a_changed_byte_never_opens(text, place, change):
    sealed = bytearray(envelope.seal(KEY, "c", text))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(SealBroken):
        envelope.unseal(KEY, "c", bytes(sealed))


def test_two_seals_of_one_text_differ():
    assert envelope.seal(KEY, "c", "x") != envelope.seal(KEY, "c", "x")


class TestRows:
    @pytest.fixture
    def claims(self, cast):
        receive(cast.tracing_officer, cast.aqqu, child_line(1, "Amina"), child_line(2, "Basira"))
        return list(Claim.objects.filter(property="name").order_by("id"))

    def test_nothing_opens_without_a_permit(self, claims):
        with pytest.raises(NoPermit):
            _ = claims[0].as_written

    def test_a_permit_covers_its_subjects_and_compartments_only(self, claims):
        own, other = claims
        reader = permits.Permit("t", frozenset({Compartment.IDENTITY}), frozenset({own.person}))
        with permits.holding(reader):
            assert own.as_written in {"Amina", "Basira"}
            with pytest.raises(NoPermit):
                _ = other.as_written
        wrong = permits.Permit("t", frozenset({Compartment.DNA}), frozenset({own.person}))
        with permits.holding(wrong), pytest.raises(NoPermit):
            _ = own.as_written

    def test_an_envelope_moved_to_another_row_or_field_does_not_open(self, claims):
        own, other = claims
        held = {name: own.__dict__[name] for name in ("as_written", "normalised")}
        with permits.holding(permits.system("t")):
            other.__dict__["as_written"] = held["as_written"]
            with pytest.raises(SealBroken):
                _ = other.as_written
            own.__dict__["as_written"] = held["normalised"]
            with pytest.raises(SealBroken):
                _ = own.as_written

    def test_the_words_as_received_are_sealed_in_the_table(self, claims, cast):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(f"SELECT words FROM {Mention._meta.db_table}")
            stored = b"".join(bytes(row[0]) for row in cursor.fetchall())
        assert b"Amina" not in stored


def test_key_files_are_private(office):
    service.store().key(uuid4(), Compartment.IDENTITY)
    for name in ("keys.sqlite3", "root.key"):
        mode = stat.S_IMODE((office / "keys" / name).stat().st_mode)
        assert mode == 0o600, name


def test_a_damaged_root_key_is_an_error_not_a_new_key(office):
    from jusan.core.vault.errors import VaultError

    service.store()
    service.forget_stores()
    (office / "keys" / "root.key").chmod(0o600)
    (office / "keys" / "root.key").write_bytes(b"short")
    with pytest.raises(VaultError, match="damaged"):
        service.store()
