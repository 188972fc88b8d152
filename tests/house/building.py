"""What the guards of the house look at: its files, rooms, doors and storeys."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "darcha"

ROOMS_BOTTOM_UP = (
    "journal", "catalogue", "centres", "access", "queue", "cases", "till", "feedback", "notices", "monitoring", "national", "practice",
)  # fmt: skip
"""The rooms, each knowing only those before it."""

PORCH = "porch"

TEMPLATE_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
TEMPLATE_COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", re.DOTALL)


def files(*patterns: str) -> list[Path]:
    """Return the hand-written files of the package that match, sorted; what npm brought is not ours."""
    found = {path for pattern in patterns for path in PACKAGE.rglob(pattern)}
    return sorted(path for path in found if "vendor" not in path.parts and "__pycache__" not in path.parts)


def shown(path: Path) -> str:
    """Return how a file is called in a message, and as the id of a test."""
    return str(path.relative_to(PACKAGE))


@cache
def markup(path: Path) -> str:
    """Return a template without its comments."""
    return TEMPLATE_COMMENT.sub("", path.read_text(encoding="utf-8"))


def line_of(text: str, position: int) -> int:
    """Return the line number of a position."""
    return text.count("\n", 0, position) + 1
