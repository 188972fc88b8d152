"""What a draft of a service still lacks before it may be published; pure.

A draft is the service's part of the catalogue file, as JSON values, as far as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from darcha.catalogue.rules.checklists import abolished_on
from darcha.catalogue.rules.conditions import mistakes
from darcha.catalogue.rules.words import Choice, DocumentType, Fact
from darcha.kernel.names import Names

LANGUAGES = ("uz", "ru", "en")
"""What an author writes; Uzbek in Cyrillic is spelt from the Latin."""

MOST_COUNTER_MINUTES = 240
MOST_DIGITS = 40
MOST_DECIMALS = 4
MOST_MULTIPLES = 1000
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")
_FACT_KINDS = ("yes_no", "number", "choice", "date")
_FIELD_KINDS = (*_FACT_KINDS, "text", "long_text")
_NAMELESS = Names(uz="", uz_cyrl="", ru="", en="")

_OPTIONAL_TEXTS = ("note", "benefit", "remark", "fee.text", "fee.per", "time.starts", "time.then.do")


@dataclass(frozen=True, slots=True)
class Known:
    """What a draft may refer to, by code."""

    departments: frozenset[str]
    partners: frozenset[str]
    life_events: frozenset[str]
    documents: Mapping[str, DocumentType]
    facts: Mapping[str, Fact]
    sources: frozenset[str]

    @property
    def bodies(self) -> frozenset[str]:
        """Return who may be asked in a step."""
        return self.departments | self.partners


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a draft lacks. `field`: where, "docs.3.if"; `code`: what, said in words by the wording; `detail` fills
    the sentence. `blocks` False: worth a look, and no hindrance.
    """

    field: str
    code: str
    detail: str = ""
    blocks: bool = True


def gaps(content: Mapping[str, Any], *, known: Known, on: date) -> tuple[Gap, ...]:
    """Return what a draft lacks to be in force on the day `on`, in the order of the form; empty when it is complete."""
    return (
        *_texts(content),
        *_bodies(content, known),
        *_papers(content, known, on),
        *_form(content, known),
        *_variants(content, known, on),
        *_when(content, known),
        *_fee(content, known),
        *_time(content),
        *_steps(content, known),
        *_counter_minutes(content),
        *_ground(content, known),
    )


def part(content: Mapping[str, Any], path: str) -> Any:
    """Return what stands at a dotted path of a draft, None where nothing does: "steps.parallel.0.do"."""
    found: Any = content
    for step in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list) and step.isdigit() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _names(content: Mapping[str, Any], path: str) -> Iterator[Gap]:
    told = part(content, path)
    written = told if isinstance(told, Mapping) else {}
    for language in LANGUAGES:
        if _blank(written.get(language)):
            yield Gap(f"{path}.{language}", "translation", language)


def _texts(content: Mapping[str, Any]) -> Iterator[Gap]:
    for path in ("name", "output"):
        yield from _names(content, path)
    for path in _OPTIONAL_TEXTS:
        told = part(content, path)
        if isinstance(told, Mapping) and not all(_blank(told.get(language)) for language in LANGUAGES):
            yield from _names(content, path)


def _bodies(content: Mapping[str, Any], known: Known) -> Iterator[Gap]:
    if content.get("department") not in known.departments:
        yield Gap("department", "department")
    if content.get("provider") is not None and content["provider"] not in known.bodies:
        yield Gap("provider", "department")
    events = content.get("life_events")
    if not isinstance(events, list) or not events or not known.life_events.issuperset(events):
        yield Gap("life_events", "life_event")


def _papers(content: Mapping[str, Any], known: Known, on: date, *, path: str = "docs") -> Iterator[Gap]:
    """Yield what is missing in a list of papers, of the service or of one of its variants."""
    asked: set[tuple[str, str]] = set()
    alone, chosen = set[str](), set[str]()
    for place, demand in enumerate(_rows(content, path)):
        condition, field = demand.get("if"), f"{path}.{place}.document"
        codes = _proofs(demand)
        # A paper of a choice stands nowhere else, whatever the condition: the demand is known by it.
        elsewhere = chosen if len(codes) == 1 else alone | chosen
        if (codes[0], str(condition)) in asked or elsewhere & set(codes) or len(set(codes)) < len(codes):
            yield Gap(field, "paper_twice")
        asked.add((codes[0], str(condition)))
        (alone if len(codes) == 1 else chosen).update(codes)
        documents = [known.documents.get(code) for code in codes]
        # Two papers of one holder are told once.
        yield from dict.fromkeys(gap for one in documents for gap in _about_paper(one, field, content, on))
        yield from _condition(condition, f"{path}.{place}.if", known.facts)
        yield from _clause(demand, field, known)


def _proofs(demand: Mapping[str, Any]) -> list[str]:
    """Return the codes of the papers that prove what is demanded, each alone."""
    several = demand.get("one_of")
    return [str(code) for code in several] if isinstance(several, list) else [str(demand.get("document") or "")]


def _clause(demand: Mapping[str, Any], field: str, known: Known) -> Iterator[Gap]:
    clause = demand.get("clause")
    source = str(clause.get("source")) if isinstance(clause, Mapping) else None
    if source is not None and source not in known.sources:
        yield Gap(field, "source", source)


def _about_paper(document: DocumentType | None, field: str, content: Mapping[str, Any], on: date) -> Iterator[Gap]:
    if document is None:
        yield Gap(field, "paper")
    elif abolished_on(document, service_code=str(content.get("code")), day=on):
        # It may stand in a description of an earlier practice; nobody is asked for it.
        yield Gap(field, "paper_abolished", blocks=False)
    elif document.held_by is not None:
        yield Gap(field, "paper_held", document.held_by, blocks=False)
    elif document.issued_by is not None:
        yield Gap(field, "holder_untold", document.issued_by)


def _form(content: Mapping[str, Any], known: Known) -> Iterator[Gap]:
    """Yield what is missing in the fields of the form, each judged by what is known when it is asked."""
    told: dict[str, Fact] = dict(known.facts)
    seen: set[str] = set()
    for place, asked in enumerate(_rows(content, "form")):
        path, code = f"form.{place}", str(asked.get("field") or "")
        found = asked.get("definition")
        field: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
        if not _CODE.fullmatch(code):
            yield Gap(f"{path}.field", "code")
        elif code in seen:
            yield Gap(f"{path}.field", "field_twice")
        elif code in known.facts:
            yield Gap(f"{path}.field", "field_is_fact")
        seen.add(code)
        yield from _definition(content, f"{path}.definition", field)
        if asked.get("required") and not _blank(asked.get("required_if")):
            yield Gap(f"{path}.required_if", "required_once")
        for key in ("required_if", "shown_if"):
            yield from _condition(asked.get(key), f"{path}.{key}", told)
        kind = field.get("kind")
        if kind in _FACT_KINDS:
            choices = tuple(Choice(one["value"], _NAMELESS) for one in _choices_of(field) if "value" in one)
            told[code] = Fact(code, kind, _NAMELESS, choices)


def _choices_of(field: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = field.get("choices")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _definition(content: Mapping[str, Any], path: str, field: Mapping[str, Any]) -> Iterator[Gap]:
    kind, choices = field.get("kind"), _choices_of(field)
    if kind not in _FIELD_KINDS:
        yield Gap(f"{path}.kind", "field_kind")
    yield from _names(content, f"{path}.label")
    if not all(_blank((field.get("help") or {}).get(language)) for language in LANGUAGES):
        yield from _names(content, f"{path}.help")
    for line, one in enumerate(choices, start=1):
        name = one.get("name") or {}
        if _blank(one.get("value")) or any(_blank(name.get(language)) for language in LANGUAGES):
            yield Gap(f"{path}.choices", "choice_line", str(line))
    if len({str(one.get("value")) for one in choices}) != len(choices):
        yield Gap(f"{path}.choices", "choice_twice")
    if (kind == "choice") != bool(choices):
        yield Gap(f"{path}.choices", "choices")
    yield from _limits(path, field)


def _limits(path: str, field: Mapping[str, Any]) -> Iterator[Gap]:
    kind = field.get("kind")
    numbers = {key: _as_number(field.get(key)) for key in ("least", "most", "digits", "decimals")}
    for key, number in numbers.items():
        whole = number is None or number == number.to_integral_value()
        if not _blank(field.get(key)) and (number is None or (key in ("digits", "decimals") and not whole)):
            yield Gap(f"{path}.{key}", "whole_number")
    least, most, digits, decimals = numbers.values()
    if (least is not None or most is not None) and kind not in ("text", "long_text", "number"):
        yield Gap(f"{path}.least" if least is not None else f"{path}.most", "limit_of_what")
    if least is not None and most is not None and least > most:
        yield Gap(f"{path}.most", "limit_order")
    if digits is not None and (
        kind != "text" or least is not None or most is not None or not 0 < digits <= MOST_DIGITS
    ):
        yield Gap(f"{path}.digits", "digits")
    if decimals and (kind != "number" or decimals > MOST_DECIMALS):
        yield Gap(f"{path}.decimals", "decimals")
    if field.get("days") and kind != "date":
        yield Gap(f"{path}.days", "days_of_a_date")


def _as_number(value: object) -> Decimal | None:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _variants(content: Mapping[str, Any], known: Known, on: date) -> Iterator[Gap]:
    seen: set[str] = set()
    for place, variant in enumerate(_rows(content, "variants")):
        field, code = f"variants.{place}", str(variant.get("code") or "")
        if not _CODE.fullmatch(code):
            yield Gap(f"{field}.code", "code")
        elif code in seen:
            yield Gap(f"{field}.code", "variant_twice")
        seen.add(code)
        yield from _names(content, f"{field}.name")
        if _blank(variant.get("if")):
            yield Gap(f"{field}.if", "variant_if")
        yield from _condition(variant.get("if"), f"{field}.if", known.facts)
        yield from _own_parts(content, field, variant, known)
        yield from _papers(content, known, on, path=f"{field}.docs")


def _own_parts(content: Mapping[str, Any], field: str, variant: Mapping[str, Any], known: Known) -> Iterator[Gap]:
    """Yield what is missing in a variant's fee, time and ground, and whether it changes nothing at all."""
    if variant.get("docs") is None and not variant.get("fee") and not variant.get("time"):
        yield Gap(f"{field}.fee.multiples", "variant_alike")
    multiples = part(content, f"{field}.fee.multiples")
    number = _as_number(multiples)
    if multiples is not None and (number is None or not 0 <= number <= MOST_MULTIPLES):
        yield Gap(f"{field}.fee.multiples", "amount")
    if variant.get("time") and (
        not isinstance(part(content, f"{field}.time.n"), int) or _blank(part(content, f"{field}.time.unit"))
    ):
        yield Gap(f"{field}.time.n", "time")
    sources = part(content, f"{field}.p.sources") or []
    if not sources and not part(content, f"{field}.p.illustration"):
        yield Gap(f"{field}.p.sources", "provenance", "variant")
    unknown = [str(key) for key in sources if key not in known.sources]
    if unknown:
        yield Gap(f"{field}.p.sources", "source", ", ".join(unknown))


def _when(content: Mapping[str, Any], known: Known) -> Iterator[Gap]:
    """Yield what is wrong with the days of the year and the limits within which one may apply."""
    for path in ("window", "window.outside_area"):
        told = part(content, path)
        if isinstance(told, Mapping) and told:
            for key in ("from", "to"):
                if not _is_day_of_year(told.get(key)):
                    yield Gap(f"{path}.{key}", "day_of_year")
    for path in ("limits.one_application_per", "apply_within"):
        told = part(content, path)
        if isinstance(told, Mapping) and told and (not isinstance(told.get("n"), int) or _blank(told.get("unit"))):
            yield Gap(f"{path}.n", "span")
    within = content.get("apply_within")
    if isinstance(within, Mapping) and within:
        fact = known.facts.get(str(within.get("from")))
        if fact is None or fact.kind != "date":
            yield Gap("apply_within.from", "date_fact")


def _is_day_of_year(value: object) -> bool:
    try:
        date.fromisoformat(f"2000-{value}")
    except ValueError:
        return False
    return True


def _condition(text: object, field: str, facts: Mapping[str, Fact]) -> Iterator[Gap]:
    if isinstance(text, str) and text.strip():
        for mistake in mistakes(text, facts):
            yield Gap(field, "condition", mistake)


def _rows(content: Mapping[str, Any], path: str) -> list[Mapping[str, Any]]:
    found = part(content, path)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _fee(content: Mapping[str, Any], known: Known) -> Iterator[Gap]:
    told = content.get("fee")
    fee = told if isinstance(told, Mapping) else {}
    ways = [way for way in ("multiples", "table", "text") if not _blank(fee.get(way)) and fee.get(way) not in ([], {})]
    if len(ways) != 1:
        yield Gap("fee.multiples", "fee")
    for place, row in enumerate(_rows(content, "fee.table")):
        field = f"fee.table.{place}"
        if _blank(row.get("if")):
            yield Gap(f"{field}.if", "fee_row")
        if _blank(row.get("multiples")):
            yield Gap(f"{field}.multiples", "fee_row")
        yield from _condition(row.get("if"), f"{field}.if", known.facts)
    yield from _condition(fee.get("free_if"), "fee.free_if", known.facts)


def _time(content: Mapping[str, Any]) -> Iterator[Gap]:
    if _blank(part(content, "time.n")):
        yield Gap("time.n", "time")
    if _blank(part(content, "time.unit")):
        yield Gap("time.unit", "time")


def _steps(content: Mapping[str, Any], known: Known) -> Iterator[Gap]:
    for group in ("parallel", "then"):
        for place, step in enumerate(_rows(content, f"steps.{group}")):
            field = f"steps.{group}.{place}"
            if step.get("department") not in known.bodies:
                yield Gap(f"{field}.department", "department")
            yield from _names(content, f"{field}.do")
            if _blank(step.get("n")) != _blank(step.get("unit")):
                yield Gap(f"{field}.n", "step_time")


def _counter_minutes(content: Mapping[str, Any]) -> Iterator[Gap]:
    minutes = content.get("counter_minutes")
    if not isinstance(minutes, int) or not 0 < minutes <= MOST_COUNTER_MINUTES:
        yield Gap("counter_minutes", "counter_minutes")


def _ground(content: Mapping[str, Any], known: Known) -> Iterator[Gap]:
    if not part(content, "p.law.sources"):
        yield Gap("p.law.sources", "ground")
    told = ["docs", "fee", "time", "counter_minutes"]
    told += ["steps"] if _rows(content, "steps.parallel") or _rows(content, "steps.then") else []
    told += ["tacit"] if content.get("tacit") else []
    told += ["form"] if _rows(content, "form") else []
    for name in told:
        if not part(content, f"p.{name}.sources") and not part(content, f"p.{name}.illustration"):
            yield Gap(f"p.{name}.sources", "provenance", name)
    for name in ("law", *told):
        sources = part(content, f"p.{name}.sources")
        unknown = [str(key) for key in sources if key not in known.sources] if isinstance(sources, list) else []
        if unknown:
            yield Gap(f"p.{name}.sources", "source", ", ".join(unknown))
