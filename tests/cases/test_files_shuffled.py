"""Twenty shuffled stories, read with the project's own importers and sciences: all sixteen traps
are in the files for other persons each time, and a trap taken out takes its own alarm with it.

The files alone are read here; the whole road of some of them is walked in ``test_road_shuffled_*``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from jusan.kinship.quality import parent_child_inconsistencies, sex_flags, swap_hypotheses
from jusan.matching.biography import compare, default_policy
from jusan.planning.clearance import cleared_for, slip
from tests.cases.folders import AQQU, TRAPS, Folder, generated
from tests.cases.readings import Reading, value

SEEDS = range(1, 21)


# -- whether a trap makes itself known ---------------------------------------------------------


def two_of_one_name(r: Reading) -> bool:
    """A-T1: two lines of two children that the matching would put before an officer."""
    one, two = (r.folder.lines[key][0] for key in r.folder.who("A-T1"))
    policy = default_policy()
    return compare(r.biography(one), r.biography(two), policy).total >= policy.propose


def exchanged_tubes(r: Reading) -> bool:
    """A-T2: crossed maternities fit while the claimed ones do not."""
    first = {tubes[0] for tubes in r.tubes.values()}
    sexes = _sex_conflicts(r)
    pairs = [
        (r.tubes[mother][0], r.tubes[child][0])
        for child, mother in r.stated_mother.items() if r.tubes[child][0] not in sexes
    ]  # fmt: skip
    genotypes = {tube: r.typed[tube] for tube in first}
    found = swap_hypotheses(
        r.markers, genotypes, sorted(pairs), ln_support=r.policy.ln_swap_cross,
        theta=r.policy.theta, unlisted_freq=r.policy.unlisted,
    )  # fmt: skip
    expected = {r.tubes[key][0] for key in r.folder.who("A-T2")}
    assert all({pair[1] for pair in swap.claimed} == expected for swap in found)
    assert all(swap.proposal == "re-sample both" for swap in found)
    return bool(found)


def another_sex(r: Reading) -> bool:
    """A-T3: the sex markers of two tubes speak against the lists."""
    found = _sex_conflicts(r)
    assert found in (set(), {r.tubes[key][0] for key in r.folder.who("A-T3")})
    return bool(found)


def not_the_mother(r: Reading) -> bool:
    """A-T4: the genotypes speak against the listed woman, and for the father's parent."""
    child, mother = r.folder.who("A-T4")
    against = r.weighed(child, {mother: "mother"})["reading"] == "against"
    if against:
        (near,) = r.kin[child].items()
        assert r.weighed(child, dict([near]))["reading"] in ("strong", "support")
    return against


def one_marker_differs(r: Reading) -> bool:
    """A-T5: one marker without a shared allele, and the sum still speaks for her."""
    mother, child = r.folder.who("A-T5")
    one, two = r.tubes[mother][-1], r.tubes[child][-1]
    differ = parent_child_inconsistencies(one, two, r.typed).markers
    assert r.weighed(child, {mother: "mother"})["reading"] == "strong"
    if differ:
        assert differ == (r.folder.traps["A-T5"]["marker"],)
    return bool(differ)


def unsupported_claim(r: Reading) -> bool:
    """A-T6: the genotypes speak against a claimant of the foundling, and the claim is closed."""
    orphan = r.folder.who("A-T6")[-1]
    against = [
        key for key, said in r.kin[orphan].items()
        if r.weighed(orphan, {key: said})["reading"] == "against"
    ]  # fmt: skip
    closed = [args for args in r.decisions("close_claim") if args["outcome"] == "not_supported"]
    assert len(closed) == len(against) <= 1
    return bool(against)


def half_kin(r: Reading) -> bool:
    """A-T7: the father's brother or sister alone does not carry it, with his parent it does."""
    near, orphan = r.folder.who("A-T7")
    said = r.kin[orphan]
    reading = r.weighed(orphan, {near: said[near]})["reading"]
    if reading == "inconclusive":
        side, kin = said[near].split("_")
        late = _received_by(r, orphan)
        both = {near: f"{side}_half_{kin}", late: said[late]}
        assert r.weighed(orphan, both)["reading"] == "strong"
    return reading == "inconclusive"


def certificate_dies(r: Reading) -> bool:
    """A-T8: on the evening of the slip, whose certificate of return ends between the dates."""
    slipped = next(row for row in r.folder.rows("mission/flights.csv") if row["event"] == "slipped")
    states = r.readiness(date.fromisoformat(slipped["at"][:10]))
    dying = slip(states.values(), r.folder.day("first_date"), r.folder.day("flown_on"))
    hit = {ref for ref, items in dying.items() if "H.etd" in {item.requirement for item in items}}
    assert hit in (set(), {r.folder.lines[key][0] for key in r.folder.who("A-T8")})
    return bool(hit)


def expired_passport(r: Reading) -> bool:
    """A-T9: a passport that ended before the operation began; it carries nobody over a border."""
    (key,) = r.folder.who("A-T9")
    begins = min(row["at"] for row in r.folder.rows("clearance/events.csv"))[:10]
    ends = r.said("registry_extracts", key, "document_valid_until")
    state = r.readiness(r.folder.day("flown_on"), [key])[key]
    assert state["H.passport"].status != "done"
    assert state["H.etd"].status == "done"
    return ends is not None and ends < begins


def release_went_stale(r: Reading) -> bool:
    """A-T10: on some day before the flight a court's release did not stand any more."""
    _, *children = r.folder.who("A-T10")
    flown = r.folder.day("flown_on")
    days = [flown - timedelta(ago) for ago in (8, 12, 15, 18)]
    stale = [
        day for day in days
        if all(s["X.court_release"].status == "stale" for s in r.readiness(day, children).values())
    ]  # fmt: skip
    assert all(s["X.court_release"].status == "done" for s in r.readiness(flown).values())
    return bool(stale)


def father_unknown(r: Reading) -> bool:
    """A-T11: children whose father's nationality nobody knows; a person decides on theirs."""
    unknown = {
        key for key in r.folder.children()
        if r.said("consular_interviews", key, "father_nationality") == "unknown"
    }  # fmt: skip
    assert unknown in (set(), set(r.folder.who("A-T11")))
    decided = r.decisions("decide_nationality")
    assert {args["child"] for args in decided} == {
        r.folder.lines[k][0] for k in r.folder.children()
    }
    branch = {
        args["child"] for args in decided if args["branch"] == "mother_citizen_father_unknown"
    }
    assert branch == {r.folder.lines[key][0] for key in unknown}
    before = date.fromisoformat(decided[0]["_on"]) - timedelta(1)
    assert all(s["H.nationality"].status != "done" for s in r.readiness(before).values())
    return bool(unknown)


def hijri_month(r: Reading) -> bool:
    """A-T12: a month of the hijri year becomes an interval, and an authority agrees one day."""
    months = {
        key: value(r.host_line(key), "birth") for key in r.folder.children()
        if value(r.host_line(key), "birth")["how"] == "hijri"
    }  # fmt: skip
    agreed = {args["child"]: args["date"] for args in r.decisions("set_conventional_birth")}
    assert agreed.keys() == {r.folder.lines[key][0] for key in months}
    for key, birth in months.items():
        assert birth["earliest"] <= agreed[r.folder.lines[key][0]] <= birth["latest"]
    return bool(months)


def contested(r: Reading) -> bool:
    """A-T13: two families for one child, one of them chosen."""
    by_child: dict[str, list[str]] = {}
    for row in r.folder.rows("care/placements.csv"):
        by_child.setdefault(row["child"], []).append(row["state"])
    two = {child for child, states in by_child.items() if len(states) > 1}
    assert two in (set(), {r.folder.lines[key][0] for key in r.folder.who("A-T13")})
    assert all(states.count("chosen") == 1 for states in by_child.values())
    return bool(two)


def fever(r: Reading) -> bool:
    """A-T14: not fit on the eve, fit in the morning."""
    looks: dict[str, list[str]] = {}
    for row in sorted(r.folder.rows("mission/fitness.csv"), key=lambda row: row["at"]):
        looks.setdefault(row["child"], []).append(row["outcome"])
    hot = {child for child, outcomes in looks.items() if "not_fit" in outcomes}
    assert hot in (set(), {r.folder.lines[r.folder.who("A-T14")[0]][0]})
    assert all(outcomes[-1] == "fit" for outcomes in looks.values())
    return bool(hot)


def charges_answered_late(r: Reading) -> bool:
    """A-T15: when the others are answered, the eldest is not."""
    answers = [row["at"][:10] for row in r.folder.rows("clearance/events.csv")
               if row["requirement"] == "X.security"]  # fmt: skip
    states = r.readiness(date.fromisoformat(min(answers)))
    waiting = [key for key, state in states.items() if state["X.security"].status != "done"]
    assert waiting in ([], r.folder.who("A-T15"))
    return bool(waiting)


def more_lines_than_children(r: Reading) -> bool:
    """A-T16: fifteen lines are fourteen children, and the matching puts the two together."""
    assert r.persons() == len(r.folder.children())
    (key,) = r.folder.who("A-T16")
    twice = [ref for ref in r.folder.lines[key] if ref in r.listed]
    if len(twice) > 1:
        policy = default_policy()
        total = compare(*(r.biography(ref) for ref in twice), policy).total
        assert total >= policy.propose
    return len(r.listed) > r.persons()


SIGNS: dict[str, Callable[[Reading], bool]] = {
    "A-T1": two_of_one_name, "A-T2": exchanged_tubes, "A-T3": another_sex, "A-T4": not_the_mother,
    "A-T5": one_marker_differs, "A-T6": unsupported_claim, "A-T7": half_kin,
    "A-T8": certificate_dies, "A-T9": expired_passport, "A-T10": release_went_stale,
    "A-T11": father_unknown, "A-T12": hijri_month, "A-T13": contested, "A-T14": fever,
    "A-T15": charges_answered_late, "A-T16": more_lines_than_children,
}  # fmt: skip


# -- the tests ---------------------------------------------------------------------------------


def _signs(reading: Reading) -> set[str]:
    return {trap for trap, sign in SIGNS.items() if sign(reading)}


def _everybody_can_fly(reading: Reading) -> None:
    """On the day of the flight the plan clears all fourteen, by the events of the folder."""
    flown = reading.folder.day("flown_on")
    for key, state in reading.readiness(flown).items():
        cleared = cleared_for(state, flown)
        assert cleared.cleared, (key, [(b.requirement, str(b.why)) for b in cleared.blockers])


def test_the_committed_files_show_all_sixteen() -> None:
    reading = Reading(Folder(AQQU))
    assert _signs(reading) == set(TRAPS)
    _everybody_can_fly(reading)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_shuffled_story_shows_all_sixteen(seed: int, tmp_path) -> None:
    reading = Reading(generated(tmp_path, seed))
    assert _signs(reading) == set(TRAPS)
    _everybody_can_fly(reading)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_trap_taken_out_takes_its_own_sign_with_it(seed: int, tmp_path) -> None:
    gone = TRAPS[seed % len(TRAPS)]
    reading = Reading(generated(tmp_path, seed, gone))
    assert _signs(reading) == set(TRAPS) - {gone}
    _everybody_can_fly(reading)


def _names_of(folder: Folder) -> dict[str, tuple[str, ...]]:
    """Trap -> the words in the files that name its persons."""
    reading = Reading(folder)
    found = {}
    for trap in TRAPS:
        refs = [folder.lines[key][0] for key in folder.who(trap)]
        found[trap] = tuple(
            str(sorted(mention.words.items()))
            for kind in ("host_list", "host_mothers", "family_requests")
            for ref, mention in reading.mentions(kind).items() if ref in refs
        )  # fmt: skip
    return found


def test_shuffling_moves_every_trap_to_others(tmp_path) -> None:
    folders = [Folder(AQQU)]
    folders += [generated(tmp_path / str(seed), seed) for seed in SEEDS]
    names = [_names_of(folder) for folder in folders]
    for trap in TRAPS:
        people = [found[trap] for found in names]
        assert all(people), trap
        assert len(set(people)) == len(folders), trap
        # and to other children of the story, not to the same places under other names
        assert len({tuple(folder.who(trap)) for folder in folders}) > 5, trap
        assert len({tuple(folder.traps[trap]["refs"]) for folder in folders}) > 10, trap
    assert len({folder.day("flown_on") for folder in folders}) > 10
    assert len({tuple(folder.files("host_list")) for folder in folders}) == len(folders)


# -- looking things up -------------------------------------------------------------------------


def _sex_conflicts(r: Reading) -> set[str]:
    sexes = {}
    for key, tubes in r.tubes.items():
        if key in r.folder.children():
            sexes |= dict.fromkeys(tubes, value(r.host_line(key), "sex"))
    children = {tube: r.typed[tube] for tube in sexes}
    return {flag.sample for flag in sex_flags(children, sexes) if flag.finding == "conflict"}


def _received_by(r: Reading, child: str) -> str:
    chosen = next(
        row["candidate"] for row in r.folder.rows("care/placements.csv")
        if row["child"] in r.folder.lines[child] and row["state"] == "chosen"
    )  # fmt: skip
    return next(key for key, lines in r.folder.lines.items() if chosen in lines)
