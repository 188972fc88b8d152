"""What a host notes about a visit: answers, papers shown, needs, language, for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from darcha.catalogue.rules import Choice, Fact, ServiceVersion, answer, choices_offered
from darcha.kernel.names import LANGUAGES
from darcha.queue.rules import person_read


@dataclass(frozen=True, slots=True)
class Question:
    """One fact the conditions of a service ask for, as a field of the form."""

    fact: Fact
    field: str
    value: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """What stands in the form. `person`: as typed; `holder`: its one spelling, None when none was typed."""

    questions: tuple[Question, ...]
    facts: Mapping[str, object]
    papers_seen: frozenset[str]
    needs: tuple[str, ...]
    language: str
    represents: bool
    person: str
    holder: str | None
    error: str


def read_visit(data: MultiValueDict[str, str], version: ServiceVersion, *, language: str) -> Visit:
    """Return what a host filled in; an answer that cannot be read counts as not given."""
    questions = tuple(
        Question(fact, f"fact:{fact.code}", data.get(f"fact:{fact.code}", ""), choices_offered(version, fact))
        for fact in version.questions
    )
    facts: dict[str, object] = {}
    for question in questions:
        try:
            value = answer(question.fact, question.value)
        except ValueError:
            continue
        if value is not None:
            facts[question.fact.code] = value
    person = data.get("person", "").strip()[:40]
    holder = person_read(person)
    represents = "represents" in data
    error = ""
    if person and holder is None:
        error = gettext("This is neither a telephone number nor a personal number of 14 digits.")
    elif represents and holder is None:
        error = gettext(
            "Who comes for somebody else tells a telephone or a personal number: tickets for others are counted."
        )
    chosen = data.get("language", language)
    return Visit(
        questions,
        facts,
        frozenset(data.getlist("paper")),
        tuple(dict.fromkeys(data.getlist("need"))),
        chosen if chosen in LANGUAGES else language,
        represents,
        person,
        holder,
        error,
    )
