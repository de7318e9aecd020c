"""A fictional mother, her children and the people who sign, for every test of the papers."""

from __future__ import annotations

import datetime as dt

import pytest

from jusan.clearance.papers import (
    ActOfTransfer,
    Birth,
    ChildEntry,
    ChildPosition,
    Head,
    Localised,
    MothersStatement,
    Names,
    NoteVerbale,
    NotTransferred,
    Paper,
    Party,
)

CAMP = Localised(en="Sabkha camp", kk="Сабха лагері", ru="лагерь Сабха", ar="مخيم السبخة")
AMINA = Names(latin="Amina Serikova", cyrillic="Әмина Серікқызы Серікова", arabic="أمينة سيريكوفا")
YUSUF = Names(latin="Yusuf Serikov", cyrillic="Юсуф Серіков", arabic="يوسف سيريكوف")
ZAHRA = Names(arabic="زهراء")
MOTHER = Names(latin="Gulnar Serikova", cyrillic="Гүлнар Серікова", arabic="غولنار سيريكوفا")


def party(latin: str, cyrillic: str, arabic: str, office: Localised, body: Localised) -> Party:
    return Party(
        names=Names(latin=latin, cyrillic=cyrillic, arabic=arabic),
        title=office,
        authority=body,
        id_document="D 0417733",
    )


JUDGE = party(
    "Salim Haddad",
    "Салим Хаддад",
    "سليم حداد",
    Localised(en="Judge", kk="Судья", ru="Судья", ar="قاضٍ"),
    Localised(
        en="Juvenile Court, Republic of Nahrain",
        kk="Нахрайн Республикасының Кәмелетке толмағандар соты",
        ru="Суд по делам несовершеннолетних Республики Нахрайн",
        ar="محكمة الأحداث، جمهورية نهرين",
    ),
)
CONSUL = party(
    "Daniyar Abenov",
    "Данияр Әбенов",
    "دانيار أبينوف",
    Localised(en="Consul", kk="Консул", ru="Консул", ar="قنصل"),
    Localised(
        en="Embassy of the Republic of Dala",
        kk="Дала Республикасының Елшілігі",
        ru="Посольство Республики Дала",
        ar="سفارة جمهورية دالا",
    ),
)
WITNESS = party(
    "Mary Okoth",
    "Мэри Окот",
    "ماري أوكوث",
    Localised(en="Delegate", kk="Өкіл", ru="Делегат", ar="مندوبة"),
    Localised(
        en="Children's Relief Society",
        kk="Балаларға көмек қоғамы",
        ru="Общество помощи детям",
        ar="جمعية إغاثة الأطفال",
    ),
)

CHILDREN = (
    ChildEntry(
        case_id="S-0014",
        names=AMINA,
        sex="F",
        birth=Birth(precision="day", year=2025, month=3, day=9),
        document_no="C00123456",
        wristband_no="W-771-K",
        condition="under_treatment",
        condition_note="Asthma; inhaler twice a day",
        body_map_ref="BM-14",
        medicines=("Salbutamol inhaler, 1", "Spacer, 1"),
        belongings=("Photograph of the mother", "Letter, sealed"),
        sibling_group="G-03",
    ),
    ChildEntry(
        case_id="S-0015",
        names=YUSUF,
        sex="M",
        birth=Birth(precision="month", year=2027, month=8),
        document_no="C00123457",
        wristband_no="W-772-M",
        body_map_ref="BM-15",
        sibling_group="G-03",
    ),
    ChildEntry(
        case_id="S-0021",
        names=ZAHRA,
        sex="F",
        birth=Birth(
            precision="year", year=2029, month=7, day=1, conventional=True, decision="114/2031"
        ),
        wristband_no="W-780-P",
    ),
)
KEPT = (
    NotTransferred(
        case_id="S-0030",
        names=Names(latin="Maryam Serikova", arabic="مريم سيريكوفا"),
        reason="not_fit",
        note="Fever 39.1; seen again on 14 November",
    ),
)


@pytest.fixture
def act() -> ActOfTransfer:
    return ActOfTransfer(
        head=Head(number="A-2031/7", date=dt.date(2031, 11, 12), place=CAMP),
        leg="host_to_mission",
        happened_at=dt.datetime(2031, 11, 12, 1, 30, tzinfo=dt.timezone(dt.timedelta(hours=3))),
        giver=JUDGE,
        receiver=CONSUL,
        witness=WITNESS,
        children=CHILDREN,
        not_transferred=KEPT,
    )


@pytest.fixture
def note() -> NoteVerbale:
    return NoteVerbale(
        head=Head(number="31/188", date=dt.date(2031, 10, 2), place=CAMP),
        sender_kind="embassy",
        sender=CONSUL.authority,
        recipient=Localised(
            en="Ministry of Foreign Affairs of the Republic of Nahrain",
            kk="Нахрайн Республикасының Сыртқы істер министрлігі",
            ru="Министерство иностранных дел Республики Нахрайн",
            ar="وزارة خارجية جمهورية نهرين",
        ),
        custody=CAMP,
        flight=Localised(en="12 November 2031, flight DLA 901"),
        children=CHILDREN,
        enclosures=(Localised(en="Certified copies of court decisions, 3"),),
    )


@pytest.fixture
def statement() -> MothersStatement:
    return MothersStatement(
        head=Head(number="M-2031/44", date=dt.date(2031, 9, 20), place=CAMP),
        mother=MOTHER,
        mother_document="N 2209145",
        taken_in_private=True,
        spoken_language=Localised(en="Kazakh", kk="қазақ тілі", ru="казахский", ar="الكازاخية"),
        interpreter=Names(latin="Leyla Aziz", cyrillic="Лейла Азиз", arabic="ليلى عزيز"),
        counsel=None,
        witness=WITNESS,
        officer=CONSUL,
        cooling_off_hours=72,
        confirmed_after_cooling_off=True,
        read_back=True,
        positions=(
            ChildPosition(child=CHILDREN[0], outcome="consent", words="Let her go to school."),
            ChildPosition(child=CHILDREN[1], outcome="refused"),
        ),
    )


@pytest.fixture(params=["F2", "F7", "F10"])
def paper(request: pytest.FixtureRequest) -> Paper:
    """Each of the three papers in turn."""
    fixture = {"F2": "statement", "F7": "note", "F10": "act"}[request.param]
    found: Paper = request.getfixturevalue(fixture)
    return found
