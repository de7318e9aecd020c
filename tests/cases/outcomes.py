"""What each trap leads to, on the record and in ``jusan children --json``.

``ALARMS``: whether the trap made itself known, for a folder with it or without it.
``OUTCOMES``: everything that the scenario asks where the trap is planted.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from jusan.clearance import board
from jusan.clearance.models import (
    ConventionalBirth,
    Determination,
    NationalityDecision,
    RequirementEvent,
)
from jusan.core import clock
from jusan.core.claims.models import Answer, Mention, Report
from jusan.core.claims.resolution import head_of, live_judgements
from jusan.core.consent.models import Matter
from jusan.core.consent.queries import positions
from jusan.core.documents import queries as documents
from jusan.core.people.models import IdentityStatus, Nature, SiblingPlace
from jusan.core.people.queries import identity_status, live_parent_links
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.identification.choices import State as TubeState
from jusan.identification.models import (
    ClaimClosed,
    Conclusion,
    ConclusionSignature,
    Evaluation,
    QualityFlag,
    Sample,
    SampleState,
)
from jusan.identification.reading import numbers
from jusan.reintegration.models import Candidate, FamilyAssessment, PlacementDecision
from jusan.repatriation.models import FitnessCheck
from tests.cases.roads import Road, stops
from tests.walked import evening

STRONG = math.log(10_000)


# -- the alarms --------------------------------------------------------------------------------


def two_of_one_name(road: Road) -> bool:
    """A-T1: an officer had to answer that two lines are two persons."""
    leaves = {leaf for key in road.folder.who("A-T1") for leaf in road.leaves(key)}
    answers = live_judgements(leaves).filter(answer=Answer.DIFFERENT)
    return any({row.left, row.right} <= leaves for row in answers)


def _flagged(road: Road, trap: str, code: str) -> bool:
    keys = road.folder.who(trap)
    found = [
        QualityFlag.objects.filter(code=code, donor__in=road.leaves(key)).exists() for key in keys
    ]
    assert len(set(found)) == 1, (trap, found)  # both tubes of a pair, or none
    return found[0]


def exchanged_tubes(road: Road) -> bool:
    """A-T2: a swap was proposed for both tubes."""
    return _flagged(road, "A-T2", "swap")


def another_sex(road: Road) -> bool:
    """A-T3: both tubes speak against the recorded sex."""
    return _flagged(road, "A-T3", "sex_conflict")


def not_the_mother(road: Road) -> bool:
    """A-T4: the genotypes speak against the listed mother."""
    child, mother = road.folder.who("A-T4")
    return _alone(road, child, mother)["reading"] == "against"


def one_marker_differs(road: Road) -> bool:
    """A-T5: mother and child share no allele at one marker."""
    mother, child = road.folder.who("A-T5")
    weighed = _evaluation(road, child, mother)
    return bool(_against(weighed))


def unsupported_claim(road: Road) -> bool:
    """A-T6: a claim upon the foundling was closed as not supported."""
    child = road.folder.who("A-T6")[-1]
    return ClaimClosed.objects.filter(
        sought__in=road.leaves(child), outcome="not_supported"
    ).exists()


def half_kin(road: Road) -> bool:
    """A-T7: the father's brother or sister alone does not carry the identity."""
    near, child = road.folder.who("A-T7")
    return _alone(road, child, near)["reading"] == "inconclusive"


def certificate_dies(road: Road) -> bool:
    """A-T8: the slip of the flight ends a certificate of return."""
    return any("H.etd" in {item.requirement for item in items} for items in _dying(road).values())


def expired_passport(road: Road) -> bool:
    """A-T9: a passport that is evidence and no travel paper."""
    (key,) = road.folder.who("A-T9")
    papers = documents.identity_papers(road.leaves(key)).filter(kind="passport")
    return papers.filter(valid_until__lt=road.folder.day("flown_on")).exists()


def release_went_stale(road: Road) -> bool:
    """A-T10: on some day between the court's release and the flight it did not stand."""
    _, *children = road.folder.who("A-T10")
    days = [road.folder.day("flown_on") - timedelta(ago) for ago in range(8, 32)]
    return any(
        road.state(key, "X.court_release", day).status == "stale"
        for key in children for day in days
    )  # fmt: skip


def father_unknown(road: Road) -> bool:
    """A-T11: nationality rests on a mother alone."""
    return any(
        row.branch == "mother_citizen_father_unknown" for row in NationalityDecision.objects.all()
    )


def hijri_month(road: Road) -> bool:
    """A-T12: a day had to be agreed for papers."""
    return ConventionalBirth.objects.exists()


def contested(road: Road) -> bool:
    """A-T13: more than one family applied for a child."""
    return any(
        Candidate.objects.filter(child__in=road.leaves(key)).count() > 1
        for key in road.folder.children()
    )


def fever(road: Road) -> bool:
    """A-T14: a doctor found a child not fit before the flight."""
    return FitnessCheck.objects.filter(outcome="not_fit").exists()


def charges_answered_late(road: Road) -> bool:
    """A-T15: one child's answer about charges came after everybody else's."""
    granted = RequirementEvent.objects.filter(requirement="X.security", kind="granted")
    days = {row.happened_at.date() for row in granted}
    return len(days) > 1


def more_lines_than_children(road: Road) -> bool:
    """A-T16: the host's lists have more lines than there are children."""
    return _listed(road) > len(road.folder.children())


# -- what the scenario asks --------------------------------------------------------------------


def t1(road: Road) -> None:
    one, two = road.folder.who("A-T1")
    assert road.who(one) != road.who(two)
    shown = [road.shown(key) for key in (one, two)]
    assert shown[0]["person"] != shown[1]["person"]
    assert [item["lines"] for item in shown] == [len(road.folder.lines[k]) for k in (one, two)]
    assert all(item["birth"]["how"] == "year" for item in shown)
    # search by the name that they share shows both
    words = [{w for name in item["names"] for w in name["text"].split()} for item in shown]
    assert words[0] & words[1]


def t2(road: Road) -> None:
    _sampled_again(road, "A-T2")


def t3(road: Road) -> None:
    _sampled_again(road, "A-T3")


def t4(road: Road) -> None:
    child, mother = road.folder.who("A-T4")
    told = road.folder.traps["A-T4"]
    shown, flown = road.shown(child), road.folder.day("flown_on")
    assert _alone(road, child, mother)["ln_lr"] < -STRONG
    assert _verdicts(road, child, "mother") == {told["verdict"]}
    natures = {
        link.nature for link in live_parent_links(road.leaves(child))
        if link.child in road.leaves(child) and link.parent in road.leaves(mother)
    }  # fmt: skip
    assert natures == {Nature.SOCIAL}
    # the sibling group is kept, and nothing was closed or called a fraud
    group = SiblingPlace.objects.get(person__in=road.leaves(child)).group
    beside = set(SiblingPlace.objects.filter(group=group).values_list("person", flat=True))
    brothers = [key for key in road.folder.children() if _mother_of(road, key) == mother]
    assert {head_of(leaf) for leaf in beside} == {road.who(key) for key in brothers}
    assert len(brothers) > 1
    assert shown["identity"]["status"] == "confirmed"
    assert shown["clearance"]["requirements"][told["needs"]] == "done"
    assert shown["clearance"]["requirements"]["X.mother_position"] == "not_applicable"
    assert road.state(child, told["needs"], flown).status == "done"
    assert _branch(road, child) == "father_citizen_mother_unknown"
    kin = [h for h in shown["identity"]["hypotheses"] if h["relation"].startswith("paternal")]
    assert kin[0]["reading"] in ("strong", "support")


def t5(road: Road) -> None:
    mother, child = road.folder.who("A-T5")
    told = road.folder.traps["A-T5"]
    assert _against(_evaluation(road, child, mother)) == [told["marker"]]
    shown = _alone(road, child, mother)
    assert shown["ln_lr"] > STRONG
    assert shown["reading"] == "strong"
    assert _verdicts(road, child, "mother") == {told["verdict"]}


def t6(road: Road) -> None:
    claimant, child = road.folder.who("A-T6")
    told = road.folder.traps["A-T6"]
    shown = _alone(road, child, claimant)
    assert shown["ln_lr"] < math.log(0.001)
    assert shown["reading"] == "against"
    closed = ClaimClosed.objects.get(claimant__in=road.leaves(claimant))
    assert closed.outcome == told["verdict"]
    assert closed.another_sample_offered
    assert closed.told_by is not None and closed.told_at <= closed.at and closed.why
    signed = ConclusionSignature.objects.filter(conclusion=closed.conclusion)
    assert len({row.human for row in signed}) == 2
    # the child is nobody's loss: somebody else's kin, and identified all the same
    assert road.shown(child)["identity"]["status"] == "confirmed"


def t7(road: Road) -> None:
    near, child = road.folder.who("A-T7")
    told = road.folder.traps["A-T7"]
    alone = _alone(road, child, near)
    half = next(name for name in alone["hypotheses"] if "half" in name)
    assert {"unrelated", half} <= alone["hypotheses"].keys()  # full and half, both reported
    assert abs(alone["hypotheses"][half]) < STRONG
    assert _verdicts(road, child, alone["relation"]) == {told["verdict"]}
    joint = [
        item for item in road.shown(child)["identity"]["hypotheses"]
        if half in item["relation"].split("+") and "grand" in item["relation"]
        and "maternal" not in item["relation"]
    ]  # fmt: skip
    assert [item["reading"] for item in joint] == ["strong"]
    # if only half, the parent whom the two do not share tells most: named before she was sampled
    late = next(r for r in joint[0]["relation"].split("+") if "grand" in r)
    assert road.wanted[0].relative == late
    worth = {option.relative: option.mean_log10_lr for option in road.wanted}
    assert worth[late] > worth["(nobody)"] + 1


def t8(road: Road) -> None:
    (key,) = road.folder.who("A-T8")
    first, second = road.folder.day("first_date"), road.folder.day("flown_on")
    dying = {head: {item.requirement for item in items} for head, items in _dying(road).items()}
    hit = [other for other in road.folder.children() if "H.etd" in dying[road.who(other)]]
    assert hit == [key]
    # everybody's exit permit ends with the slip, except whoever had none just then
    waiting = road.folder.who("A-T10")[1:] if road.folder.traps["A-T10"]["present"] else []
    for other in road.folder.children():
        assert ("X.exit_permit" in dying[road.who(other)]) == (other not in waiting), other
    papers = [documents.travel_papers(road.leaves(key), day) for day in (first, second)]
    assert [len(found) for found in papers] == [1, 1]
    assert papers[0][0].id != papers[1][0].id
    assert papers[0][0].valid_until < second
    slipped = stops(road.folder)["slipped"]
    assert road.shown(key, slipped)["clearance"]["requirements"]["X.flight_permit"] != "done"
    assert road.shown(key)["flight"]["status"] == "boarded"


def t9(road: Road) -> None:
    (key,) = road.folder.who("A-T9")
    leaves, flown = road.leaves(key), road.folder.day("flown_on")
    papers = documents.identity_papers(leaves).filter(kind="passport")
    assert road.folder.traps["A-T9"]["document"] in {paper.number for paper in papers}
    assert [p.kind for p in documents.travel_papers(leaves, flown)] == ["certificate_of_return"]
    assert road.shown(key)["clearance"]["requirements"]["H.passport"] != "done"


def t10(road: Road) -> None:
    _, *children = road.folder.who("A-T10")
    told = road.folder.traps["A-T10"]
    blocked = date.fromisoformat(told["blocked_on"])
    for key in children:
        shown = road.shown(key, blocked)["clearance"]
        assert shown["requirements"][told["by"]] != "done"
        assert shown["requirements"]["X.court_release"] == "stale"
        assert {told["by"]} <= {item["requirement"] for item in shown["blockers"]}
        said = [row.outcome for row in positions(road.leaves(key), Matter.RETURN)]
        assert said == ["consent", "withdrawn", "consent"]  # the whole history is kept
        assert road.state(key, "X.court_release", road.folder.day("first_date")).status == "stale"
        cleared = date.fromisoformat(told["cleared_on"])
        assert road.state(key, "X.court_release", cleared).status == "done"
        assert road.shown(key)["flight"]["status"] == "boarded"
        # a panel saw the child again, and its own view stands in the record
        panel = Determination.objects.filter(child__in=road.leaves(key), kind="bid").order_by("at")
        assert panel.count() == 2
        assert panel.last().childs_view


def t11(road: Road) -> None:
    told = road.folder.traps["A-T11"]
    for key in road.folder.who("A-T11"):
        decision = NationalityDecision.objects.get(child__in=road.leaves(key))
        assert decision.branch == told["branch"]
        assert decision.legal_basis and decision.decided_by
        before = decision.at.date() - timedelta(1)
        assert road.state(key, "H.nationality", before).status != "done"  # never by itself
        assert road.shown(key)["clearance"]["requirements"]["H.nationality"] == "done"
    others = [key for key in road.folder.children() if key not in road.folder.who("A-T11")]
    assert all(_branch(road, key) != told["branch"] for key in others)


def t12(road: Road) -> None:
    (key,) = road.folder.who("A-T12")
    birth = road.shown(key)["birth"]
    assert birth["how"] == "hijri"
    earliest, latest = (date.fromisoformat(birth[end]) for end in ("earliest", "latest"))
    assert 28 <= (latest - earliest).days <= 30
    agreed = ConventionalBirth.objects.get(child__in=road.leaves(key))
    assert agreed.authority and earliest <= date.fromisoformat(agreed.date) <= latest


def t13(road: Road) -> None:
    told = road.folder.traps["A-T13"]
    for key in road.folder.who("A-T13"):
        found = list(Candidate.objects.filter(child__in=road.leaves(key)))
        assert len(found) == told["candidates"]
        ids = [row.id for row in found]
        chosen = PlacementDecision.objects.filter(candidacy__in=ids, outcome="chosen")
        assert chosen.count() == told["chosen"]
        assert chosen.get().body and chosen.get().reason
        # both were assessed in words; nothing in the tables could hold a score
        assert FamilyAssessment.objects.filter(candidacy__in=ids).count() == len(ids)
        relation = next(row.relation for row in found if row.id == chosen.get().candidacy)
        assert road.shown(key)["care"]["placement"] == relation


def t14(road: Road) -> None:
    key, *siblings = road.folder.who("A-T14")
    told = road.folder.traps["A-T14"]
    since = evening(date.fromisoformat(told["unfit_at"])) - timedelta(1)
    for child in (key, *siblings):
        looks = FitnessCheck.objects.filter(child__in=road.leaves(child), at__gte=since)
        outcomes = [(str(row.at.date()), row.outcome) for row in looks.order_by("at")]
        expected = [(told["unfit_at"], "not_fit"), (told["fit_at"], "fit")]
        assert outcomes == (expected if child == key else [(told["unfit_at"], "fit")])
        assert road.shown(child)["flight"]["status"] == "boarded"
        eve = road.shown(child, date.fromisoformat(told["unfit_at"]))["health"]
        assert eve["outcome"] == ("not_fit" if child == key else "fit")
        assert bool(eve["review_at"]) == (child == key)
        assert road.shown(child)["health"]["outcome"] == "fit"


def t15(road: Road) -> None:
    (key,) = road.folder.who("A-T15")
    answered = date.fromisoformat(road.folder.traps["A-T15"]["security_on"])
    day_before = answered - timedelta(1)
    assert road.shown(key, day_before)["clearance"]["requirements"]["X.security"] != "done"
    assert road.state(key, "X.security", day_before).status != "done"
    assert road.state(key, "X.security", answered).status == "done"


def t16(road: Road) -> None:
    told = road.folder.traps["A-T16"]
    (key,) = road.folder.who("A-T16")
    assert _listed(road) == told["lines"]
    reports = Report.objects.filter(kind="host_list").values("id")
    people = Mention.objects.filter(report__in=reports).values_list("person", flat=True)
    assert len({head_of(person) for person in people}) == told["persons"]
    shown = [one for one in road.seen[road.ended].values() if one["case"]]
    assert len(shown) == told["persons"]
    assert road.shown(key)["lines"] == len(road.folder.lines[key])
    # the second line is joined with a reason
    twice = [ref for ref in road.folder.lines[key] if ref.split("#")[0] in
             road.folder.files("host_list")]  # fmt: skip
    one, two = (road.story.person(ref) for ref in twice)
    joined = live_judgements([one, two]).filter(answer=Answer.SAME)
    assert any(row.why for row in joined)


ALARMS: dict[str, Callable[[Road], bool]] = {
    "A-T1": two_of_one_name, "A-T2": exchanged_tubes, "A-T3": another_sex, "A-T4": not_the_mother,
    "A-T5": one_marker_differs, "A-T6": unsupported_claim, "A-T7": half_kin,
    "A-T8": certificate_dies, "A-T9": expired_passport, "A-T10": release_went_stale,
    "A-T11": father_unknown, "A-T12": hijri_month, "A-T13": contested, "A-T14": fever,
    "A-T15": charges_answered_late, "A-T16": more_lines_than_children,
}  # fmt: skip
OUTCOMES: dict[str, Callable[[Road], None]] = {
    "A-T1": t1, "A-T2": t2, "A-T3": t3, "A-T4": t4, "A-T5": t5, "A-T6": t6, "A-T7": t7, "A-T8": t8,
    "A-T9": t9, "A-T10": t10, "A-T11": t11, "A-T12": t12, "A-T13": t13, "A-T14": t14,
    "A-T15": t15, "A-T16": t16,
}  # fmt: skip


def everybody_comes_home(road: Road) -> None:
    """The counts of expected.toml, on the record, in the command's objects and in the summary."""
    outcome, children = road.folder.expected["outcome"], road.folder.children()
    shown = [road.shown(key) for key in children]
    assert len({one["person"] for one in shown}) == road.folder.expected["counts"]["children"]
    assert sum(one["identity"]["status"] == "confirmed" for one in shown) == outcome["identified"]
    flown = [one["flight"] for one in shown if one["flight"]["status"] == "boarded"]
    assert len(flown) == outcome["flown"]
    assert {flight["flight"] for flight in flown} == {outcome["flight"]}
    assert {flight["at"][:10] for flight in flown} == {outcome["flown_on"]}
    sexes = [one["sex"] for one in shown]
    assert sexes.count("F") == road.folder.expected["counts"]["girls"]
    assert sexes.count("M") == road.folder.expected["counts"]["boys"]
    for key in children:
        assert identity_status(road.leaves(key)) is IdentityStatus.CONFIRMED, key
        assert standing.latest(road.leaves(key), FactKind.LANDED) is not None, key
    assert f"children found: {len(children)}" in road.summary
    assert f"identity: {outcome['identified']} confirmed" in road.summary
    assert f"flown home: {outcome['flown']}" in road.summary


# -- looking things up -------------------------------------------------------------------------


def _alone(road: Road, child: str, relative: str) -> dict[str, Any]:
    """What the command shows, at the end, of one relative weighed alone under the first claim."""
    heads = {str(road.who(relative)), *(str(leaf) for leaf in road.leaves(relative))}
    found = [
        one for one in road.shown(child)["identity"]["hypotheses"]
        if len(one["relatives"]) == 1 and one["relatives"][0] in heads
        and "half" not in one["relation"]
    ]  # fmt: skip
    assert len(found) == 1, (child, relative, found)
    return found[0]


def _evaluation(road: Road, child: str, relative: str) -> dict[str, Any]:
    """The newest numbers of one relative weighed alone."""
    leaves = set(road.leaves(relative))
    rows = Evaluation.objects.filter(child__in=road.leaves(child), relatives=1).order_by("at")
    found = [one for one in numbers.load(rows) if set(one.relatives) & leaves]
    return found[-1].numbers


def _against(weighed: dict[str, Any]) -> list[str]:
    """Markers that speak against a parent: a shared allele never costs more than a factor of 4,
    a mutation of one step costs hundreds."""
    return [m for m, ln in weighed["per_marker"].items() if ln is None or ln < -math.log(7)]


def _verdicts(road: Road, child: str, relation: str) -> set[str]:
    rows = Conclusion.objects.filter(
        child__in=road.leaves(child), kind="kinship", relation=relation
    )
    twice = [
        row for row in rows if ConclusionSignature.objects.filter(conclusion=row.id).count() == 2
    ]
    return {row.verdict for row in twice}


def _branch(road: Road, key: str) -> str:
    return NationalityDecision.objects.get(child__in=road.leaves(key)).branch


def _mother_of(road: Road, key: str) -> str:
    """The listed woman who is recorded as this child's mother, biological or social."""
    parents = {link.parent for link in live_parent_links(road.leaves(key))}
    women = [woman for woman in road.folder.lines if woman.startswith("M")]
    return next((w for w in women if parents & set(road.leaves(w))), "")


def _sampled_again(road: Road, trap: str) -> None:
    """Flagged on the evening of typing, void, never relabelled, taken again and then weighed."""
    told, typed = road.folder.traps[trap], stops(road.folder)["typed"]
    for key in road.folder.who(trap):
        assert told["flag"] in road.shown(key, typed)["identity"]["flags"], key
        tubes = list(Sample.objects.filter(donor__in=road.leaves(key)).order_by("taken_at"))
        assert len(tubes) == 1 + told["sampled_again"]
        states = SampleState.objects.filter(sample=tubes[0].id).order_by("seq")
        assert states.last().state == TubeState(told["tubes"])
        assert tubes[1].replaces == tubes[0].id
        assert tubes[1].donor in road.leaves(key)
        after = road.shown(key)["identity"]
        assert after["flags"] == []
        mother = [one for one in after["hypotheses"] if one["relation"] == "mother"]
        assert [one["reading"] for one in mother] == ["strong"]


def _dying(road: Road) -> dict[Any, Any]:
    """What ends between the two dates, asked on the evening of the slip."""
    first, second = road.folder.day("first_date"), road.folder.day("flown_on")
    slipped = stops(road.folder)["slipped"]
    with clock.at(evening(slipped)):
        return board.dying(road.operation, first, second)


def _listed(road: Road) -> int:
    return sum(report.lines for report in Report.objects.filter(kind="host_list"))
