"""What a service costs on a day, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from darcha.catalogue.rules.checklists import with_practice
from darcha.catalogue.rules.conditions import facts_missing, holds
from darcha.catalogue.rules.variants import as_it_is_for, variant_missing
from darcha.catalogue.rules.words import FeeRule, ServiceVersion, Span
from darcha.kernel.names import Names


@dataclass(frozen=True, slots=True)
class Fee:
    """What a service costs.

    `multiples` of the base amount (None: not told by the catalogue, or undecided); `amount_uzs` whole soʻm, halves
    rounded up (None: unknown). `unknown` says that the amount is. `reasons` are codes: "multiples:0.15", "row:2",
    "channel:portal", "rule:social50", "free_if", "text", "rounded", "no_base_amount", "undecided:area".
    `text`: the fee in words where there is only words. `per`: the unit the price is for. `rules`: the rules applied;
    `possible`: rules that may lower or raise it, their facts being unknown. `refund`: given back within, when the
    decision is a refusal.
    """

    multiples: Decimal | None
    amount_uzs: int | None
    reasons: tuple[str, ...]
    unknown: bool
    text: Names | None = None
    per: Names | None = None
    rules: tuple[FeeRule, ...] = ()
    possible: tuple[FeeRule, ...] = ()
    refund: Span | None = None


@dataclass(slots=True)
class _Sum:
    """The fee while it is being worked out."""

    multiples: Decimal | None = None
    reasons: list[str] = field(default_factory=list)
    applied: list[FeeRule] = field(default_factory=list)
    possible: list[FeeRule] = field(default_factory=list)
    refund: Span | None = None
    own_channel_price: bool = False


def fee(
    version: ServiceVersion,
    *,
    facts: Mapping[str, object],
    on: date,
    base_amount: int | None,
    channel: str = "counter",
) -> Fee:
    """Return what the service costs an applicant with `facts` on the day `on`.

    `base_amount` in soʻm, in force on that day; None where none is known (before 1 September 2019): then only the
    multiples are told. `channel`: "counter", "portal", "onsite" or a platform of its own ("elektr_platform").
    Order: free_if, the channel's own price or the decision table (first hit) or the multiples, then the rules.
    Check: 0.15 multiples at 412,000 by portal with the social discount: 412,000 x 0.15 x 0.9 x 0.5 = 27,810.
    """
    known = {**with_practice(facts, on=on), "channel": channel}
    found = _Sum()
    undecided = variant_missing(version, known)
    version = as_it_is_for(version, known)
    if undecided:
        found.reasons += [f"undecided:{code}" for code in sorted(undecided)]
    else:
        _own_price(version, known, channel, found)
    if found.multiples is not None:
        _apply_rules(version, known, channel, found)
    amount = None
    if found.multiples == 0:
        amount = 0
    elif found.multiples is not None and base_amount is None:
        found.reasons.append("no_base_amount")
    elif found.multiples is not None and base_amount is not None:
        exact = found.multiples * base_amount
        amount = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
        if amount != exact:
            found.reasons.append("rounded")
    return Fee(
        multiples=found.multiples,
        amount_uzs=amount,
        reasons=tuple(found.reasons),
        unknown=amount is None,
        text=version.fee.text,
        per=version.fee.per,
        rules=tuple(found.applied),
        possible=tuple(found.possible),
        refund=found.refund,
    )


def _own_price(version: ServiceVersion, known: Mapping[str, object], channel: str, found: _Sum) -> None:
    price = version.fee
    if price.free_if is not None and holds(price.free_if, known):
        found.multiples = Decimal(0)
        found.reasons.append("free_if")
        return
    by_channel = dict(price.by_channel)
    if channel in by_channel:
        found.multiples = by_channel[channel]
        found.own_channel_price = True
        found.reasons += [f"multiples:{found.multiples}", f"channel:{channel}"]
    elif price.multiples is not None:
        found.multiples = price.multiples
        found.reasons.append(f"multiples:{price.multiples}")
    elif price.table:
        _first_hit(version, known, found)
    else:
        found.reasons.append("text")


def _first_hit(version: ServiceVersion, known: Mapping[str, object], found: _Sum) -> None:
    for number, row in enumerate(version.fee.table, start=1):
        truth = holds(row.condition, known)
        if truth:
            found.multiples = row.multiples
            found.reasons += [f"row:{number}", f"multiples:{row.multiples}"]
            return
        if truth is None:
            # An earlier row might still be the hit: no later one may be taken.
            found.reasons += [f"undecided:{code}" for code in sorted(facts_missing(row.condition, known))]
            return
    found.reasons.append("no_row")


def _apply_rules(version: ServiceVersion, known: Mapping[str, object], channel: str, found: _Sum) -> None:
    rules = [rule for rule in version.fee_rules if rule.services is None or version.code in rule.services]
    waived = {rule.waives for rule in rules if rule.waives and holds(rule.condition, known)}
    would_apply = {rule.code for rule in rules if holds(rule.condition, known)}
    for rule in rules:
        truth = holds(rule.condition, known)
        if truth is False or rule.code in waived or found.multiples is None:
            continue
        if rule.refund_within is not None:
            found.refund = rule.refund_within
            continue
        if rule.waives is not None:
            if truth and rule.waives in would_apply:
                found.applied.append(rule)
                found.reasons.append(f"rule:{rule.code}")
            elif truth is None and rule.waives in would_apply:
                found.possible.append(rule)
            continue
        if rule.times_hundredths is not None and found.multiples == 0:
            continue
        if found.own_channel_price and f"channel == '{channel}'" in rule.condition:
            # The catalogue tells this channel's price itself; the general rule is already in it.
            continue
        if truth is None:
            found.possible.append(rule)
            continue
        _apply(rule, known, found)


def _apply(rule: FeeRule, known: Mapping[str, object], found: _Sum) -> None:
    assert found.multiples is not None
    if rule.times_hundredths is not None:
        found.multiples = found.multiples * rule.times_hundredths / 100
    else:
        by_place = dict(rule.plus_hundredths)
        place = known.get("place")
        if place not in by_place:
            found.multiples = None
            found.reasons.append("undecided:place")
            return
        found.multiples += Decimal(by_place[str(place)]) / 100
    found.applied.append(rule)
    found.reasons.append(f"rule:{rule.code}")
