"""The pages about services: the list, one service with its history, the draft, the publishing, the preview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from darcha.access import queries as access
from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import (
    Asked,
    ChecklistItem,
    Fact,
    Fee,
    ServiceSummary,
    ServiceVersion,
    Variant,
    checklist,
    fee,
)
from darcha.catalogue.rules.completeness import Gap
from darcha.catalogue.rules.differences import USUAL_POLICY, ChangeKind, Policy, differences, outcome
from darcha.catalogue.rules.publishing import DraftView, VersionTold
from darcha.catalogue.wording import (
    change_words,
    condition_words,
    gap_words,
    kind_words,
    outcome_words,
    policy_words,
)
from darcha.doors.office.services.editing import Form, form_of, place_words
from darcha.doors.porch import languages
from darcha.doors.porch.people import employee_name
from darcha.kernel.actor import Actor
from darcha.kernel.names import Names


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service in the list; `draft` None: nobody writes on it."""

    code: str
    names: Names
    since: date | None
    draft: DraftView | None
    written_by: str


@dataclass(frozen=True, slots=True)
class DepartmentRows:
    names: Names
    rows: tuple[ServiceRow, ...]


@dataclass(frozen=True, slots=True)
class GapLine:
    """Something that is missing, with the place it leads to."""

    field: str
    place: str
    words: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One version in the history, with names and words."""

    told: VersionTold
    published_by: str
    written_by: str
    changes: tuple[str, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class ServicePage:
    service: ServiceSummary
    draft: DraftView | None
    written_by: str
    history: tuple[HistoryLine, ...]
    today: date


@dataclass(frozen=True, slots=True)
class DraftPage:
    """The draft and its form. `opened_at`: the moment that is sent back, "" where the draft is only begun."""

    service: ServiceSummary
    form: Form
    gaps: tuple[GapLine, ...]
    opened_at: str
    is_begun: bool
    written_by: str
    is_outdated: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PolicyAsked:
    """What one kind of change does to open applications, to be chosen."""

    kind: str
    word: str
    changes: tuple[str, ...]
    chosen: str
    usual: str


@dataclass(frozen=True, slots=True)
class PublishPage:
    """What is published, what it changes, what happens to open applications."""

    service: ServiceSummary
    gaps: tuple[GapLine, ...]
    is_complete: bool
    asked: tuple[PolicyAsked, ...]
    policies: tuple[tuple[str, str], ...]
    outcome: str
    is_own: bool
    written_by: str
    first_day: date
    valid_from: str
    because: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PaperShown:
    item: ChecklistItem
    holder: Names | None
    when: str


@dataclass(frozen=True, slots=True)
class StepShown:
    department: Names
    do: Names
    n: int | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field of the form as an applicant meets it; `shown_when`, `needed_when`: its conditions in words, "" for always."""

    asked: Asked
    shown_when: str
    needed_when: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """The service as a citizen and the counter would see it; `version` None: too much is missing.

    `variants`: each with when it holds, in words.
    """

    service: ServiceSummary
    version: ServiceVersion | None
    department: Names | None
    fee: Fee | None
    papers: tuple[PaperShown, ...]
    parallel: tuple[StepShown, ...]
    then: tuple[StepShown, ...]
    form: tuple[FieldShown, ...] = ()
    variants: tuple[tuple[Variant, str], ...] = ()


def list_page(*, on: date) -> tuple[DepartmentRows, ...]:
    """Return every service by department, with since when it stands as it is and who writes on it."""
    drafts = catalogue.drafts_begun()
    services = catalogue.service_summaries()
    found = []
    for department in catalogue.departments():
        rows = tuple(
            ServiceRow(
                one.code,
                one.names,
                catalogue.service_version(code=one.code, on=on).valid_from,
                drafts.get(one.code),
                employee_name(drafts[one.code].changed_by) if one.code in drafts else "",
            )
            for one in services
            if one.department_id == department.code
        )
        if rows:
            found.append(DepartmentRows(department.names, rows))
    return tuple(found)


def service_page(*, code: str, today: date) -> ServicePage:
    """Return a service with its draft and its versions.

    :raises UnknownService: there is none of this code.
    """
    draft = catalogue.drafts_begun().get(code)
    return ServicePage(
        service=catalogue.service_summary(code=code),
        draft=draft,
        written_by=employee_name(draft.changed_by) if draft else "",
        history=tuple(_line(one) for one in catalogue.history(code=code)),
        today=today,
    )


def _line(one: VersionTold) -> HistoryLine:
    language = languages.current()
    office = one.published
    return HistoryLine(
        told=one,
        published_by=employee_name(office.published_by) if office else "",
        written_by=employee_name(office.written_by) if office else "",
        changes=change_words(one.changes, language=language),
        outcome=outcome_words(office.open_cases, language=language) if office else "",
    )


def content_now(code: str) -> tuple[Mapping[str, Any], DraftView | None]:
    """Return what the draft of a service says, or what it would begin with."""
    draft = catalogue.drafts_begun().get(code)
    return (draft.content if draft else catalogue.newest_content(code=code)), draft


def draft_page(
    *, code: str, today: date, content: Mapping[str, Any] | None = None, opened_at: str | None = None, problem: str = ""
) -> DraftPage:
    """Return the form of a service's draft; `content` where it was typed and could not be kept, with its `opened_at`.

    :raises UnknownService: there is none of this code.
    """
    now, draft = content_now(code)
    shown = now if content is None else content
    gaps = catalogue.draft_lacks(content=shown, on=today)
    moment = draft.changed_at.isoformat() if draft else ""
    return DraftPage(
        service=catalogue.service_summary(code=code),
        form=form_of(shown, gaps=gaps),
        gaps=_gap_lines(gaps, shown),
        opened_at=moment if opened_at is None else opened_at,
        is_begun=draft is not None,
        written_by=employee_name(draft.changed_by) if draft else "",
        is_outdated=draft is not None and draft.is_outdated,
        problem=problem,
    )


def _gap_lines(gaps: tuple[Gap, ...], content: Mapping[str, Any]) -> tuple[GapLine, ...]:
    language = languages.current()
    told = [
        GapLine(gap.field, place_words(gap.field, content), gap_words(gap, language=language), gap.blocks)
        for gap in gaps
    ]
    return tuple(sorted(told, key=lambda line: not line.blocks))


def publish_page(
    *, code: str, today: date, by: Actor, told: Mapping[str, str] | None = None, problem: str = ""
) -> PublishPage | None:
    """Return the page on which a draft is published; None: there is no draft. `told`: what was typed and refused.

    :raises UnknownService: there is none of this code.
    """
    draft = catalogue.drafts_begun().get(code)
    if draft is None:
        return None
    told = told or {}
    language = languages.current()
    newest = catalogue.history(code=code)[0].version
    first_day = max(today, newest.valid_from)
    gaps = catalogue.draft_lacks(content=draft.content, on=today)
    version = catalogue.draft_version(content=draft.content, on=first_day)
    changes = differences(newest, version) if version else ()
    kinds = tuple(dict.fromkeys(change.kind for change in changes))
    chosen = {kind: _policy(told.get(f"policy.{kind.value}"), kind) for kind in kinds}
    return PublishPage(
        service=catalogue.service_summary(code=code),
        gaps=_gap_lines(gaps, draft.content),
        is_complete=not any(gap.blocks for gap in gaps),
        asked=tuple(
            PolicyAsked(
                kind.value,
                kind_words(kind, language=language),
                change_words([one for one in changes if one.kind == kind], language=language),
                chosen[kind].value,
                policy_words(USUAL_POLICY[kind], language=language),
            )
            for kind in kinds
        ),
        policies=tuple((policy.value, policy_words(policy, language=language)) for policy in Policy),
        outcome=outcome_words(outcome(kinds, chosen), language=language) if kinds else "",
        is_own=draft.changed_by == by.label and access.service_authors() > 1,
        written_by=employee_name(draft.changed_by),
        first_day=first_day,
        valid_from=told.get("valid_from", first_day.isoformat()),
        because=told.get("because", ""),
        problem=problem,
    )


def _policy(told: str | None, kind: ChangeKind) -> Policy:
    return Policy(told) if told in set(Policy) else USUAL_POLICY[kind]


def preview_page(*, code: str, on: date) -> PreviewPage:
    """Return a draft (or the version in force, where there is none) as a citizen and the counter would see it.

    :raises UnknownService: there is none of this code.
    """
    content, _ = content_now(code)
    version = catalogue.draft_version(content=content, on=on)
    summary = catalogue.service_summary(code=code)
    if version is None:
        return PreviewPage(summary, None, None, None, (), (), ())
    bodies = {one.code: one.names for one in catalogue.departments(partners=True)}
    facts, language = catalogue.facts(), languages.current()
    told = {**facts, **_asked_before(version)}
    steps = [
        tuple(StepShown(bodies[step.department_id], step.do, step.n, step.unit) for step in group)
        for group in (version.parallel_steps, version.then_steps)
    ]
    return PreviewPage(
        service=summary,
        version=version,
        department=bodies[version.department_id],
        fee=fee(version, facts={}, on=on, base_amount=catalogue.base_amount(on=on)),
        papers=tuple(
            PaperShown(
                item,
                bodies.get(item.held_by or ""),
                condition_words(item.condition, facts=facts, language=language) if item.condition else "",
            )
            for item in checklist(version, facts={}, on=on)
        ),
        parallel=steps[0],
        then=steps[1],
        form=tuple(
            FieldShown(
                one,
                condition_words(one.shown_if, facts=told, language=language) if one.shown_if else "",
                condition_words(one.required_if, facts=told, language=language) if one.required_if else "",
            )
            for one in version.form
        ),
        variants=tuple(
            (one, condition_words(one.condition, facts=facts, language=language)) for one in version.variants
        ),
    )


_KINDS_OF_FACTS: dict[str, Literal["yes_no", "number", "choice", "date"]] = {
    "yes_no": "yes_no",
    "number": "number",
    "choice": "choice",
    "date": "date",
}
"""The fields a condition may speak of; a text is none."""


def _asked_before(version: ServiceVersion) -> dict[str, Fact]:
    """Return the fields of a form as conditions speak of them: by their label, and their answers."""
    told = {}
    for one in version.form:
        kind = one.field.kind
        if kind in _KINDS_OF_FACTS:
            told[one.field.code] = Fact(one.field.code, _KINDS_OF_FACTS[kind], one.field.label, one.field.choices)
    return told


def moment_of(text: str) -> datetime | None:
    """Return the moment a page was opened with; None where there was no draft, or it is no moment."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
