"""The form in which a draft is written: its boxes, each with what is missing there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules.completeness import Gap, part
from darcha.catalogue.wording import gap_words
from darcha.doors.office.services.typed import LANGUAGES, PARTS, SPARE, flat_demands
from darcha.doors.porch import languages
from darcha.kernel.names import Names


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an input, in words; `blocks` False: worth a look, and no hindrance."""

    words: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class Box:
    """One input. `name` is its place in the file, and its id."""

    name: str
    value: str
    label: str
    problems: tuple[Problem, ...] = ()
    html_lang: str = ""

    @property
    def is_wrong(self) -> bool:
        """Return whether it hinders the publishing."""
        return any(problem.blocks for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the languages it is written in."""

    label: str
    boxes: tuple[Box, ...]
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One input that is chosen of a list: code and name each."""

    box: Box
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A demand: its paper, which others are enough instead ("d-death", several between blanks), and when."""

    document: Box
    instead: Box
    condition: Box
    several: str = ""


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
class Origin:
    """Where a part comes from: keys of sources, or that it is made up."""

    sources: Box
    illustration: bool
    name: str


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
    facts: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]


class _Desk:
    """Makes the boxes of one draft."""

    def __init__(self, content: Mapping[str, Any], gaps: Iterable[Gap]) -> None:
        self.content = content
        self.problems: dict[str, list[Problem]] = {}
        for gap in gaps:
            problem = Problem(gap_words(gap, language=languages.current()), gap.blocks)
            self.problems.setdefault(gap.field, []).append(problem)

    def box(self, name: str, label: str = "", *, html_lang: str = "") -> Box:
        value = part(self.content, name)
        told = "" if value is None or isinstance(value, dict | list) else str(value)
        return Box(name, told, label, tuple(self.problems.get(name, ())), html_lang)

    def text(self, path: str, label: str, *, is_required: bool = False) -> Text:
        boxes = tuple(
            self.box(f"{path}.{one}", languages.LOCAL_NAMES[one], html_lang=languages.HTML_LANG[one])
            for one in LANGUAGES
        )
        return Text(label, boxes, is_required)

    def choice(self, name: str, label: str, options: Iterable[tuple[str, str]]) -> Choice:
        return Choice(self.box(name, label), tuple(options))

    def count(self, path: str) -> int:
        found = part(self.content, path)
        return (len(found) if isinstance(found, list) else 0) + SPARE


def place_words(field: str, content: Mapping[str, Any]) -> str:
    """Return which part of the form a place belongs to, by the word a reader finds there."""
    section, _, rest = field.partition(".")
    if section == "docs":
        row = f"docs.{rest.partition('.')[0]}"
        code = part(content, f"{row}.document") or part(content, f"{row}.one_of.0")
        found = catalogue.document_types().get(str(code))
        return _said(found.names) if found else gettext("Papers")
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
    }.get(section, gettext("What it is"))


def _paper_row(desk: _Desk, path: str) -> PaperRow:
    instead = desk.box(f"{path}.or")
    known = catalogue.document_types()
    others = [known[code].names for code in instead.value.split() if code in known]
    several = ", ".join(_said(names) for names in others) if len(others) > 1 else ""
    return PaperRow(desk.box(f"{path}.document"), instead, desk.box(f"{path}.if"), several)


def form_of(content: Mapping[str, Any], *, gaps: Iterable[Gap]) -> Form:
    """Return the form of a draft, with what is missing at each place."""
    content = {**content, "docs": flat_demands(content.get("docs") or ())}
    desk = _Desk(content, gaps)
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
        papers=tuple(_paper_row(desk, f"docs.{row}") for row in range(desk.count("docs"))),
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


def _time_choices(desk: _Desk) -> tuple[Choice, ...]:
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


def _steps(desk: _Desk, group: str, label: str) -> StepGroup:
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


def _origin(desk: _Desk, name: str) -> Origin:
    labels = {
        "docs": gettext("the papers"),
        "fee": gettext("the fee"),
        "time": gettext("the time by law"),
        "law": gettext("the legal ground"),
        "counter_minutes": gettext("the minutes at the window"),
        "steps": gettext("the steps"),
        "tacit": gettext("the meaning of silence"),
    }
    path = f"p.{name}.sources"
    keys = part(desk.content, path)
    told = ", ".join(map(str, keys)) if isinstance(keys, list) else ""
    box = Box(path, told, labels[name], tuple(desk.problems.get(path, ())))
    return Origin(box, bool(part(desk.content, f"p.{name}.illustration")), f"p.{name}.illustration")
