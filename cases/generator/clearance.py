"""What happened to requirements, and the papers that came of it."""

from __future__ import annotations

from pathlib import Path

from . import output
from .cast import Child
from .consents import REINSTATED, WITHDRAWN
from .story import FLIGHT, HOME, Story, at, later

EVENTS = ["requirement", "scope", "kind", "outcome", "at", "valid_until", "by", "entered_by",
          "document", "reason"]  # fmt: skip
DOCUMENTS = ["number", "kind", "subject", "issuer", "issued_on", "valid_until", "state",
             "replaces", "form", "entered_at", "entered_by", "remarks"]  # fmt: skip
Row = dict[str, str]

_STATE = (
    ("H.mandate", "03-12", ""), ("X.channel", "03-25", ""), ("X.host_list", "04-10", "2031-06-08"),
    ("X.host_list", "09-25", "2031-11-24"),
)  # fmt: skip
_MISSION = (("X.consular", "04-28", ""), ("H.centre_ready", "10-01", ""))
#: requirement, day, last valid day, who enters it
_CHILD = (
    ("H.tracing", "04-24", "", "a.serik"), ("X.biographic", "04-30", "", "d.esenov"),
    ("X.child_interview", "06-10", "2031-12-07", "p.asel"), ("X.photo", "06-10", "2031-12-07", "d.esenov"),
    ("X.child_profile", "07-18", "", "d.esenov"), ("H.bia", "07-20", "2032-07-19", "u.zhan"),
    ("H.kin_report", "08-28", "", "e.sadyk"), ("H.identity_decision", "08-30", "", "s.kaden"),
    ("X.legalise", "09-06", "", "d.esenov"), ("X.dna_sent", "09-09", "", "d.esenov"),
    ("X.host_verify", "10-01", "", "d.esenov"), ("X.nationality_host", "10-06", "", "d.esenov"),
    ("H.family_agreed", "09-12", "2032-03-10", "g.ortaq"), ("H.family_assessed", "09-26", "2032-03-24", "g.ortaq"),
    ("H.bid", "10-08", "2032-10-07", "u.zhan"), ("X.court_release", "10-17", "2032-01-15", "d.esenov"),
    ("X.moj_exec", "10-25", "2031-12-24", "d.esenov"), ("X.fine", "10-26", "", "d.esenov"),
    ("X.farewell", "11-10", "", "p.asel"),
)  # fmt: skip
_RELATIVE = (
    ("H.relatives_found", "04-25"),
    ("H.rel_consent_dna", "06-15"),
    ("H.rel_sample", "06-16"),
)


def write(out: Path, story: Story) -> None:
    """clearance/events.csv and papers/documents.csv."""
    rows = [_row(req, "operation", day, until) for req, day, until in _STATE]
    rows += [_row(req, f"flight:{FLIGHT}", day, until) for req, day, until in _MISSION]
    rows += _permits()
    for key in story.cast.mothers:
        rows.append(_row("H.parent_citizenship", story.ref(key), "05-20", by="MIA-UTO"))
    for key in story.cast.relatives:
        for req, day in _RELATIVE:
            late = key == "R10" and req != "H.relatives_found"
            moved = {"06-15": "08-17", "06-16": "08-18"}.get(day, day) if late else day
            rows.append(_row(req, story.claimant(key), moved, who="a.serik"))
    for number, child in enumerate(story.cast.children.values()):
        rows += _child(story, child, number)
    rows += _withdrawal(story)
    output.write_csv(out / "clearance/events.csv", EVENTS, sorted(rows, key=lambda row: row["at"]))
    output.write_csv(out / "papers/documents.csv", DOCUMENTS, _papers(story))


def _row(
    requirement: str, scope: str, day: str, until: str = "", *, kind: str = "granted",
    who: str = "d.esenov", by: str = "MOJ-XNR", outcome: str = "", minute: int = 0,
    reason: str = "", document: str = "",
) -> Row:  # fmt: skip
    return {
        "requirement": requirement, "scope": scope, "kind": kind, "outcome": outcome,
        "at": later(day, minute), "valid_until": until, "by": by, "entered_by": who,
        "document": document, "reason": reason,
    }  # fmt: skip


def _permits() -> list[Row]:
    """The first corridor is refused a day before; the second holds."""
    scope = f"flight:{FLIGHT}"
    return [
        _row("X.flight_permit", scope, "11-11", "2031-11-14", by="CAA-XNR"),
        _row("X.flight_permit", scope, "11-12", kind="revoked", by="CAA-TRANSIT", minute=420,
             reason="overflight refused by a transit state"),
        _row("X.flight_permit", scope, "11-25", "2031-11-28", by="CAA-XNR"),
    ]  # fmt: skip


def _child(story: Story, child: Child, number: int) -> list[Row]:
    ref, mother = story.ref(child.key), story.true_mother_listed(child)
    rows = []
    for requirement, day, until, who in _CHILD:
        if requirement == "X.farewell" and mother is None:
            continue
        rows.append(_row(requirement, ref, day, until, who=who, minute=number, document="paper"))
    security = (
        "10-14" if story.cast.has("A-T15") and child.key in story.cast.traps["A-T15"] else "10-06"
    )
    rows.append(_row("X.security", ref, security, "2032-01-04", by="PROS-XNR", minute=number))
    if mother:
        rows.append(_row("X.mother_position", ref, "08-27", outcome="consent", minute=number))
    else:
        rows.append(_row("X.guardian_host", ref, "09-20", by="COURT-XNR", minute=number))
        rows.append(_row("H.parent_citizenship", ref, "05-20", by="MIA-UTO", minute=number))
    for requirement, day, until in _dated(story, child):
        rows.append(_row(requirement, ref, day, until, minute=number, document="paper"))
    if not story.consent_was_gone(child):
        rows.append(_row("X.fit_to_fly", ref, "11-12", "2031-11-14", who="o.ospan", by="MISSION",
                         minute=30 + number))  # fmt: skip
    rows.append(_row("X.fit_to_fly", ref, "11-27", "2031-11-29", who="o.ospan", by="MISSION",
                     minute=-270 + number))  # fmt: skip
    rows.append(_row("X.handover", ref, "11-27", minute=60 + number, document="paper"))
    return rows + _arrival(child, ref, number)


def _arrival(child: Child, ref: str, number: int) -> list[Row]:
    """What follows after the landing: entry, registration, birth facts, guardian, family, school."""
    steps = [
        ("R.entry", "2031-11-27", "f.aman"), ("R.intake", "2031-11-28", "o.ospan"),
        ("R.primary_registration", "2031-12-03", "u.zhan"),
        ("R.guardianship", "2031-12-20", "g.ortaq"), ("R.min_stay", "2031-12-27", "u.zhan"),
        ("R.to_family", "2032-01-05", "u.zhan"), ("R.school", "2032-01-26", "u.zhan"),
        ("R.birth_cert", "2032-02-20", "s.kaden"), ("R.followup", "2032-04-05", "u.zhan"),
    ]  # fmt: skip
    if child.born == "abroad":
        steps.append(("R.court_facts", "2032-02-10", "s.kaden"))
    return [
        _row(step, ref, "01-01", who=who, by="MIA-UTO") | {"at": f"{day}T23:{number:02d}:00{HOME}"}
        for step, day, who in steps
    ]


def _dated(story: Story, child: Child) -> list[tuple[str, str, str]]:
    """Certificate of return and exit permits; A-T8: one certificate dies with the slip."""
    early = story.cast.has("A-T8") and child.key in story.cast.traps["A-T8"]
    certificates = [("H.etd", "10-20", "2031-11-19"), ("H.etd", "11-20", "2031-12-19")]
    if not early:
        certificates = [("H.etd", "11-03", "2031-12-03")]
    permits = [("X.exit_permit", "11-21", "2031-12-01")]
    if not story.consent_was_gone(child):
        permits.insert(0, ("X.exit_permit", "11-07", "2031-11-17"))
    return certificates + permits


def _withdrawal(story: Story) -> list[Row]:
    """A-T10: the release goes stale with the consent, and is reaffirmed by the court later."""
    if not story.cast.has("A-T10"):
        return []
    ref = story.ref(story.cast.traps["A-T10"][1])
    rows = [
        _row("X.mother_position", ref, WITHDRAWN, kind="revoked", outcome="withdrawn", minute=60,
             reason="after a rumour"),
        _row("X.mother_position", ref, REINSTATED, outcome="consent", minute=60),
        _row("X.court_release", ref, "11-17", kind="reaffirmed", by="COURT-XNR", minute=60),
        _row("X.moj_exec", ref, "11-18", kind="reaffirmed", minute=60),
        _row("X.fine", ref, "11-18", kind="reaffirmed", minute=61),
        _row("X.farewell", ref, "11-19", who="p.asel", minute=60),
    ]  # fmt: skip
    return rows


def _papers(story: Story) -> list[Row]:
    rows = []
    for number, child in enumerate(story.cast.children.values(), start=1):
        ref = story.ref(child.key)
        previous = ""
        dated = [item for item in _dated(story, child) if item[0] == "H.etd"]
        for place, (_, day, until) in enumerate(dated, start=1):
            name = f"CR-{number:03d}-{place}"
            rows.append({
                "number": name, "kind": "certificate_of_return", "subject": ref,
                "issuer": "Embassy of Dala", "issued_on": f"2031-{day}", "valid_until": until,
                "state": "valid", "replaces": previous, "form": "issued",
                "entered_at": later(day, number), "entered_by": "d.esenov", "remarks": "single entry",
            })  # fmt: skip
            previous = name
    if story.cast.has("A-T9"):
        rows.append({
            "number": "U30011987", "kind": "passport", "subject": story.ref(story.cast.traps["A-T9"][0]),
            "issuer": "Migration service of Dala", "issued_on": "2024-04-10", "valid_until": "2029-04-10",
            "state": "valid", "form": "scan", "entered_at": at("05-12"), "entered_by": "d.esenov",
            "remarks": "found among the mother's papers",
        })  # fmt: skip
    return sorted(rows, key=lambda row: row["entered_at"])
