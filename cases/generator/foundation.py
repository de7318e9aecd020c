"""The files that stand before the story: operation, places, report index, batches, policy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from . import output

_PLACES = """R-Aqtas,region,Aqtas region,Ақтас облысы,Актасская область,منطقة أقطاس,R-Aqtas,UTO
R-Kokbel,region,Kokbel region,Көкбел облысы,Кокбельская область,منطقة كوكبل,R-Kokbel,UTO
R-Sarysu,region,Sarysu region,Сарысу облысы,Сарысуская область,منطقة ساريسو,R-Sarysu,UTO
R-Teniz,region,Teniz region,Теңіз облысы,Тенизская область,منطقة تنيز,R-Teniz,UTO
P-PRISON,prison,Dar al-Sidr women's prison,Дар әл-Сидр әйелдер түрмесі,Женская тюрьма Дар ас-Сидр,سجن دار السدر للنساء,,XNR
P-ORPHANAGE,orphanage,Beit al-Zahra home,Бейт әз-Захра үйі,Дом Бейт аз-Захра,دار بيت الزهراء,,XNR
P-HOSTAIR,airport,Nahrain international airport,Нахрейн халықаралық әуежайы,Международный аэропорт Нахрейна,مطار النهرين الدولي,,XNR
P-HOMEAIR,airport,Dala airport,Дала әуежайы,Аэропорт Дала,مطار دالا,R-Aqtas,UTO
P-CENTRE,centre,Reception centre,Қабылдау орталығы,Центр приёма,مركز الاستقبال,R-Aqtas,UTO
P-LAB,laboratory,State forensic laboratory,Мемлекеттік сараптама зертханасы,Государственная лаборатория,المختبر الجنائي,R-Aqtas,UTO
"""
_INDEX = """host_list.xlsx,host_list,host_authority,Ministry of Justice of Nahrain,B,2031-04-10T10:00:00+03:00,d.esenov,ar
host_mothers.csv,host_mothers,host_authority,Ministry of Justice of Nahrain,B,2031-04-10T10:05:00+03:00,d.esenov,ar
family_requests.csv,family_requests,relatives,Consular service reception,C,2031-04-22T09:00:00+05:00,a.serik,kk
orphanage_register.csv,orphanage_register,host_authority,Beit al-Zahra home,B,2031-04-24T12:00:00+03:00,d.esenov,ar
red_cross.csv,red_cross,red_cross,Red Cross visit to the prison,B,2031-04-25T10:00:00+03:00,d.esenov,en
consular_interviews.csv,consular_interviews,consular,Consular visit to prison and home,B,2031-05-02T10:00:00+03:00,d.esenov,kk
registry_extracts.csv,registry_extracts,registry,Civil registry and passport office of Dala,A,2031-05-13T10:00:00+05:00,a.serik,ru
press_items.csv,press_items,press,Newspapers,E,2031-09-05T09:00:00+05:00,a.serik,en
contact_log.csv,contact_log,relatives,What families heard,D,2031-11-11T09:00:00+05:00,a.serik,kk
"""
_BATCHES = """profiles_host_1.txt,Medico-Legal Directorate of Nahrain,NAC-17025-031,24-marker kit,75,250,Dr H. Salman,Dr M. Fadel,2031-06-20T10:00:00+03:00,children and mothers
profiles_relatives_1.txt,State forensic laboratory of Dala,DA-17025-004,24-marker kit,75,250,G. Akanova,B. Omarova,2031-06-28T10:00:00+05:00,relatives
profiles_host_2.txt,Medico-Legal Directorate of Nahrain,NAC-17025-031,24-marker kit,75,250,Dr H. Salman,Dr M. Fadel,2031-07-18T10:00:00+03:00,sampled again
profiles_relatives_2.txt,State forensic laboratory of Dala,DA-17025-004,24-marker kit,75,250,G. Akanova,B. Omarova,2031-08-25T10:00:00+05:00,one relative
"""


def write(out: Path) -> None:
    """All files of this module under ``out``."""
    head = "id,kind,name_en,name_kk,name_ru,name_ar,region,state\n"
    output.write_text(out / "places.csv", head + _PLACES)
    head = "file,kind,channel,source_name,reliability,received_at,received_by,language\n"
    output.write_text(out / "reports/index.csv", head + _INDEX)
    head = "file,laboratory,accreditation,kit,analytical_threshold_rfu,stochastic_threshold_rfu,"
    head += "typed_by,reviewed_by,received_at,note\n"
    output.write_text(out / "laboratory/batches.csv", head + _BATCHES)
    output.write_text(out / "laboratory/policy.toml", _policy())
    output.write_text(out / "operation.toml", _operation())


def _policy() -> str:
    top = {"version": "aqqu-lab/1", "theta": 0.0, "unlisted_allele_frequency": 0.001}
    text = output.toml_table("", top).lstrip()
    text += "\n" + output.toml_table("[mutation]", {
        "model": "stepwise", "female_rate": 0.0005, "male_rate": 0.002, "range": 0.1,
        "microvariant_rate": 1e-6})  # fmt: skip
    text += "\n" + output.toml_table("[thresholds]", {
        "strong_lr": 10000.0, "support_lr": 100.0, "exclusion_lr": 0.001,
        "swap_cross_lr": 10000.0, "min_markers": 15})  # fmt: skip
    return (
        text + "\n" + output.toml_table("[second_sample]", {"required": True, "waiver_signers": 2})
    )


def _operation() -> str:
    text = output.toml_table("[operation]", {
        "name": "Operation Aqqu", "slug": "aqqu", "profile": "IQ_PRISON",
        "consent_rule": "required", "home_state": "UTO", "home_state_name": "Republic of Dala",
        "host_state": "XNR", "host_state_name": "Republic of Nahrain",
        "t0": date(2031, 3, 11), "closes_on": date(2032, 6, 30), "places": "places.csv",
        "fictional": True, "host_age_of_criminal_responsibility": 9,
        "minimum_stay_days": 30})  # fmt: skip
    text += "\n" + output.toml_table("[sites]", {
        "prison": "P-PRISON", "orphanage": "P-ORPHANAGE", "host_airport": "P-HOSTAIR",
        "home_airport": "P-HOMEAIR", "centre": "P-CENTRE"})  # fmt: skip
    text += "\n" + output.toml_table(
        "[[aircraft]]",
        {"registration": "UT-4001", "kind": "charter jet", "seats": 60, "stretchers": 2},
    )
    return text + "\n" + output.toml_table("[policy]", {
        "requirements": "home+iq_prison/1", "links": "links/1", "kinship": "aqqu-lab/1",
        "release": "release/1"})  # fmt: skip
