"""Tags every page may use: icons, names in the reader's language, days and waits in words, the key of a form."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Protocol, TypeGuard
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from darcha.cases.rules import printed_code
from darcha.catalogue.rules import FieldState, Problem
from darcha.doors.porch import dates, filling, languages
from darcha.kernel.names import Names

register = template.Library()

_NO_BREAK = "\N{NO-BREAK SPACE}"
_LONG_WORD = re.compile(r"[^\W\d_]{13,}")
_VOWELS = "aeiouаеёиоуўыэюя"
_CONSONANTS = "bcdfghjklmnpqrstvwxyzбвгғджзйкқлмнпрстфхҳцчшщ"
_SYLLABLE = re.compile(rf"(?<=\w\w)([{_VOWELS}])(?=[{_CONSONANTS}][{_VOWELS}]\w)", re.IGNORECASE)
_SPRITE = "porch/icons.svg"


class _Wait(Protocol):
    @property
    def low_minutes(self) -> int: ...
    @property
    def high_minutes(self) -> int: ...


class _Provenance(Protocol):
    @property
    def illustration(self) -> bool: ...
    @property
    def uncertain(self) -> bool: ...


class _Reasoned(Protocol):
    @property
    def words(self) -> Mapping[str, Sequence[str]]: ...


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """Return the icon `name` of the sprite; with `label` it speaks, without it is silent (words stand beside it)."""
    words = format_html('<span class="govuk-visually-hidden">{}</span>', label) if label else ""
    return format_html(
        '<svg class="dar-icon{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>{}',
        f" {css}" if css else "",
        static(_SPRITE),
        name,
        words,
    )


@register.simple_tag
def face(number: int) -> SafeString:
    """Return one of the five faces, 1 (very dissatisfied) to 5."""
    return format_html(
        '<svg class="dar-face__drawing" aria-hidden="true" focusable="false"><use href="{}#f-{}"/></svg>',
        static(_SPRITE),
        number,
    )


@register.simple_tag
def logo(kind: str = "") -> SafeString:
    """Return the logo, drawn in the colours of where it stands; kind "mark" is the window alone."""
    if kind == "mark":
        return SafeString(f'<svg class="dar-logo dar-logo--mark" viewBox="0 0 64 64" {_SILENT}>{_MARK}</svg>')
    return SafeString(f'<svg class="dar-logo" viewBox="0 0 282 64" {_SILENT}>{_MARK}{_WORD}</svg>')


_SILENT = 'aria-hidden="true" focusable="false"'
_MARK = (
    '<path class="dar-logo__frame" d="M10 54V19.6C10 10.8 19.24 5.74 32 2C44.76 5.74 54 10.8 54 19.6V54Z"/>'
    '<path class="dar-logo__light" d="M18 54V23.4C18 17.8 23.88 14.58 32 12.2C40.12 14.58 46 17.8 46 23.4V54Z"/>'
    '<path class="dar-logo__sill" d="M5 53h54v8H5Z"/>'
)
_WORD = (
    '<path class="dar-logo__word" d="M83.3 45a12.7 12.7 0 1 0 25.4 0a12.7 12.7 0 1 0-25.4 0M108.7 14V61'
    "M121.3 45a12.7 12.7 0 1 0 25.4 0a12.7 12.7 0 1 0-25.4 0M146.7 29V61M159.8 29V61"
    "M159.8 45C159.8 38.5 164.8 33.9 171.8 31.7M201.44 36.5A12.7 12.7 0 1 0 201.44 53.5M214.3 14V61"
    "M214.3 61V44.5C214.3 38 219.18 34.5 226.5 30.7C233.82 34.5 238.7 38 238.7 44.5V61"
    'M251.3 45a12.7 12.7 0 1 0 25.4 0a12.7 12.7 0 1 0-25.4 0M276.7 29V61"/>'
)


@register.simple_tag
def name(names: Names | None, language: str = "") -> str:
    """Return a name in the reader's language, or in `language`."""
    return names.in_language(language or languages.current()) if names else ""


@register.filter
def named(names: Names | None) -> str:
    """Return a name in the reader's language, for use inside {% blocktranslate with %}."""
    return name(names)


@register.simple_tag
def html_lang(code: str) -> str:
    """Return what stands in a `lang` attribute for a language of the house."""
    return languages.HTML_LANG[code]


@register.simple_tag
def request_key() -> SafeString:
    """Return the hidden field by which a form sent twice takes effect once."""
    return format_html('<input type="hidden" name="request_key" value="{}">', secrets.token_urlsafe(18))


@register.simple_tag
def ticket_number(number: str) -> SafeString:
    """Return a turn: a number on torn paper, never broken across lines."""
    return format_html('<span class="dar-ticket">{}</span>', number.replace(" ", _NO_BREAK))


@register.simple_tag
def window(number: int, state: str = "open") -> SafeString:
    """Return a window: a number in an arch. States: open, calling, free, serving, paused, closed."""
    return format_html(
        '<span class="dar-window" data-state="{}"><span class="govuk-visually-hidden">{} </span>{}</span>',
        state,
        gettext("Window"),
        number,
    )


@register.simple_tag
def wait(span: _Wait | None, unit: str = "min") -> SafeString:
    """Return a wait as a range, "15-25 min"; unit="" leaves the word out, where the heading says minutes."""
    if span is None:
        return format_html('<span class="dar-quiet">{}</span>', gettext("not known yet"))
    return format_html(
        '<span class="dar-wait">{}{}</span>',
        f"{span.low_minutes}–{span.high_minutes}",
        _NO_BREAK + gettext("min") if unit else "",
    )


@register.simple_tag
def minutes(count: float | None) -> SafeString:
    """Return "12 min", never broken across lines."""
    if count is None:
        return SafeString('<span class="dar-quiet">–</span>')
    return format_html('<span class="dar-num">{}{}{}</span>', round(count), _NO_BREAK, gettext("min"))


@register.simple_tag
def working_days(count: int) -> str:
    """Return "10 working days" in words."""
    return ngettext("%(count)s working day", "%(count)s working days", count) % {"count": count}


@register.simple_tag
def term(count: int, unit: str) -> str:
    """Return a span of time in words: "10 working days"; units as in the catalogue: wd, cd, wk, mo, min."""
    told = {
        "wd": lambda: ngettext("%(count)s working day", "%(count)s working days", count),
        "cd": lambda: ngettext("%(count)s day", "%(count)s days", count),
        "wk": lambda: ngettext("%(count)s week", "%(count)s weeks", count),
        "mo": lambda: ngettext("%(count)s month", "%(count)s months", count),
        "min": lambda: ngettext("%(count)s minute", "%(count)s minutes", count),
    }[unit]()
    return told % {"count": count}


@register.filter
def breakable(text: str) -> str:
    """Return a text whose long words may break after a syllable that ends in a vowel, with a hyphen.

    For narrow cards; browsers know no hyphenation for Uzbek. Check: "Предпринимательство" may break as
    "Предпринима-тельство".
    """
    return _LONG_WORD.sub(lambda word: _SYLLABLE.sub("\\1\N{SOFT HYPHEN}", word[0]), text)


@register.simple_tag
def days(used: int, total: int, held: int = 0, state: str = "running") -> SafeString:
    """Return the working days of a case as little bricks: used, held (the clock rested), left.

    States: running, suspended, soon, overdue, met. The words stand beside it; the bricks are silent.
    """
    count = min(max(total + held, used + held, 1), 60)
    bricks = format_html_join(
        "",
        '<rect class="{}" x="{}" width="7" height="12" rx="1.5"/>',
        (("used" if at < used else "held" if at < used + held else "left", at * 10) for at in range(count)),
    )
    width = count * 10 - 3
    return format_html(
        '<svg class="dar-days" data-state="{}" viewBox="0 0 {} 12" width="{}" height="12" {}>{}</svg>',
        state,
        width,
        width,
        SafeString(_SILENT),
        bricks,
    )


@register.simple_tag
def held(by: str = "") -> SafeString:
    """Return the tick in the arch: a paper the house holds and nobody may ask for."""
    return format_html(
        '<span class="dar-held">{}{}</span>{}',
        icon("held"),
        gettext("We hold it"),
        f" {by}" if by else "",
    )


@register.simple_tag
def illustration_mark(provenance: _Provenance | str | None) -> SafeString | str:
    """Return the visible mark of a fact that illustrates, or is uncertain; nothing for a fact with its source."""
    if not provenance or isinstance(provenance, str):  # a template hands on "" for a field without provenance
        return ""
    if provenance.illustration:
        return format_html(
            ' <span class="dar-illustration">{}<span class="govuk-visually-hidden">: {}</span></span>',
            gettext("illustration"),
            gettext("a made-up value, not taken from the law"),
        )
    if provenance.uncertain:
        return format_html(
            ' <span class="dar-illustration">{}<span class="govuk-visually-hidden">: {}</span></span>',
            gettext("to be confirmed"),
            gettext("the source is not certain"),
        )
    return ""


def _is_moment(value: date | datetime) -> TypeGuard[datetime]:
    return isinstance(value, datetime)


def _local_day(value: date | datetime) -> date:
    return value.astimezone(ZoneInfo(settings.TIME_ZONE)).date() if _is_moment(value) else value


@register.filter
def day(value: date | None) -> str:
    """Return "24 November 2026" in the reader's language; a moment gives its local day."""
    return dates.day(_local_day(value), language=languages.current()) if value else ""


@register.filter
def short_day(value: date | None) -> str:
    """Return "24 November" in the reader's language."""
    return dates.short_day(_local_day(value), language=languages.current()) if value else ""


@register.filter
def weekday(value: date | None) -> str:
    """Return "Tuesday" in the reader's language."""
    return dates.weekday(_local_day(value), language=languages.current()) if value else ""


@register.filter
def short_weekday(value: date | None) -> str:
    """Return "Tue" in the reader's language."""
    return dates.short_weekday(_local_day(value), language=languages.current()) if value else ""


@register.filter
def weekday_and_day(value: date | None) -> str:
    """Return "Tuesday 24 November" in the reader's language."""
    return dates.weekday_and_day(_local_day(value), language=languages.current()) if value else ""


@register.filter
def month(value: date | None) -> str:
    """Return "November 2026" in the reader's language."""
    return dates.month_of_year(_local_day(value), language=languages.current()) if value else ""


@register.filter
def clock(value: datetime | time | None) -> str:
    """Return "11:02", the local time of a moment or the time of day itself."""
    if value is None:
        return ""
    return f"{value:%H:%M}" if isinstance(value, time) else dates.clock_time(value, zone=settings.TIME_ZONE)


@register.filter
def uzs(amount: int | None) -> str:
    """Return "7 416 soʻm", never broken across lines."""
    if amount is None:
        return ""
    return f"{amount:,}".replace(",", _NO_BREAK) + _NO_BREAK + gettext("soʻm")


@register.filter
def spaced(number: int | None) -> str:
    """Return "14 000": thousands apart, never broken across lines."""
    return "" if number is None else f"{number:,}".replace(",", _NO_BREAK)


@register.filter
def fee_words(fee: _Reasoned) -> Sequence[str]:
    """Return how a fee was reckoned, in the reader's language."""
    return fee.words.get(languages.current(), ())


@register.filter
def in_words(problem: Problem) -> str:
    """Return why an answer to a form cannot be taken."""
    return filling.problem_words(problem)


@register.filter
def as_answered(state: FieldState) -> str:
    """Return an answer to a form as it is read."""
    return filling.answer_words(state)


@register.filter
def in_fours(code: str) -> str:
    """Return a long code as people read and type it: "7H3K-9QTX-..."."""
    return printed_code(code)
