# ruff: noqa: E501 - received files are one record a line
"""A small operation's folder in the documented shape: two children, one mother, three officers."""

from __future__ import annotations

from pathlib import Path

import pytest

FILES = {
    "operation.toml": """[operation]
name = "Operation Little"
slug = "little"
profile = "IQ_PRISON"
consent_rule = "required"
home_state = "UTO"
t0 = 2031-03-11
""",
    "places.csv": """id,kind,name_en,name_kk,name_ru,name_ar,region,state
P-PRISON,prison,Dar al-Sidr,,,دار السدر,,XNR
R-Aqtas,region,Aqtas,Ақтас,Актас,,R-Aqtas,UTO
""",
    "people/users.csv": """login,human,name,role,qualified,purpose,from,until,regions
k.nur,HU-1,Nurlan K.,coordinator,,leads,2031-03-11,2032-12-31,
a.serik,HU-2,Serik A.,tracing_officer,,traces,2031-03-11,2032-12-31,
f.omar,HU-3,Omar F.,field_officer,,goes there,2031-03-11,2032-12-31,
o.audit,HU-4,Audit O.,auditor,,watches,2031-03-11,2032-12-31,
""",
    "diplomacy/authorities.csv": """id,name_en,name_ar,kind,state
PRISON-XNR,Prison service,,prison,XNR
""",
    "reports/index.csv": """file,kind,channel,source_name,reliability,received_at,received_by,language
host.csv,host_list,host_authority,Ministry,B,2031-04-10T10:00:00+03:00,a.serik,ar
""",
    "reports/host.csv": """no,register_no,name_ar,name_latin,sex,mother_latin,birth,birth_kind,site,listed_on
1,44,عائشة,Aisha,F,Samal,2018-04-19,day,P-PRISON,2031-04-08
2,44,,Aisha Dawlat,F,Samal,13,age,P-PRISON,2031-04-08
3,45,,Ameer,M,Samal,2018-02-31,day,P-PRISON,2031-04-08
""",
    "mission/handovers.csv": """no,subject,kind,giver,receiver,giver_signed_at,receiver_signed_at,place,entered_by
H1,host.csv#2,sighting,,authority:PRISON-XNR,,2031-04-10T11:00:00+03:00,P-PRISON,f.omar
H2,host.csv#4,sighting,,authority:PRISON-XNR,,2031-04-10T11:00:00+03:00,P-PRISON,f.omar
""",
    "decisions/decisions.csv": """at,actor,action,args
2031-04-12T09:00:00+03:00,a.serik,judge_same,"{""a"": ""host.csv#2"", ""b"": ""host.csv#3"", ""why"": ""one register number""}"
""",
}


@pytest.fixture
def folder(tmp_path_factory) -> Path:
    """The folder on disk."""
    root = tmp_path_factory.mktemp("little")
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
