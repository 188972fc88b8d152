"""The variants of a service: for whom its papers, its fee or its time are others; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from darcha.catalogue.rules.conditions import facts_missing, holds
from darcha.catalogue.rules.words import ServiceVersion, Variant


def variant_of(version: ServiceVersion, facts: Mapping[str, object]) -> Variant | None:
    """Return the variant that holds for `facts`: the first whose condition does; None: the service as it is.

    One that is not decided yet stops the search: a later one may not be taken before it is known.
    """
    for variant in version.variants:
        truth = holds(variant.condition, facts)
        if truth or truth is None:
            return variant if truth else None
    return None


def variant_missing(version: ServiceVersion, facts: Mapping[str, object]) -> frozenset[str]:
    """Return the unknown facts that could still decide which variant holds; empty when it is decided."""
    for variant in version.variants:
        truth = holds(variant.condition, facts)
        if truth is None:
            return facts_missing(variant.condition, facts)
        if truth:
            break
    return frozenset()


def in_variant(version: ServiceVersion, code: str) -> ServiceVersion:
    """Return a version as it is in one of its variants, by code; "" or an unknown code: without any.

    What comes out has no variants any more: nothing is decided twice.
    """
    variant = next((one for one in version.variants if one.code == code), None)
    if variant is None:
        return replace(version, variants=())
    return replace(
        version,
        demands=version.demands if variant.demands is None else variant.demands,
        fee=variant.fee or version.fee,
        time=variant.time or version.time,
        variants=(),
        variant=variant,
    )


def as_it_is_for(version: ServiceVersion, facts: Mapping[str, object]) -> ServiceVersion:
    """Return a version as it is for somebody: in the variant that holds, undecided without one."""
    variant = variant_of(version, facts)
    return in_variant(version, variant.code) if variant else version
