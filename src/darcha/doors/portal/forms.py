"""What a citizen writes on the portal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from darcha.feedback.rules import FACES, TEXT_LIMIT

_FACES = [(str(face), str(face)) for face in FACES]


class CodeForm(forms.Form):
    """A secret code typed from paper; how it may be spelt is the room's to say."""

    code = forms.CharField(max_length=60, error_messages={"required": gettext_lazy("Enter the code from your paper.")})


class SurveyForm(forms.Form):
    """Two faces and a few words."""

    satisfied = forms.TypedChoiceField(
        choices=_FACES, coerce=int, error_messages={"required": gettext_lazy("Choose a face for question 1.")}
    )
    clear = forms.TypedChoiceField(
        choices=_FACES, coerce=int, error_messages={"required": gettext_lazy("Choose a face for question 2.")}
    )
    text = forms.CharField(
        max_length=TEXT_LIMIT,
        required=False,
        error_messages={"max_length": gettext_lazy("Please say it in at most %(limit_value)d characters.")},
    )
