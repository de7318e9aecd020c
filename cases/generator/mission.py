"""Authorities, flights, fitness, handovers and headcounts."""

from __future__ import annotations

from .calendar import HOME
from .output import Files, Table
from .story import FLIGHT, Story

Row = dict[str, str]
AUTHORITIES = """PRISON-XNR,Prison service of Nahrain,دائرة الإصلاح,prison,XNR
HOME-XNR,Beit al-Zahra home,دار بيت الزهراء,orphanage,XNR
MOJ-XNR,Ministry of Justice of Nahrain,وزارة العدل,ministry,XNR
MFA-XNR,Foreign Ministry of Nahrain,وزارة الخارجية,ministry,XNR
COURT-XNR,Central court of Nahrain,المحكمة المركزية,court,XNR
PROS-XNR,Prosecution of Nahrain,الادعاء العام,prosecution,XNR
CAA-XNR,Aviation authority of Nahrain,سلطة الطيران,aviation,XNR
CAA-TRANSIT,Aviation authority of a transit state,,aviation,XTR
MFA-UTO,Foreign Ministry of Dala,وزارة خارجية دالا,ministry,UTO
MIA-UTO,Migration service of Dala,,ministry,UTO
MISSION,Mission of Dala,,ministry,UTO
CENTRE,Reception centre of Dala,,ministry,UTO
"""
_TREATIES = """UTO,XNR,consular_relations,in_force,2019-05-01,
UTO,XNR,transfer_of_sentenced_persons,none,,talks since 2031
UTO,XNR,extradition,none,,
UTO,XNR,apostille,none,,documents are legalised one by one
"""
POINTS = ["C0", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11"]


def files(story: Story) -> Files:
    """diplomacy/ and mission/."""
    return {
        "diplomacy/authorities.csv": "id,name_en,name_ar,kind,state\n" + AUTHORITIES,
        "diplomacy/treaties.csv": "home,host,instrument,status,since,note\n" + _TREATIES,
        "diplomacy/exchanges.csv": _exchanges(story),
        "diplomacy/commitments.csv": _commitments(story),
        "diplomacy/transfers.csv": _transfers(story),
        "mission/flights.csv": _flights(story),
        "mission/team.csv": _team(story),
        "mission/fitness.csv": _fitness(story),
        "mission/handovers.csv": _handovers(story),
        "mission/headcounts.csv": _headcounts(story),
    }


def _exchanges(story: Story) -> Table:
    columns = ["no", "kind", "direction", "at", "from_authority", "to_authority", "subject",
               "about", "answers", "entered_by"]  # fmt: skip
    rows = [
        ("NV-1", "note_verbale", "out", story.at("03-25"), "MFA-UTO", "MFA-XNR", "opens the channel", "", ""),
        ("NV-2", "note_verbale", "in", story.at("04-10"), "MFA-XNR", "MFA-UTO", "list of presumed nationals", "", "NV-1"),
        ("M-1", "meeting", "in", story.at("08-05"), "MOJ-XNR", "MFA-UTO", "all files before one judge", "", ""),
    ]  # fmt: skip
    return columns, [dict(zip(columns, (*row, "d.esenov"), strict=True)) for row in rows]


def _commitments(story: Story) -> Table:
    columns = ["id", "exchange", "by_authority", "what", "due", "done_at", "broken_at", "reason"]
    return columns, [
        {"id": "CM-1", "exchange": "NV-2", "by_authority": "MOJ-XNR", "what": "consular access",
         "due": story.day("04-30"), "done_at": story.at("04-28")},
        {"id": "CM-2", "exchange": "M-1", "by_authority": "COURT-XNR",
         "what": "one hearing for all children", "due": story.day("10-10"), "broken_at": story.at("10-11"),
         "reason": "the judge was away"},
    ]  # fmt: skip


def _transfers(story: Story) -> Table:
    """The women's track: asked for, and without a treaty nothing moves."""
    columns = ["woman", "step", "state", "at", "by", "note"]
    rows = [
        {"woman": story.ref(key), "step": "M.citizenship", "state": "done",
         "at": story.later("06-20", number), "by": "MIA-UTO", "note": ""}
        for number, key in enumerate(story.cast.mothers)
    ]  # fmt: skip
    rows += [
        {"woman": story.ref(key), "step": "M.transfer", "state": "waiting",
         "at": story.later("09-15", number), "by": "MOJ-XNR", "note": "no treaty"}
        for number, key in enumerate(story.cast.mothers)
    ]  # fmt: skip
    return columns, rows


def _flights(story: Story) -> Table:
    columns = ["flight", "event", "at", "aircraft", "departs_at", "arrives_at", "from_place",
               "to_place", "reason", "entered_by"]  # fmt: skip
    first, second = ("11-13", "11-27")
    events = [
        ("planned", story.at("09-20"), first, ""),
        (
            "slipped",
            story.at("11-12", "19:00"),
            second,
            "overflight permit refused by a transit state",
        ),
        ("confirmed", story.at("11-25", "18:00"), second, ""),
        ("departed", story.at("11-27", "13:10"), second, ""),
        ("arrived", story.at("11-27", "20:40", HOME), second, ""),
    ]
    rows = [
        {"flight": FLIGHT, "event": kind, "at": moment, "aircraft": "UT-4001",
         "departs_at": story.at(day, "13:00"), "arrives_at": story.at(day, "20:30", HOME),
         "from_place": "P-HOSTAIR", "to_place": "P-HOMEAIR", "reason": reason,
         "entered_by": "k.talasov"}
        for kind, moment, day, reason in events
    ]  # fmt: skip
    return columns, rows


def _team(story: Story) -> Table:
    columns = ["name", "login", "function", "sex", "buddy_of", "vetted_on", "code_of_conduct_on",
               "joins_on", "leaves_on"]  # fmt: skip
    team = [("Nurgali Farida", "f.aman", "head", "F"), ("Sadyk Olzhas", "y.bolat", "manifest_officer", "M"),
            ("Ospan Madina", "o.ospan", "doctor", "F"), ("Iman Perizat", "p.asel", "psychologist", "F"),
            ("Zhumabek Saule", "u.zhan", "carer", "F"), ("Bolat Cholpan", "c.malik", "carer", "F")]  # fmt: skip
    return columns, [
        {"name": name, "login": login, "function": function, "sex": sex, "vetted_on": story.day("09-01"),
         "code_of_conduct_on": story.day("09-02"), "joins_on": story.day("11-10"),
         "leaves_on": story.day("12-05")}
        for name, login, function, sex in team
    ]  # fmt: skip


def _fitness(story: Story) -> Table:
    """A-T14: a late fever, gone by the morning of the flight."""
    columns = ["child", "flight", "at", "temperature_c", "outcome", "review_at", "by", "note"]
    feverish = story.cast.traps["A-T14"][0] if story.cast.has("A-T14") else ""
    heat, look = story.cast.fever
    rows = []
    for number, child in enumerate(story.cast.children.values()):
        if not story.consent_was_gone(child):  # looked at before the first date slipped
            rows.append({"child": story.ref(child.key), "flight": FLIGHT,
                         "at": story.later("11-12", number), "temperature_c": "36.5", "outcome": "fit",
                         "by": "o.ospan"})  # fmt: skip
        hot = child.key == feverish
        rows.append({"child": story.ref(child.key), "flight": FLIGHT, "at": story.later("11-26", number),
                     "temperature_c": heat if hot else "36.6",
                     "outcome": "not_fit" if hot else "fit",
                     "review_at": story.at("11-27", look) if hot else "", "by": "o.ospan"})  # fmt: skip
        if hot:
            rows.append({"child": story.ref(child.key), "flight": FLIGHT,
                         "at": story.at("11-27", look), "temperature_c": "36.8", "outcome": "fit",
                         "by": "o.ospan", "note": "no fever since midnight"})  # fmt: skip
    return columns, rows


def _handovers(story: Story) -> Table:
    columns = ["no", "subject", "kind", "giver", "receiver", "giver_signed_at",
               "receiver_signed_at", "place", "witness", "condition", "entered_by"]  # fmt: skip
    rows: list[Row] = []
    for number, child in enumerate(story.cast.children.values(), start=1):
        ref = story.ref(child.key)
        holder = "authority:PRISON-XNR" if child.mother else "authority:HOME-XNR"
        place = "P-PRISON" if child.mother else "P-ORPHANAGE"
        rows.append({"no": f"H-{number:03d}-0", "subject": ref, "kind": "sighting", "receiver": holder,
                     "receiver_signed_at": story.later("04-10", 30 + number), "place": place,
                     "entered_by": "f.aman"})  # fmt: skip
        steps = [(holder, "authority:MISSION", "11-27", 0, "P-HOSTAIR", "+03:00"),
                 ("authority:MISSION", "authority:CENTRE", "11-27", 720, "P-CENTRE", "+05:00")]  # fmt: skip
        for step, (giver, receiver, day, minute, where, zone) in enumerate(steps, start=1):
            rows.append({"no": f"H-{number:03d}-{step}", "subject": ref, "kind": "transfer",
                         "giver": giver, "receiver": receiver, "place": where,
                         "giver_signed_at": story.later(day, minute + number, zone),
                         "receiver_signed_at": story.later(day, minute + number + 20, zone),
                         "witness": "Child protection observer", "condition": "well",
                         "entered_by": "f.aman"})  # fmt: skip
        family = story.claimant(story.cast.receiver(child.key).key)
        rows.append({"no": f"H-{number:03d}-3", "subject": ref, "kind": "transfer",
                     "giver": "authority:CENTRE", "receiver": family, "place": "P-CENTRE",
                     "giver_signed_at": story.later("2032-01-05", 120 + number, HOME),
                     "receiver_signed_at": story.later("2032-01-05", 140 + number, HOME),
                     "witness": "Guardianship officer", "condition": "well",
                     "entered_by": "u.zhan"})  # fmt: skip
    return columns, rows


def _headcounts(story: Story) -> Table:
    columns = ["flight", "point", "at", "expected", "counter_1", "count_1", "counter_2", "count_2",
               "absent", "reason", "closed_at"]  # fmt: skip
    count = str(len(story.cast.children))
    rows = []
    for number, point in enumerate(POINTS):
        minute = number * 45
        rows.append({"flight": FLIGHT, "point": point, "at": story.later("11-27", minute),
                     "expected": count, "counter_1": "f.aman", "count_1": count,
                     "counter_2": "y.bolat", "count_2": count,
                     "closed_at": story.later("11-27", minute + 5)})  # fmt: skip
    return columns, rows
