"""What makes a visit easier: as it is chosen at the kiosk, and as the ticket promises it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Need:
    """Something that makes the visit easier, said by what helps and never by diagnosis."""

    code: str
    icon: str
    words: str | Promise
    help: str | Promise
    promise: str | Promise


NEEDS = (
    Need(
        "seat",
        "seat",
        gettext_lazy("I cannot stand for long"),
        gettext_lazy("you wait less, on a seat"),
        gettext_lazy("You wait less. Please stay seated until your number is called."),
    ),
    Need(
        "wheel",
        "disability",
        gettext_lazy("I use a wheelchair"),
        gettext_lazy("a window with a low counter"),
        gettext_lazy("You are called to a window with a low counter."),
    ),
    Need(
        "child",
        "child",
        gettext_lazy("I have a small child, or expect one"),
        gettext_lazy("you wait less"),
        gettext_lazy("You wait less, with your child."),
    ),
    Need(
        "sight",
        "sight",
        gettext_lazy("I see poorly"),
        gettext_lazy("we call your number by voice"),
        gettext_lazy("We speak your number aloud. The officer knows that you see poorly."),
    ),
    Need(
        "ear",
        "ear",
        gettext_lazy("I hear poorly"),
        gettext_lazy("screen and telephone, and we write"),
        gettext_lazy("Your number is on the screen and on your phone. The officer writes for you."),
    ),
    Need(
        "sign",
        "sign",
        gettext_lazy("I use sign language"),
        gettext_lazy("the officer knows it beforehand"),
        gettext_lazy("The officer knows that you use sign language."),
    ),
)


def needs_told(codes: tuple[str, ...]) -> tuple[Need, ...]:
    """Return the needs a ticket carries, in the kiosk's order."""
    return tuple(need for need in NEEDS if need.code in codes)
