"""Pages set by typst into tagged PDF (PDF/UA-1), with the house's own fonts and nothing from the machine or the net."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import typst

FONTS = Path(__file__).parent / "fonts"
"""Noto Sans, regular, semibold and bold, cut to Latin and Cyrillic (SIL Open Font Licence)."""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def pdf(*, template: Path, data: Mapping[str, object], files: Mapping[str, bytes], at: datetime | None = None) -> bytes:
    """Return the PDF of a typst template.

    The template reads `json("data.json")` and, by their names, the `files` (drawings, QR codes) as if they lay beside it.
    It must set a title and a language and give every picture an `alt`: typst refuses to call it PDF/UA otherwise.
    `at` is written into the file as its moment of making; with it the same input gives the same bytes.

    :raises typst.TypstError: the template does not compile, or breaks a rule of PDF/UA-1.
    """
    sources: dict[str, bytes] = {
        **files,
        "main.typ": template.read_bytes(),
        "data.json": json.dumps(data, ensure_ascii=False).encode(),
    }
    # typst's own type stubs know one source only, its documentation and its code know several.
    made = typst.compile(  # type: ignore[call-overload]
        sources, format="pdf", font_paths=_fonts(), ignore_system_fonts=True, pdf_standards=["ua-1"], timestamp=at
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gives one PDF for one document")
    return made
