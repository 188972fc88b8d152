"""The paper slip: what stands on it, and the way to the printer."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from darcha.doors.porch.tickets import Ticket
from darcha.kernel.actor import Actor
from darcha.plumbing import clock
from darcha.plumbing.printing import (
    Big,
    Line,
    PaperIsOut,
    Part,
    PrinterDoesNotAnswer,
    Rule,
    Square,
    printer,
    slip_bytes,
)
from darcha.queue import actions as queue
from darcha.queue.rules import NO_ANSWER, NO_PAPER

_FONTS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
_log = logging.getLogger(__name__)


def address_of(code: str) -> str:
    """Return the public address of a ticket's own page."""
    try:
        path = reverse("portal:ticket", args=[code])
    except NoReverseMatch:
        path = f"/t/{code}/"
    return f"{settings.PUBLIC_ADDRESS}{path}"


def ticket_bytes(ticket: Ticket, *, copy: int = 0) -> bytes:
    """Return the slip of a ticket in the language this answer is written in, as ESC/POS bytes; `copy` 0 is the first."""
    parts: list[Part] = [
        Line(ticket.centre),
        Line(ticket.issued_text),
        Rule(),
        Big(ticket.number),
        Line(""),
        Line(ticket.service, bold=True),
        *(Line(_("then: %(service)s") % {"service": service}) for service in ticket.afterwards),
        *([Line(_("Your appointment is at %(time)s") % {"time": ticket.appointment})] if ticket.appointment else []),
        Line(
            ngettext("%(count)s person before you", "%(count)s people before you", ticket.people_ahead)
            % {"count": ticket.people_ahead}
        ),
    ]
    if ticket.wait:
        parts.append(
            Line(
                _("Wait %(low)s–%(high)s min") % {"low": ticket.wait.low_minutes, "high": ticket.wait.high_minutes},
                bold=True,
                double=True,
            )
        )
    if ticket.about:
        parts.append(Line(_("That is about %(from)s–%(to)s") % {"from": ticket.about[0], "to": ticket.about[1]}))
    if ticket.windows:
        either = f" {pgettext('windows', 'or')} ".join(map(str, ticket.windows))
        parts.append(Line(_("Window %(window)s") % {"window": either}, bold=True, double=True))
    parts += [Line(str(need.promise)) for need in ticket.needs]
    parts += [
        Line(_("The screen and the voice tell you your window.")),
        Rule(),
        Line(_("Follow your turn on a phone:")),
        Square(address_of(ticket.code)),
        Line(_("Missed your call? Please tell any colleague.")),
    ]
    if copy:
        parts = [Line(_("COPY"), bold=True, double=True), Rule(), *parts]
    return slip_bytes(parts, fonts=_fonts())


def put_on_paper(ticket: Ticket, *, copy: int = 0, by: Actor) -> None:
    """Print a slip that was asked for, and record what the printer answered; the ticket stands without paper.

    To be called after the transaction that asked for it, and once for each asking.
    """
    told: dict[str, Any] = {"ticket_id": ticket.ticket_id, "centre_id": ticket.centre_id, "by": by}
    try:
        printer(settings.PRINTER, drawer=Path(settings.DATA_DIR) / "printed").print(ticket_bytes(ticket, copy=copy))
    except PaperIsOut as failure:
        _log.warning("no paper for a ticket: %s has none", failure)
        queue.slip_failed(**told, because=NO_PAPER, at=clock.now())
    except PrinterDoesNotAnswer as failure:
        _log.warning("no paper for a ticket: %s does not answer", failure)
        queue.slip_failed(**told, because=NO_ANSWER, at=clock.now())
    else:
        queue.slip_printed(**told, at=clock.now())


def _fonts() -> tuple[Path, ...]:
    found = (finders.find(f"vendor/fonts/noto-sans-{name}-standard-normal.woff2") for name in _FONTS)
    return tuple(Path(path) for path in found if isinstance(path, str))
