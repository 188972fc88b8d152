"""Uzbek in two scripts, and the form in which both are searched."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from darcha.kernel.scripts import APOSTROPHES, folded, to_cyrillic

SYLLABLES = st.sampled_from("ba shi yo cha oʻg gʻo qi yur ham xa ket sa yangi er ye a la toʻ niy maʼ lum boʻl".split())
UZBEK_WORDS = st.lists(SYLLABLES, min_size=1, max_size=5).map("".join)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Oʻzbekiston Respublikasi", "Ўзбекистон Республикаси"),
        ("gʻisht", "ғишт"),
        ("shahar", "шаҳар"),
        ("Choy", "Чой"),
        ("yoʻl", "йўл"),
        ("Yoʻq", "Йўқ"),
        ("yosh", "ёш"),
        ("yer", "ер"),
        ("er", "эр"),
        ("kecha", "кеча"),
        ("aeroport", "аэропорт"),
        ("gigiena", "гигиена"),
        ("maʼlumotnoma", "маълумотнома"),
        ("Isʼhoq", "Исҳоқ"),
        ("obyekt", "объект"),
        ("poyezd", "поезд"),
        ("konstitutsiya", "конституция"),
        ("litsenziya", "лицензия"),
        ("inspeksiya", "инспекция"),
        ("pensiya", "пенсия"),
        ("jinsi", "жинси"),
        ("ketsa", "кетса"),
        ("vaqtsiz", "вақтсиз"),
        ("aytsin", "айтсин"),
        ("protsent", "процент"),
        ("sentabrda", "сентябрда"),
        ("7-aprel", "7-апрель"),
        ("FHDYo boʻlimi", "ФҲДЁ бўлими"),
        ("SOLIQ", "СОЛИҚ"),
        ("SHAHAR", "ШАҲАР"),
        ("Sergeli tumani", "Сергели тумани"),
        ("Mahalla fuqarolar yigʻini", "Маҳалла фуқаролар йиғини"),
        ("ijtimoiy", "ижтимоий"),
        ("eʼlon", "эълон"),
        ("“Inson” ijtimoiy xizmatlar markazi", "“Инсон” ижтимоий хизматлар маркази"),
    ],
)
def test_a_word_is_spelt_as_the_reader_of_cyrillic_learnt_it(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize("text", ["K 051", "E 014", "SRG-26-000001", "PJ-03", "QR", "I-II", "window", "08:30", "", "…"])
def test_what_is_not_uzbek_stays(text: str) -> None:
    assert to_cyrillic(text) == text


@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_every_apostrophe_makes_the_same_letter(apostrophe: str) -> None:
    assert to_cyrillic(f"to{apostrophe}g{apostrophe}ri ma{apostrophe}no") == "тўғри маъно"


def test_quotation_marks_are_no_letters() -> None:
    assert to_cyrillic("‘Inson’ markazi") == "‘Инсон’ маркази"


@given(UZBEK_WORDS)
def test_cyrillic_leaves_no_latin_letter_and_is_not_changed_again(word: str) -> None:
    cyrillic = to_cyrillic(word)
    assert not any("a" <= letter <= "z" for letter in cyrillic.lower())
    assert to_cyrillic(cyrillic) == cyrillic


@given(UZBEK_WORDS)
def test_case_does_not_change_the_spelling(word: str) -> None:
    assert to_cyrillic(word.capitalize()).lower() == to_cyrillic(word)


@given(UZBEK_WORDS, st.sampled_from(APOSTROPHES))
@example("niyye", "ʻ")
def test_both_scripts_and_all_apostrophes_are_found_alike(word: str, apostrophe: str) -> None:
    typed = word.replace("ʻ", apostrophe).replace("ʼ", apostrophe)
    assert folded(to_cyrillic(word)) == folded(word) == folded(typed.upper())


@given(st.text())
def test_folding_twice_is_folding_once_where_letters_are_letters(text: str) -> None:
    assert folded(text) == " ".join(folded(text).split())


@pytest.mark.parametrize("typed", ["Oʻgʻil", "o'g'il", "ogil", "Ўғил", "o‘g‘il", "O`G`IL"])
def test_a_son_is_found_however_he_is_typed(typed: str) -> None:
    assert folded(typed) == "ogil"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("никох", "nikoh"),
        ("карор", "qaror"),
        ("ребенок", "ребёнок"),
        ("пенсия", "pensiya"),
        ("ёшга доир", "yoshga doir"),
    ],
)
def test_a_russian_keyboard_finds_uzbek_words(typed: str, meant: str) -> None:
    assert folded(typed) == folded(meant)
