"""A service version with what a test cares about; everything else is empty."""

from __future__ import annotations

from dataclasses import fields

from darcha.catalogue.rules import Demand, DocumentType, ServiceVersion, Span, Step, TimeLimit
from darcha.kernel.names import Names

NAMES = Names("xizmat", "хизмат", "услуга", "service")
TEN_DAYS = Span(10, "wd")


def step(department_id: str, *, n: int | None = None, unit: str | None = None) -> Step:
    return Step(department_id, NAMES, n, unit)  # type: ignore[arg-type]


def paper(code: str, condition: str | None = None, *, held_by: str | None = None) -> Demand:
    return Demand(DocumentType(code, NAMES, None, held_by), condition)


def version(
    *,
    time: Span = TEN_DAYS,
    kind: str = "maximum",
    review: Span | None = None,
    starts: Names | None = None,
    parallel: tuple[Step, ...] = (),
    then: tuple[Step, ...] = (),
    demands: tuple[Demand, ...] = (),
    provider_id: str | None = None,
) -> ServiceVersion:
    said: dict[str, object] = dict.fromkeys((field.name for field in fields(ServiceVersion)), ())
    said |= {
        "id": 1,
        "code": "PJ-03",
        "names": NAMES,
        "department_id": "PJ",
        "provider_id": provider_id,
        "demands": demands,
        "time": TimeLimit(time.n, time.unit, kind=kind, review=review, starts=starts),  # type: ignore[arg-type]
        "parallel_steps": parallel,
        "then_steps": then,
        "output": NAMES,
    }
    return ServiceVersion(**said)  # type: ignore[arg-type]
