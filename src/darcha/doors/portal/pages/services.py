"""A service's page: what it costs, what to bring, the steps, the wait now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import (
    ChecklistItem,
    Department,
    Fact,
    Fee,
    LifeEvent,
    ServiceVersion,
    Step,
    Variant,
    checklist,
    choices_offered,
    fee,
)
from darcha.catalogue.wording import condition_words
from darcha.centres import queries as centres
from darcha.centres.rules import Offer
from darcha.doors.porch import languages
from darcha.doors.portal.pages.hall import Opening, Sitting, moment, opening_of, sitting_of
from darcha.kernel.names import Names
from darcha.queue import queries as queue
from darcha.queue.rules import Wait

MOST_FEE_CASES = 12
MOST_FEE_QUESTIONS = 4
"""How much of a decision table a reader can take in; beyond it the window tells the amount."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a service: always, or only where the questions are answered so; who else keeps it already."""

    item: ChecklistItem
    questions: tuple[Names, ...]
    kept_by: Names | None

    @property
    def is_output(self) -> bool:
        """Return whether the house itself gives out what proves it, so that some need not bring it."""
        return any(document.output_of for document in self.item.proofs)


@dataclass(frozen=True, slots=True)
class FeeCase:
    """What the fee comes to for one way of answering the questions it hangs on."""

    answers: tuple[Names, ...]
    amount_uzs: int


@dataclass(frozen=True, slots=True)
class StepShown:
    department: Names
    step: Step


@dataclass(frozen=True, slots=True)
class VariantShown:
    """For whom papers, fee or time are others; `when` in words."""

    variant: Variant
    when: str


@dataclass(frozen=True, slots=True)
class ServicePage:
    """All a citizen asks about a service before coming."""

    service: ServiceVersion
    department: Department
    provider: Department | None
    event: LifeEvent | None
    is_offered: bool
    is_booked: bool
    bring: tuple[Paper, ...]
    sometimes: tuple[Paper, ...]
    not_bring: tuple[Paper, ...]
    fee: Fee
    fee_cases: tuple[FeeCase, ...]
    base_amount: int | None
    parallel: tuple[StepShown, ...]
    then: tuple[StepShown, ...]
    sitting: Sitting
    opening: Opening
    wait: Wait | None
    at: datetime
    variants: tuple[VariantShown, ...] = ()
    offer: Offer | None = None
    rests: bool = False


YES = Names(uz="ha", uz_cyrl="ҳа", ru="да", en="yes")
NO = Names(uz="yoʻq", uz_cyrl="йўқ", ru="нет", en="no")


def service(*, code: str, at: datetime) -> ServicePage:
    """Return a service's page, with today's fee, today's checklist and the wait now.

    :raises UnknownService: there is none of this code.
    """
    now = moment(at=at)
    version = catalogue.service_version(code=code, on=now.today)
    everybody = {body.code: body for body in catalogue.departments(partners=True)}
    asked = {fact.code: fact for fact in version.questions}
    papers = [
        Paper(
            item,
            tuple(asked[fact].question for fact in sorted(item.asks) if fact in asked),
            everybody[item.held_by].names if item.held_by in everybody else None,
        )
        for item in checklist(version, facts={}, on=now.today)
    ]
    amount = catalogue.base_amount(on=now.today)
    is_offered = centres.offered(centre_id=now.centre.code, service_id=code)
    offer = centres.offer(centre_id=now.centre.code, service_id=code)
    sitting = sitting_of(now, everybody[version.department_id])
    return ServicePage(
        service=version,
        department=everybody[version.department_id],
        provider=everybody.get(version.provider_id or ""),
        event=next((event for event in catalogue.life_events() if event.code in version.life_events), None),
        is_offered=is_offered,
        is_booked=queue.takes_appointments(centre_id=now.centre.code, service_id=code, day=now.today),
        bring=tuple(paper for paper in papers if paper.item.state == "needed"),
        sometimes=tuple(paper for paper in papers if paper.item.state == "unknown"),
        not_bring=tuple(paper for paper in papers if paper.item.state == "abolished"),
        fee=fee(version, facts={}, on=now.today, base_amount=amount),
        fee_cases=_fee_cases(version, now.today, amount),
        base_amount=amount,
        parallel=_steps(version.parallel_steps, everybody),
        then=_steps(version.then_steps, everybody),
        sitting=sitting,
        opening=opening_of(now),
        wait=queue.wait_for(centre_id=now.centre.code, service_id=code, at=now.at)
        if is_offered and sitting.now
        else None,
        at=now.at,
        offer=offer,
        rests=offer is not None and offer.rests(now.today),
        variants=tuple(
            VariantShown(one, condition_words(one.condition, facts=catalogue.facts(), language=languages.current()))
            for one in version.variants
        ),
    )


def _steps(steps: tuple[Step, ...], everybody: Mapping[str, Department]) -> tuple[StepShown, ...]:
    return tuple(StepShown(everybody[step.department_id].names, step) for step in steps)


def _fee_cases(version: ServiceVersion, on: date, amount: int | None) -> tuple[FeeCase, ...]:
    """Return the fee for each way of answering the questions it hangs on; nothing where it hangs on none, or too many."""
    found = tuple(_worked_out(version, on, amount, {}, ()))
    return found if 1 < len(found) <= MOST_FEE_CASES else ()


def _worked_out(
    version: ServiceVersion, on: date, amount: int | None, facts: dict[str, object], answers: tuple[Names, ...]
) -> Iterator[FeeCase]:
    told = fee(version, facts=facts, on=on, base_amount=amount)
    if told.amount_uzs is not None:
        yield FeeCase(answers, told.amount_uzs)
        return
    undecided = {reason.removeprefix("undecided:") for reason in told.reasons if reason.startswith("undecided:")}
    open_question = next((fact for fact in version.questions if fact.code in undecided), None)
    if open_question is not None and len(answers) < MOST_FEE_QUESTIONS:
        for value, names in _answers(version, open_question):
            yield from _worked_out(version, on, amount, {**facts, open_question.code: value}, (*answers, names))


def _answers(version: ServiceVersion, fact: Fact) -> list[tuple[object, Names]]:
    if fact.kind == "yes_no":
        return [(True, YES), (False, NO)]
    if fact.kind == "number":
        return _steps_of_a_number(version, fact)
    return [(choice.value, choice.names) for choice in choices_offered(version, fact)]


def _steps_of_a_number(version: ServiceVersion, fact: Fact) -> list[tuple[object, Names]]:
    """Return a value for each step of a fee by a number ("area <= 100"), told as "≤ 100", and one beyond the last."""
    bounds = sorted(
        {
            int(bound)
            for row in version.fee.table
            for bound in re.findall(rf"{re.escape(fact.code)} <= (\d+)", row.condition)
        }
    )
    if not bounds:
        return []
    steps: list[tuple[object, Names]] = [(bound, _same(f"≤ {bound}")) for bound in bounds]
    return [*steps, (bounds[-1] + 1, _same(f"> {bounds[-1]}"))]


def _same(text: str) -> Names:
    return Names(uz=text, uz_cyrl=text, ru=text, en=text)
