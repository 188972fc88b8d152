"""Amounts and shown counts in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext, pgettext

from darcha.doors.office.pages.figures import Amount
from darcha.monitoring.publishing.spelling import figure, minutes, per_cent, shown
from darcha.monitoring.rules.indicators import Form

register = template.Library()
register.filter("mean_minutes", minutes)
register.filter("per_cent", per_cent)
register.filter("shown", shown)

_SPACE = "\N{NO-BREAK SPACE}"


@register.filter
def amount(value: Amount | None) -> str:
    """Return "91 %", "11 min", "3 318", the mark of what is not shown, or a dash."""
    if value is None or value.value is None:
        return bare(value)
    return bare(value) + {"count": "", "share": _SPACE + "%"}.get(value.kind, _SPACE + gettext("min"))


@register.filter
def bare(value: Amount | None) -> str:
    """Return the number alone, where the head of the column tells the unit."""
    if value is None or value.value is None:
        return value.mark if value and value.mark else "–"
    # A percentile of waits is whole minutes anyhow.
    return figure(value.value, {"count": Form.COUNT, "share": Form.SHARE}.get(value.kind, Form.MEAN))


@register.filter
def face_word(face: int) -> str:
    """Return the word of a face."""
    return {
        5: gettext("very satisfied"),
        4: gettext("satisfied"),
        3: gettext("so-so"),
        2: gettext("dissatisfied"),
        1: gettext("very dissatisfied"),
    }[face]


@register.filter
def group_word(key: str) -> str:
    """Return the word of a group of visitors."""
    return {
        "F": gettext("Women"),
        "M": gettext("Men"),
        "0-17": gettext("under 18"),
        "18-29": "18–29",
        "30-44": "30–44",
        "45-59": "45–59",
        "60+": gettext("60 and over"),
        "yes": gettext("With a disability"),
        "no": gettext("Without a disability"),
        "sex": pgettext("a group of visitors", "Sex"),
        "age_band": pgettext("a group of visitors", "Age"),
        "disability": gettext("Disability"),
    }[key]


@register.filter
def standing_word(standing: str) -> str:
    """Return how an appointment stands on its day."""
    return {
        "expected": gettext("to come"),
        "late": gettext("not here yet"),
        "here": gettext("here, waits"),
        "at_window": gettext("at a window"),
        "served": pgettext("a visit", "served"),
        "left": gettext("went without a visit"),
        "missed": gettext("did not come"),
        "cancelled": gettext("given back"),
    }[standing]


STANDING_ICONS = {
    "expected": "calendar",
    "late": "alert",
    "here": "person",
    "at_window": "window",
    "served": "check",
    "left": "absent",
    "missed": "absent",
    "cancelled": "cross",
}


@register.filter
def standing_icon(standing: str) -> str:
    """Return the drawing beside the word."""
    return STANDING_ICONS[standing]


@register.filter
def cause_word(cause: str) -> str:
    """Return why a call passed somebody."""
    return {
        "by_hand": gettext("an officer called out of turn"),
        "guard": gettext("had waited so long that nobody passes any more"),
        "class": gettext("has priority"),
        "loop": gettext("hears poorly, and this window has the loop"),
        "language": gettext("speaks a language this officer speaks"),
        "short_matter": gettext("a shorter matter"),
        "turn": gettext("it was the turn of this class"),
        "taken": gettext("the other was called elsewhere at that moment"),
    }.get(cause, gettext("no cause is known: please look into it"))


@register.filter
def by_hand_word(because: str) -> str:
    """Return why an officer called somebody out of turn."""
    return {
        "unwell": gettext("unwell"),
        "child": gettext("a child who could not wait"),
        "overlooked": gettext("had been overlooked"),
        "short_question": gettext("one question only"),
        "appointed": gettext("had been asked to come at that time"),
    }.get(because, because)


@register.filter
def pause_word(reason: str) -> str:
    """Return why a window pauses."""
    return {
        "rest": gettext("a rest"),
        "meal": gettext("a meal"),
        "papers": gettext("work on papers"),
        "meeting": gettext("called away"),
        "technical": gettext("something does not work"),
    }.get(reason, reason)


@register.filter
def reading_word(state: str) -> str:
    """Return the word of a reading."""
    return {
        "reached": gettext("reached"),
        "better": gettext("on the way"),
        "worse": gettext("further away"),
        "missed": gettext("below target"),
        "untold": "",
    }[state]
