"""The language of conditions: when a paper is asked for, which row of a fee table applies, when a rule holds.

    condition  = conjunction {"or" conjunction}
    conjunction = negation {"and" negation}
    negation   = "not" negation | comparison
    comparison = operand [("==" | "!=" | "<" | "<=" | ">" | ">=") operand | ["not"] "in" list]
    operand    = NAME | NUMBER | STRING | "true" | "false" | "(" condition ")"
    list       = "[" [literal {"," literal}] "]"

A NAME is a fact ("parents.married"); a STRING stands in single or double quotes. Nothing is ever evaluated as Python.

Truth is three-valued (Kleene): a fact that is not known makes a comparison None, "false and None" is false,
"true or None" is true. So a checklist can say "not needed" before every question is answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import ClassVar, Literal

from darcha.catalogue.rules.words import Fact


class MalformedCondition(ValueError):
    """The text is no condition; the message says what was expected and where."""


@dataclass(frozen=True, slots=True)
class Name:
    code: str


@dataclass(frozen=True, slots=True)
class Literals:
    """A literal, or the list after "in"."""

    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    left: Operand
    operator: str
    right: Operand | Literals


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class Junction:
    operator: Literal["and", "or"]
    parts: tuple[Condition, ...]

    absorbing: ClassVar[dict[str, bool]] = {"and": False, "or": True}


Operand = Name | Literals
Condition = Name | Literals | Comparison | Not | Junction

_TOKEN = re.compile(
    r"\s*(?:(?P<number>-?\d+(?:\.\d+)?)|(?P<string>'[^']*'|\"[^\"]*\")"
    r"|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(?P<sign>==|!=|<=|>=|<|>|\(|\)|\[|\]|,))"
)
_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None:
            start = position + len(text[position:]) - len(text[position:].lstrip())
            raise MalformedCondition(f"'{text[start]}' at character {start + 1} has no meaning")
        kind = str(match.lastgroup)
        yield _Token(kind, match.group(kind), match.start(kind) + 1)
        position = match.end()
    yield _Token("end", "the end", len(text) + 1)


class _Parser:
    """One pass over the tokens, one method per line of the grammar."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.at = 0

    def next_is(self, *texts: str) -> bool:
        token = self.tokens[self.at]
        return token.kind in ("name", "sign") and token.text in texts

    def take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def wrong(self, expected: str) -> MalformedCondition:
        token = self.tokens[self.at]
        found = token.text if token.kind == "end" else f"'{token.text}'"
        return MalformedCondition(f"{expected} expected at character {token.position}, found {found}")

    def expect(self, sign: str) -> None:
        if not self.next_is(sign):
            raise self.wrong(f"'{sign}'")
        self.take()

    def whole(self) -> Condition:
        found = self.condition()
        if self.tokens[self.at].kind != "end":
            raise self.wrong("'and', 'or' or the end")
        return found

    def condition(self) -> Condition:
        parts = [self.conjunction()]
        while self.next_is("or"):
            self.take()
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Junction("or", tuple(parts))

    def conjunction(self) -> Condition:
        parts = [self.negation()]
        while self.next_is("and"):
            self.take()
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else Junction("and", tuple(parts))

    def negation(self) -> Condition:
        if self.next_is("not"):
            self.take()
            return Not(self.negation())
        return self.comparison()

    def comparison(self) -> Condition:
        if self.next_is("("):
            self.take()
            inner = self.condition()
            self.expect(")")
            return inner
        left = self.operand()
        if self.next_is(*_COMPARISONS):
            operator = self.take().text
            return Comparison(left, operator, self.operand())
        if self.next_is("in"):
            self.take()
            return Comparison(left, "in", self.literals())
        if self.next_is("not"):
            self.take()
            self.expect("in")
            return Not(Comparison(left, "in", self.literals()))
        return left

    def operand(self) -> Operand:
        token = self.tokens[self.at]
        if token.kind == "name" and token.text not in ("and", "or", "not", "in", "true", "false"):
            self.take()
            return Name(token.text)
        return Literals((self.literal(),))

    def literal(self) -> object:
        token = self.tokens[self.at]
        if token.kind == "number":
            self.take()
            return Decimal(token.text) if "." in token.text else int(token.text)
        if token.kind == "string":
            self.take()
            return token.text[1:-1]
        if token.kind == "name" and token.text in ("true", "false"):
            self.take()
            return token.text == "true"
        raise self.wrong("a fact, a number or a text in quotes")

    def literals(self) -> Literals:
        self.expect("[")
        values = []
        if not self.next_is("]"):
            values.append(self.literal())
            while self.next_is(","):
                self.take()
                values.append(self.literal())
        self.expect("]")
        return Literals(tuple(values))


@lru_cache(maxsize=4096)
def parsed(text: str) -> Condition:
    """Return the condition a text says.

    :raises MalformedCondition: it says none.
    """
    return _Parser(text).whole()


def holds(condition: str | None, facts: Mapping[str, object]) -> bool | None:
    """Return whether a condition holds; None when a fact that decides it is unknown (absent or None).

    No condition always holds. `facts` by code: booleans, numbers, texts.

    :raises MalformedCondition: the text is no condition, or compares what cannot be compared.
    """
    return True if condition is None else _truth(parsed(condition), facts)


def _truth(part: Condition, facts: Mapping[str, object]) -> bool | None:
    if isinstance(part, Junction):
        absorbing = Junction.absorbing[part.operator]
        truths = {_truth(inner, facts) for inner in part.parts}
        return absorbing if absorbing in truths else None if None in truths else not absorbing
    if isinstance(part, Not):
        inner = _truth(part.part, facts)
        return None if inner is None else not inner
    if isinstance(part, Comparison):
        return _compared(part, facts)
    value = _operand(part, facts)
    if value is None or isinstance(value, bool):
        return value
    raise MalformedCondition(f"{value!r} is neither true nor false")


def _operand(part: Operand, facts: Mapping[str, object]) -> object:
    return facts.get(part.code) if isinstance(part, Name) else part.values[0]


def _compared(part: Comparison, facts: Mapping[str, object]) -> bool | None:
    left = _operand(part.left, facts)
    if part.operator == "in":
        assert isinstance(part.right, Literals)
        return None if left is None else any(_same(left, value) for value in part.right.values)
    right = _operand(part.right, facts)
    if left is None or right is None:
        return None
    if part.operator in ("==", "!="):
        return _same(left, right) is (part.operator == "==")
    less, more = _number(left), _number(right)
    if less is None or more is None:
        raise MalformedCondition(f"{left!r} and {right!r} have no order")
    return {"<": less < more, "<=": less <= more, ">": less > more, ">=": less >= more}[part.operator]


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    return Decimal(str(value))


def _same(left: object, right: object) -> bool:
    # In Python True == 1; a yes is not the first disability group.
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def facts_asked(condition: str | None) -> frozenset[str]:
    """Return the codes of every fact a condition speaks of.

    :raises MalformedCondition: the text is no condition.
    """
    return frozenset() if condition is None else frozenset(_names(parsed(condition)))


def _names(part: Condition | Literals) -> Iterator[str]:
    if isinstance(part, Name):
        yield part.code
    elif isinstance(part, Comparison):
        yield from _names(part.left)
        yield from _names(part.right)
    elif isinstance(part, Not):
        yield from _names(part.part)
    elif isinstance(part, Junction):
        for inner in part.parts:
            yield from _names(inner)


def facts_missing(condition: str | None, facts: Mapping[str, object]) -> frozenset[str]:
    """Return the unknown facts that could still decide a condition; empty when it is decided.

    :raises MalformedCondition: the text is no condition.
    """
    return frozenset() if condition is None else frozenset(_missing(parsed(condition), facts))


def _missing(part: Condition, facts: Mapping[str, object]) -> Iterator[str]:
    if _truth(part, facts) is not None:
        return
    if isinstance(part, Junction):
        for inner in part.parts:
            yield from _missing(inner, facts)
    elif isinstance(part, Not):
        yield from _missing(part.part, facts)
    else:
        yield from (code for code in _names(part) if facts.get(code) is None)


def mistakes(condition: str, facts: Mapping[str, Fact], *, known: str = "a fact listed under facts") -> list[str]:
    """Return what is wrong with a condition, each as "what was expected"; empty when nothing is.

    `known` says in words what a condition at this place may speak of.

    Checked: the grammar, that every fact is known, that a choice is compared with its own values and in no order,
    a number with numbers, and that what stands alone is a yes or no.
    """
    try:
        tree = parsed(condition)
    except MalformedCondition as error:
        return [str(error)]
    unknown = sorted(set(_names(tree)) - facts.keys())
    if unknown:
        return [f"{known} (unknown: {', '.join(unknown)})"]
    return list(_misused(tree, facts))


def _misused(part: Condition, facts: Mapping[str, Fact]) -> Iterator[str]:
    if isinstance(part, Junction):
        for inner in part.parts:
            yield from _misused(inner, facts)
    elif isinstance(part, Not):
        yield from _misused(part.part, facts)
    elif isinstance(part, Name):
        if facts[part.code].kind != "yes_no":
            yield f"a comparison ({part.code} is no yes or no)"
    elif isinstance(part, Comparison):
        yield from _misused_comparison(part, facts)
    elif not isinstance(part.values[0], bool):
        yield "a comparison, not a value alone"


def _misused_comparison(part: Comparison, facts: Mapping[str, Fact]) -> Iterator[str]:
    for name, other in ((part.left, part.right), (part.right, part.left)):
        if not isinstance(name, Name):
            continue
        fact = facts[name.code]
        ordered = part.operator in ("<", "<=", ">", ">=")
        if ordered and fact.kind != "number":
            yield f"== or in ({name.code} is no number, it has no order)"
            continue
        for value in other.values if isinstance(other, Literals) else ():
            if fact.kind == "choice" and not any(_same(value, choice.value) for choice in fact.choices):
                allowed = ", ".join(repr(choice.value) for choice in fact.choices)
                yield f"one of {allowed} for {name.code}"
            elif fact.kind == "number" and _number(value) is None:
                yield f"a number for {name.code}"
            elif fact.kind == "yes_no" and not isinstance(value, bool):
                yield f"true or false for {name.code}"
            elif fact.kind == "date":
                yield f"no comparison of a day ({name.code})"
