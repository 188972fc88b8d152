"""Bringing rows up to date with a file: what is new is made, what differs is changed, what is alike stays untouched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


@dataclass(slots=True)
class Tally:
    """How many rows were new, changed, and alike."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def touched(self) -> bool:
        """Return whether anything was written."""
        return bool(self.new or self.changed)

    def count(self, outcome: str) -> None:
        """Count one row by its outcome: "new", "changed" or "unchanged"."""
        setattr(self, outcome, getattr(self, outcome) + 1)

    def add(self, other: Tally) -> None:
        """Add the counts of another tally."""
        self.new += other.new
        self.changed += other.changed
        self.unchanged += other.unchanged


def put(model: type[Row], *, key: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[Row, str]:
    """Make the row found by `key` hold `values`; return it and "new", "changed" or "unchanged"."""
    rows = model._default_manager
    row = rows.filter(**key).first()
    if row is None:
        return rows.create(**key, **values), "new"
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    if not differing:
        return row, "unchanged"
    for name in differing:
        setattr(row, name, values[name])
    row.save(update_fields=differing)
    return row, "changed"
