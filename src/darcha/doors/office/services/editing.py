"""The form in which a draft is written: its boxes, each with what is missing there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules.completeness import Gap, part
from darcha.doors.office.services.asked_boxes import AskedPart, asked_part
from darcha.doors.office.services.boxes import Box, Choice, Desk, Origin, PaperRow, Problem, Text
from darcha.doors.office.services.typed import PARTS
from darcha.doors.porch import languages
from darcha.kernel.names import Names


@dataclass(frozen=True, slots=True)
class FeeLine:
    condition: Box
    multiples: Box


@dataclass(frozen=True, slots=True)
class StepRow:
    department: Box
    do: Text
    n: Box
    unit: Box


@dataclass(frozen=True, slots=True)
class StepGroup:
    code: str
    label: str
    rows: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """All inputs of a draft, in the order of the page, and the lists to choose from."""

    texts: tuple[Text, ...]
    department: Choice
    provider: Choice
    life_events: tuple[tuple[str, str, bool], ...]
    life_event_problems: tuple[Problem, ...]
    papers: tuple[PaperRow, ...]
    documents: tuple[tuple[str, str], ...]
    fee_way: str
    fee: Box
    fee_lines: tuple[FeeLine, ...]
    fee_text: Text
    fee_portal: Box
    free_if: Box
    time_n: Box
    time_unit: Choice
    time_choices: tuple[Choice, ...]
    minimum: Box
    extendable_n: Box
    extendable_unit: Choice
    steps: tuple[StepGroup, ...]
    bodies: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    silence: Choice
    counter_minutes: Box
    origins: tuple[Origin, ...]
    asked: AskedPart
    facts: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]


def place_words(field: str, content: Mapping[str, Any]) -> str:
    """Return which part of the form a place belongs to, by the word a reader finds there."""
    section, _, rest = field.partition(".")
    if section == "docs":
        row = f"docs.{rest.partition('.')[0]}"
        code = part(content, f"{row}.document") or part(content, f"{row}.one_of.0")
        found = catalogue.document_types().get(str(code))
        return _said(found.names) if found else gettext("Papers")
    if section in ("form", "variants"):
        return _row_words(section, rest.partition(".")[0], content)
    return {
        "name": gettext("Name of the service"),
        "output": gettext("What the applicant receives"),
        "note": gettext("Good to know, for citizens"),
        "benefit": gettext("What is paid, if anything"),
        "fee": gettext("What it costs"),
        "time": gettext("How long it may take"),
        "steps": gettext("Who works on it"),
        "p": gettext("Ground and sources"),
        "counter_minutes": gettext("Minutes at the window"),
        "window": gettext("When one may apply"),
        "limits": gettext("When one may apply"),
        "apply_within": gettext("When one may apply"),
    }.get(section, gettext("What it is"))


def _row_words(section: str, row: str, content: Mapping[str, Any]) -> str:
    """Return what a field of the form, or a variant, is called in the draft."""
    named = part(content, f"form.{row}.definition.label" if section == "form" else f"variants.{row}.name")
    told = named.get("uz" if languages.current().startswith("uz") else languages.current()) if named else None
    usual = gettext("What the form asks for") if section == "form" else gettext("Variants")
    return f"{usual}: {told}" if told else usual


def form_of(content: Mapping[str, Any], *, gaps: Iterable[Gap]) -> Form:
    """Return the form of a draft, with what is missing at each place."""
    desk = Desk(content, gaps)
    bodies = tuple((one.code, _said(one.names)) for one in catalogue.departments(partners=True))
    departments = tuple((one.code, _said(one.names)) for one in catalogue.departments())
    chosen = content.get("life_events")
    events = chosen if isinstance(chosen, list) else []
    fee = content.get("fee") or {}
    units = _units()
    return Form(
        texts=(
            desk.text("name", gettext("Name of the service"), is_required=True),
            desk.text("output", gettext("What the applicant receives"), is_required=True),
            desk.text("note", gettext("Good to know, for citizens")),
            desk.text("benefit", gettext("What is paid, if anything")),
        ),
        department=desk.choice("department", gettext("Department"), departments),
        provider=desk.choice("provider", gettext("Done by another body"), (("", "–"), *bodies)),
        life_events=tuple((one.code, _said(one.names), one.code in events) for one in catalogue.life_events()),
        life_event_problems=tuple(desk.problems.get("life_events", ())),
        papers=tuple(desk.paper(f"docs.{row}") for row in range(desk.count("docs"))),
        documents=tuple((one.code, _said(one.names)) for one in catalogue.document_types().values()),
        fee_way="table" if fee.get("table") else "text" if fee.get("text") else "multiples",
        fee=desk.box("fee.multiples", gettext("Times the base amount")),
        fee_lines=tuple(
            FeeLine(desk.box(f"fee.table.{row}.if"), desk.box(f"fee.table.{row}.multiples"))
            for row in range(desk.count("fee.table"))
        ),
        fee_text=desk.text("fee.text", gettext("The fee in words")),
        fee_portal=desk.box("fee.by_channel.portal", gettext("On the portal, where it has a price of its own")),
        free_if=desk.box("fee.free_if", gettext("Free when")),
        time_n=desk.box("time.n", gettext("Time by law")),
        time_unit=desk.choice("time.unit", gettext("counted in"), units),
        time_choices=_time_choices(desk),
        minimum=desk.box("time.minimum", gettext("Shortest, where the law names a range")),
        extendable_n=desk.box("time.extendable_to.n", gettext("Longest after an extension")),
        extendable_unit=desk.choice("time.extendable_to.unit", gettext("counted in"), units),
        steps=(
            _steps(desk, "parallel", gettext("All at once")),
            _steps(desk, "then", gettext("After the others have answered")),
        ),
        bodies=bodies,
        units=(("", "–"), *units),
        silence=desk.choice(
            "tacit",
            gettext("When nobody answers in time"),
            (
                ("", gettext("it means nothing")),
                ("approve", gettext("it counts as granted")),
                ("refuse", gettext("it counts as refused")),
            ),
        ),
        counter_minutes=desk.box("counter_minutes", gettext("Minutes at the window")),
        origins=tuple(_origin(desk, name) for name in PARTS),
        asked=asked_part(desk, units=units),
        facts=tuple((fact.code, _said(fact.question)) for fact in catalogue.facts().values()),
        sources=tuple((source.key, source.note or source.address) for source in catalogue.sources().values()),
    )


def _said(names: Names) -> str:
    return names.in_language(languages.current())


def _units() -> tuple[tuple[str, str], ...]:
    return (
        ("wd", gettext("working days")),
        ("cd", gettext("days")),
        ("wk", gettext("weeks")),
        ("mo", gettext("months")),
        ("min", gettext("minutes")),
    )


def _time_choices(desk: Desk) -> tuple[Choice, ...]:
    return (
        desk.choice(
            "time.kind",
            gettext("What it means"),
            (("maximum", gettext("at the latest")), ("waiting_period", gettext("not before"))),
        ),
        desk.choice(
            "time.counts",
            gettext("First day that counts"),
            (("next_day", gettext("the next day")), ("at_once", gettext("the day itself"))),
        ),
        desk.choice(
            "time.starts_with",
            gettext("What starts the time"),
            (
                ("", gettext("the complete application")),
                ("steps", gettext("the departments’ answers")),
                ("payment", gettext("the payment")),
                ("notice", gettext("a notice of the department")),
            ),
        ),
        desk.choice(
            "time.resume",
            gettext("After a correction"),
            (("continue", gettext("it goes on")), ("reset", gettext("it begins anew"))),
        ),
    )


def _steps(desk: Desk, group: str, label: str) -> StepGroup:
    paths = [f"steps.{group}.{row}" for row in range(desk.count(f"steps.{group}"))]
    return StepGroup(
        group,
        label,
        tuple(
            StepRow(
                desk.box(f"{path}.department"),
                desk.text(f"{path}.do", gettext("What it does")),
                desk.box(f"{path}.n"),
                desk.box(f"{path}.unit"),
            )
            for path in paths
        ),
    )


def _origin(desk: Desk, name: str) -> Origin:
    labels = {
        "docs": gettext("the papers"),
        "fee": gettext("the fee"),
        "time": gettext("the time by law"),
        "law": gettext("the legal ground"),
        "counter_minutes": gettext("the minutes at the window"),
        "steps": gettext("the steps"),
        "tacit": gettext("the meaning of silence"),
        "form": gettext("the form"),
    }
    return desk.origin(f"p.{name}", labels[name])
