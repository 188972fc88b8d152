"""Write docs/data-dictionary.md from the tables themselves: `make docs`.

Each column explains itself where it is declared; the page is only another way of reading that.
"""

from __future__ import annotations

import sys
from pathlib import Path

import django
from django.apps import apps
from django.db import connection, models

PAGE = Path(__file__).parents[3] / "docs" / "data-dictionary.md"

_HEAD = """# Data dictionary

Every table of every room, column by column. Written by `make docs` from the `help_text` of the models; not by hand.
Days are dates in the centre's zone, moments are stored with their zone (UTC).
"""


def _kind(field: models.Field[object, object]) -> str:
    kind = field.db_type(connection) or ""
    return f"{kind}, may be empty" if field.null else kind


def _meaning(field: models.Field[object, object]) -> str:
    meaning = str(field.help_text).strip() or "The row's number."
    target = field.related_model
    if isinstance(target, type) and issubclass(target, models.Model):
        meaning += f" Points to `{target._meta.db_table}`."
    return " ".join(meaning.split()).replace("|", "\\|")


def _table(model: type[models.Model]) -> list[str]:
    options = model._meta
    lines = [f"### {options.db_table}", "", " ".join((model.__doc__ or "").split()), ""]
    lines += ["| column | kind | meaning |", "|---|---|---|"]
    lines += [
        f"| `{field.column}` | {_kind(field)} | {_meaning(field)} |" for field in options.local_fields if field.column
    ]
    if options.constraints:
        promises = ", ".join(f"`{constraint.name}`" for constraint in options.constraints)
        lines += ["", f"The database keeps: {promises}."]
    return [*lines, ""]


def page() -> str:
    """Return the page as it should be now."""
    lines = [_HEAD]
    for config in apps.get_app_configs():
        tables = [model for model in config.get_models() if model.__module__.startswith("darcha.")]
        if tables:
            lines += [f"## {config.label}", ""]
            for model in sorted(tables, key=lambda model: model._meta.db_table):
                lines += _table(model)
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Write the page; return the exit status."""
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
