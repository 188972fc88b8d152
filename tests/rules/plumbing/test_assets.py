"""The base styles without what is not ours to wear."""

from __future__ import annotations

import json

import pytest

from darcha.plumbing.assets import SOURCE, VENDOR, dressed


def test_the_typeface_and_the_crest_are_taken_off() -> None:
    sheet = (
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
        ".govuk-body{font-family:GDS Transport,arial,sans-serif}"
        ".govuk-footer__copyright-logo:before{background-image:url(/assets/images/govuk-crest.svg)}"
        "/*# sourceMappingURL=govuk-frontend.min.css.map */"
    )
    assert dressed(sheet) == ".govuk-body{font-family:var(--dar-font)}"


def test_what_we_do_not_know_stops_the_build() -> None:
    with pytest.raises(ValueError, match="new-crown"):
        dressed(".a{background:url(/assets/images/new-crown.svg)}")


def test_the_lock_names_public_addresses_and_hashes_only() -> None:
    lock = json.loads((SOURCE / "package-lock.json").read_text(encoding="utf-8"))
    packages = [package for name, package in lock["packages"].items() if name]
    assert packages
    assert all(package["resolved"].startswith("https://registry.npmjs.org/") for package in packages)
    assert all(package["integrity"].startswith("sha512-") for package in packages)


def test_the_font_has_every_letter_of_the_four_languages() -> None:
    assert {path.stem for path in (VENDOR / "fonts").glob("*.woff2")} == {
        f"noto-sans-{subset}-standard-normal" for subset in ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
    }
