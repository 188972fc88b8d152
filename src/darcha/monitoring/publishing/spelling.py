"""How a figure is written in a sentence or in a cell."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from darcha.monitoring.rules.indicators import Form, Reading, as_told
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


def figure(value: float, form: Form) -> str:
    """Return a value without its unit, with the digits it is told with: "14 000", "95", "7.3"."""
    told = as_told(value, form)
    return number(int(told)) if told.is_integer() else str(number_format(told, decimal_pos=1))


def per_cent(part: float | None) -> str:
    """Return "80 %" for 0.8; a dash where it is not published."""
    return _NONE if part is None else figure(part * 100, Form.SHARE) + _SPACE + "%"


def minutes(span: float | None) -> str:
    """Return "11 min"."""
    return _NONE if span is None else figure(span, Form.MEAN) + _SPACE + _("min")


def day(value: date, language: str) -> str:
    """Return "7 April 2010" in the language."""
    return str(format_date(value, "long", locale=LOCALES[language])).replace(" ", _SPACE)


def amount(value: float | None, reading: Reading) -> str:
    """Return a value in the unit of its indicator."""
    form = reading.indicator.form
    if value is None:
        return _NONE
    unit = {Form.COUNT: "", Form.SHARE: _SPACE + "%"}.get(form, _SPACE + _("min"))
    return figure(value, form) + unit
