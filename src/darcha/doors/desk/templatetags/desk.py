"""Small words of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django import template
from django.utils.formats import number_format

from darcha.kernel.names import Names

register = template.Library()


@register.filter
def of(known: Mapping[str, Names], code: str) -> Names | None:
    """Return what `code` is called."""
    return known.get(code)


@register.filter
def weight(hundredths: int) -> str:
    """Return a weight in hundredths as it is read: 150 as "1.5", 200 as "2"; with a comma where the reader writes one."""
    return number_format(hundredths / 100, decimal_pos=1 if hundredths % 100 else 0)


@register.filter
def score(hundredths: int) -> str:
    """Return a score in hundredths of a weighted minute: 1650 as "16.5", 1400 as "14.0"."""
    return number_format(hundredths / 100, decimal_pos=1)


@register.filter
def minutes_since(moment: datetime, now: datetime) -> str:
    """Return how long ago a moment was, "04:12"."""
    seconds = max(int((now - moment).total_seconds()), 0)
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


@register.filter
def seconds_since(moment: datetime, now: datetime) -> int:
    """Return how many seconds ago a moment was."""
    return max(int((now - moment).total_seconds()), 0)


@register.filter
def whole_minutes(seconds: int | None) -> int:
    """Return 640 seconds as 10 minutes."""
    return (seconds or 0) // 60


@register.filter
def minutes_and_seconds(seconds: int | None) -> tuple[int, int]:
    """Return 640 as (10, 40)."""
    return divmod(seconds or 0, 60)


@register.filter
def unbroken(number: str) -> str:
    """Return a ticket's number as one word: "K 051" is never broken across lines."""
    return number.replace(" ", "\N{NO-BREAK SPACE}")


@register.filter
def age_band(code: str) -> str:
    """Return "18-29" with the dash between numbers."""
    return code.replace("-", "–")
