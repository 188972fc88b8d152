"""What the rooms answer, told as the shapes of the API."""

from __future__ import annotations

from collections.abc import Iterable

from darcha.cases.rules import TrackedCase
from darcha.cases.rules.home import DraftState
from darcha.cases.wording import clock_words
from darcha.catalogue.rules import Asked, Choice, Demand, Fact, ServiceSummary, ServiceVersion
from darcha.doors.api.shapes import (
    ApplicationOut,
    CheckedOut,
    ChoiceOut,
    FieldOut,
    FormOut,
    NamesOut,
    PaperOut,
    ProblemOut,
    QuestionOut,
    ServiceOut,
    StepOut,
)
from darcha.doors.porch.filling import problem_words
from darcha.kernel.names import Names


def names(told: Names) -> NamesOut:
    """Return a name in four languages."""
    return NamesOut(uz=told.uz, uz_cyrl=told.uz_cyrl, ru=told.ru, en=told.en)


def service(one: ServiceSummary) -> ServiceOut:
    """Return a line of the list of services."""
    return ServiceOut(code=one.code, names=names(one.names), department=one.department_id)


def form(version: ServiceVersion) -> FormOut:
    """Return a service with all that is asked."""
    return FormOut(
        code=version.code,
        names=names(version.names),
        department=version.department_id,
        valid_from=version.valid_from,
        content_hash=version.content_hash,
        counter_minutes=version.counter_minutes,
        questions=[_question(one) for one in version.questions],
        papers=[_paper(one) for one in version.demands],
        fields=[_field(one) for one in version.form],
    )


def _question(one: Fact) -> QuestionOut:
    return QuestionOut(code=one.code, kind=one.kind, question=names(one.question), choices=_choices(one.choices))


def _choices(some: Iterable[Choice]) -> list[ChoiceOut]:
    return [ChoiceOut(value=str(one.value), names=names(one.names)) for one in some]


def _paper(one: Demand) -> PaperOut:
    return PaperOut(
        proofs=[proof.code for proof in one.proofs],
        names=[names(proof.names) for proof in one.proofs],
        condition=one.condition,
        held_by=one.document.held_by,
    )


def _field(asked: Asked) -> FieldOut:
    one = asked.field
    return FieldOut(
        code=one.code,
        kind=one.kind,
        label=names(one.label),
        help=names(one.help) if one.help else None,
        required=asked.required,
        required_if=asked.required_if,
        shown_if=asked.shown_if,
        choices=_choices(one.choices),
        least=None if one.least is None else str(one.least),
        most=None if one.most is None else str(one.most),
        digits=one.digits,
        decimals=one.decimals,
        days=one.days,
    )


def checked(state: DraftState) -> CheckedOut:
    """Return all that keeps a form from being complete."""
    lacks = state.lacks
    return CheckedOut(
        complete=not lacks.anything,
        applicant=lacks.applicant,
        asks=[fact.code for fact in lacks.questions],
        fields=[
            ProblemOut(field=one.field.code, code=one.problem.code, words=problem_words(one.problem))
            for one in lacks.fields
            if one.problem
        ],
        papers_missing=[paper.code for paper in lacks.papers],
        papers_needed=[paper.code for paper in state.papers],
        fields_shown=[one.field.code for one in state.form.shown],
    )


def application(case: TrackedCase, *, language: str) -> ApplicationOut:
    """Return how an application stands."""
    return ApplicationOut(
        number=case.number,
        service=case.service_id,
        state=case.state,
        opened_on=case.opened_on,
        due_on=case.due_on,
        decided_on=case.decided_on,
        outcome=case.outcome,
        remedy=case.remedy or None,
        steps=[StepOut(department=item.department_id, state=item.state, due_on=item.due_on) for item in case.items],
        clock=list(clock_words(case.clock, language=language)) if case.clock else [],
        document_number=case.document_number,
    )
