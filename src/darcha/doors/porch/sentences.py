"""The sentence for each refusal, in the reader's language. A code without a sentence is a defect (tests/doors/porch)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "access.not_allowed": _("You may not do this here. If you think you should, ask the head of the centre."),
    "access.unknown_employee": _("There is no such employee."),
    "access.wrong_password": _("The login or the password is wrong."),
    "access.too_many_tries": _(
        "Too many wrong passwords. Please wait a quarter of an hour, or ask the head of the centre."
    ),
}


class _Details(dict[str, object]):
    """Details of a refusal, blank where a sentence asks for more than the room gave."""

    def __missing__(self, name: str) -> str:
        return "…"


def sentence(code: str, details: Mapping[str, object]) -> str:
    """Return what the reader is told for `code`."""
    text = SENTENCES.get(code)
    if text is None:
        return gettext("This is not possible now (%(code)s). Please ask a colleague.") % {"code": code}
    return str(text) % _Details(details)
