"""From what the tables keep to what the house speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel

from darcha.catalogue import models
from darcha.catalogue.blueprint import (
    ApplyWithinShape,
    AskedShape,
    DemandShape,
    FeeRuleShape,
    FeeShape,
    NamesShape,
    ProvenanceShape,
    ServiceShape,
    SpanShape,
    StepShape,
    TimeShape,
    VariantShape,
    WindowShape,
)
from darcha.catalogue.rules import (
    Abolition,
    ApplyWithin,
    Asked,
    Choice,
    Clause,
    Correction,
    Demand,
    Department,
    DocumentType,
    Fact,
    FeeRow,
    FeeRule,
    FormField,
    LifeEvent,
    Limits,
    Provenance,
    ServiceFee,
    ServiceVersion,
    Source,
    Span,
    Step,
    Then,
    TimeLimit,
    Variant,
    Window,
    facts_asked,
)
from darcha.kernel.names import Names
from darcha.kernel.scripts import to_cyrillic

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What versions refer to by code."""

    documents: Mapping[str, DocumentType]
    facts: Mapping[str, Fact]
    fee_rules: tuple[FeeRule, ...]
    sources: Mapping[str, Source]


def names(shape: NamesShape) -> Names:
    """Return a name in four languages, transliterated where the file has no Cyrillic."""
    return Names(uz=shape.uz, uz_cyrl=shape.uz_cyrl or to_cyrillic(shape.uz), ru=shape.ru, en=shape.en)


def _maybe_names(shape: NamesShape | None) -> Names | None:
    return None if shape is None else names(shape)


def kept(content: Any, model: type[Model]) -> Model:
    """Return a part of the file as it was kept as JSON."""
    return model.model_validate(content, strict=False)


def source(row: models.LegalSource) -> Source:
    """Return a source as kept."""
    return Source(key=row.key, address=row.address, note=row.note)


def department(row: models.Department) -> Department:
    """Return a department or partner as kept."""
    return Department(
        code=row.code,
        names=row.names,
        calendar=row.calendar,
        is_partner=row.is_partner,
        usual_presence=tuple(row.usual_presence),
    )


def life_event(row: models.LifeEvent) -> LifeEvent:
    """Return a life event as kept."""
    return LifeEvent(code=row.code, names=row.names)


def document(row: models.DocumentType, sources: Mapping[str, Source]) -> DocumentType:
    """Return a document type as kept."""
    abolished = None
    if row.abolished_told:
        abolished = Abolition(
            from_day=row.abolished_from,
            told=row.abolished_told,
            scope=None if row.abolished_scope is None else tuple(row.abolished_scope),
            source=sources.get(str(row.abolished_source_id)),
        )
    return DocumentType(
        code=row.code,
        names=row.names,
        issued_by=row.issued_by_id,
        held_by=row.held_by_id,
        abolished=abolished,
        note=None if row.note is None else names(kept(row.note, NamesShape)),
        output_of=tuple(row.output_of),
    )


def fact(row: models.Fact) -> Fact:
    """Return a fact as kept."""
    return Fact(
        code=row.code,
        kind=row.kind,  # type: ignore[arg-type]  # the database refuses any other: a_fact_is_of_a_known_kind
        question=row.names,
        choices=tuple(Choice(one["value"], names(kept(one["name"], NamesShape))) for one in row.choices),
        derived=row.derived,
    )


def fee_rule(row: models.FeeRule) -> FeeRule:
    """Return a fee rule as kept."""
    shape = kept(row.content, FeeRuleShape)
    return FeeRule(
        code=shape.code,
        names=row.names,
        condition=shape.when,
        times_hundredths=shape.times_hundredths,
        plus_hundredths=tuple((shape.plus_hundredths or {}).items()),
        waives=shape.waives,
        refund_within=_span(shape.refund_within),
        services=None if shape.services is None else tuple(shape.services),
    )


def service_version(row: models.ServiceVersion, *, around: Surroundings) -> ServiceVersion:
    """Return a version as kept, with what it refers to as it is now."""
    shape = kept(row.content, ServiceShape)
    steps = shape.steps
    provenance = {
        field: _provenance(part)
        for field, part in ((name, getattr(shape.p, name)) for name in type(shape.p).model_fields)
        if part is not None
    }
    rules = tuple(rule for rule in around.fee_rules if rule.services is None or shape.code in rule.services)
    return ServiceVersion(
        id=row.pk,
        code=shape.code,
        names=names(shape.name),
        department_id=shape.department,
        provider_id=shape.provider,
        life_events=tuple(shape.life_events),
        demands=_demands(shape.docs, around),
        fee=_fee(shape.fee),
        fee_rules=rules,
        time=time_limit(shape.time),
        parallel_steps=tuple(_step(one) for one in steps.parallel) if steps else (),
        then_steps=tuple(_step(one) for one in steps.then) if steps else (),
        output=names(shape.output),
        tacit=shape.tacit,
        window=window(shape.window),
        apply_within=apply_within(shape.apply_within),
        limits=None if shape.limits is None else Limits(_span(shape.limits.one_application_per)),
        referral_valid=_span(shape.referral_valid),
        benefit=_maybe_names(shape.benefit),
        note=_maybe_names(shape.note),
        counter_minutes=shape.counter_minutes,
        law=tuple(around.sources[key] for key in shape.p.law.sources if key in around.sources),
        questions=_questions(shape, around.facts),
        fee_questions=_fee_questions(shape, rules, around.facts),
        provenance=MappingProxyType(provenance),
        content_hash=row.content_hash,
        valid_from=row.valid_from,
        remark=_maybe_names(shape.remark),
        variants=tuple(_variant(one, around) for one in shape.variants),
        form=tuple(asked(one) for one in shape.form),
        four_eyes=shape.four_eyes,
    )


def _variant(shape: VariantShape, around: Surroundings) -> Variant:
    docs = shape.docs
    return Variant(
        code=shape.code,
        names=names(shape.name),
        condition=shape.if_,
        demands=None if docs is None else _demands(docs, around),
        fee=None if shape.fee is None else _fee(shape.fee),
        time=None if shape.time is None else time_limit(shape.time),
    )


def _demands(shapes: Iterable[DemandShape], around: Surroundings) -> tuple[Demand, ...]:
    return tuple(_demand(shape, around) for shape in shapes)


def _demand(shape: DemandShape, around: Surroundings) -> Demand:
    first, *others = (around.documents[code] for code in shape.documents)
    source = around.sources.get(shape.clause.source) if shape.clause else None
    clause = Clause(source, shape.clause.point or "") if shape.clause and source else None
    return Demand(first, shape.if_, others=tuple(others), clause=clause)


def _questions(shape: ServiceShape, facts: Mapping[str, Fact]) -> tuple[Fact, ...]:
    conditions = [demand.if_ for demand in shape.docs]
    fees = [shape.fee, *(one.fee for one in shape.variants if one.fee)]
    conditions += [text for fee in fees for text in (fee.free_if, *(row.if_ for row in fee.table or ()))]
    conditions += [one.if_ for one in shape.variants]
    conditions += [demand.if_ for one in shape.variants for demand in one.docs or ()]
    conditions += [text for one in shape.form for text in (one.shown_if, one.required_if)]
    codes = {code for text in conditions for code in facts_asked(text)}
    if shape.apply_within is not None:
        codes.add(shape.apply_within.from_)
    return tuple(one for one in facts.values() if one.code in codes and not one.derived)


def _fee_questions(shape: ServiceShape, rules: tuple[FeeRule, ...], facts: Mapping[str, Fact]) -> tuple[Fact, ...]:
    if shape.fee.multiples == 0 and not any(one.fee for one in shape.variants):
        return ()
    codes = {code for rule in rules for code in facts_asked(rule.condition)}
    return tuple(one for one in facts.values() if one.code in codes and not one.derived)


def _provenance(shape: ProvenanceShape) -> Provenance:
    return Provenance(
        keys=tuple(shape.sources),
        illustration=shape.illustration,
        uncertain=shape.uncertain,
        remark=shape.remark or "",
    )


def _span(shape: SpanShape | None) -> Span | None:
    return None if shape is None else Span(shape.n, shape.unit)


def _step(shape: StepShape) -> Step:
    return Step(department_id=shape.department, do=names(shape.do), n=shape.n, unit=shape.unit)


def _fee(shape: FeeShape) -> ServiceFee:
    return ServiceFee(
        multiples=shape.multiples,
        table=tuple(FeeRow(row.if_, row.multiples) for row in shape.table or ()),
        text=_maybe_names(shape.text),
        by_channel=tuple(shape.by_channel.items()),
        free_if=shape.free_if,
        per=_maybe_names(shape.per),
    )


def asked(shape: AskedShape) -> Asked:
    """Return a field of a form as its version keeps it."""
    kept_field = shape.definition
    assert kept_field is not None  # the loading wrote it
    return Asked(
        field=FormField(
            code=kept_field.code,
            kind=kept_field.kind,
            label=names(kept_field.label),
            help=_maybe_names(kept_field.help),
            choices=tuple(Choice(one.value, names(one.name)) for one in kept_field.choices),
            least=kept_field.least,
            most=kept_field.most,
            digits=kept_field.digits,
            decimals=kept_field.decimals,
            days=kept_field.days,
        ),
        required=shape.required,
        required_if=shape.required_if,
        shown_if=shape.shown_if,
    )


def time_limit(shape: TimeShape) -> TimeLimit:
    """Return a statutory time as the file tells it."""
    correction = shape.correction
    then = shape.then
    return TimeLimit(
        n=shape.n,
        unit=shape.unit,
        kind=shape.kind,
        min_n=shape.minimum,
        starts=_maybe_names(shape.starts),
        review=_span(shape.review),
        extendable_to=_span(shape.extendable_to),
        correction=None
        if correction is None
        else Correction(Span(correction.n, correction.unit), correction.otherwise),
        pay_within=_span(shape.pay_within),
        notify_visit=_span(shape.notify_visit),
        applicant_must_appear=_span(shape.applicant_must_appear),
        forward=_span(shape.forward),
        offer=_span(shape.offer),
        then=None if then is None else Then(names(then.do), Span(then.n, then.unit)),
        starts_with=shape.starts_with,
        counts=shape.counts,
        resume=shape.resume,
        warn_before=_span(shape.warn_before),
    )


def window(shape: WindowShape | None) -> Window | None:
    """Return the days of the year in which one may apply; None: all."""
    if shape is None:
        return None
    outside = shape.outside_area
    return Window(shape.from_, shape.to, None if outside is None else (outside.from_, outside.to))


def apply_within(shape: ApplyWithinShape | None) -> ApplyWithin | None:
    """Return how long after a fact one may apply; None: without limit."""
    return None if shape is None else ApplyWithin(Span(shape.n, shape.unit), shape.from_)
