"""The pages: who gets them, what they say, that a form really does what it says."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from jusan.core.access.roles import Role
from jusan.core.history.models import ReadEntry
from jusan.identification import queries
from jusan.identification.models import Conclusion, ConclusionSignature, SampleState
from jusan.identification.operations.kin import record_death
from jusan.identification.sections import file_section
from tests.access.rows_identification import ROWS, _child, _conclusion, _evaluation, _prepared


def _as(user) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _status(row, cast, user) -> int:
    url = reverse(row.name, kwargs=row.kwargs(cast))
    client = _as(user)
    return (client.post(url) if row.method == "post" else client.get(url)).status_code


def test_every_role_on_every_page(cast) -> None:
    _prepared(cast)
    for row in ROWS:
        for role in Role:
            status = _status(row, cast, getattr(cast, role.value))
            if role in row.forbidden:
                assert status == 403, (row.name, role)
            elif role in row.allowed:
                assert status not in {403, 404, 500}, (row.name, role)
            else:
                assert status == 404, (row.name, role)
        assert _status(row, cast, cast.stranger) == 404, row.name


def test_the_result_page_says_the_sentence_and_shows_no_allele(cast) -> None:
    url = reverse("identification:result", kwargs=_evaluation(cast))
    page = _as(cast.laboratory).get(url).content.decode()
    assert "more probable if the claim is true (mother) than if unrelated" in page
    assert page.count('<svg class="bar ') == 21
    for genotype in ("18.3", "13.2", "30.2"):
        assert genotype not in page
    assert ReadEntry.objects.filter(route="identification:result").count() == 1


def test_the_result_page_draws_the_family_that_was_weighed(cast) -> None:
    """The child by name, the relative by what she is, both typed; nobody else is named."""
    url = reverse("identification:result", kwargs=_evaluation(cast))
    page = _as(cast.laboratory).get(url).content.decode()
    figure = page[page.index('<figure class="tree">') : page.index("</figure>")]
    assert "3 persons in 2 generations. DNA typed: " in figure
    assert "<title>mother, DNA typed</title>" in figure and "<title>father</title>" in figure


def test_a_childs_file_marks_typed_and_dead_kin_for_those_who_may_know(cast) -> None:
    """A typed relative for readers of DNA only; a death by witness or certificate, not hearsay."""
    story = _prepared(cast)
    child, mother = story.person("host_list.xlsx#2"), story.person("host_mothers.csv#2")
    url = reverse("journey:child", kwargs={"operation": cast.aqqu.slug, "person": child})

    def tree(user) -> str:
        page = _as(user).get(url).content.decode()
        return page[page.index('<figure class="tree">') : page.index("</figure>")]

    for grade, struck in (("hearsay", False), ("witness", True)):
        record_death(
            actor=cast.tracing_officer,
            operation=cast.aqqu.id,
            person=mother,
            grade=grade,
            when_said="2019",
            basis="told",
        )
        assert ("deceased" in tree(cast.laboratory)) is struck
    assert "DNA typed" in tree(cast.laboratory)
    assert ReadEntry.objects.filter(route="journey:child", purpose="kin of a file").exists()
    assert "DNA typed" not in tree(cast.coordinator)


def test_from_the_result_to_two_signatures(cast) -> None:
    kwargs = _evaluation(cast)
    first = _as(cast.laboratory)
    answer = first.post(
        reverse("identification:draft_kinship", kwargs=kwargs),
        {"verdict": "supported", "why": "clear"},
    )
    assert answer.status_code == 302
    row = Conclusion.objects.get(id=answer.url.rstrip("/").rsplit("/", 1)[-1])
    sign = reverse("identification:sign", kwargs={"operation": "aqqu", "conclusion": row.id})
    assert first.post(sign, {"evidence_hash": "stale"}).status_code == 409
    assert first.post(sign, {"evidence_hash": row.evidence_hash}).status_code == 302
    assert first.post(sign, {"evidence_hash": row.evidence_hash}).status_code == 409
    second = _as(cast.qualified)
    assert second.post(sign, {"evidence_hash": row.evidence_hash}).status_code == 302
    assert ConclusionSignature.objects.filter(conclusion=row.id).count() == 2
    page = second.get(
        reverse("identification:conclusion", kwargs={"operation": "aqqu", "conclusion": row.id})
    )
    assert "signed by two people" in page.content.decode()


def test_who_reads_a_kinship_without_dna_sees_that_it_is_hidden(cast) -> None:
    url = reverse("identification:conclusion", kwargs=_conclusion(cast))
    page = _as(cast.coordinator).get(url).content.decode()
    assert "hidden: dna" in page and "supported" not in page


def test_deciding_about_tubes(cast) -> None:
    _prepared(cast)
    url = reverse("identification:decide", kwargs={"operation": "aqqu"})
    facts = {"tubes": "NM-0405, NM-0409", "state": "resampling", "why": "may be swapped"}
    assert _as(cast.coordinator).post(url, facts).status_code == 403
    assert _as(cast.laboratory).post(url, facts).status_code == 302
    assert SampleState.objects.filter(state="resampling").count() == 2
    page = _as(cast.laboratory).get(
        reverse("identification:laboratory", kwargs={"operation": "aqqu"})
    )
    assert "new sample ordered" in page.content.decode()


@pytest.mark.parametrize("values", [{}, {"tubes": "\x00‮", "state": "x"}, {"tubes": "NM" * 9999}])
def test_odd_input_is_no_server_error(cast, values) -> None:
    _prepared(cast)
    urls = [
        reverse("identification:decide", kwargs={"operation": "aqqu"}),
        reverse("identification:draft_kinship", kwargs=_evaluation(cast)),
        reverse("identification:sign", kwargs=_conclusion(cast)),
        reverse("identification:identity", kwargs=_child(cast)),
    ]
    for url in urls:
        assert _as(cast.laboratory).post(url, values).status_code in {400, 409}


def test_list_pages_stay_at_a_few_queries(cast, django_assert_max_num_queries) -> None:
    _prepared(cast)
    client = _as(cast.laboratory)
    for name in ("laboratory", "conclusions", "results"):
        url = reverse(f"identification:{name}", kwargs={"operation": "aqqu"})
        client.get(url)
        # the session, the user and the read-log row stand beside the page's own ten
        with django_assert_max_num_queries(22):
            assert client.get(url).status_code == 200


def test_the_worklist_of_each_role(cast) -> None:
    _prepared(cast)
    laboratory = queries.waiting(cast.laboratory, cast.aqqu)
    assert {item.thing for item in laboratory if item.thing} == {
        "NM-0405", "NM-0406", "NM-0408", "NM-0409"
    }  # fmt: skip
    assert [item for item in laboratory if item.subject]
    assert queries.waiting(cast.medical, cast.aqqu) == []
    assert queries.waiting(cast.stranger, cast.aqqu) == []


def test_a_childs_file_hides_numbers_without_dna(cast) -> None:
    from jusan.core.history import reads
    from jusan.core.vault.compartments import Compartment as C

    child = _prepared(cast).person("host_list.xlsx#2")
    with reads.reading(
        reader=cast.laboratory.id,
        purpose="file",
        subjects=[child],
        compartments=[C.IDENTITY, C.DNA],
    ):
        closed = file_section(cast.coordinator, cast.aqqu, [child], frozenset({C.IDENTITY}))
        opened = file_section(cast.laboratory, cast.aqqu, [child], frozenset({C.IDENTITY, C.DNA}))
    assert closed and closed["hidden"] == "dna" and "results" not in closed
    assert opened and opened["results"]
    assert file_section(cast.media_officer, cast.aqqu, [child], frozenset()) is None
