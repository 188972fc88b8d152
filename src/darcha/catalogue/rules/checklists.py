"""Which papers a case needs, which the state no longer asks for, and what must be asked to know."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from darcha.catalogue.rules.conditions import Comparison, Junction, Literals, Name, Not, facts_missing, holds, parsed
from darcha.catalogue.rules.conditions import Condition as ConditionTree
from darcha.catalogue.rules.variants import as_it_is_for, variant_missing
from darcha.catalogue.rules.words import (
    Abolition,
    Choice,
    Clause,
    Demand,
    DocumentType,
    Fact,
    ServiceVersion,
    any_of,
)


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One demand of a service, judged for one case.

    `document`: the paper that proves it; where one of several is enough, the first of them, named with them all.
    `proofs`: every paper that proves it, each alone; one the state has abolished is not among them while another is left.
    `held_by`: who holds the fact already. `clause`: where the law asks for it, as far as the catalogue tells.

    `state` "abolished": the state no longer asks for it, whatever the condition says (`abolition` tells since when);
    "unknown": `asks` holds the questions whose answers decide it (empty when only a derived fact is missing).
    """

    document: DocumentType
    state: Literal["needed", "not_needed", "unknown", "abolished"]
    held_by: str | None
    condition: str | None
    asks: frozenset[str]
    abolition: Abolition | None = None
    proofs: tuple[DocumentType, ...] = ()
    clause: Clause | None = None

    def is_shown(self, papers_seen: Collection[str]) -> bool:
        """Return whether one of the papers that prove it is among those seen."""
        return any(code in papers_seen for code in (self.document.code, *(one.code for one in self.proofs)))


def abolished_on(document: DocumentType, *, service_code: str, day: date) -> Abolition | None:
    """Return the decision by which `service_code` may no longer ask for the paper on `day`, or None.

    An abolition that was only announced, without a day, binds nobody yet.
    """
    abolition = document.abolished
    if abolition is None or abolition.from_day is None or day < abolition.from_day:
        return None
    return abolition if abolition.scope is None or service_code in abolition.scope else None


def with_practice(facts: Mapping[str, object], *, on: date) -> dict[str, object]:
    """Return the facts with the year of the practice: papers "practice == 2010" asks for were asked for then."""
    return {**facts, "practice": on.year}


def checklist(version: ServiceVersion, *, facts: Mapping[str, object], on: date) -> tuple[ChecklistItem, ...]:
    """Return every paper of a service, judged for `facts` on the day `on`, in the catalogue's order.

    An abolished paper is marked and never asked for, even where the condition holds.
    """
    known = with_practice(facts, on=on)
    version = as_it_is_for(version, known)
    asked = frozenset(fact.code for fact in version.questions)
    return tuple(_judged(demand, version=version, known=known, asked=asked, on=on) for demand in version.demands)


def _judged(
    demand: Demand, *, version: ServiceVersion, known: Mapping[str, object], asked: frozenset[str], on: date
) -> ChecklistItem:
    asked_for = [one for one in demand.proofs if not abolished_on(one, service_code=version.code, day=on)]
    # The code stays that of the first, abolished or not: a case and a draft know the demand by it.
    proofs = tuple(asked_for) or demand.proofs
    document = demand.document if proofs == (demand.document,) else replace(demand.document, names=any_of(proofs))
    held_by = next((one.held_by for one in proofs if one.held_by), None)
    truth, asks, abolition = holds(demand.condition, known), frozenset[str](), None
    if not asked_for:
        abolition = abolished_on(demand.document, service_code=version.code, day=on)
    elif truth is None:
        asks = facts_missing(demand.condition, known) & asked
    states: dict[bool | None, Literal["needed", "not_needed", "unknown"]]
    states = {True: "needed", False: "not_needed", None: "unknown"}
    return ChecklistItem(
        document=document,
        state="abolished" if abolition else states[truth],
        held_by=held_by,
        condition=demand.condition,
        asks=asks,
        abolition=abolition,
        proofs=proofs,
        clause=demand.clause,
    )


def clause_of_demand(version: ServiceVersion, *, document_id: str) -> tuple[Clause, ...]:
    """Return where the law asks for a paper of a service: the clause of its demand, else the acts behind the whole service.

    Empty where the paper is none of the service's.
    """
    demands = [*version.demands, *(one for variant in version.variants for one in variant.demands or ())]
    asking = [demand for demand in demands if document_id in demand.codes]
    told = tuple(dict.fromkeys(demand.clause for demand in asking if demand.clause))
    if told or not asking:
        return told
    return tuple(Clause(source) for source in version.law)


def questions_open(version: ServiceVersion, *, facts: Mapping[str, object], on: date) -> tuple[Fact, ...]:
    """Return the questions whose answers still decide a paper, in the catalogue's order."""
    open_codes = frozenset().union(*(item.asks for item in checklist(version, facts=facts, on=on)))
    open_codes |= variant_missing(version, with_practice(facts, on=on))
    return tuple(fact for fact in version.questions if fact.code in open_codes)


def choices_offered(version: ServiceVersion, fact: Fact) -> tuple[Choice, ...]:
    """Return the answers of a choice worth offering for a service: those its conditions name, and "other" or 0.

    All of them where the conditions name none.
    """
    conditions = [demand.condition for demand in version.demands]
    conditions += [row.condition for row in version.fee.table] + [version.fee.free_if]
    conditions += [variant.condition for variant in version.variants]
    conditions += [text for asked in version.form for text in (asked.shown_if, asked.required_if)]
    named = {value for text in conditions if text for value in _values_named(parsed(text), fact.code)}
    if not named:
        return fact.choices
    rest = {"other", "none", 0}
    return tuple(choice for choice in fact.choices if choice.value in named or choice.value in rest)


def _values_named(part: ConditionTree, code: str) -> set[object]:
    if isinstance(part, Junction):
        return set().union(*(_values_named(inner, code) for inner in part.parts))
    if isinstance(part, Not):
        return _values_named(part.part, code)
    if isinstance(part, Comparison) and isinstance(part.left, Name) and part.left.code == code:
        return set(part.right.values) if isinstance(part.right, Literals) else set()
    return set()


def answer(fact: Fact, text: str) -> object:
    """Return the value an answer in a form means: "yes", "2", "dwelling", "2010-05-01"; None for an empty one.

    :raises ValueError: the text is no answer to this question.
    """
    text = text.strip()
    if not text:
        return None
    if fact.kind == "yes_no":
        meanings = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "0": False}
        if text.lower() in meanings:
            return meanings[text.lower()]
    elif fact.kind == "choice":
        for choice in fact.choices:
            if str(choice.value) == text:
                return choice.value
    elif fact.kind == "number":
        return _number(text)
    else:
        return date.fromisoformat(text).isoformat()
    raise ValueError(f"{text!r} is no answer to {fact.code}")


def _number(text: str) -> int | float:
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise ValueError(f"{text!r} is no number") from None
    if not number.is_finite():
        raise ValueError(f"{text!r} is no number")
    return int(number) if number == number.to_integral_value() else float(number)
