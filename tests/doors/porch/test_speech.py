"""A call is said as people say it."""

from __future__ import annotations

import pytest

from darcha.doors.porch.speech import languages_of, sentence, utterance
from darcha.plumbing.voice import speakable


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uz", "Ka, 47. 7-darchaga marhamat"),
        ("ru", "Ка, 47. пройдите к окну 7"),
        ("en", "K, 47. please go to window 7"),
    ],
)
def test_a_call_is_said_with_the_name_of_its_letter(language: str, words: str) -> None:
    assert utterance(number="K 047", window=7, language=language) == words


def test_the_voice_gets_uzbek_numbers_in_words() -> None:
    said = speakable(utterance(number="K 047", window=7, language="uz"), language="uz")
    assert said == "Ka, qirq yetti. yettinchi darchaga marhamat"


def test_the_same_call_is_written_as_the_ticket_is() -> None:
    assert sentence(number="K 047", window=7, language="ru") == "K 047: пройдите к окну 7"


@pytest.mark.parametrize(
    ("ticket", "spoken"),
    [("uz", ("uz", "ru")), ("uz-cyrl", ("uz", "ru")), ("ru", ("uz", "ru")), ("en", ("uz", "ru", "en"))],
)
def test_everybody_hears_uzbek_and_russian_and_who_reads_english_english(ticket: str, spoken: tuple[str, ...]) -> None:
    assert languages_of(ticket) == spoken
