"""Who gets which page of identification."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from jusan.core.access.roles import PERSON_READERS, Role
from jusan.core.claims.models import Mention
from jusan.core.people.policies import IDENTITY_SIGNERS
from jusan.identification.models import Conclusion, Evaluation
from jusan.identification.policies import TELLERS
from tests.access.rows import Row

EVERYBODY = frozenset(Role)
LABORATORY = frozenset({Role.LABORATORY, Role.DEMONSTRATION})
SIGNERS = frozenset({*IDENTITY_SIGNERS, Role.DEMONSTRATION})
TELLING = frozenset({*TELLERS, Role.DEMONSTRATION})


def _prepared(cast: Any) -> Any:
    """A laboratory with one weighed claim and one draft in the first operation, made once."""
    if not hasattr(cast, "identification"):
        from jusan.identification.operations.conclusions import KinshipDraft, draft_kinship
        from tests.identification.lab import make_lab, receive_batches

        story = make_lab(cast)
        receive_batches(story, "profiles_host_1.txt")
        child = story.person("host_list.xlsx#2")
        mother = story.person("host_mothers.csv#2")
        draft_kinship(
            actor=cast.laboratory,
            operation=cast.aqqu.id,
            draft=KinshipDraft(
                child=child, relation="mother", relatives=[mother], verdict="supported", why="x"
            ),
        )
        cast.identification = story
    return cast.identification


def _operation(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug}


def _evaluation(cast: Any) -> dict[str, Any]:
    child = _prepared(cast).person("host_list.xlsx#2")
    found = Evaluation.objects.get(child=child, relation="mother")
    return {"operation": cast.aqqu.slug, "evaluation": found.id}


def _conclusion(cast: Any) -> dict[str, Any]:
    _prepared(cast)
    return {"operation": cast.aqqu.slug, "conclusion": Conclusion.objects.get().id}


def _child(cast: Any) -> dict[str, Any]:
    person: UUID = _prepared(cast).person("host_list.xlsx#2")
    return {"operation": cast.aqqu.slug, "person": person}


def _claimant(cast: Any) -> dict[str, Any]:
    story = _prepared(cast)
    row = Mention.objects.filter(person=story.person("family_requests.csv#2:claimant")).get()
    return {"operation": cast.aqqu.slug, "person": row.person}


def _row(
    name: str, kwargs: Any, allowed: frozenset[Role], within: frozenset[Role], method: str = "get"
) -> Row:
    return Row(
        name=f"identification:{name}",
        kwargs=kwargs,
        allowed=allowed,
        method=method,
        forbidden=within - allowed,
    )


ROWS = [
    _row("laboratory", _operation, LABORATORY, EVERYBODY),
    _row("results", _operation, LABORATORY, EVERYBODY),
    _row("joint", _operation, LABORATORY, EVERYBODY),
    _row("conclusions", _operation, SIGNERS, EVERYBODY),
    _row("result", _evaluation, LABORATORY, PERSON_READERS),
    _row("conclusion", _conclusion, SIGNERS, PERSON_READERS),
    _row("identity", _child, SIGNERS, PERSON_READERS),
    _row("close_claim", _claimant, TELLING, PERSON_READERS),
    _row("decide", _operation, LABORATORY, EVERYBODY, method="post"),
    _row("draft_kinship", _evaluation, LABORATORY, PERSON_READERS, method="post"),
    _row("sign", _conclusion, LABORATORY, PERSON_READERS, method="post"),
]
