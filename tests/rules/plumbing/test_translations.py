"""From the hand-written catalogues to what Django reads."""

from __future__ import annotations

from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from darcha.plumbing.translations import compile_all, cyrillic_catalogue, in_cyrillic, with_framework

HEAD = r"""msgid ""
msgstr ""
"Language: uz\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

msgid "Ticket"
msgstr "Chipta"

msgid "%(count)s person is ahead."
msgid_plural "%(count)s people are ahead."
msgstr[0] "Oldingizda %(count)s kishi bor."
msgstr[1] "Oldingizda %(count)s kishi bor!"
"""


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("<b>%(n)s kishi</b>", "<b>%(n)s киши</b>"),
        ("Salom, {name}!", "Салом, {name}!"),
        ('<a href="/yordam/">yordam</a>', '<a href="/yordam/">ёрдам</a>'),
        ("https://my.gov.uz saytida", "https://my.gov.uz сайтида"),
        ("100%% toʻgʻri", "100%% тўғри"),
        ("5&nbsp;daqiqa", "5&nbsp;дақиқа"),
        ("pochta@soliq.uz ga", "pochta@soliq.uz га"),
        ("%(start)s dan %(end)s gacha", "%(start)s дан %(end)s гача"),
    ],
)
def test_only_words_are_spelt_anew(latin: str, cyrillic: str) -> None:
    assert in_cyrillic(latin) == cyrillic


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a package with one Uzbek catalogue."""
    place = tmp_path / "door" / "locale" / "uz" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.po").write_text(HEAD, encoding="utf-8")
    return tmp_path


def _read(house: Path, language: str) -> GNUTranslations:
    with (house / "door" / "locale" / language / "LC_MESSAGES" / "django.mo").open("rb") as opened:
        return GNUTranslations(opened)


def test_one_catalogue_is_read_in_both_scripts(house: Path) -> None:
    assert compile_all(house) == len(("uz", "uz_Cyrl"))
    assert _read(house, "uz").gettext("Ticket") == "Chipta"
    assert _read(house, "uz_Cyrl").gettext("Ticket") == "Чипта"


def test_plurals_keep_their_forms(house: Path) -> None:
    compile_all(house)
    read = _read(house, "uz_Cyrl")
    told = [read.ngettext("%(count)s person is ahead.", "%(count)s people are ahead.", n) for n in (1, 5)]
    assert told == ["Олдингизда %(count)s киши бор.", "Олдингизда %(count)s киши бор!"]


def test_a_second_run_writes_nothing(house: Path) -> None:
    compile_all(house)
    assert compile_all(house) == 0


def test_words_of_the_framework_are_spelt_too() -> None:
    with_theirs = cyrillic_catalogue(with_framework(Catalog(locale="uz")))
    told = with_theirs.get("This field is required.")
    assert told is not None
    assert told.string == "Ушбу майдон тўлдирилиши шарт."
