"""The two scripts of Uzbek: one written from the other, and both folded into one form for searching.

The state writes Uzbek in Latin, half of its readers learnt it in Cyrillic, and nobody types the apostrophes alike. A
text is therefore kept in Latin, shown in either script, and searched in a third form that knows no difference.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = "\u02bb\u02bc\u2018\u2019\u201b`\u00b4'\u2032"
"""Whatever people and files write for U+02BB (in o\u02bb, g\u02bb) and for U+02BC (tutuq belgisi)."""

_LETTERS = {
    "a": "а", "b": "б", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "ҳ", "i": "и", "j": "ж", "k": "к", "l": "л",
    "m": "м", "n": "н", "o": "о", "p": "п", "q": "қ", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "x": "х",
    "y": "й", "z": "з", "sh": "ш", "ch": "ч", "ya": "я", "yo": "ё", "yu": "ю", "ye": "е", "oʻ": "ў", "gʻ": "ғ",
    "yoʻ": "йў", "sʻh": "сҳ", "ʻ": "ъ",
}  # fmt: skip

# Loans whose Cyrillic spelling cannot be told from the Latin one: the stem, and how Cyrillic writes it.
_STEMS = {
    "yanvar": "январь", "fevral": "февраль", "aprel": "апрель", "iyun": "июнь", "iyul": "июль",
    "sentabr": "сентябрь", "sentyabr": "сентябрь", "oktabr": "октябрь", "oktyabr": "октябрь",
    "noyabr": "ноябрь", "dekabr": "декабрь", "parol": "пароль", "albom": "альбом", "model": "модель",
    "medal": "медаль", "mebel": "мебель", "avtomobil": "автомобиль", "detal": "деталь", "filtr": "фильтр",
    "kompyuter": "компьютер", "intervyu": "интервью", "pyesa": "пьеса", "kalkulyator": "калькулятор",
    "budjet": "бюджет", "meditsina": "медицина", "sement": "цемент", "sirk": "цирк", "aksiz": "акциз",
    "porsiya": "порция", "pasient": "пациент", "medisina": "медицина",
}  # fmt: skip

# Russian -sia keeps its s in these, while it became -tsia after n, k, p in nearly all other loans.
_TRUE_S = ("pensi", "jinsi")
_VOWELS_BEFORE_BACK_E = "aou"
_VOWELS = "aeiou"
_CONSONANTS = frozenset("bdfghjklmnpqrstvxz")

# Written in Latin letters in Cyrillic Uzbek too.
_FOREIGN = frozenset("QR PDF JPEG JPG PNG HTML JSON XML CSV URL SMS ESC Enter Tab Ctrl Alt Esc UTF".split())
_ROMAN = re.compile(r"I|(?=[IVX]{2})(?:X{0,3})(?:IX|IV|V?I{0,3})")
# A ticket or a case: "K 051", "PJ-03", "SRG-26-000001".
_CODE = r"\b(?:[A-Z]{1,5}(?:-\d+)+|[A-Z] \d{3})\b"
_WORD = re.compile(rf"({_CODE})|([A-Za-z](?:[A-Za-z]|[{APOSTROPHES}](?=[A-Za-z])|(?<=[oOgG])[{APOSTROPHES}])*)")
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "ʻ"))
_PIECE = re.compile(r"yoʻ|sʻh|[og]ʻ|sh|ch|ts|y[aoue]|.", re.DOTALL)
_TS_IS_ONE_LETTER = re.compile(r"ts(?=i[yoa]|i(?:kl|fr|rk|tat)|e[ynlrxhk]|ept|ess|enz|ent|ox|$)")
_LOAN_SIYA = re.compile(r"(?<=[nkp])s(?=iya|ion)")


def to_cyrillic(text: str) -> str:
    """Return an Uzbek text in Latin script written in Cyrillic; what is not Uzbek Latin stays as it is.

    Every apostrophe in use is understood. Codes ("K 051", "SRG-26-000001"), Roman numerals and words no Uzbek word
    can be (with w, or c without h) stay Latin. Where the spelling of a loan cannot be told (ц or с, soft signs), a
    short list decides; a name that must be right is written in both scripts by whoever gives it.
    Source: Cabinet resolution 339 of 24 August 1995, read backwards. Check: "oʻgʻil" gives "ўғил".
    """
    return _WORD.sub(lambda found: found[1] or _word_in_cyrillic(found[2]), text)


@lru_cache(maxsize=20_000)
def _word_in_cyrillic(word: str) -> str:
    if word in _FOREIGN or _ROMAN.fullmatch(word):
        return word
    latin = word.translate(_ONE_APOSTROPHE)
    lower = latin.lower()
    if "w" in lower or re.search("c(?!h)", lower):
        return word
    for stem, cyrillic in _STEMS.items():
        if lower.startswith(stem):
            rest = lower[len(stem) :]
            # The soft sign stays before what is added: сентябрь, сентябрда.
            shown = cyrillic.removesuffix("ь") if rest and cyrillic.endswith("рь") else cyrillic
            return _as_cased(shown + _spell(rest, after=stem[-1]), latin)
    return _as_cased(_spell(lower, after=""), latin) if latin in (lower, lower.capitalize()) else _spell_mixed(latin)


def _as_cased(cyrillic: str, like: str) -> str:
    if len(like) > 1 and like.isupper():
        return cyrillic.upper()
    return cyrillic[:1].upper() + cyrillic[1:] if like[:1].isupper() else cyrillic


def _spell(lower: str, *, after: str) -> str:
    return "".join(part for _, part in _pieces(lower, after=after))


def _spell_mixed(latin: str) -> str:
    """Return a word of mixed case ("FHDYo", "SOLIQ") piece by piece: a piece is capital when its first letter is."""
    shown, begin = "", 0
    for piece, cyrillic in _pieces(latin.lower(), after=""):
        shown += cyrillic.capitalize() if latin[begin].isupper() else cyrillic
        begin += len(piece)
    return shown


def _pieces(lower: str, *, after: str) -> list[tuple[str, str]]:
    loan_s = set() if lower.startswith(_TRUE_S) else {found.start() for found in _LOAN_SIYA.finditer(lower)}
    loan_ts = {found.start() for found in _TS_IS_ONE_LETTER.finditer(lower)}
    pieces = []
    for found in _PIECE.finditer(lower):
        piece, begin = found[0], found.start()
        before = lower[begin - 1] if begin else after
        if piece == "ts":
            cyrillic = "ц" if begin in loan_ts and before else "тс"
        elif piece == "s" and begin in loan_s:
            cyrillic = "ц"
        elif piece == "e" and (not before or before in _VOWELS_BEFORE_BACK_E):
            cyrillic = "э"
        elif piece == "ye" and before in _CONSONANTS:
            cyrillic = "ъе"
        else:
            cyrillic = _LETTERS.get(piece, piece)
        pieces.append((piece, cyrillic))
    return pieces


_FOLDED = str.maketrans(
    dict(zip("абвгдежзийклмнопрстуфхыэқғҳў", "abvgdejziyklmnoprstufxiekgho", strict=True))
    | {"ё": "yo", "ю": "yu", "я": "ya", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ь": ""}
    | dict.fromkeys(APOSTROPHES, "")
)
_SAME_SOUND = (("ts", "s"), ("x", "h"), ("q", "k"))
_SOFTENED = re.compile(r"y+([aeou])")


def folded(text: str) -> str:
    """Return the form a text is searched in: Latin, small, without apostrophes, alike for what sounds alike.

    Uzbek and Russian in Cyrillic become Latin; х and ҳ, қ and к, ё and е, ц and с fall together, since a Russian
    keyboard has no ҳ and nobody is to be sent home for it. For comparing only, never for showing.
    Check: "Oʻgʻil", "o'g'il", "ogil" and "Ўғил" all give "ogil".
    """
    latin = unicodedata.normalize("NFC", text).casefold().translate(_FOLDED)
    for written, alike in _SAME_SOUND:
        latin = latin.replace(written, alike)
    # е after a vowel may hide a y that Latin writes, and ё is printed without its dots.
    latin = _SOFTENED.sub(lambda found: "e" if found[1] == "o" else found[1], latin)
    return " ".join(latin.split())
