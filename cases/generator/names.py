"""A small hand-made table of names, and how each is written by whom."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """One given name: our Latin form, Kazakh, Russian, Arabic, and what hosts write in Latin."""

    latin: str
    kk: str
    ru: str
    ar: str
    host: tuple[str, ...]


def _table(rows: str) -> dict[str, Given]:
    table = {}
    for row in rows.strip().splitlines():
        latin, kk, ru, ar, host = (cell.strip() for cell in row.split("|"))
        table[latin] = Given(latin, kk, ru, ar, tuple(host.split("/")))
    return table


GIRLS = _table("""
Aisha   | Айша    | Айша   | عائشة  | Aisha/Aysha/Aesha
Safiya  | Сафия   | Сафия  | صفية   | Safia/Safiyya
Maryam  | Мәриям  | Марьям | مريم   | Maryam/Mariam
Sumaya  | Сүмәйя  | Сумая  | سمية   | Sumayya/Sumaia
Hafsa   | Хафса   | Хафса  | حفصة   | Hafsa/Hafza
Dana    | Дана    | Дана   | دانا   | Dana/Daana
Khadija | Хадиша  | Хадиджа| خديجة  | Khadija/Khadeeja
Fatima  | Фатима  | Фатима | فاطمة  | Fatima/Fatema
Zainab  | Зейнеп  | Зейнаб | زينب   | Zainab/Zaynab
Asiya   | Әсия    | Асия   | آسية   | Asia/Asiya
Amina   | Әмина   | Амина  | أمينة  | Amina/Ameena
Ruqaya  | Рұқия   | Рукия  | رقية   | Ruqayya/Rokaya
Layla   | Ләйлә   | Лейла  | ليلى   | Layla/Leila
Sara    | Сара    | Сара   | سارة   | Sara/Sarah
Halima  | Халима  | Халима | حليمة  | Halima/Haleema
Nur     | Нұр     | Нур    | نور    | Noor/Nour
""")

BOYS = _table("""
Amir    | Әмір    | Амир   | أمير   | Ameer/Amir
Yerlan  | Ерлан   | Ерлан  | يرلان  | Yerlan/Irlan
Ilyas   | Ілияс   | Ильяс  | إلياس  | Ilyas/Elias
Yusuf   | Жүсіп   | Юсуф   | يوسف   | Yusuf/Yousef
Musa    | Мұса    | Муса   | موسى   | Musa/Mousa
Umar    | Омар    | Умар   | عمر    | Omar/Umar
Hamza   | Хамза   | Хамза  | حمزة   | Hamza/Hamzah
Bilal   | Біләл   | Биляль | بلال   | Bilal/Belal
Ibrahim | Ыбырайым| Ибрагим| إبراهيم| Ibrahim/Ebrahim
Daud    | Дәуіт   | Дауд   | داود   | Dawood/Daoud
Idris   | Ыдырыс  | Идрис  | إدريس  | Idris/Edrees
Zakaria | Зәкария | Закария| زكريا  | Zakaria/Zakariya
Yahya   | Жақия   | Яхья   | يحيى   | Yahya/Yehia
Hasan   | Хасан   | Хасан  | حسن    | Hasan/Hassan
Abdulrahman | Абдрахман | Абдурахман | عبد الرحمن | Abdul-Rahman/Abdurrahman
Nurlan  | Нұрлан  | Нурлан | نورلان | Nurlan/Noorlan
""")

WOMEN = _table("""
Samal   | Самал    | Самал   | سمل    | Samal/Samel
Meruert | Меруерт  | Меруерт | ميروارت| Mirwart/Meruert
Nazym   | Назым    | Назым   | نظيم   | Nazim/Nazym
Aigerim | Айгерім  | Айгерим | أيغريم | Aygerim/Aigerim
Zhanar  | Жанар    | Жанар   | جنار   | Janar/Zhanar
Inkar   | Іңкәр    | Инкар   | إنكار  | Inkar/Enkar
Aliya   | Әлия     | Алия    | علية   | Alia/Aliya
Saule   | Сәуле    | Сауле   | ساولة  | Saule/Sawla
Botagoz | Ботагөз  | Ботагоз | بوتاغوز| Botagoz/Butaguz
Gulmira | Гүлмира  | Гульмира| غولميرا| Gulmira/Golmira
Dinara  | Динара   | Динара  | دينارا | Dinara/Deenara
Karlygash | Қарлығаш | Карлыгаш | قرلغاش | Qarlghash/Karligash
Bibigul | Бибігүл  | Бибигуль| بيبيغول| Bibigul/Bibigol
Raushan | Раушан   | Раушан  | روشان  | Rawshan/Raushan
Zaure   | Зәуре    | Зауре   | زاورة  | Zaure/Zawra
Kulyash | Күләш    | Куляш   | كولاش  | Kulash/Kulyash
Sholpan | Шолпан   | Шолпан  | شولبان | Sholpan/Shulban
Marzhan | Маржан   | Маржан  | مرجان  | Marjan/Marzhan
Torgyn  | Торғын   | Торгын  | تورغن  | Torghin/Torgyn
Aruzhan | Аружан   | Аружан  | أروجان | Arujan/Aruzhan
Ainur   | Айнұр    | Айнур   | أينور  | Ainoor/Aynur
Gulnar  | Гүлнар   | Гульнар | غولنار | Gulnar/Golnar
Asel    | Әсел     | Асель   | أسيل   | Aseel/Asel
Madina  | Мәдина   | Мадина  | مدينة  | Madina/Madeena
Kamila  | Кәмила   | Камила  | كاميلا | Kamila/Kameela
Zhibek  | Жібек    | Жибек   | جيبك   | Jibek/Zhibek
Togzhan | Тоғжан   | Тогжан  | توغجان | Toghjan/Togzhan
""")

MEN = _table("""
Daulet  | Дәулет   | Даулет  | دولت   | Dawlat/Dawlet
Ersin   | Ерсін    | Ерсин   | أرسين  | Arsin/Ersin
Azat    | Азат     | Азат    | آزاد   | Azad/Azat
Salih   | Салих    | Салих   | صالح   | Salih/Saleh
Marat   | Марат    | Марат   | مراد   | Marat/Murad
Olzhas  | Олжас    | Олжас   | أولجاس | Olzhas/Oljas
Serik   | Серік    | Серик   | سيريك  | Serik/Sirik
Talgat  | Талғат   | Талгат  | طلعت   | Talghat/Talat
Bolat   | Болат    | Болат   | بولات  | Bolat/Bulat
Kairat  | Қайрат   | Кайрат  | خيرات  | Khairat/Kayrat
Nurbol  | Нұрбол   | Нурбол  | نوربول | Nurbol/Noorbol
Askar   | Асқар    | Аскар   | عسكر   | Askar/Asqar
Samat   | Самат    | Самат   | صمد    | Samat/Samad
Erbol   | Ербол    | Ербол   | أربول  | Erbol/Arbol
Kanat   | Қанат    | Канат   | قنات   | Qanat/Kanat
Zhanat  | Жанат    | Жанат   | جنات   | Janat/Zhanat
Sabit   | Сәбит    | Сабит   | ثابت   | Sabit/Thabit
Timur   | Темір    | Тимур   | تيمور  | Taimur/Timur
Rashid  | Рашид    | Рашид   | رشيد   | Rashid/Rasheed
Oral    | Орал     | Орал    | أورال  | Oral/Ural
Nurtas  | Нұртас   | Нуртас  | نورتاس | Nurtas/Noortas
Daniyar | Данияр   | Данияр  | دانيار | Daniar/Danyar
Galym   | Ғалым    | Галым   | غاليم  | Ghalim/Galim
Yerzhan | Ержан    | Ержан   | إرجان  | Irjan/Yerzhan
Askhat  | Асхат    | Асхат   | أسخات  | Askhat/Ashat
Zhomart | Жомарт   | Жомарт  | جومارت | Jomart/Zhomart
Bauyrzhan | Бауыржан | Бауыржан | باورجان | Bawrjan/Baurzhan
Khalid  | Халид    | Халид   | خالد   | Khalid/Khaled
Tariq   | Тарық    | Тарик   | طارق   | Tariq/Tarek
Jamil   | Жәміл    | Джамиль | جميل   | Jamil/Jameel
""")

#: Men's names by which a husband from elsewhere is known.
FOREIGN = ("Salih", "Khalid", "Tariq", "Jamil")

#: Surname stems, masculine: Latin, Kazakh, Russian, Arabic; a woman's adds -a / -а.
SURNAMES: dict[str, tuple[str, str, str]] = {
    "Qyranov": ("Қыранов", "Кыранов", "قيرانوف"),
    "Dalarov": ("Даларов", "Даларов", "دالاروف"),
    "Tulparov": ("Тұлпаров", "Тулпаров", "تولباروف"),
    "Mizamov": ("Мизамов", "Мизамов", "ميزاموف"),
    "Seltekov": ("Селтеков", "Сельтеков", "سلتيكوف"),
    "Borlybaev": ("Борлыбаев", "Борлыбаев", "بورليباييف"),
    "Aqtauov": ("Ақтауов", "Актауов", "أقطاووف"),
    "Toqtarov": ("Тоқтаров", "Токтаров", "توقتاروف"),
    "Saryev": ("Сарыев", "Сарыев", "سارييف"),
    "Kenbaev": ("Кеңбаев", "Кенбаев", "كنباييف"),
    "Ormanov": ("Орманов", "Орманов", "أورمانوف"),
    "Zharmukhanov": ("Жармұханов", "Жармуханов", "جرموخانوف"),
    "Tenizov": ("Теңізов", "Тенизов", "تنيزوف"),
    "Alatov": ("Алатов", "Алатов", "ألاتوف"),
    "Esenov": ("Есенов", "Есенов", "إيسينوف"),
    "Baisalov": ("Байсалов", "Байсалов", "بايسالوف"),
    "Qoishiev": ("Қойшиев", "Койшиев", "قويشييف"),
    "Shalkarov": ("Шалқаров", "Шалкаров", "شالقاروف"),
    "Zhetisov": ("Жетісов", "Жетисов", "جيتيسوف"),
    "Karataev": ("Қаратаев", "Каратаев", "قاراتاييف"),
    "Bulanov": ("Бұланов", "Буланов", "بولانوف"),
    "Aidynov": ("Айдынов", "Айдынов", "أيدينوف"),
    "Sarkytov": ("Сарқытов", "Саркытов", "سارقيتوف"),
    "Korkemov": ("Көркемов", "Коркемов", "كوركيموف"),
}

ALL: dict[str, Given] = {**GIRLS, **BOYS, **WOMEN, **MEN}

#: Kazakh Cyrillic to the 2021 Latin alphabet (public table of the language's reform).
KK_LATIN = dict(
    zip(
        "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщыіэюя",
        [
            "a",
            "ä",
            "b",
            "v",
            "g",
            "ğ",
            "d",
            "e",
            "io",
            "j",
            "z",
            "i",
            "i",
            "k",
            "q",
            "l",
            "m",
            "n",
            "ñ",
            "o",
            "ö",
            "p",
            "r",
            "s",
            "t",
            "u",
            "ū",
            "ü",
            "f",
            "h",
            "h",
            "ts",
            "ch",
            "ş",
            "şş",
            "y",
            "ı",
            "e",
            "iu",
            "ia",
        ],
        strict=True,
    )
)


def kk_latin(text: str) -> str:
    """Kazakh Cyrillic text in Kazakh Latin letters; capitals kept."""
    out = []
    for letter in text:
        latin = KK_LATIN.get(letter.lower(), "" if letter.lower() in "ьъ" else letter)
        out.append(latin.capitalize() if letter.isupper() else latin)
    return "".join(out)


def surname(stem: str, sex: str, form: str) -> str:
    """A surname with its gender ending; form latin, kk, ru or ar (Arabic: ا added)."""
    if not stem:
        return ""
    if form == "latin":
        return stem + ("a" if sex == "F" else "")
    kk, ru, ar = SURNAMES[stem]
    if form == "ar":
        return ar + ("ا" if sex == "F" else "")
    return (kk if form == "kk" else ru) + ("а" if sex == "F" else "")


def patronymic(father: str, sex: str, form: str) -> str:
    """Patronymic of a father's given name: kk -ұлы/-қызы, ru -ович/-овна."""
    name = ALL[father]
    if form == "kk":
        return name.kk + ("қызы" if sex == "F" else "ұлы")
    return name.ru + ("овна" if sex == "F" else "ович")
