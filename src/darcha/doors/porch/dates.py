"""Days and moments in words, in the four languages. Django has no words for Uzbek in Cyrillic, so the house brings its own."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

_MONTHS = {
    "uz": [
        "yanvar",
        "fevral",
        "mart",
        "aprel",
        "may",
        "iyun",
        "iyul",
        "avgust",
        "sentabr",
        "oktabr",
        "noyabr",
        "dekabr",
    ],
    "uz-cyrl": [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ],
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_MONTHS_ALONE = {
    **_MONTHS,
    "ru": [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ],
}
_WEEKDAYS = {
    "uz": [
        "dushanba",
        "seshanba",
        "chorshanba",
        "payshanba",
        "juma",
        "shanba",
        "yakshanba",
    ],
    "uz-cyrl": [
        "душанба",
        "сешанба",
        "чоршанба",
        "пайшанба",
        "жума",
        "шанба",
        "якшанба",
    ],
    "ru": [
        "понедельник",
        "вторник",
        "среда",
        "четверг",
        "пятница",
        "суббота",
        "воскресенье",
    ],
    "en": [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
}
_SHORT_WEEKDAYS = {
    "uz": ["du", "se", "chor", "pay", "ju", "sha", "yak"],
    "uz-cyrl": ["ду", "се", "чор", "пай", "жу", "ша", "як"],
    "ru": ["пн", "вт", "ср", "чт", "пт", "сб", "вс"],
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
}
_WITH_YEAR = {
    "uz": "{year}-yil {day}-{month}",
    "uz-cyrl": "{year} йил {day} {month}",
    "ru": "{day} {month} {year} г.",
    "en": "{day} {month} {year}",
}
_WITHOUT_YEAR = {
    "uz": "{day}-{month}",
    "uz-cyrl": "{day} {month}",
    "ru": "{day} {month}",
    "en": "{day} {month}",
}
_WITH_WEEKDAY = {
    "uz": "{rest}, {weekday}",
    "uz-cyrl": "{rest}, {weekday}",
    "ru": "{weekday}, {rest}",
    "en": "{weekday} {rest}",
}
_MONTH_OF_YEAR = {
    "uz": "{year}-yil {month}",
    "uz-cyrl": "{year} йил {month}",
    "ru": "{month} {year} г.",
    "en": "{month} {year}",
}
_NO_BREAK = "\N{NO-BREAK SPACE}"
_JOINED = "\N{WORD JOINER}"


def _kept_together(text: str) -> str:
    return text.replace(" ", _NO_BREAK).replace("-", "-" + _JOINED)


def day(value: date, *, language: str) -> str:
    """Return "24 November 2026", "2026-yil 24-noyabr", "24 ноября 2026 г."."""
    month = _MONTHS[language][value.month - 1]
    return _kept_together(_WITH_YEAR[language].format(day=value.day, month=month, year=value.year))


def short_day(value: date, *, language: str) -> str:
    """Return "24 November", "24-noyabr"."""
    return _kept_together(_WITHOUT_YEAR[language].format(day=value.day, month=_MONTHS[language][value.month - 1]))


def weekday(value: date, *, language: str) -> str:
    """Return "Tuesday", "seshanba"."""
    return _WEEKDAYS[language][value.weekday()]


def short_weekday(value: date, *, language: str) -> str:
    """Return "Tue", "se"."""
    return _SHORT_WEEKDAYS[language][value.weekday()]


def weekday_and_day(value: date, *, language: str) -> str:
    """Return "Tuesday 24 November", "24-noyabr, seshanba"."""
    return _WITH_WEEKDAY[language].format(
        rest=short_day(value, language=language),
        weekday=weekday(value, language=language),
    )


def month_of_year(value: date, *, language: str) -> str:
    """Return "November 2026", "2026-yil noyabr"."""
    month = _MONTHS_ALONE[language][value.month - 1]
    return _kept_together(_MONTH_OF_YEAR[language].format(month=month, year=value.year))


def clock_time(value: datetime, *, zone: str) -> str:
    """Return "11:02" where the reader is."""
    return f"{value.astimezone(ZoneInfo(zone)):%H:%M}"
