"""Letter tables towards the common Latin key. Each table says where its values come from.

The key is for comparison and for readers who cannot read a script; it is no official
romanisation and is never printed on a paper.
"""

from __future__ import annotations

# Russian: sound values as in ICAO Doc 9303-3, section 6, table B, except: the soft and hard sign
# give nothing, ё gives yo, and ы gives i (a vowel, so that it meets Kazakh and Arabic writing).
RUSSIAN: dict[str, str] = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip

# Kazakh letters beyond the Russian ones: pairs of the Cyrillic alphabet of 1940 with the Latin
# alphabets of 2017, 2018 and 2021, reduced to plain letters. Front vowels join the back ones,
# because passports write both alike.
KAZAKH: dict[str, str] = {
    "ә": "a", "ғ": "gh", "қ": "q", "ң": "ng", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i",
}  # fmt: skip

# Letters of neighbours that lists contain: Ukrainian, Belarusian, Kyrgyz, Tajik, Uzbek.
OTHER_CYRILLIC: dict[str, str] = {
    "є": "ye", "ї": "yi", "ґ": "g", "ў": "w", "ҳ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u", "җ": "j",
}  # fmt: skip

CYRILLIC: dict[str, str] = RUSSIAN | KAZAKH | OTHER_CYRILLIC

# Arabic: consonants by the usual sound values (as in the UN system of 2017 without its marks).
# Ain and hamza give nothing: most spellings in other scripts leave them out. Waw and yeh keep
# w and y, which comparison reads as consonant or vowel.
ARABIC_LETTERS: dict[str, str] = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ء": "", "ؤ": "w", "ئ": "y", "ب": "b",
    "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z",
    "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "gh", "ف": "f",
    "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ة": "a", "و": "w", "ي": "y",
    "ى": "a",
}  # fmt: skip

# Persian, Sorani Kurdish and the Arabic-script Kazakh alphabet of the east: Unicode character
# names of the Arabic block.
ARABIC_EXTENSIONS: dict[str, str] = {
    "پ": "p", "چ": "ch", "ژ": "zh", "گ": "g", "ک": "k", "ی": "y", "ڤ": "v", "ڵ": "l", "ڕ": "r",
    "ۆ": "o", "ێ": "e", "ە": "a", "ھ": "h", "ہ": "h", "ڭ": "ng", "ۇ": "u", "ۋ": "w", "ې": "e",
    "ۀ": "h", "ٹ": "t", "ڈ": "d", "ے": "e", "ں": "n", "ۈ": "u", "گ\u200c": "g",
}  # fmt: skip

ARABIC: dict[str, str] = ARABIC_LETTERS | ARABIC_EXTENSIONS

# Kazakh Latin of 2017 (decree 569 of 26 October 2017): a letter and an apostrophe.
KAZAKH_2017: dict[str, str] = {
    "a'": "a", "g'": "gh", "i'": "i", "n'": "ng", "o'": "o", "s'": "sh", "c'": "ch", "u'": "u",
    "y'": "u",
}  # fmt: skip

# Kazakh Latin of 2018 (decree 637 of 19 February 2018: acute accents) and of 2021 (draft of
# January 2021: umlaut, breve, cedilla), with the letters of scholarly romanisation that lists use.
LATIN_LETTERS: dict[str, str] = {
    "á": "a", "ǵ": "gh", "ı": "i", "ń": "ng", "ó": "o", "ú": "u", "ý": "u",
    "ä": "a", "ğ": "gh", "ñ": "ng", "ŋ": "ng", "ö": "o", "ş": "sh", "ș": "sh", "ū": "u", "ü": "u",
    "ŭ": "u", "č": "ch", "ç": "ch", "š": "sh", "ž": "zh", "ḥ": "h", "ḫ": "kh", "ẖ": "kh",
    "ġ": "gh", "ḏ": "dh", "ṯ": "th", "ṭ": "t", "ḍ": "d", "ṣ": "s", "ẓ": "z", "ß": "ss",
    "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ə": "a", "þ": "th", "ǧ": "j",
}  # fmt: skip

# Marks for ain and hamza in Latin writing; they give nothing.
APOSTROPHES = "'’‘ʼʻʿʾ`´ʹ"
