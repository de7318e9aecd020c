"""Samples, kinship, deaths, siblings and the laboratory's files, entered through their pages."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jusan.core.claims.drafts import ClaimDraft, LineDraft, MentionDraft
from jusan.core.consent.models import BasisKind, LegalBasis, Position
from jusan.core.history.checking import first_faults
from jusan.core.people.models import SiblingGroup
from jusan.core.people.queries import group_members, live_parent_links
from jusan.core.vault import permits
from jusan.identification.models import (
    Batch,
    DeathRecord,
    FrequencySet,
    KinStatement,
    LabPolicy,
    Profile,
    QualityFlag,
    Sample,
)
from tests.access.walk import client_of
from tests.casting import child_line, receive
from tests.identification.lab import AQQU, give_basis

TUBE = {
    "tube": "T-1",
    "material": "buccal",
    "taken_at": "2031-03-30T09:00",
    "taken_by": "nurse",
    "witness": "",
    "site": "",
    "seal": "S-9",
    "replaces": "",
    "basis": "",
    "basis_kind": "",
    "reference": "",
    "starts_on": "",
    "outcome": "",
    "holder": "",
    "how": "",
}
ORDER = {"basis_kind": "court_order", "reference": "112/K/2031", "starts_on": "2031-03-01"}


@pytest.fixture
def home(cast):
    """Two children and a woman who may be their mother."""
    cast.children = receive(
        cast.tracing_officer, cast.aqqu, child_line(1, "Aisha"), child_line(2, "Noor"), tag="kids"
    )
    claims = (
        ClaimDraft("name", "Samal", json.dumps({"text": "Samal", "script": "latin"})),
        ClaimDraft("sex", "F", json.dumps("F")),
    )
    woman = MentionDraft("mother", "parent", {"name": "Samal"}, claims)
    cast.mother = receive(cast.tracing_officer, cast.aqqu, LineDraft(1, (woman,)), tag="mum")[0]
    return cast


def _post(cast, user, name, values, **more):
    url = reverse(f"identification:{name}", kwargs={"operation": cast.aqqu.slug, **more})
    return client_of(user).post(url, values)


def _page(answer):
    return answer.content.decode()


class TestSample:
    """No tube without a legal basis; what the donor's side says stands beside it."""

    def _register(self, home, user=None, **more):
        user = user or home.coordinator
        return _post(home, user, "sample", TUBE | more, person=home.children[0])

    def test_a_tube_is_registered_with_the_judges_order_and_the_mothers_words(self, home):
        said = {"outcome": "refused", "holder": str(home.children[0]), "how": "alone, in Kazakh"}
        assert self._register(home, **ORDER, **said).status_code == 302
        sample = Sample.objects.get()
        assert LegalBasis.objects.get(id=sample.basis).basis == BasisKind.COURT_ORDER
        position = Position.objects.get(id=sample.position)
        assert position.outcome == "refused"
        with permits.holding(permits.system("test")):
            assert json.loads(position.circumstances) == {"how": "alone, in Kazakh"}
        assert first_faults() == []

    def test_a_basis_in_force_is_chosen(self, home):
        basis = give_basis(home, home.children[0])
        assert self._register(home, basis=str(basis.id)).status_code == 302
        assert Sample.objects.get().basis == basis.id

    def test_a_consent_that_is_refused_carries_no_tube_and_nothing_of_it_is_kept(self, home):
        consent = ORDER | {"basis_kind": "consent"}
        said = {"outcome": "refused", "holder": str(home.children[0])}
        answer = self._register(home, **consent, **said)
        assert answer.status_code == 400
        assert "consent was refused or withdrawn" in _page(answer)
        counts = (Sample.objects.count(), LegalBasis.objects.count(), Position.objects.count())
        assert counts == (0, 0, 0)

    def test_in_a_prison_yard_consent_is_recorded_and_an_order_is_not(self, home):
        consent = {"basis_kind": "consent", "reference": "F3/12", "starts_on": "2031-03-01"}
        refused = self._register(home, home.field_officer, **ORDER)
        assert refused.status_code == 400
        assert "basis_kind" in refused.context["form"].errors
        assert self._register(home, home.field_officer, **consent).status_code == 302
        assert LegalBasis.objects.get().basis == BasisKind.CONSENT

    @pytest.mark.parametrize(
        ("odd", "field"),
        [
            ({}, "basis"),
            ({"basis_kind": "court_order"}, "reference"),
            (ORDER | {"outcome": "consent"}, "holder"),
            (ORDER | {"taken_at": "2031-04-02T09:00"}, "taken_at"),
            (ORDER | {"material": ""}, "material"),
            (ORDER | {"starts_on": "2031-03-31"}, "basis"),
            (ORDER | {"replaces": "T-77"}, None),
        ],
    )
    def test_an_odd_tube_is_explained_beside_its_field(self, home, odd, field):
        answer = self._register(home, **odd)
        assert answer.status_code == 400
        assert Sample.objects.count() == 0
        assert (field or "__all__") in answer.context["form"].errors
        assert 'value="S-9"' in _page(answer)

    def test_a_number_is_used_once(self, home):
        self._register(home, **ORDER)
        basis = LegalBasis.objects.get()
        answer = self._register(home, basis=str(basis.id))
        assert answer.status_code == 400
        assert "T-1 was registered before" in _page(answer)


class TestKin:
    """Kinship is stated by a person on grounds; a parent becomes a link."""

    def _state(self, home, **more):
        values = {
            "relative": str(home.mother),
            "relation": "mother",
            "nature": "biological",
            "basis": "her own words",
        }
        return _post(home, home.tracing_officer, "kin", values | more, person=home.children[0])

    def test_a_mother_is_written_down(self, home):
        assert self._state(home).status_code == 302
        link = live_parent_links([home.children[0]]).get()
        assert (link.parent, link.nature) == (home.mother, "biological")
        url = reverse(
            "identification:kin",
            kwargs={"operation": home.aqqu.slug, "person": home.children[0]},
        )
        assert "Samal" in _page(client_of(home.tracing_officer).get(url))

    @pytest.mark.parametrize(
        "odd",
        [
            {"relation": ""},
            {"relation": "unrelated"},
            {"nature": ""},
            {"basis": "  "},
            {"relative": "00000000-0000-4000-8000-000000000000"},
        ],
    )
    def test_nothing_is_assumed(self, home, odd):
        assert self._state(home, **odd).status_code == 400
        assert KinStatement.objects.count() == 0

    def test_nobody_is_their_own_relative(self, home):
        assert self._state(home, relative=str(home.children[0])).status_code == 400


class TestSiblings:
    """A group is formed once, grows, and never doubles."""

    def _group(self, home, person, *children):
        values = {"children": [str(child) for child in children], "why": "one mother"}
        return _post(home, home.social_worker, "siblings", values, person=person)

    def test_a_group_is_formed_and_a_found_sister_joins_it(self, home):
        one, two = home.children
        third = receive(home.tracing_officer, home.aqqu, child_line(3, "Lina"), tag="third")[0]
        assert self._group(home, one, two).status_code == 302
        assert self._group(home, third, one).status_code == 302
        group = SiblingGroup.objects.get()
        assert set(group_members(group.id)) == {one, two, third}

    def test_two_groups_are_not_mixed_and_one_is_not_formed_twice(self, home):
        one, two = home.children
        more = receive(
            home.tracing_officer,
            home.aqqu,
            child_line(3, "Lina"),
            child_line(4, "Dana"),
            tag="more",
        )
        self._group(home, one, two)
        self._group(home, *more)
        answer = self._group(home, one, more[0])
        assert answer.status_code == 400
        assert "two sibling groups" in _page(answer)
        assert self._group(home, one).status_code == 400
        assert SiblingGroup.objects.count() == 2


class TestDeath:
    """A death has a grade; the newest record holds and the old ones stay."""

    def test_a_death_is_recorded_with_its_grade(self, home):
        values = {"grade": "hearsay", "when_said": "in the winter", "basis": "a neighbour"}
        done = _post(home, home.tracing_officer, "death", values, person=home.mother)
        assert done.status_code == 302
        values["grade"] = "certificate"
        _post(home, home.tracing_officer, "death", values, person=home.mother)
        grades = DeathRecord.objects.order_by("recorded_at").values_list("grade", flat=True)
        assert list(grades) == ["hearsay", "certificate"]

    @pytest.mark.parametrize("odd", [{"grade": ""}, {"basis": ""}, {"grade": "rumour"}])
    def test_without_grade_and_grounds_nobody_is_recorded_dead(self, home, odd):
        values = {"grade": "witness", "when_said": "", "basis": "a neighbour"} | odd
        answer = _post(home, home.tracing_officer, "death", values, person=home.mother)
        assert answer.status_code == 400
        assert DeathRecord.objects.count() == 0


class TestFiles:
    """The laboratory's tables and batches come in through the browser."""

    FACTS = {
        "laboratory": "Central",
        "accreditation": "17025",
        "kit": "GF",
        "typed_by": "A",
        "reviewed_by": "B",
        "received_at": "2031-03-31T10:00",
        "analytical_threshold": "50",
        "stochastic_threshold": "",
    }

    def _file(self, name):
        return SimpleUploadedFile(name, (AQQU / "laboratory" / name).read_bytes())

    def _adopt(self, home):
        for name, what in (("frequencies.csv", "frequencies"), ("policy.toml", "policy")):
            values = {"what": what, "file": self._file(name)}
            assert _post(home, home.laboratory, "table", values).status_code == 302

    def test_tables_are_adopted_and_a_batch_is_brought_in_once(self, home):
        self._adopt(home)
        assert (FrequencySet.objects.count(), LabPolicy.objects.count()) == (1, 1)
        give_basis(home, home.children[0])
        basis = LegalBasis.objects.get()
        tube = TUBE | {"tube": "NM-0401", "basis": str(basis.id)}
        _post(home, home.field_officer, "sample", tube, person=home.children[0])
        values = self.FACTS | {"file": self._file("profiles_host_1.txt")}
        assert _post(home, home.laboratory, "batch", values).status_code == 302
        assert Profile.objects.count() == 1
        assert QualityFlag.objects.filter(code="unknown_tube").exists()
        values = self.FACTS | {"file": self._file("profiles_host_1.txt")}
        assert _post(home, home.laboratory, "batch", values).status_code == 302
        assert Batch.objects.count() == 1

    def test_a_batch_before_the_policy_is_refused_and_what_was_typed_is_kept(self, home):
        values = self.FACTS | {"file": self._file("profiles_host_1.txt")}
        answer = _post(home, home.laboratory, "batch", values)
        assert answer.status_code == 400
        assert 'value="Central"' in _page(answer)
        assert Batch.objects.count() == 0

    def test_a_file_of_another_shape_is_refused_whole(self, home):
        self._adopt(home)
        values = self.FACTS | {"file": SimpleUploadedFile("p.txt", b"a,b\n1,2\n")}
        answer = _post(home, home.laboratory, "batch", values)
        assert answer.status_code == 400
        assert "file" in answer.context["form"].errors
        values = {"what": "policy", "file": SimpleUploadedFile("policy.toml", b"\xff\xfe")}
        assert _post(home, home.laboratory, "table", values).status_code == 400

    def test_nobody_reviews_their_own_typing(self, home):
        self._adopt(home)
        values = self.FACTS | {"reviewed_by": "a", "file": self._file("profiles_host_1.txt")}
        assert _post(home, home.laboratory, "batch", values).status_code == 400
        assert Batch.objects.count() == 0
