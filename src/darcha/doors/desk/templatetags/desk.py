"""Small words of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django import template

from darcha.kernel.names import Names

register = template.Library()


@register.filter
def of(known: Mapping[str, Names], code: str) -> Names | None:
    """Return what `code` is called."""
    return known.get(code)


@register.filter
def hundredths(number: int) -> str:
    """Return a whole number of hundredths as it is read: 1650 as "16.5", 200 as "2"."""
    return f"{number / 100:.1f}".removesuffix(".0")


@register.filter
def minutes_since(moment: datetime, now: datetime) -> str:
    """Return how long ago a moment was, "04:12"."""
    seconds = max(int((now - moment).total_seconds()), 0)
    return f"{seconds // 60:02d}:{seconds % 60:02d}"
