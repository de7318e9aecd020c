"""The laboratory's files and officers' decisions, replayed through the operations of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from jusan.core.access.models import User
from jusan.core.access.roles import Role
from jusan.core.access.scope import has_role_in
from jusan.core.claims.models import Mention, Report
from jusan.core.errors import BadInput
from jusan.core.feeds.story import Action, Feed, Moment, Story, once
from jusan.core.feeds.tables import Row, read_bytes
from jusan.identification.choices import InputKind, State
from jusan.identification.models import Conclusion
from jusan.identification.operations.conclusions import (
    IdentityDraft,
    KinshipDraft,
    countersign,
    draft_identity,
    draft_kinship,
    sign,
)
from jusan.identification.operations.families import choose_next_sample, close_claim, disclose
from jusan.identification.operations.kin import record_death, record_kin, set_sibling_group
from jusan.identification.operations.profiles import (
    BatchFacts,
    adopt_frequencies,
    adopt_policy,
    import_profiles,
)
from jusan.identification.operations.samples import (
    find_tube,
    order_resampling,
    quarantine,
    register_sample,
    release,
)

#: Before everything else, as the replay understands it.
BEFORE = datetime(1, 1, 1, tzinfo=UTC)
FOLDER = "laboratory"


def _laboratory_user(story: Story) -> User:
    """Whose account the laboratory's files come in under: a file names people, not accounts."""
    for user in User.objects.order_by("-qualified_scientist", "login"):
        held = has_role_in(user, [Role.LABORATORY], story.operation.id)
        if held:
            return user
    raise BadInput("people/users.csv: expected a user with the role laboratory")


# -- files -----------------------------------------------------------------------------------


def _first_row(row: Row) -> list[Moment]:
    """A table is adopted as a whole, with its first record."""
    return [Moment(BEFORE)] if row.line == 2 else []


def _adopt(story: Story, row: Row, _phase: str) -> None:
    user, operation = _laboratory_user(story), story.operation.id
    path = story.folder / row.file
    content = read_bytes(path, row.file).decode("utf-8")
    adopt_frequencies(actor=user, operation=operation, name=path.stem, content=content)
    policy = story.folder / FOLDER / "policy.toml"
    if policy.exists():
        text = read_bytes(policy, "policy.toml").decode("utf-8")
        adopt_policy(actor=user, operation=operation, content=text)


def _sample(story: Story, row: Row, _phase: str) -> None:
    donor = story.person(row.need("donor"))
    sample = register_sample(
        actor=_laboratory_user(story),
        operation=story.operation.id,
        tube=row.need("tube"),
        donor=donor,
        material=row.need("material"),
        taken_at=row.instant("taken_at"),
        taken_by=row.need("taken_by"),
        witness=row["witness"],
        site=story.place(row["site"]),
        seal=row["seal"],
        batch_file=row["batch"],
        replaces=row["replaces"],
    )
    story.remember("tube", sample.tube, sample.id)


def _batch(story: Story, row: Row, _phase: str) -> None:
    name = row.need("file")
    path = story.folder / FOLDER / name
    if "/" in name or "\\" in name or not path.is_file():
        raise row.fault("file", "a genotype table of this folder")
    facts = BatchFacts(
        file_name=name,
        laboratory=row.need("laboratory"),
        accreditation=row.need("accreditation"),
        kit=row.need("kit"),
        typed_by=row.need("typed_by"),
        reviewed_by=row.need("reviewed_by"),
        received_at=row.instant("received_at"),
        analytical_threshold=_threshold(row, "analytical_threshold_rfu"),
        stochastic_threshold=_threshold(row, "stochastic_threshold_rfu"),
    )
    import_profiles(
        actor=_laboratory_user(story),
        operation=story.operation.id,
        facts=facts,
        content=read_bytes(path, name),
    )


def _threshold(row: Row, name: str) -> int | None:
    return row.number(name) if row[name] else None


FEEDS: list[Feed] = [
    Feed(f"{FOLDER}/frequencies.csv", frozenset({"marker", "allele", "freq"}), _first_row, _adopt),
    Feed(
        f"{FOLDER}/samples.csv",
        frozenset(
            {"tube", "donor", "material", "taken_at", "taken_by", "site", "seal", "legal_basis",
             "batch"}
        ),
        once("taken_at"),
        _sample,
    ),
    Feed(
        f"{FOLDER}/batches.csv",
        frozenset(
            {"file", "laboratory", "accreditation", "kit", "typed_by", "reviewed_by", "received_at"}
        ),
        once("received_at"),
        _batch,
    ),
]  # fmt: skip

# -- decisions -------------------------------------------------------------------------------

Args = Mapping[str, Any]


def _text(args: Args, name: str) -> str:
    value = args.get(name)
    if not isinstance(value, str) or not value:
        raise BadInput("args: expected a text for %(name)s", name=name)
    return value


def _texts(args: Args, name: str) -> list[str]:
    value = args.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadInput("args: expected a list of texts for %(name)s", name=name)
    return value


def _record_kin(story: Story, user: User, args: Args) -> None:
    record_kin(
        actor=user,
        operation=story.operation.id,
        child=story.person(_text(args, "child")),
        relative=story.person(_text(args, "relative")),
        relation=_text(args, "relation"),
        nature=_text(args, "nature"),
        basis=_text(args, "basis"),
    )


def _record_death(story: Story, user: User, args: Args) -> None:
    record_death(
        actor=user,
        operation=story.operation.id,
        person=story.person(_text(args, "person")),
        grade=_text(args, "grade"),
        when_said=str(args.get("on") or ""),
        basis=_text(args, "basis"),
    )


def _siblings(story: Story, user: User, args: Args) -> None:
    set_sibling_group(
        actor=user,
        operation=story.operation.id,
        children=story.persons(_texts(args, "children")),
        why=_text(args, "why"),
    )


def _quarantine(story: Story, user: User, args: Args) -> None:
    quarantine(
        actor=user,
        operation=story.operation.id,
        tubes=_texts(args, "tubes"),
        why=_text(args, "why"),
    )


def _resample(story: Story, user: User, args: Args) -> None:
    order_resampling(
        actor=user,
        operation=story.operation.id,
        tubes=_texts(args, "tubes"),
        why=_text(args, "why"),
    )


def _release(story: Story, user: User, args: Args) -> None:
    outcome = _text(args, "outcome")
    if outcome not in {State.VALID, State.VOID}:
        raise BadInput("args: expected outcome void or valid")
    release(
        actor=user,
        operation=story.operation.id,
        tubes=_texts(args, "tubes"),
        outcome=State(outcome),
        why=_text(args, "why"),
    )


def _draft(story: Story, user: User, args: Args) -> None:
    make = {"kinship": _draft_kinship, "identity": _draft_identity}.get(_text(args, "kind"))
    if make is None:
        raise BadInput("args: expected kind kinship or identity")
    story.remember("conclusion", _text(args, "key"), make(story, user, args).id)


def _tubes(story: Story, args: Args) -> list[UUID]:
    return [find_tube(story.operation.id, tube).id for tube in _texts(args, "tubes")]


def _draft_kinship(story: Story, user: User, args: Args) -> Conclusion:
    return draft_kinship(
        actor=user,
        operation=story.operation.id,
        draft=KinshipDraft(
            child=story.person(_text(args, "child")),
            relation=_text(args, "relation"),
            relatives=story.persons(_texts(args, "relatives")),
            verdict=_text(args, "verdict"),
            why=_text(args, "why"),
            tubes=_tubes(story, args),
            rivals=_texts(args, "rivals"),
        ),
    )


def _draft_identity(story: Story, user: User, args: Args) -> Conclusion:
    second = args.get("second_sample")
    return draft_identity(
        actor=user,
        operation=story.operation.id,
        draft=IdentityDraft(
            child=story.person(_text(args, "child")),
            way=_text(args, "way"),
            status=_text(args, "status"),
            why=_text(args, "why"),
            rests_on=dict(_ground(story, ref) for ref in _texts(args, "rests_on")),
            second_sample=find_tube(story.operation.id, str(second)).id if second else None,
            waiver=str(args.get("waiver") or ""),
        ),
    )


def _ground(story: Story, ref: str) -> tuple[UUID, InputKind]:
    """What a reference in ``rests_on`` names: a conclusion's key, a paper, a received line."""
    if ("conclusion", ref) in story.remembered:
        return story.recall("conclusion", ref), InputKind.CONCLUSION
    if ref.startswith("document:"):
        paper = story.recall("document", ref.removeprefix("document:"))
        return UUID(str(getattr(paper, "id", paper))), InputKind.PAPER
    if "#" in ref:
        return story.person(ref), InputKind.LINE
    raise BadInput("conclusion %(ref)s is named but was never drafted", ref=ref)


def _sign(story: Story, user: User, args: Args) -> None:
    sign(actor=user, conclusion=story.recall("conclusion", _text(args, "key")))


def _countersign(story: Story, user: User, args: Args) -> None:
    countersign(actor=user, conclusion=story.recall("conclusion", _text(args, "key")))


def _next_sample(story: Story, user: User, args: Args) -> None:
    choose_next_sample(
        actor=user,
        operation=story.operation.id,
        child=story.person(_text(args, "child")),
        relative=story.person(_text(args, "relative")),
        why=_text(args, "why"),
    )


def _close_claim(story: Story, user: User, args: Args) -> None:
    request = _text(args, "request")
    told_at = Row("decisions.csv", 0, {"told_at": _text(args, "told_at")}).instant("told_at")
    close_claim(
        actor=user,
        operation=story.operation.id,
        claimant=_claimant(story, request),
        sought=story.person(str(args["child"])) if args.get("child") else story.person(request),
        outcome=_text(args, "outcome"),
        why=_text(args, "why"),
        told_by=story.user(_text(args, "told_by")),
        told_at=told_at,
        another_sample_offered=args.get("another_sample_offered") is True,
    )


def _claimant(story: Story, request: str) -> UUID:
    """The claimant stands in the first line of a request: at the named line or above it."""
    file, _, line = request.partition("#")
    report = Report.objects.filter(operation=story.operation.id, file_name=file).first()
    if report is None or not line.isdigit():
        raise BadInput("%(request)s: expected a line of a received file", request=request)
    rows = Mention.objects.filter(report=report.id, role="claimant", line__lte=int(line))
    row = rows.order_by("-line").first()
    if row is None:
        raise BadInput("%(request)s: no claimant stands in this request", request=request)
    return row.person


def _disclose(story: Story, user: User, args: Args) -> None:
    disclose(
        actor=user,
        operation=story.operation.id,
        told=story.person(_text(args, "to")),
        about=story.person(_text(args, "about")),
        tidings=_text(args, "what"),
        teller=story.user(_text(args, "by")),
        safety_check=_text(args, "safety_check"),
        place=str(args.get("place") or ""),
    )


ACTIONS: dict[str, Action] = {
    "record_kin": _record_kin,
    "record_death": _record_death,
    "set_sibling_group": _siblings,
    "quarantine": _quarantine,
    "order_resampling": _resample,
    "quarantine_release": _release,
    "draft_conclusion": _draft,
    "sign_conclusion": _sign,
    "countersign": _countersign,
    "next_sample": _next_sample,
    "close_claim": _close_claim,
    "disclose": _disclose,
}
