"""Text spoken aloud without a network: espeak-ng from a wheel, WAV out.

The engine is a C library with global state and is not re-entrant, so it runs in a short-lived process of its own
(`python -m darcha.plumbing.voice uz < text > wav`, some 30 ms); what was spoken once is kept on disk by its text.

Its Uzbek voice reads "51" as "five one" and knows neither ordinals nor letters of the Cyrillic script well. Uzbek is
therefore given to it in Latin script with every number written out.
"""

from __future__ import annotations

import ctypes
import hashlib
import io
import os
import re
import subprocess
import sys
import tempfile
import threading
import wave
from pathlib import Path

VOICES = {"uz": "uz", "ru": "ru", "en": "en-gb"}
"""The languages that can be spoken, and the engine's voice for each."""

WORDS_A_MINUTE = 135
"""Slower than the engine's 175: a hall echoes, and a number is heard once."""

_SYNCHRONOUS = 2
_DO_NOT_EXIT = 0x8000
_UTF8 = 1
_RATE_PARAMETER = 1
_RANGE_PARAMETER = 4
_PATIENCE_SECONDS = 20

_ONES = ("nol", "bir", "ikki", "uch", "toʻrt", "besh", "olti", "yetti", "sakkiz", "toʻqqiz")
_TENS = ("", "oʻn", "yigirma", "oʻttiz", "qirq", "ellik", "oltmish", "yetmish", "sakson", "toʻqson")
_SCALES = ((1_000_000_000, "milliard"), (1_000_000, "million"), (1_000, "ming"), (100, "yuz"))

_one_at_a_time = threading.Lock()


class CannotSpeak(Exception):
    """The engine did not answer, or does not know the language."""


def uzbek_number(number: int) -> str:
    """Return `number` (0 and above) in Uzbek words, Latin script.

    Check: 51 gives "ellik bir", 105 "bir yuz besh", 1200 "bir ming ikki yuz".
    """
    if number < 10:  # noqa: PLR2004 -- one digit
        return _ONES[number]
    words: list[str] = []
    for size, name in _SCALES:
        count, number = divmod(number, size)
        if count:
            words += [uzbek_number(count), name]
    tens, ones = divmod(number, 10)
    words += [_TENS[tens]] if tens else []
    words += [_ONES[ones]] if ones else []
    return " ".join(words)


def uzbek_ordinal(number: int) -> str:
    """Return the ordinal of `number` in Uzbek words: 7 gives "yettinchi", 10 "oʻninchi"."""
    words = uzbek_number(number)
    return words + ("nchi" if words[-1] in "aeiou" else "inchi")


def speakable(text: str, *, language: str) -> str:
    """Return `text` as the engine has to be given it: in Uzbek with its numbers in words, "7-darcha" as an ordinal."""
    if language != "uz":
        return text
    text = re.sub(r"(\d+)-(?=[^\W\d])", lambda found: uzbek_ordinal(int(found[1])) + " ", text)
    return re.sub(r"\d+", lambda found: uzbek_number(int(found[0])), text)


def spoken(text: str, *, language: str, kept_in: Path) -> bytes:
    """Return `text` spoken in `language` (one of `VOICES`) as a WAV file: 16 bit, one channel, 22,050 a second.

    `kept_in` is the directory in which spoken texts are kept; made when it does not exist.

    :raises CannotSpeak: the language has no voice here, or the engine failed.
    """
    if language not in VOICES:
        raise CannotSpeak(language)
    text = speakable(" ".join(text.split()), language=language)
    name = hashlib.sha256(f"{VOICES[language]} {WORDS_A_MINUTE} {text}".encode()).hexdigest()
    kept = kept_in / f"{name}.wav"
    with _one_at_a_time:
        if not kept.exists():
            _keep(_asked(text, language), kept)
    return kept.read_bytes()


def _asked(text: str, language: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 -- our own interpreter, arguments from a closed list
            [sys.executable, "-m", __name__, language],
            input=text.encode(),
            capture_output=True,
            check=True,
            timeout=_PATIENCE_SECONDS,
        )
    except (subprocess.SubprocessError, OSError) as failure:
        raise CannotSpeak(language) from failure
    return done.stdout


def _keep(data: bytes, path: Path) -> None:
    """Write in one step: another process must never read half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(temporary).replace(path)


def _synthesise(text: str, voice: str) -> bytes:
    import espeakng_loader  # noqa: PLC0415 -- loads the library; only the process that speaks wants it

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), _DO_NOT_EXIT)
    if rate <= 0:
        raise CannotSpeak("the engine did not start")
    samples = io.BytesIO()
    receiver = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)

    def receive(chunk: int | None, count: int, _events: int | None) -> int:
        if chunk and count > 0:
            samples.write(ctypes.string_at(chunk, count * 2))
        return 0

    callback = receiver(receive)
    library.espeak_SetSynthCallback(callback)
    # The library answers a wrong code when it is asked twice; only what comes out of it counts.
    library.espeak_SetVoiceByName(voice.encode())
    library.espeak_SetParameter(_RATE_PARAMETER, WORDS_A_MINUTE, 0)
    library.espeak_SetParameter(_RANGE_PARAMETER, 55, 0)
    data = text.encode() + b"\0"
    if library.espeak_Synth(data, ctypes.c_size_t(len(data)), 0, 1, 0, _UTF8, None, None) != 0:
        raise CannotSpeak("the engine refused the text")
    library.espeak_Synchronize()
    if not samples.getvalue():
        raise CannotSpeak("the engine was silent")
    answer = io.BytesIO()
    with wave.open(answer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.getvalue())
    return answer.getvalue()


def main() -> None:
    """Speak what comes in at standard input, in the language named, to standard output."""
    wav = _synthesise(sys.stdin.buffer.read().decode(), VOICES[sys.argv[1]])
    sys.stdout.buffer.write(wav)


if __name__ == "__main__":
    main()
