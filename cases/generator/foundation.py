"""The files that stand before the story: operation, places, report index, batches, policy."""

from __future__ import annotations

from . import output
from .calendar import HOME, HOST
from .cast import DEFAULT_FILES, SECOND_ROLL
from .output import Files
from .story import Story

Row = dict[str, str]

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
_INDEX_COLUMNS = ["file", "kind", "channel", "source_name", "reliability", "received_at",
                  "received_by", "language"]  # fmt: skip
#: kind, channel, who wrote it, reliability, day and clock at which it came in, by whom, language
_INDEX = (
    (
        "host_list",
        "host_authority",
        "Ministry of Justice of Nahrain",
        "B",
        ("04-10", "10:00", HOST),
        "d.esenov",
        "ar",
    ),
    (
        "host_mothers",
        "host_authority",
        "Ministry of Justice of Nahrain",
        "B",
        ("04-10", "10:05", HOST),
        "d.esenov",
        "ar",
    ),
    (
        "family_requests",
        "relatives",
        "Consular service reception",
        "C",
        ("04-22", "09:00", HOME),
        "a.serik",
        "kk",
    ),
    (
        "orphanage_register",
        "host_authority",
        "Beit al-Zahra home",
        "B",
        ("04-24", "12:00", HOST),
        "d.esenov",
        "ar",
    ),
    (
        "red_cross",
        "red_cross",
        "Red Cross visit to the prison",
        "B",
        ("04-25", "10:00", HOST),
        "d.esenov",
        "en",
    ),
    (
        "consular_interviews",
        "consular",
        "Consular visit to prison and home",
        "B",
        ("05-02", "10:00", HOST),
        "d.esenov",
        "kk",
    ),
    (
        "registry_extracts",
        "registry",
        "Civil registry and passport office of Dala",
        "A",
        ("05-13", "10:00", HOME),
        "a.serik",
        "ru",
    ),
    ("press_items", "press", "Newspapers", "E", ("09-05", "09:00", HOME), "a.serik", "en"),
    (
        "contact_log",
        "relatives",
        "What families heard",
        "D",
        ("heard", "09:00", HOME),
        "a.serik",
        "kk",
    ),
)
_BATCH_COLUMNS = ["file", "laboratory", "accreditation", "kit", "analytical_threshold_rfu",
                  "stochastic_threshold_rfu", "typed_by", "reviewed_by", "received_at", "note"]  # fmt: skip
_THEIRS = ("Medico-Legal Directorate of Nahrain", "NAC-17025-031", "24-marker kit", "75", "250",
           "Dr H. Salman", "Dr M. Fadel")  # fmt: skip
_OURS = ("State forensic laboratory of Dala", "DA-17025-004", "24-marker kit", "75", "250",
         "G. Akanova", "B. Omarova")  # fmt: skip
_BATCHES = (
    ("profiles_host_1.txt", _THEIRS, ("06-20", "10:00", HOST), "children and mothers"),
    ("profiles_relatives_1.txt", _OURS, ("06-28", "10:00", HOME), "relatives"),
    ("profiles_host_2.txt", _THEIRS, ("07-18", "10:00", HOST), "sampled again"),
    ("profiles_relatives_2.txt", _OURS, ("08-25", "10:00", HOME), "one relative"),
)


def files(story: Story) -> Files:
    """Places, the operation, the index of reports, the laboratory's batches and policy."""
    head = "id,kind,name_en,name_kk,name_ru,name_ar,region,state\n"
    return {
        "places.csv": head + _PLACES,
        "reports/index.csv": (_INDEX_COLUMNS, _index(story)),
        "laboratory/batches.csv": (_BATCH_COLUMNS, _batches(story)),
        "laboratory/policy.toml": _policy(),
        "operation.toml": _operation(story),
    }


def _index(story: Story) -> list[Row]:
    """One line for each received file; a second roll of the host's list may be its own file."""
    rows = []
    for kind, channel, source, reliability, received, by, language in _INDEX:
        names = [DEFAULT_FILES[kind]]
        if kind == "host_list" and story.cast.second_roll_apart and story.cast.has("A-T16"):
            names.append(SECOND_ROLL)
        for name in names:
            values = (story.cast.file(name), kind, channel, source, reliability,
                      story.at(*received), by, language)  # fmt: skip
            rows.append(dict(zip(_INDEX_COLUMNS, values, strict=True)))
    return rows


def _batches(story: Story) -> list[Row]:
    """The laboratory's files; the second of the host's only where tubes were taken again."""
    rows = []
    for name, laboratory, received, note in _BATCHES:
        if note == "sampled again" and not story.cast.exchanged():
            continue
        values = (story.cast.file(name), *laboratory, story.at(*received), note)
        rows.append(dict(zip(_BATCH_COLUMNS, values, strict=True)))
    return rows


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


def _operation(story: Story) -> str:
    text = output.toml_table("[operation]", {
        "name": "Operation Aqqu", "slug": "aqqu", "profile": "IQ_PRISON",
        "consent_rule": "required", "home_state": "UTO", "home_state_name": "Republic of Dala",
        "host_state": "XNR", "host_state_name": "Republic of Nahrain",
        "t0": story.date("2031-03-11"), "closes_on": story.date("2032-06-30"), "places": "places.csv",
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
