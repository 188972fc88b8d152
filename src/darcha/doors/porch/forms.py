"""The form to sign in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class SignInForm(forms.Form):
    login = forms.CharField(
        max_length=40,
        error_messages={"required": gettext_lazy("Enter your login.")},
        widget=forms.TextInput(
            attrs={
                "class": "govuk-input",
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    password = forms.CharField(
        max_length=128,
        strip=False,
        error_messages={"required": gettext_lazy("Enter your password.")},
        widget=forms.PasswordInput(attrs={"class": "govuk-input", "autocomplete": "current-password"}),
    )
