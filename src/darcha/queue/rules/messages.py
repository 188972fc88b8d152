"""What the head of the centre tells the whole hall: ready sentences, until when, and whether it can be read; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from darcha.centres import reading
from darcha.centres.reading import Panel
from darcha.kernel.names import Names
from darcha.kernel.scripts import to_cyrillic

MOST_MESSAGES = 2
"""So many are shown at once at most: who reads a third has forgotten the first."""

MESSAGE_MINUTES = (15, 30, 60)
"""For how long a message may be shown, unless it is to stay until the end of the day."""

MOST_SIGNS = 120
"""No panel in use holds more in one language."""

WRITTEN = ("uz", "ru", "en")
"""Uzbek in Cyrillic is spelt from the Latin."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message with its words in the four languages. `ready`: the code of its ready sentence; None: own words.

    It was shown from `shown_at` to `until`, or until it was withdrawn.
    """

    id: int
    names: Names
    ready: str | None
    shown_at: datetime
    until: datetime
    withdrawn_at: datetime | None = None

    def minutes_left(self, at: datetime) -> int:
        """Return the minutes begun that are left of it; 0 when it is over."""
        return max(0, -((at - self.until) // timedelta(minutes=1)))


def message_words(*, uz: str, ru: str, en: str) -> Names:
    """Return the words of a message in the four languages, spaces set right, signs nobody sees left out."""
    latin, russian, english = (" ".join("".join(filter(_is_seen, text)).split()) for text in (uz, ru, en))
    return Names(latin, to_cyrillic(latin), russian, english)


def _is_seen(sign: str) -> bool:
    return sign.isprintable() or sign.isspace()


READY: Mapping[str, Names] = {
    "repair": message_words(
        uz="Tizim tuzatilmoqda. Iltimos, biroz kuting",
        ru="Идёт ремонт системы. Просим немного подождать",
        en="Our system is being repaired. Please be patient",
    ),
    "longer_wait": message_words(
        uz="Bugun odam koʻp: odatdagidan uzoqroq kutasiz",
        ru="Сегодня много людей: ждать дольше обычного",
        en="Many people today: the wait is longer than usual",
    ),
    "department_away": message_words(
        uz="Bugun bir boʻlim qabul qilmaydi. Qabulxonadan soʻrang",
        ru="Один отдел сегодня не принимает. Спросите у входа",
        en="One department is away today. Ask at the entrance",
    ),
    "no_sound": message_words(
        uz="Ovoz ishlamayapti. Raqamingizni ekrandan kuzating",
        ru="Звука нет. Следите за своим номером на экране",
        en="The sound is off. Watch the screen for your number",
    ),
    "found": message_words(
        uz="Hujjat topildi. Administratordan soʻrang",
        ru="Найден документ. Спросите у администратора",
        en="A document was found. Ask the host for it",
    ),
    "leave": message_words(
        uz="Binodan eng yaqin eshik orqali xotirjam chiqing",
        ru="Спокойно выйдите на улицу через ближайшую дверь",
        en="Please leave the building calmly, by the nearest door",
    ),
}
"""The closed list. A code is eternal; the words of a message shown stay with it when these are changed."""


def shown_now(messages: Iterable[Message], *, at: datetime) -> tuple[Message, ...]:
    """Return what is shown at a moment, the older first: neither withdrawn nor over.

    A clock that shows less than `shown_at` is another machine's: what was begun there is shown.
    """
    shown = [one for one in messages if at < one.until and (one.withdrawn_at is None or at < one.withdrawn_at)]
    return tuple(sorted(shown, key=lambda one: (one.shown_at, one.id)))


def shown_until(*, begins: datetime, minutes: int | None, closes: time | None) -> datetime:
    """Return when a message is over that begins at a moment by the centre's own clock.

    `minutes` None: until the house closes (`closes`, local) or, when it has closed or does not open, until midnight.
    """
    if minutes is not None:
        return begins + timedelta(minutes=minutes)
    if closes is not None and begins.time() < closes:
        return datetime.combine(begins.date(), closes, tzinfo=begins.tzinfo)
    return datetime.combine(begins.date() + timedelta(days=1), time(), tzinfo=begins.tzinfo)


def languages_missing(names: Names) -> tuple[str, ...]:
    """Return the written languages in which a message says nothing."""
    return tuple(language for language in WRITTEN if not names.in_language(language))


def languages_too_long(names: Names, *, panel: Panel, hall_lines: int) -> dict[str, int]:
    """Return the written languages in which a message cannot be read on the panel, with how many of its signs could be.

    Uzbek has to fit in both scripts. `hall_lines`: whose waits stand on the panel too.
    """
    most = reading.message_lines_at_most(panel, hall_lines=hall_lines)

    def fits(language: str, text: str) -> bool:
        forms = (text, to_cyrillic(text)) if language == "uz" else (text,)
        return len(text) <= MOST_SIGNS and all(reading.lines_of(form, panel) <= most for form in forms)

    def beginning_that_fits(language: str, text: str) -> int:
        return next((end for end in range(min(len(text), MOST_SIGNS), 0, -1) if fits(language, text[:end])), 0)

    return {
        language: beginning_that_fits(language, text)
        for language in WRITTEN
        if (text := names.in_language(language)) and not fits(language, text)
    }
