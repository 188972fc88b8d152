"""Changes and conditions as a person reads them, in the four languages."""

from __future__ import annotations

import pytest

from darcha.catalogue import queries, wording
from darcha.catalogue.rules import Span
from darcha.catalogue.rules.differences import Body, Change, ChangeKind, ConditionText, Policy
from darcha.kernel.names import LANGUAGES

pytestmark = pytest.mark.django_db

SHORTER = Change(ChangeKind.TIME_SHORTER, None, Span(10, "wd"), Span(5, "wd"))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The time is shorter. Before: 10 working days. Now: 5 working days."),
        ("uz", "Muddat qisqardi. Avval: 10 ish kuni. Endi: 5 ish kuni."),
        ("uz-cyrl", "Муддат қисқарди. Аввал: 10 иш куни. Энди: 5 иш куни."),
        ("ru", "Срок стал короче. Было: 10 рабочих дней. Стало: 5 рабочих дней."),
    ],
)
def test_both_values_are_told_in_the_readers_language(language: str, told: str) -> None:
    assert wording.change_words([SHORTER], language=language) == (told,)


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("child.age >= 18", "{child.age} ≥ 18"),
        ("not child.age >= 18", "{child.age} < 18"),
        ("has_minor_children", "{has_minor_children} – yes"),
        ("not has_minor_children", "{has_minor_children} – no"),
        ("channel == 'portal' and has_minor_children", "{channel} – {channel.portal}; and {has_minor_children} – yes"),
        ("not (has_minor_children and child.age > 3)", "({has_minor_children} – no; or {child.age} ≤ 3)"),
        ("nobody.knows == 3", "nobody.knows – 3"),
        ("this is no condition", "this is no condition"),
    ],
)
def test_a_condition_is_told_by_its_questions_and_answers(condition: str, told: str) -> None:
    facts = queries.facts()
    for code, fact in facts.items():
        told = told.replace(f"{{{code}}}", fact.question.en)
        for choice in fact.choices:
            told = told.replace(f"{{{code}.{choice.value}}}", choice.names.en)
    assert wording.condition_words(condition, facts=facts, language="en") == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_change_has_its_sentence_and_its_name(language: str) -> None:
    for kind in ChangeKind:
        (told,) = wording.change_words(
            [Change(kind, Body("PJ"), None, ConditionText("parents.married"))], language=language
        )
        assert told
        assert wording.kind_words(kind, language=language)
    for policy in Policy:
        assert wording.policy_words(policy, language=language)
        assert wording.outcome_words(policy, language=language)
