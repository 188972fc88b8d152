"""Who is away and who stands in, as a page and as a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from darcha.access import queries as access
from darcha.centres import queries as centres

REASONS: tuple[tuple[str, Promise], ...] = (
    ("leave", gettext_lazy("Leave")),
    ("illness", gettext_lazy("Illness")),
    ("training", gettext_lazy("Training")),
    ("duty_trip", gettext_lazy("Duty trip")),
    ("other", gettext_lazy("Other")),
)
_PROBLEMS: Mapping[str, tuple[str, Promise]] = {
    "over": ("until", gettext_lazy("The last day comes before the first, or is past.")),
    "too_long": ("until", gettext_lazy("An absence lasts three years at most.")),
    "reason": ("reason", gettext_lazy("Choose a reason from the list.")),
    "overlaps": ("since", gettext_lazy("This person is away in these days already.")),
    "substitute": ("substitute", gettext_lazy("Only somebody of the same department stands in.")),
    "substitute_away": ("substitute", gettext_lazy("Whoever is to stand in is away in these days.")),
}


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One absence in words; `is_now`: they are away today."""

    id: int
    who: str
    since: date
    until: date
    reason: Promise | str
    substitute: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class AbsencesPage:
    """Who is or will be away, and the first day that can be entered."""

    rows: tuple[AbsenceRow, ...]
    today: date


class AbsenceForm(forms.Form):
    """Who is away, from when to when, why, and who stands in."""

    employee = forms.TypedChoiceField(coerce=int, error_messages={"required": gettext_lazy("Choose who is away.")})
    since = forms.DateField(error_messages={"required": gettext_lazy("Write the first day away.")})
    until = forms.DateField(error_messages={"required": gettext_lazy("Write the last day away.")})
    reason = forms.ChoiceField(
        choices=REASONS, error_messages={"required": gettext_lazy("Choose a reason from the list.")}
    )
    substitute = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)

    def __init__(self, data: Mapping[str, object] | None = None, *, centre_id: str) -> None:
        """Take the form with everybody who works for the centre."""
        super().__init__(data)
        people = [(str(card.id), card.name) for card in access.employees(centre_id=centre_id)]
        self.fields["employee"].choices = people  # type: ignore[attr-defined]
        self.fields["substitute"].choices = people  # type: ignore[attr-defined]

    def refuse(self, because: str) -> None:
        """Tell at its field why the absence cannot be entered."""
        field, words = _PROBLEMS[because]
        self.add_error(field, str(words))


def absences_page(*, centre_id: str, at: datetime) -> AbsencesPage:
    """Return who is or will be away."""
    today = centres.local_day(centre_id=centre_id, at=at)
    names = {card.id: card.name for card in access.employees(centre_id=centre_id)}
    words = dict(REASONS)
    return AbsencesPage(
        tuple(
            AbsenceRow(
                one.id,
                names.get(one.employee_id, ""),
                one.since,
                one.until,
                words.get(one.reason, one.reason),
                names.get(one.substitute_id, "") if one.substitute_id else "",
                one.covers(today),
            )
            for one in access.absences(centre_id=centre_id, since=today)
        ),
        today,
    )
