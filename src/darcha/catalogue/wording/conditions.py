"""A condition in words: the questions it asks, and the answers it wants."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, override

from darcha.catalogue.rules import Fact, MalformedCondition
from darcha.catalogue.rules.conditions import Comparison, Condition, Junction, Literals, Name, Not, parsed

_SIGNS = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}


def condition_words(text: str, *, facts: Mapping[str, Fact], language: str) -> str:
    """Return a condition as a person reads it: "Is the child under 18? – yes; and Disability group – 1 or 2".

    `facts` by code. What is no condition stays as it was typed; a fact nobody knows is called by its code.
    """
    try:
        tree = parsed(text)
    except MalformedCondition:
        return text
    with override(language):
        return _told(tree, facts, language)


def _told(part: Condition, facts: Mapping[str, Fact], language: str, *, holds: bool = True) -> str:
    if isinstance(part, Not):
        return _told(part.part, facts, language, holds=not holds)
    if isinstance(part, Junction):
        told = [_told(one, facts, language, holds=holds) for one in part.parts]
        # Of "not (a and b)" each part is denied, and one denial is enough.
        together = (part.operator == "and") is holds
        between = gettext("%(one)s; and %(other)s") if together else gettext("%(one)s; or %(other)s")
        whole = told[0]
        for other in told[1:]:
            whole = between % {"one": whole, "other": other}
        return whole if together else f"({whole})"
    if isinstance(part, Comparison):
        return _compared(part, facts, language, holds=holds)
    if isinstance(part, Name):
        return f"{_question(part.code, facts, language)} – {gettext('yes') if holds else gettext('no')}"
    return str(part.values[0])


def _compared(part: Comparison, facts: Mapping[str, Fact], language: str, *, holds: bool) -> str:
    left = part.left
    fact = facts.get(left.code) if isinstance(left, Name) else None
    asked = _question(left.code, facts, language) if isinstance(left, Name) else _answer(left.values[0], None, language)
    values = part.right.values if isinstance(part.right, Literals) else ()
    wanted = [_answer(value, fact, language) for value in values]
    if isinstance(part.right, Name):
        wanted = [_question(part.right.code, facts, language)]
    told = wanted[0] if wanted else "–"
    for other in wanted[1:]:
        told = gettext("%(one)s or %(other)s") % {"one": told, "other": other}
    if part.operator in ("==", "in", "!="):
        equal = (part.operator != "!=") is holds
        return (
            f"{asked} – {told}"
            if equal
            else gettext("%(question)s – not %(answer)s")
            % {
                "question": asked,
                "answer": told,
            }
        )
    sign = part.operator if holds else {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}[part.operator]
    return f"{asked} {_SIGNS[sign]} {told}"


def _question(code: str, facts: Mapping[str, Fact], language: str) -> str:
    if code in facts:
        return facts[code].question.in_language(language)
    return gettext("the year of the practice") if code == "practice" else code


def _answer(value: object, fact: Fact | None, language: str) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    for choice in fact.choices if fact else ():
        if choice.value == value:
            return choice.names.in_language(language)
    return str(value)
