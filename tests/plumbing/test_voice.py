"""The voice speaks three languages offline, and says numbers as people say them."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
import wave
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.plumbing.voice import VOICES, CannotSpeak, speakable, spoken, uzbek_number, uzbek_ordinal

SENTENCES = {
    "uz": "Ka, 51. 7-darchaga marhamat.",
    "ru": "Ка, 51. Пройдите к окну 7.",
    "en": "K, 51. Please go to window 7.",
}


def _seconds(wav: bytes) -> float:
    with wave.open(io.BytesIO(wav)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22050)
        return file.getnframes() / file.getframerate()


def test_a_call_is_spoken_in_three_languages_each_in_its_own_way(tmp_path: Path) -> None:
    recordings = {language: spoken(text, language=language, kept_in=tmp_path) for language, text in SENTENCES.items()}
    assert all(wav[:4] == b"RIFF" and wav[8:12] == b"WAVE" for wav in recordings.values())
    assert all(1.5 < _seconds(wav) < 8 for wav in recordings.values())
    assert len(set(recordings.values())) == len(VOICES)


def test_the_same_words_sound_different_in_another_language(tmp_path: Path) -> None:
    assert spoken("Pension 3", language="en", kept_in=tmp_path) != spoken("Pension 3", language="uz", kept_in=tmp_path)


def test_what_was_spoken_once_is_not_spoken_again(tmp_path: Path) -> None:
    first = spoken("A 1", language="en", kept_in=tmp_path)
    (kept,) = tmp_path.glob("*.wav")
    kept.write_bytes(first + b"kept")
    assert spoken("A  1", language="en", kept_in=tmp_path) == first + b"kept"


def test_two_who_ask_at_once_both_hear_it(tmp_path: Path) -> None:
    heard: list[bytes] = []

    def ask() -> None:
        heard.append(spoken("M 18", language="ru", kept_in=tmp_path))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(heard) == len(threads)
    assert len(set(heard)) == 1


def test_a_language_without_a_voice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotSpeak):
        spoken("K 51", language="kaa", kept_in=tmp_path)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (7, "yetti"),
        (10, "oʻn"),
        (51, "ellik bir"),
        (100, "bir yuz"),
        (105, "bir yuz besh"),
        (999, "toʻqqiz yuz toʻqson toʻqqiz"),
        (1200, "bir ming ikki yuz"),
    ],
)
def test_uzbek_numbers_are_words(number: int, words: str) -> None:
    assert uzbek_number(number) == words


@pytest.mark.parametrize(
    ("number", "words"), [(2, "ikkinchi"), (3, "uchinchi"), (6, "oltinchi"), (7, "yettinchi"), (10, "oʻninchi")]
)
def test_uzbek_ordinals_are_words(number: int, words: str) -> None:
    assert uzbek_ordinal(number) == words


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_no_two_numbers_sound_the_same(one: int, other: int) -> None:
    assert (uzbek_number(one) == uzbek_number(other)) == (one == other)


@given(st.text())
def test_no_digit_is_left_to_the_uzbek_voice(text: str) -> None:
    assert not any("0" <= letter <= "9" for letter in speakable(text, language="uz"))


def test_a_window_is_called_by_its_ordinal() -> None:
    assert speakable("Ka, 51. 7-darchaga", language="uz") == "Ka, ellik bir. yettinchi darchaga"


def test_the_speaking_process_speaks_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "darcha.plumbing.voice", "uz"], input=b"salom", capture_output=True, check=True
    )
    assert _seconds(done.stdout) > 0.3
