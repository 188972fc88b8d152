"""Make the catalogues of the house readable to Django: `python -m darcha.plumbing.translations`.

Every `locale/{uz,ru}/LC_MESSAGES/django.po` under the package is compiled; Uzbek in Cyrillic is not written by hand
but spelt from Uzbek in Latin. Files that are newer than their source are left alone.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from darcha.kernel.scripts import to_cyrillic

PACKAGE = Path(__file__).parents[1]
LATIN, CYRILLIC = "uz", "uz_Cyrl"
_SPELLERS = (Path(__file__), PACKAGE / "kernel" / "scripts.py")

_UNTOUCHED = re.compile(
    r"""
      %\(\w+\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]      # %(name)s
    | %[-#0 +]*\d*(?:\.\d+)?[sdifgr%]            # %s, %%
    | \{\{.*?\}\} | \{[^{}]*\}                   # {{ variable }}, {placeholder}
    | <[^<>]*>                                   # a tag with its attributes
    | &\#?\w+;                                   # an entity
    | https?://[^\s<>"]+ | www\.[^\s<>"]+        # an address
    | [\w.+-]+@[\w-]+\.[\w.]+
    """,
    re.VERBOSE,
)


def in_cyrillic(text: str) -> str:
    """Return an Uzbek message in Cyrillic; placeholders, tags, entities and addresses stay.

    Check: "<b>%(n)s kishi</b>" gives "<b>%(n)s киши</b>".
    """
    shown, end = [], 0
    for found in _UNTOUCHED.finditer(text):
        shown += [to_cyrillic(text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*shown, to_cyrillic(text[end:])])


def cyrillic_catalogue(latin: Catalog) -> Catalog:
    """Return the Uzbek catalogue spelt in Cyrillic."""
    cyrillic = Catalog(locale=CYRILLIC, charset="utf-8", fuzzy=False)
    cyrillic.mime_headers = [
        (name, CYRILLIC if name.casefold() == "language" else value) for name, value in latin.mime_headers
    ]
    for message in latin:
        if not message.id or message.fuzzy:
            continue
        told = message.string
        spelt = in_cyrillic(told) if isinstance(told, str) else tuple(map(in_cyrillic, told or ()))
        cyrillic.add(message.id, spelt, context=message.context)
    return cyrillic


def with_framework(catalogue: Catalog) -> Catalog:
    """Return the catalogue with Django's own Uzbek texts beneath it: "this field is required" and its like.

    Django has them in Latin only. Texts with plural forms are left out: Django counts Uzbek plurals otherwise than we.
    """
    file = Path(django.__file__).parent / "conf" / "locale" / LATIN / "LC_MESSAGES" / "django.po"
    with file.open("rb") as opened:
        for message in read_po(opened, locale=LATIN):
            told = message.string
            known = catalogue.get(message.id, message.context)
            if isinstance(message.id, str) and message.id and isinstance(told, str) and told and not known:
                catalogue.add(message.id, told, context=message.context)
    return catalogue


def sources(package: Path = PACKAGE) -> list[Path]:
    """Return every hand-written catalogue of the house, sorted."""
    return sorted(package.rglob("locale/*/LC_MESSAGES/django.po"))


def compile_all(package: Path = PACKAGE) -> int:
    """Write every missing or outdated .mo file and return how many were written.

    :raises babel.messages.pofile.PoFileError: a catalogue is malformed; the message names the line.
    """
    written = 0
    for source in sources(package):
        language = source.parts[-3]
        goals = [language, *([CYRILLIC] if language == LATIN else [])]
        files = {goal: source.parents[2] / goal / "LC_MESSAGES" / "django.mo" for goal in goals}
        if all(_is_current(file, source) for file in files.values()):
            continue
        with source.open("rb") as opened:
            catalogue = read_po(opened, locale=language, abort_invalid=True)
        for goal, file in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            if goal == CYRILLIC:
                latin = with_framework(catalogue) if "porch" in source.parts else catalogue
                catalogue = cyrillic_catalogue(latin)
            half_written = file.with_suffix(".mo.new")
            with half_written.open("wb") as opened:
                write_mo(opened, catalogue)
            # A server may be reading: it finds the old file or the new one, never a half.
            half_written.replace(file)
            written += 1
    return written


def _is_current(file: Path, source: Path) -> bool:
    newest = max(path.stat().st_mtime for path in (source, *_SPELLERS))
    return file.exists() and file.stat().st_mtime >= newest


def main() -> int:
    """Compile what is outdated; return the exit status."""
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
