"""What is told, in the receiver's language: one sentence or two, no link, nobody's name, short enough for one SMS.

There is nothing in it to press: whoever learns that the house sends no links is not caught by somebody else's.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext, gettext_noop, ngettext, override

from darcha.kernel.scripts import APOSTROPHES
from darcha.notices import rules
from darcha.notices.matters import Standing

_PLAIN = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
"""The GSM alphabet has the apostrophe of a typewriter alone; with another one an SMS holds 70 signs and not 160."""


def text_of(template: str, standing: Standing, *, language: str, local: datetime | None = None) -> str:
    """Return what is told, in one of the house's languages; `local`: the time of an appointment where the centre is."""
    with override(language):
        return _sentence(template, standing, local).translate(_PLAIN)


def _sentence(template: str, standing: Standing, local: datetime | None) -> str:
    if template == rules.CALLED:
        return gettext("%(number)s: it is your turn now. Please come to window %(window)s.") % {
            "number": standing.number,
            "window": standing.window,
        }
    if template in rules.OF_CASES:
        return _of_case(template, standing)
    if template == rules.TOMORROW:
        assert local is not None
        return gettext("We expect you on %(day)s at %(time)s. Your number for the kiosk: %(number)s.") % {
            "day": f"{local:%d.%m}",
            "time": f"{local:%H:%M}",
            "number": standing.number,
        }
    if not standing.people_ahead:
        return gettext("%(number)s: you are next. Please come close.") % {"number": standing.number}
    return ngettext(
        "%(number)s: %(count)s person before you. Please come close.",
        "%(number)s: %(count)s people before you. Please come close.",
        standing.people_ahead,
    ) % {"number": standing.number, "count": standing.people_ahead}


def _of_case(template: str, standing: Standing) -> str:
    """Return what is told of an application: its number alone, neither what is applied for nor how it was decided.

    The telephone may be somebody else's, and some services tell much of who asks for them.
    """
    told = {"number": standing.number, "day": _day(standing.correct_by or standing.due_on)}
    if template == rules.CORRECT and standing.correct_by is None:
        return gettext("%(number)s: please correct something, from home by your code or at a window.") % told
    return {
        rules.CORRECT: gettext(
            "%(number)s: please correct something by %(day)s, from home by your code or at a window."
        ),
        rules.LAPSES: gettext("%(number)s: the time to correct it ends on %(day)s."),
        rules.DECIDED: gettext("%(number)s: it is decided. Ask at a window, or by your code."),
        rules.READY: gettext("%(number)s: the document is ready, at a window or by your code."),
        rules.DUE_MOVED: gettext("%(number)s: the last day to decide it is now %(day)s."),
        rules.ANNULLED: gettext("%(number)s: the document is annulled. Ask at a window."),
    }[template] % told


def _day(day: date | None) -> str:
    return f"{day:%d.%m}" if day else ""


def template_words(template: str, *, language: str) -> str:
    """Return what a notice was about, in one of the house's languages, for who is told all that is held about them."""
    with override(language):
        return gettext(_ABOUT[template])


_ABOUT = {
    rules.CALLED: gettext_noop("called to a window"),
    rules.NEAR: gettext_noop("the turn is near"),
    rules.TOMORROW: gettext_noop("an appointment is tomorrow"),
    rules.CORRECT: gettext_noop("something is to be corrected"),
    rules.LAPSES: gettext_noop("the time to correct ends soon"),
    rules.DECIDED: gettext_noop("it is decided"),
    rules.READY: gettext_noop("the document is ready"),
    rules.DUE_MOVED: gettext_noop("another last day"),
    rules.ANNULLED: gettext_noop("the document is annulled"),
}
