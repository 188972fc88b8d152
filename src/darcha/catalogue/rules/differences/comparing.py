"""Comparing two versions of one service, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Literal

from darcha.catalogue.rules.differences.kinds import (
    Body,
    Change,
    ChangeKind,
    ChannelName,
    ConditionText,
    FeeTable,
    SilenceMeaning,
    Value,
    Words,
)
from darcha.catalogue.rules.variants import in_variant
from darcha.catalogue.rules.words import Asked, Clause, Demand, ServiceFee, ServiceVersion, Span, Step, TimeLimit
from darcha.kernel.names import Names

_TEXTS = ("output", "benefit", "note", "remark")
_NOT_OF_THE_CONTENT = {"id", "code", "content_hash", "valid_from", "variant", "fee_rules", "questions", "fee_questions"}
"""What a version is known by, and what follows from the rest or from the catalogue around it."""

COMPARED = _NOT_OF_THE_CONTENT | {
    "names", "department_id", "provider_id", "life_events", "demands", "fee", "time", "parallel_steps", "then_steps",
    "tacit", "four_eyes", "window", "apply_within", "limits", "referral_valid", "counter_minutes", "law", "provenance",
    "form", "variants", *_TEXTS,
}  # fmt: skip
"""Fields of a version this module knows how to tell. Any other that differs is told as `ChangeKind.OTHER`."""

_TERMS = ("review", "pay_within", "notify_visit", "applicant_must_appear", "forward", "offer", "warn_before")
_DAYS = {"cd": 1, "wk": 7}


def differences(before: ServiceVersion, after: ServiceVersion) -> tuple[Change, ...]:
    """Return every change from one version of a service to another, what concerns the applicant most first.

    Two versions of equal content have none; a change nobody has named is still told, by the name of its field.
    Check: ten working days against five is one change, `TIME_SHORTER` from Span(10, "wd") to Span(5, "wd").
    """
    found = _differences(before, after)
    return (*found, *_variants(before, after, found))


def _variants(before: ServiceVersion, after: ServiceVersion, told: tuple[Change, ...]) -> Iterator[Change]:
    """Yield what changed in the variants alone: which there are and for whom, and papers, fee and time in each."""
    old, new = ({one.code: one for one in version.variants} for version in (before, after))
    for code in dict.fromkeys((*new, *old)):
        was, is_now = old.get(code), new.get(code)
        known = is_now or was
        assert known is not None
        conditions = [ConditionText(one.condition) if one else None for one in (was, is_now)]
        if conditions[0] != conditions[1]:
            yield Change(ChangeKind.VARIANT, known.names, *conditions)
        if was and is_now:
            for change in _differences(in_variant(before, code), in_variant(after, code)):
                if change not in told:
                    yield change


def _differences(before: ServiceVersion, after: ServiceVersion) -> tuple[Change, ...]:
    return (
        *_papers(before.demands, after.demands),
        *_fee(before.fee, after.fee),
        *_time(before.time, after.time),
        *_clock(before.time, after.time),
        *_how_decided(before, after),
        *_steps("parallel", before.parallel_steps, after.parallel_steps),
        *_steps("then", before.then_steps, after.then_steps),
        *_bodies(before, after),
        *_when_to_apply(before, after),
        *_form(before.form, after.form),
        *_texts(before, after),
        *_rest(before, after),
    )


def _papers(before: tuple[Demand, ...], after: tuple[Demand, ...]) -> Iterator[Change]:
    old, new = _conditions(before), _conditions(after)
    names = {demand.codes: demand.names for demand in (*after, *before)}
    clauses = [{demand.codes: demand.clause for demand in demands} for demands in (before, after)]
    became = _proven_otherwise(old, new)
    for codes in new:
        if codes not in old and codes not in became.values():
            yield Change(ChangeKind.PAPER_ADDED, names[codes], None, _asked(new[codes]))
    for codes, conditions in old.items():
        now = became.get(codes, codes)
        if now not in new:
            yield Change(ChangeKind.PAPER_DROPPED, names[codes], _asked(conditions), None)
            continue
        if now != codes:
            kind = ChangeKind.PAPER_PROOFS_MORE if now > codes else ChangeKind.PAPER_PROOFS
            yield Change(kind, None, names[codes], names[now])
        if set(conditions) != set(new[now]):
            kind = ChangeKind.PAPER_CONDITION
            if None in new[now]:
                kind = ChangeKind.PAPER_OFTENER
            elif None in conditions:
                kind = ChangeKind.PAPER_RARER
            yield Change(kind, names[now], _asked(conditions), _asked(new[now]))
        told = [_clause(one) for one in (clauses[0][codes], clauses[1][now])]
        if told[0] != told[1]:
            yield Change(ChangeKind.GROUND, names[now], *told)


_Conditions = dict[frozenset[str], tuple[str | None, ...]]


def _conditions(demands: tuple[Demand, ...]) -> _Conditions:
    """Return under which conditions each demand stands, by the papers of which one is enough."""
    found: _Conditions = {}
    for demand in demands:
        found[demand.codes] = (*found.get(demand.codes, ()), demand.condition)
    return found


def _proven_otherwise(old: _Conditions, new: _Conditions) -> dict[frozenset[str], frozenset[str]]:
    """Return which demands are the same ones with more, fewer or other papers of which one is enough."""
    found: dict[frozenset[str], frozenset[str]] = {}
    for codes in old:
        if codes not in new:
            alike = (one for one in new if one & codes and one not in old and one not in found.values())
            now = next(alike, None)
            if now is not None:
                found[codes] = now
    return found


def _clause(clause: Clause | None) -> str | None:
    return f"{clause.source.key} {clause.point}".strip() if clause else None


def _asked(conditions: tuple[str | None, ...]) -> Value:
    """Return when a paper is asked for: always, or where one of its conditions holds."""
    told = [text for text in conditions if text is not None]
    if len(told) < len(conditions):
        return Words("always")
    return ConditionText(told[0] if len(told) == 1 else " or ".join(f"({text})" for text in told))


def _fee(before: ServiceFee, after: ServiceFee) -> Iterator[Change]:
    old, new = _price(before), _price(after)
    if old != new:
        yield Change(_fee_kind(before, after), None, old, new)
    yield from _channel_prices(before, after)
    if before.free_if != after.free_if:
        yield Change(ChangeKind.FEE_OTHER, Words("free_if"), _condition(before.free_if), _condition(after.free_if))
    if before.per != after.per:
        yield Change(ChangeKind.FEE_OTHER, Words("fee_per"), before.per, after.per)


def _price(fee: ServiceFee) -> Value | None:
    if fee.multiples is not None:
        return fee.multiples
    return FeeTable(tuple((row.condition, row.multiples) for row in fee.table)) if fee.table else fee.text


def _fee_kind(before: ServiceFee, after: ServiceFee) -> ChangeKind:
    """Return whether a fee rose or fell for everybody; else it is simply another one."""
    pairs = []
    if before.multiples is not None and after.multiples is not None:
        pairs = [(before.multiples, after.multiples)]
    elif before.table and [row.condition for row in before.table] == [row.condition for row in after.table]:
        pairs = [(old.multiples, new.multiples) for old, new in zip(before.table, after.table, strict=True)]
    if pairs and all(new >= old for old, new in pairs):
        return ChangeKind.FEE_UP
    if pairs and all(new <= old for old, new in pairs):
        return ChangeKind.FEE_DOWN
    return ChangeKind.FEE_OTHER


def _channel_prices(before: ServiceFee, after: ServiceFee) -> Iterator[Change]:
    old, new = dict(before.by_channel), dict(after.by_channel)
    for code in dict.fromkeys((*old, *new)):
        was, is_now = old.get(code), new.get(code)
        if was == is_now:
            continue
        kind = ChangeKind.FEE_OTHER
        if was is not None and is_now is not None:
            kind = ChangeKind.FEE_UP if is_now > was else ChangeKind.FEE_DOWN
        yield Change(kind, ChannelName(code), was, is_now)


def _condition(text: str | None) -> ConditionText | None:
    return None if text is None else ConditionText(text)


def _time(before: TimeLimit, after: TimeLimit) -> Iterator[Change]:
    old, new = Span(before.n, before.unit), Span(after.n, after.unit)
    if before.kind != after.kind:
        yield Change(ChangeKind.TIME_OTHER, Words("time_kind"), Words(before.kind), Words(after.kind))
    if old != new:
        yield Change(_time_kind(old, new), None, old, new)
    if before.min_n != after.min_n:
        shortest = [Span(one.min_n, one.unit) if one.min_n else None for one in (before, after)]
        yield Change(ChangeKind.TEXT, Words("min_n"), *shortest)
    if before.starts != after.starts:
        yield Change(ChangeKind.TEXT, Words("starts"), before.starts, after.starts)


def _clock(before: TimeLimit, after: TimeLimit) -> Iterator[Change]:
    old, new = _terms(before), _terms(after)
    for name, was in old.items():
        if was != new[name]:
            yield Change(ChangeKind.CLOCK, Words(name), was, new[name])


def _terms(time: TimeLimit) -> dict[str, Value | None]:
    return {
        "extendable_to": time.extendable_to,
        "counts": Words(time.counts),
        "resume": Words(time.resume),
        "starts_with": Words(time.starts_with) if time.starts_with else None,
        "correction": time.correction.span if time.correction else None,
        "what_follows": time.then.span if time.then else None,
        **{name: getattr(time, name) for name in _TERMS},
    }


def _time_kind(old: Span, new: Span) -> ChangeKind:
    """Return whether a time became longer. Ten working days and fourteen days have no order: it is another time."""
    if old.unit == new.unit:
        longer = new.n > old.n
    elif old.unit in _DAYS and new.unit in _DAYS:
        days = (old.n * _DAYS[old.unit], new.n * _DAYS[new.unit])
        if days[0] == days[1]:
            return ChangeKind.TEXT
        longer = days[1] > days[0]
    else:
        return ChangeKind.TIME_OTHER
    return ChangeKind.TIME_LONGER if longer else ChangeKind.TIME_SHORTER


def _how_decided(before: ServiceVersion, after: ServiceVersion) -> Iterator[Change]:
    if before.tacit != after.tacit:
        yield Change(ChangeKind.SILENCE, None, SilenceMeaning(before.tacit), SilenceMeaning(after.tacit))
    if before.four_eyes != after.four_eyes:
        one, two = Words("one_decides"), Words("two_decide")
        yield Change(ChangeKind.FOUR_EYES, None, *((two, one) if before.four_eyes else (one, two)))


def _steps(group: Literal["parallel", "then"], before: tuple[Step, ...], after: tuple[Step, ...]) -> Iterator[Change]:
    """Yield what happened to the steps of one group: each is found again by department and words, then by either."""
    old, new = list(before), list(after)
    pairs: list[tuple[Step, Step]] = []
    for alike in (_same_step, _same_words, _same_department):
        for one in list(old):
            found = next((other for other in new if alike(one, other)), None)
            if found is not None:
                pairs.append((one, found))
                old.remove(one)
                new.remove(found)
    for was, is_now in pairs:
        if was.department_id != is_now.department_id:
            yield Change(ChangeKind.STEP_GIVEN, is_now.do, Body(was.department_id), Body(is_now.department_id))
        if (was.n, was.unit) != (is_now.n, is_now.unit):
            yield Change(ChangeKind.STEP_TIME, is_now.do, _step_time(was), _step_time(is_now))
        if was.do != is_now.do:
            yield Change(ChangeKind.TEXT, Body(is_now.department_id), was.do, is_now.do)
    for one in new:
        yield Change(ChangeKind.STEP_ADDED, Body(one.department_id), Words(group), one.do)
    for one in old:
        yield Change(ChangeKind.STEP_DROPPED, Body(one.department_id), one.do, Words(group))


def _same_step(one: Step, other: Step) -> bool:
    return _same_words(one, other) and _same_department(one, other)


def _same_words(one: Step, other: Step) -> bool:
    return one.do == other.do


def _same_department(one: Step, other: Step) -> bool:
    return one.department_id == other.department_id


def _step_time(step: Step) -> Span | None:
    return Span(step.n, step.unit) if step.n is not None and step.unit is not None else None


def _bodies(before: ServiceVersion, after: ServiceVersion) -> Iterator[Change]:
    for name in ("department_id", "provider_id"):
        was, is_now = getattr(before, name), getattr(after, name)
        if was != is_now:
            old, new = (Body(code) if code else None for code in (was, is_now))
            yield Change(ChangeKind.DEPARTMENT, Words(name), old, new)


def _when_to_apply(before: ServiceVersion, after: ServiceVersion) -> Iterator[Change]:
    if before.window != after.window:
        yield Change(ChangeKind.WHEN_TO_APPLY, Words("window"), before.window, after.window)
    if before.apply_within != after.apply_within:
        was, is_now = (one.apply_within.span if one.apply_within else None for one in (before, after))
        yield Change(ChangeKind.WHEN_TO_APPLY, Words("apply_within"), was, is_now)
    if before.limits != after.limits:
        was, is_now = (one.limits.one_application_per if one.limits else None for one in (before, after))
        yield Change(ChangeKind.WHEN_TO_APPLY, Words("one_application_per"), was, is_now)
    if before.referral_valid != after.referral_valid:
        yield Change(ChangeKind.CLOCK, Words("referral_valid"), before.referral_valid, after.referral_valid)


def _form(before: tuple[Asked, ...], after: tuple[Asked, ...]) -> Iterator[Change]:
    """Yield what happened to each field of the form; where only their order changed, that."""
    old, new = ({asked.field.code: asked for asked in form} for form in (before, after))
    for code in dict.fromkeys((*new, *old)):
        was, is_now = old.get(code), new.get(code)
        if was == is_now:
            continue
        told = [_how_asked(one) if one else None for one in (was, is_now)]
        if was and is_now and told[0] == told[1]:
            told[1] = Words("form_otherwise")
        label = (old | new)[code].field.label
        yield Change(ChangeKind.FORM, label, *told)
    if old == new and list(old) != list(new):
        yield Change(ChangeKind.FORM, Words("form_order"), *(", ".join(form) for form in (old, new)))


def _how_asked(asked: Asked) -> Words:
    if asked.shown_if is not None or asked.required_if is not None:
        return Words("form_sometimes")
    return Words("form_required" if asked.required else "form_optional")


def _texts(before: ServiceVersion, after: ServiceVersion) -> Iterator[Change]:
    if before.names != after.names:
        yield Change(ChangeKind.NAME, None, before.names, after.names)
    for name in _TEXTS:
        was: Names | None = getattr(before, name)
        is_now: Names | None = getattr(after, name)
        if was != is_now:
            yield Change(ChangeKind.TEXT, Words(name), was, is_now)


def _rest(before: ServiceVersion, after: ServiceVersion) -> Iterator[Change]:
    if before.counter_minutes != after.counter_minutes:
        yield Change(ChangeKind.COUNTER_MINUTES, None, before.counter_minutes, after.counter_minutes)
    if before.life_events != after.life_events:
        yield Change(ChangeKind.LIFE_EVENTS, None, ", ".join(before.life_events), ", ".join(after.life_events))
    old, new = (", ".join(source.key for source in one.law) or None for one in (before, after))
    if old != new:
        yield Change(ChangeKind.GROUND, Words("law"), old, new)
    elif dict(before.provenance) != dict(after.provenance):
        yield Change(ChangeKind.GROUND, Words("provenance"))
    for field in fields(ServiceVersion):
        if field.name not in COMPARED and getattr(before, field.name) != getattr(after, field.name):
            yield Change(ChangeKind.OTHER, field.name)
