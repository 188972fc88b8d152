"""An application from home: what its draft says so far, and what it still lacks; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from darcha.cases.rules.intake import defects, demanded, known_facts, problem
from darcha.cases.rules.scans import ScanView
from darcha.cases.rules.words import NewApplicant
from darcha.catalogue.rules import (
    DocumentType,
    Fact,
    FieldState,
    FormState,
    ServiceVersion,
    answer,
    as_it_is_for,
    checklist,
    filled_form,
    questions_open,
    variant_missing,
    with_practice,
)

SHOWN_WHEN_FETCHED = frozenset({"d-id"})
"""Papers nobody sends from home: who fetches the document shows who they are then."""

SCANS_A_PAPER = 10
"""How many files are taken of one paper."""

APPLICANT_WORDS = ("name", "sex", "birth_year", "phone", "personal_number")
_YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class DraftWords:
    """What stands in a draft, as typed: who applies by field, the facts and the answers to the form by code."""

    applicant: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lacks:
    """All that keeps a draft from being sent, told at once. `applicant`: a code of `rules.problem`."""

    applicant: str | None
    questions: tuple[Fact, ...]
    fields: tuple[FieldState, ...]
    papers: tuple[DocumentType, ...]

    @property
    def anything(self) -> bool:
        """Return whether there is something."""
        return bool(self.applicant or self.questions or self.fields or self.papers)


@dataclass(frozen=True, slots=True)
class DraftState:
    """What a draft means on a day. `papers`: the demanded ones in order; `to_show`: of them those shown when fetched."""

    applicant: NewApplicant
    facts: Mapping[str, object]
    form: FormState
    papers: tuple[DocumentType, ...]
    to_show: frozenset[str]
    lacks: Lacks


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft for whoever has its code. `kept_until`: the last day; `sent_as`: the tracking code it became."""

    code: str
    centre_id: str
    service: ServiceVersion
    language: str
    words: DraftWords
    state: DraftState
    scans: Mapping[str, tuple[ScanView, ...]]
    kept_until: date
    sent_as: str | None


def draft_state(version: ServiceVersion, words: DraftWords, *, scanned: Collection[str], on: date) -> DraftState:
    """Return what a draft means on the day `on`; `scanned`: the papers of which there is a file.

    An answer that cannot be read counts as not given.
    """
    applicant = _applicant(words.applicant)
    told = {fact.code: _read(fact, words.facts.get(fact.code, "")) for fact in version.questions}
    facts = {code: value for code, value in told.items() if value is not None}
    known = known_facts(facts, applicant=applicant, year=on.year, channel="portal")
    undecided = variant_missing(version, with_practice(known, on=on))
    version = as_it_is_for(version, with_practice(known, on=on))
    form = filled_form(version, facts=known, answers=words.answers, on=on)
    items = checklist(version, facts=known, on=on)
    documents = {item.document.code: item.document for item in items}
    asked = demanded(items)
    missing = defects(items, {*scanned, *SHOWN_WHEN_FETCHED})
    return DraftState(
        applicant=applicant,
        facts=facts,
        form=form,
        papers=tuple(documents[code] for code in asked),
        to_show=frozenset(
            item.document.code for item in items if item.document.code in asked and item.is_shown(SHOWN_WHEN_FETCHED)
        ),
        lacks=Lacks(
            applicant=problem(applicant, year=on.year),
            questions=_unanswered(version, known, facts, form, undecided, on=on),
            fields=tuple(one for one in form.fields if one.problem),
            papers=tuple(documents[code] for code in missing),
        ),
    )


def _unanswered(
    version: ServiceVersion,
    known: Mapping[str, object],
    facts: Mapping[str, object],
    form: FormState,
    undecided: frozenset[str],
    *,
    on: date,
) -> tuple[Fact, ...]:
    """Return the questions that still decide the variant, a paper, a field or the time to apply."""
    wanted = undecided | {fact.code for fact in questions_open(version, facts=known, on=on)}
    wanted = wanted.union(*(one.asks for one in form.fields))
    if version.apply_within is not None:
        wanted |= {version.apply_within.from_fact}
    return tuple(fact for fact in version.questions if fact.code in wanted and fact.code not in facts)


def _applicant(typed: Mapping[str, str]) -> NewApplicant:
    name, sex, year, phone, number = (typed.get(word, "").strip() for word in APPLICANT_WORDS)
    is_year = len(year) == _YEAR_DIGITS and year.isascii() and year.isdigit()
    return NewApplicant(name, sex, int(year) if is_year else 0, phone or None, number or None)


def _read(fact: Fact, text: str) -> object:
    try:
        return answer(fact, text)
    except ValueError:
        return None
