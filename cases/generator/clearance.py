"""What happened to requirements, and the papers that came of it."""

from __future__ import annotations

from .calendar import HOME
from .cast import Child
from .output import Files
from .story import FLIGHT, Story

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
#: requirement, day, the day of the relative who is found last
_RELATIVE = (
    ("H.relatives_found", "04-25", "04-25"),
    ("H.rel_consent_dna", "06-15", "late_consent"),
    ("H.rel_sample", "06-16", "late_sample"),
)


def files(story: Story) -> Files:
    """clearance/events.csv and papers/documents.csv."""
    rows = [_row(story, req, "operation", day, until) for req, day, until in _STATE]
    rows += [_row(story, req, f"flight:{FLIGHT}", day, until) for req, day, until in _MISSION]
    rows += _permits(story)
    for key in story.cast.mothers:
        rows.append(_row(story, "H.parent_citizenship", story.ref(key), "05-20", by="MIA-UTO"))
    for key in story.cast.relatives:
        for req, day, late_day in _RELATIVE:
            moved = late_day if key == story.cast.late else day
            rows.append(_row(story, req, story.claimant(key), moved, who="a.serik"))
    for number, child in enumerate(story.cast.children.values()):
        rows += _child(story, child, number)
    rows += _withdrawal(story)
    return {
        "clearance/events.csv": (EVENTS, sorted(rows, key=lambda row: row["at"])),
        "papers/documents.csv": (DOCUMENTS, _papers(story)),
    }


def _row(
    story: Story, requirement: str, scope: str, day: str, until: str = "", *,
    kind: str = "granted", who: str = "d.esenov", by: str = "MOJ-XNR", outcome: str = "",
    minute: int = 0, reason: str = "", document: str = "",
) -> Row:  # fmt: skip
    return {
        "requirement": requirement, "scope": scope, "kind": kind, "outcome": outcome,
        "at": story.later(day, minute), "valid_until": story.day(until) if until else "",
        "by": by, "entered_by": who, "document": document, "reason": reason,
    }  # fmt: skip


def _permits(story: Story) -> list[Row]:
    """The first corridor is refused a day before; the second holds."""
    scope = f"flight:{FLIGHT}"
    return [
        _row(story, "X.flight_permit", scope, "11-11", "2031-11-14", by="CAA-XNR"),
        _row(story, "X.flight_permit", scope, "11-12", kind="revoked", by="CAA-TRANSIT", minute=420,
             reason="overflight refused by a transit state"),
        _row(story, "X.flight_permit", scope, "11-25", "2031-11-28", by="CAA-XNR"),
    ]  # fmt: skip


def _child(story: Story, child: Child, number: int) -> list[Row]:
    """The steps of one child in the order of the packs."""
    mother = story.true_mother_listed(child)
    own: list[tuple[str, str, str, dict[str, str]]] = [
        (step, day, until, {"who": who, "document": "paper"})
        for step, day, until, who in _CHILD if mother or step != "X.farewell"
    ]  # fmt: skip
    charges = "charges_answered" if story.cast.plays(child.key, "A-T15") else "10-06"
    own.append(("X.security", charges, "2032-01-04", {"by": "PROS-XNR"}))
    if mother:
        own.append(("X.mother_position", "08-27", "", {"outcome": "consent"}))
    else:
        own.append(("X.guardian_host", "09-20", "", {"by": "COURT-XNR"}))
        own.append(("H.parent_citizenship", "05-20", "", {"by": "MIA-UTO"}))
    own += [(*dated, {"document": "paper"}) for dated in _dated(story, child)]
    ref = story.ref(child.key)
    rows = [
        _row(story, step, ref, day, until, minute=number, **more) for step, day, until, more in own
    ]
    return rows + _travel(story, child, number) + _arrival(story, child, number)


def _travel(story: Story, child: Child, number: int) -> list[Row]:
    """Fit to fly before each date, except who had no consent before the first; handed over."""
    ref, doctor = story.ref(child.key), {"who": "o.ospan", "by": "MISSION"}
    rows = []
    if not story.consent_was_gone(child):
        rows.append(_row(story, "X.fit_to_fly", ref, "11-12", "2031-11-14", minute=30 + number,
                         **doctor))  # fmt: skip
    rows.append(_row(story, "X.fit_to_fly", ref, "11-27", "2031-11-29", minute=-270 + number,
                     **doctor))  # fmt: skip
    rows.append(_row(story, "X.handover", ref, "11-27", minute=60 + number, document="paper"))
    return rows


def _arrival(story: Story, child: Child, number: int) -> list[Row]:
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
        _row(story, step, story.ref(child.key), day, who=who, by="MIA-UTO")
        | {"at": story.at(day, f"23:{number:02d}", HOME)}
        for step, day, who in steps
    ]


def _dated(story: Story, child: Child) -> list[tuple[str, str, str]]:
    """Certificate of return and exit permits; A-T8: one certificate dies with the slip."""
    certificates = [("H.etd", "11-03", "2031-12-03")]
    if story.cast.plays(child.key, "A-T8"):
        certificates = [("H.etd", "early_certificate", "early_certificate_ends"),
                        ("H.etd", "11-20", "2031-12-19")]  # fmt: skip
    permits = [("X.exit_permit", "11-21", "2031-12-01")]
    if not story.consent_was_gone(child):
        permits.insert(0, ("X.exit_permit", "11-07", "2031-11-17"))
    return certificates + permits


def _withdrawal(story: Story) -> list[Row]:
    """A-T10: the release goes stale with the consent, and is reaffirmed by the court later."""
    if not story.cast.has("A-T10"):
        return []
    rows = []
    for number, key in enumerate(story.cast.traps["A-T10"][1:]):
        ref, minute = story.ref(key), 60 + 2 * number
        rows += [
            _row(story, "X.mother_position", ref, "withdrawn", kind="revoked", outcome="withdrawn",
                 minute=minute, reason="after a rumour"),
            _row(story, "X.mother_position", ref, "reinstated", outcome="consent", minute=minute),
            _row(story, "X.court_release", ref, "released_again", kind="reaffirmed", by="COURT-XNR",
                 minute=minute),
            _row(story, "X.moj_exec", ref, "executed_again", kind="reaffirmed", minute=minute),
            _row(story, "X.fine", ref, "executed_again", kind="reaffirmed", minute=minute + 1),
            _row(story, "X.farewell", ref, "farewell_again", who="p.asel", minute=minute),
        ]  # fmt: skip
    return rows


def certificates(story: Story, key: str) -> list[str]:
    """Numbers of a child's certificates of return, oldest first."""
    number = list(story.cast.children).index(key) + 1
    count = 2 if story.cast.plays(key, "A-T8") else 1
    return [f"CR-{number:03d}-{place}" for place in range(1, count + 1)]


def _papers(story: Story) -> list[Row]:
    rows = []
    for number, child in enumerate(story.cast.children.values(), start=1):
        previous = ""
        dated = [item for item in _dated(story, child) if item[0] == "H.etd"]
        for name, (_, day, until) in zip(certificates(story, child.key), dated, strict=True):
            rows.append({
                "number": name, "kind": "certificate_of_return", "subject": story.ref(child.key),
                "issuer": "Embassy of Dala", "issued_on": story.day(day),
                "valid_until": story.day(until), "state": "valid", "replaces": previous,
                "form": "issued", "entered_at": story.later(day, number), "entered_by": "d.esenov",
                "remarks": "single entry",
            })  # fmt: skip
            previous = name
    if story.cast.has("A-T9"):
        old = story.cast.passport
        rows.append({
            "number": old.number, "kind": "passport",
            "subject": story.ref(story.cast.traps["A-T9"][0]),
            "issuer": "Migration service of Dala", "issued_on": old.issued, "valid_until": old.ended,
            "state": "valid", "form": "scan", "entered_at": story.at("05-12"),
            "entered_by": "d.esenov", "remarks": "found among the mother's papers",
        })  # fmt: skip
    return sorted(rows, key=lambda row: row["entered_at"])
