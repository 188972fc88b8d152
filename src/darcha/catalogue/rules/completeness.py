"""What a draft of a service still lacks before it may be published; pure.

A draft is the service's part of the catalogue file, as JSON values, as far as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from darcha.catalogue.rules.checklists import abolished_on
from darcha.catalogue.rules.conditions import mistakes
from darcha.catalogue.rules.words import DocumentType, Fact

LANGUAGES = ("uz", "ru", "en")
"""What an author writes; Uzbek in Cyrillic is spelt from the Latin."""

MOST_COUNTER_MINUTES = 240

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
        *_variants(content, known),
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


def _papers(content: Mapping[str, Any], known: Known, on: date) -> Iterator[Gap]:
    asked: set[tuple[str, str]] = set()
    alone, chosen = set[str](), set[str]()
    for place, demand in enumerate(_rows(content, "docs")):
        condition, field = demand.get("if"), f"docs.{place}.document"
        codes = _proofs(demand)
        # A paper of a choice stands nowhere else, whatever the condition: the demand is known by it.
        elsewhere = chosen if len(codes) == 1 else alone | chosen
        if (codes[0], str(condition)) in asked or elsewhere & set(codes) or len(set(codes)) < len(codes):
            yield Gap(field, "paper_twice")
        asked.add((codes[0], str(condition)))
        (alone if len(codes) == 1 else chosen).update(codes)
        for code in codes:
            if code in known.documents:
                yield from _about_paper(known.documents[code], field, content, on)
            else:
                yield Gap(field, "paper")
        yield from _condition(condition, f"docs.{place}.if", known)
        yield from _clause(demand, f"docs.{place}.document", known)


def _proofs(demand: Mapping[str, Any]) -> list[str]:
    """Return the codes of the papers that prove what is demanded, each alone."""
    several = demand.get("one_of")
    return [str(code) for code in several] if isinstance(several, list) else [str(demand.get("document") or "")]


def _clause(demand: Mapping[str, Any], field: str, known: Known) -> Iterator[Gap]:
    clause = demand.get("clause")
    source = str(clause.get("source")) if isinstance(clause, Mapping) else None
    if source is not None and source not in known.sources:
        yield Gap(field, "source", source)


def _about_paper(document: DocumentType, field: str, content: Mapping[str, Any], on: date) -> Iterator[Gap]:
    if abolished_on(document, service_code=str(content.get("code")), day=on):
        # It may stand in a description of an earlier practice; nobody is asked for it.
        yield Gap(field, "paper_abolished", blocks=False)
    elif document.held_by is not None:
        yield Gap(field, "paper_held", document.held_by, blocks=False)
    elif document.issued_by is not None:
        yield Gap(field, "holder_untold", document.issued_by)


def _variants(content: Mapping[str, Any], known: Known) -> Iterator[Gap]:
    for place, variant in enumerate(_rows(content, "variants")):
        field = f"variants.{place}"
        yield from _names(content, f"{field}.name")
        yield from _condition(variant.get("if"), f"{field}.if", known)
        for row, demand in enumerate(_rows(content, f"{field}.docs")):
            if not known.documents.keys() >= set(_proofs(demand)):
                yield Gap(f"{field}.docs.{row}.document", "paper")
            yield from _condition(demand.get("if"), f"{field}.docs.{row}.if", known)


def _condition(text: object, field: str, known: Known) -> Iterator[Gap]:
    if isinstance(text, str) and text.strip():
        for mistake in mistakes(text, known.facts):
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
        yield from _condition(row.get("if"), f"{field}.if", known)
    yield from _condition(fee.get("free_if"), "fee.free_if", known)


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
    for name in told:
        if not part(content, f"p.{name}.sources") and not part(content, f"p.{name}.illustration"):
            yield Gap(f"p.{name}.sources", "provenance", name)
    for name in ("law", *told):
        sources = part(content, f"p.{name}.sources")
        unknown = [str(key) for key in sources if key not in known.sources] if isinstance(sources, list) else []
        if unknown:
            yield Gap(f"p.{name}.sources", "source", ", ".join(unknown))
