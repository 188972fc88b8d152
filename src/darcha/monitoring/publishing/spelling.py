"""How a figure is written in a sentence or in a cell."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from darcha.monitoring.rules.indicators import Form, Reading
from darcha.monitoring.rules.suppression import Shown

LOCALES = {"en": "en_GB", "ru": "ru", "uz": "uz", "uz-cyrl": "uz_Cyrl"}
_SPACE = "\N{NO-BREAK SPACE}"
_NONE = "–"


def number(count: int) -> str:
    """Return "14 000"."""
    return f"{count:,}".replace(",", _SPACE)


def shown(count: Shown) -> str:
    """Return a number as it may be published: "14 000", "<5" or "…"."""
    return str(count) if count.value is None else number(count.value)


def per_cent(part: float | None) -> str:
    """Return "80 %" for 0.8; a dash where it is not published."""
    return _NONE if part is None else rounded(part * 100) + _SPACE + "%"


def rounded(hundredths: float) -> str:
    """Return a share in per cent, whole; "99.7" for what would else look like all, and "0.3" for nearly none."""
    near_an_end = round(hundredths) in (0, 100) and round(hundredths) != hundredths
    return number_format(hundredths, decimal_pos=1) if near_an_end else str(round(hundredths))


def minutes(span: float | None) -> str:
    """Return "11 min"."""
    return _NONE if span is None else str(round(span)) + _SPACE + _("min")


def day(value: date, language: str) -> str:
    """Return "7 April 2010" in the language."""
    return str(format_date(value, "long", locale=LOCALES[language])).replace(" ", _SPACE)


def amount(value: float | None, reading: Reading) -> str:
    """Return a value in the unit of its indicator."""
    if value is None:
        return _NONE
    if reading.indicator.form is Form.COUNT:
        return number(round(value))
    return rounded(value) + _SPACE + "%" if reading.indicator.form is Form.SHARE else minutes(value)
