"""What each page of identification shows. Reads are logged before anything sealed is opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims.models import Mention, Report
from jusan.core.claims.queries import labels, visible_head
from jusan.core.claims.resolution import heads_of, leaves_by_head, leaves_of
from jusan.core.history import reads
from jusan.core.operations.models import Operation
from jusan.core.people.models import Identity
from jusan.core.people.queries import identity_status
from jusan.core.vault.compartments import Compartment
from jusan.identification import policies
from jusan.identification.choices import InputKind, Kind, Relation
from jusan.identification.models import (
    Batch,
    ConclusionInput,
    Evaluation,
    KinStatement,
    QualityFlag,
)
from jusan.identification.reading import words
from jusan.identification.reading.conclusions import conclusion_for, holding, list_for
from jusan.identification.reading.evidence import current_hash
from jusan.identification.reading.joint import joint_picture
from jusan.identification.reading.laboratory import sexes_of, tubes_by_person, tubes_in
from jusan.identification.reading.numbers import Weighed, load, newest
from jusan.identification.reading.tree import weighed_tree


def laboratory(user: User, operation: Operation) -> dict[str, Any]:
    """Batches and tubes: numbers of tubes, never names. Raises NotPermitted."""
    require_laboratory(user, operation)
    tubes = tubes_in(operation.id)
    other = {tube.sample.id: tube.sample.tube for tube in tubes}
    rows = [
        {
            "tube": tube,
            "flags": [
                (flag, other.get(flag.other, "") if flag.other else "") for flag in tube.flags
            ],
        }
        for tube in tubes
    ]
    rows.sort(key=lambda row: (not row["flags"], row["tube"].sample.tube))  # type: ignore[attr-defined]
    batches = Batch.objects.filter(operation=operation.id).order_by("-received_at")
    stray = QualityFlag.objects.filter(operation=operation.id, sample__isnull=True)
    return {
        "batches": list(batches[:100]),
        "tubes": rows,
        "stray": list(stray.order_by("tube", "line")[:100]),
    }


def require_laboratory(user: User, operation: Operation) -> None:
    """Raise NotPermitted for everybody but the laboratory."""
    policies.can_quarantine(user, operation.id).require()


def require_numbers(user: User, operation: Operation, evaluation: UUID) -> Evaluation:
    """A weighing, nothing opened. Raises NotVisible for a stranger, NotPermitted without DNA."""
    rows = Evaluation.objects.filter(operation=operation.id)
    row = scope.get_visible(scope.visible_to(user, rows, subject="child"), id=evaluation)
    policies.can_read_numbers(user, operation.id).require()
    return row


def results(user: User, operation: Operation, *, route: str) -> dict[str, Any]:
    """The newest weighing of every claim that this user may see. Raises NotPermitted."""
    policies.can_read_numbers(user, operation.id).require()
    rows = Evaluation.objects.filter(operation=operation.id)
    seen = scope.visible_to(user, rows, subject="child", compartment=Compartment.DNA)
    children = set(seen.values_list("child", flat=True))
    names = _open(user, children, [Compartment.DNA, Compartment.IDENTITY], route)
    lines = [
        {
            "weighed": one,
            "label": names.get(one.row.child, ""),
            "relations": _relations(one),
            "times": words.sentence(one.numbers),
            "reading": words.reading(one.numbers["reading"]),
        }
        for one in newest(children)
    ]
    lines.sort(key=lambda line: (str(line["label"]), str(line["relations"])))
    return {"lines": lines}


def result(user: User, operation: Operation, evaluation: UUID, *, route: str) -> dict[str, Any]:
    """One weighing. Raises NotVisible (no such child for you), NotPermitted (not your numbers)."""
    row = require_numbers(user, operation, evaluation)
    names = _open(user, [row.child], [Compartment.DNA, Compartment.IDENTITY], route)
    one = load([row])[0]
    return {
        "weighed": one,
        "label": names.get(row.child, ""),
        "sentence": words.sentence(one.numbers),
        "rival": words.rival_sentence(one.numbers),
        "reading": words.reading(one.numbers["reading"]),
        "reading_rival": words.reading(one.numbers["reading_rival"]),
        "bars": words.bars(one.numbers["per_marker"]),
        "links": [_link(link) for link in one.numbers["links"]],
        "pedigree": weighed_tree(
            names.get(row.child, ""), sexes_of([row.child])[row.child], one.numbers["relatives"]
        ),
        "hypotheses": [_hypothesis(item) for item in one.numbers["hypotheses"]],
    }


def joint(user: User, operation: Operation, *, route: str) -> dict[str, Any]:
    """The joint picture with labels. Raises NotPermitted."""
    policies.can_read_numbers(user, operation.id).require()
    children = set(
        KinStatement.objects.filter(operation=operation.id).values_list("child", flat=True)
    )
    visible = set(
        scope.subjects_for(user, Compartment.DNA).filter(subject__in=children).values_list(
            "subject", flat=True
        )
    )  # fmt: skip
    names = _open(user, visible, [Compartment.DNA, Compartment.IDENTITY], route)
    heads = {head: names.get(leaf, "") for leaf, head in heads_of(visible).items()}
    picture = joint_picture(operation.id)
    lines = [
        {
            "label": heads[row.child],
            "elsewhere": row.elsewhere,
            "shares": [
                {
                    "percent": 100 * share.probability,
                    "claimed": share.claimed,
                    "family": [heads.get(one, "") for one in share.family or ()],
                }
                for share in row.shares
            ],
        }
        for row in picture.rows
        if row.child in heads
    ]
    # What has to be looked at again stands first.
    lines.sort(key=lambda line: not line["elsewhere"])
    left = [heads[child] for child in picture.left_out if child in heads]
    return {"lines": lines, "left_out": left, "exact": picture.exact}


def conclusions(user: User, operation: Operation, *, route: str) -> dict[str, Any]:
    """Conclusions and where their signatures stand. Raises NotPermitted."""
    policies.can_read_conclusions(user, operation.id).require()
    found = list_for(user, operation)
    names = _open(user, {one.row.child for one in found}, [Compartment.IDENTITY], route)
    return {"lines": [{"one": one, "label": names.get(one.row.child, "")} for one in found]}


def conclusion(user: User, operation: Operation, asked: UUID, *, route: str) -> dict[str, Any]:
    """One conclusion with its text where the reader's compartment is open."""
    one = conclusion_for(user, operation, asked)
    policies.can_read_conclusions(user, operation.id).require()
    compartment = Compartment(one.row.compartment)
    opened = scope.compartments_for(user, heads_of([one.row.child])[one.row.child])
    readable = compartment in opened
    names = _open(user, [one.row.child], {Compartment.IDENTITY, compartment} & opened, route)
    inputs = ConclusionInput.objects.filter(conclusion=one.row.id)
    users = User.objects.filter(id__in=[s.user for s in one.signatures] + [one.row.drafter])
    people = dict(users.values_list("id", "display_name"))
    return {
        "one": one,
        "label": names.get(one.row.child, ""),
        "text": one.row.text if readable else None,
        "hidden": "" if readable else compartment.value,
        "relation": Relation(one.row.relation).label if one.row.relation else "",
        "drafter": people.get(one.row.drafter, ""),
        "signatures": [(s, people.get(s.user, "")) for s in one.signatures],
        "inputs": {kind.label: sum(i.kind == kind for i in inputs) for kind in InputKind},
        "fresh": current_hash(one.row) == one.row.evidence_hash,
        "may_sign": bool(policies.can_conclude(user, operation.id, Kind(one.row.kind))),
    }


def identity_grounds(
    user: User, operation: Operation, person: UUID, *, route: str
) -> dict[str, Any]:
    """What an identity of this person could rest on. Raises NotVisible, NotPermitted."""
    head = _here(user, operation, person)
    policies.can_conclude(user, operation.id, Kind.IDENTITY).require()
    leaves = leaves_of(head)
    names = _open(user, [head], [Compartment.IDENTITY], route)
    mentions = list(Mention.objects.filter(person__in=leaves).order_by("line"))
    files = dict(
        Report.objects.filter(id__in=[m.report for m in mentions]).values_list("id", "file_name")
    )
    kinships = [one.row for one in holding(leaves, Kind.KINSHIP)]
    return {
        "person": head,
        "label": names.get(head, ""),
        "stands": identity_status(leaves) in Identity.STANDING,
        "kinships": [
            (row.id, f"{Relation(row.relation).label}: {row.get_verdict_display()}")
            for row in kinships
        ],
        "lines": [(m.person, f"{files.get(m.report, '')}, {_('Line')} {m.line}") for m in mentions],
        "tubes": [
            (tube.sample.id, tube.sample.tube)
            for tube in tubes_by_person([head])[head]
            if tube.usable
        ],
    }


def claim(user: User, operation: Operation, person: UUID, *, route: str) -> dict[str, Any]:
    """A claimant and the children claimed, for closing. Raises NotVisible, NotPermitted."""
    head = _here(user, operation, person)
    policies.can_close_claim(user, operation.id).require()
    rows = KinStatement.objects.filter(operation=operation.id, relative__in=leaves_of(head))
    children = dict(rows.values_list("child", "relation"))
    allowed = set(
        scope.subjects_for(user).filter(subject__in=heads_of(children).values()).values_list(
            "subject", flat=True
        )
    )  # fmt: skip
    heads = {leaf: h for leaf, h in heads_of(children).items() if h in allowed}
    names = _open(user, [head, *heads], [Compartment.IDENTITY], route)
    return {
        "person": head,
        "label": names.get(head, ""),
        "children": [
            (leaf, f"{names.get(leaf, '')}: {Relation(children[leaf]).label}") for leaf in heads
        ],
    }


def _here(user: User, operation: Operation, person: UUID) -> UUID:
    """The head of a visible person of this operation. Raises NotVisible."""
    return visible_head(user, operation.id, person)


def _open(
    user: User, persons: Iterable[UUID], compartments: Iterable[Compartment], route: str
) -> Mapping[UUID, str]:
    """Log the read of these persons (all their leaves) and give their labels."""
    heads = heads_of(persons)
    if not heads:
        return {}
    leaves = leaves_by_head(heads.values())
    reads.open_for(
        reader=user.id,
        purpose="identification",
        subjects=[leaf for part in leaves.values() for leaf in part],
        compartments=compartments,
        route=route,
    )
    known = labels(heads.values())
    return {person: known.get(head, "") for person, head in heads.items()}


def _relations(one: Weighed) -> str:
    return ", ".join(str(Relation(r["relation"]).label) for r in one.numbers["relatives"])


def _link(link: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "relation": Relation(link["relation"]).label,
        "ln_lr": link["ln_lr"],
        "times": words.times(link["ln_lr"]) if link["ln_lr"] is not None else "",
        "rival": Relation(link["rival"]).label if link["rival"] else "",
        "ln_lr_rival": link["ln_lr_rival"],
        "times_rival": words.times(link["ln_lr_rival"]) if link["ln_lr_rival"] is not None else "",
    }


def _hypothesis(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "label": Relation(item["name"].rsplit(":", 1)[-1]).label,
        "ln_lr": item["ln_lr"],
        "times": words.times(item["ln_lr"]) if item["ln_lr"] is not None else "",
        "impossible": item["impossible"],
    }
