"""How complaints and suggestions are called on every page."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS: Mapping[str, str | Promise] = {
    "complaint": _("Complaint"),
    "suggestion": _("Suggestion"),
    "thanks": _("Thanks"),
    "indicator": _("Proposal for a figure or a target"),
}

KIND_HINTS: Mapping[str, str | Promise] = {
    "complaint": _("Something went wrong; you get an answer within ten working days"),
    "suggestion": _("Something could be better; you get an answer within twenty working days"),
    "thanks": _("Somebody did well; they will be told"),
    "indicator": _("What we should count, or which aim we should set ourselves"),
}

STATES: Mapping[str, str | Promise] = {
    "received": pgettext_lazy("a complaint", "Received"),
    "escalated": pgettext_lazy("a complaint", "Overdue, told upwards"),
    "answered": pgettext_lazy("a complaint", "Answered"),
}

THEMES: Mapping[str, str | Promise] = {
    "wait": pgettext_lazy("theme", "Waiting"),
    "staff": pgettext_lazy("theme", "How people were treated"),
    "information": pgettext_lazy("theme", "Information"),
    "papers": pgettext_lazy("theme", "Papers asked for"),
    "fee": pgettext_lazy("theme", "Fees"),
    "decision": pgettext_lazy("theme", "The decision"),
    "building": pgettext_lazy("theme", "The building"),
    "technology": pgettext_lazy("theme", "Kiosk, phone page, screens"),
    "other": pgettext_lazy("theme", "Other"),
}
