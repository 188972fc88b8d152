"""What the office is asked: a period, a day, rows of the journal."""

from __future__ import annotations

from django import forms
from django.core.files import File

from darcha.feedback.rules import THEMES, AppealKind, AppealState
from darcha.journal.kinds import Kind

_STATEMENT_BYTES = 1_000_000


class PeriodForm(forms.Form):
    """Two days, both included, and what to compare them with."""

    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    against = forms.ChoiceField(choices=[("before", ""), ("year", ""), ("none", "")], required=False)


class DayForm(forms.Form):
    """One day."""

    day = forms.DateField()


class AppointmentsForm(forms.Form):
    """The day looked at, and whose of it; both may be left out."""

    day = forms.DateField(required=False)
    department = forms.CharField(max_length=16, required=False)


class AppealsForm(forms.Form):
    """What of the complaints and suggestions is looked at; an unknown choice is none."""

    kind = forms.ChoiceField(choices=[("", ""), *((kind.value, "") for kind in AppealKind)], required=False)
    state = forms.ChoiceField(choices=[("", ""), ("open", ""), *((s.value, "") for s in AppealState)], required=False)
    theme = forms.ChoiceField(choices=[("", ""), *((theme, "") for theme in THEMES)], required=False)


class JournalForm(forms.Form):
    """A day's entries, of one kind and one subject where these are given."""

    day = forms.DateField(required=False)
    kind = forms.ChoiceField(choices=[("", ""), *((kind.value, kind.value) for kind in Kind)], required=False)
    subject = forms.CharField(max_length=80, required=False, strip=True)


class SignatureForm(forms.Form):
    """What the head remarks on a day's money."""

    words = forms.CharField(required=False, max_length=1000)


class StatementForm(forms.Form):
    """A statement of the bank, at most 1 MB."""

    statement = forms.FileField()

    def clean_statement(self) -> File[bytes]:
        """Return the file.

        :raises ValidationError: larger than any day's statement.
        """
        given: File[bytes] = self.cleaned_data["statement"]
        if (given.size or 0) > _STATEMENT_BYTES:
            raise forms.ValidationError("too large")
        return given
