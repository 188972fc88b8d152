"""A name in the four languages of the house."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("uz", "uz-cyrl", "ru", "en")
"""Codes as the screens, the tickets and the URLs use them; the first is the default."""


@dataclass(frozen=True, slots=True)
class Names:
    """A name in Uzbek (Latin, Cyrillic), Russian and English."""

    uz: str
    uz_cyrl: str
    ru: str
    en: str

    def in_language(self, code: str) -> str:
        """Return the name in `code`, one of `LANGUAGES`.

        :raises KeyError: the code is none of the four.
        """
        return {"uz": self.uz, "uz-cyrl": self.uz_cyrl, "ru": self.ru, "en": self.en}[code]
