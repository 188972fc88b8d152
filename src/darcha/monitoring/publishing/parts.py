"""The parts of a report in words, ready to be laid out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tile:
    """A large figure. `state` is "ok" or "soon"."""

    value: str
    unit: str
    label: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its heading, the words of its columns, its rows; the first cell of a row is its name."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Challenge:
    """What was difficult and what answers it."""

    what: str
    response: str


@dataclass(frozen=True, slots=True)
class Words:
    """The whole report in one language, ready to be laid out."""

    language: str
    title: str
    place: str
    period: str
    lead: str
    lead_more: str
    tiles: tuple[Tile, ...]
    performance: str
    performance_columns: tuple[str, ...]
    outcome: str
    purpose: str
    activities: tuple[str, ...]
    results: tuple[str, ...]
    reasons: tuple[str, ...]
    chart_heading: str
    chart: str
    chart_label: str
    groups: Sheet
    departments: Sheet
    indicators: Sheet
    challenges_heading: str
    challenges: tuple[Challenge, ...]
    response: str
    gender_heading: str
    gender: tuple[str, ...]
    staff_heading: str
    staff: tuple[str, ...]
    foot: str
