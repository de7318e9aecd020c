"""Who works on the operation: one account for each role, two humans where two must sign."""

from __future__ import annotations

from .output import Files
from .story import Story

COLUMNS = ["login", "human", "name", "role", "qualified", "purpose", "from", "until", "regions",
           "manager", "vetted_on", "code_of_conduct_on", "sex"]  # fmt: skip

#: login, name, role, sex, purpose, regions
_STAFF: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("k.talasov", "Talasov Kanat", "coordinator", "M", "leads the operation", ""),
    ("n.bekova", "Bekova Nargiz", "coordinator", "F", "deputy of the leader", ""),
    ("a.serik", "Serikov Arman", "tracing_officer", "M", "tracing and requests", ""),
    ("l.nurym", "Nurymova Laura", "tracing_officer", "F", "tracing, second reading", ""),
    ("b.omarova", "Omarova Balzhan", "laboratory", "F", "kinship reports", ""),
    ("g.akanova", "Akanova Gulmira", "laboratory", "F", "samples and typing", ""),
    ("e.sadyk", "Sadykov Eldar", "laboratory", "M", "kinship reports, review", ""),
    ("o.ospan", "Ospanova Orynsha", "medical", "F", "doctor of the mission", ""),
    ("u.zhan", "Zhanova Ulbosyn", "social_worker", "F", "care of the children", ""),
    ("s.kaden", "Kadenov Sanzhar", "legal_officer", "M", "nationality and papers", ""),
    ("r.tilek", "Tilekova Roza", "legal_officer", "F", "papers, second reading", ""),
    ("d.esenov", "Esenov Darkhan", "diplomat", "M", "consul at the host state", ""),
    ("m.orazov", "Orazov Marlen", "diplomat", "M", "second consul", ""),
    ("f.aman", "Amanov Farid", "field_officer", "M", "flight and counts", ""),
    ("y.bolat", "Bolatova Yasmin", "field_officer", "F", "flight and counts", ""),
    ("c.malik", "Malikova Kuralai", "centre_worker", "F", "reception centre", ""),
    ("p.asel", "Aselova Perizat", "psychologist", "F", "children's psychologist", ""),
    ("t.iman", "Imanov Talgat", "theologian", "M", "talks with families", ""),
    ("g.ortaq", "Ortaqova Galiya", "guardianship_officer", "F", "guardianship, all regions", ""),
    ("g.aqtas", "Ashimova Gauhar", "guardianship_officer", "F", "guardianship", "R-Aqtas"),
    ("g.kokbel", "Kabylov Gani", "guardianship_officer", "M", "guardianship", "R-Kokbel"),
    ("g.sarysu", "Sarbasova Gulnar", "guardianship_officer", "F", "guardianship", "R-Sarysu"),
    ("g.teniz", "Tenizova Guldana", "guardianship_officer", "F", "guardianship", "R-Teniz"),
    ("j.dastan", "Dastanov Jandos", "justice_officer", "M", "the women's proceedings", ""),
    ("s.arujan", "Arujanova Saule", "safeguarding_lead", "F", "safeguarding", ""),
    ("p.duman", "Dumanov Parasat", "data_protection_officer", "M", "data protection", ""),
    ("m.kuan", "Kuanova Madina", "media_officer", "F", "releases to the press", ""),
    ("a.baqyl", "Baqylova Aliya", "auditor", "F", "audit of the record", ""),
    ("x.admin", "Adilov Xenon", "administrator", "M", "accounts", ""),
)


def files(story: Story) -> Files:
    """people/users.csv."""
    rows = [
        {
            "login": login, "human": f"HU-{number:02d}", "name": name, "role": role, "sex": sex,
            "qualified": "yes" if login == "b.omarova" else "no", "purpose": purpose,
            "regions": regions, "from": story.day("03-11"), "until": "2033-12-31",
            "manager": "" if login == "k.talasov" else "k.talasov",
            "vetted_on": story.day("03-01"), "code_of_conduct_on": story.day("03-02"),
        }
        for number, (login, name, role, sex, purpose, regions) in enumerate(_STAFF, start=1)
    ]  # fmt: skip
    return {"people/users.csv": (COLUMNS, rows)}
