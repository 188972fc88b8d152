"""The matters of one visit: which service comes first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from darcha.catalogue import queries as catalogue
from darcha.queue import rules


def in_order(services: Sequence[str], *, day: date) -> tuple[str, ...]:
    """Return the services in the order a visit goes through them: first what leads to a paper another one asks for.

    :raises UnknownService: one of them is not in the catalogue.
    """
    versions = {code: catalogue.service_version(code=code, on=day) for code in services}
    first = {
        code: [
            other
            for other, giver in versions.items()
            if giver.department_id != version.department_id
            and any(one.issued_by == giver.department_id for demand in version.demands for one in demand.proofs)
        ]
        for code, version in versions.items()
    }
    return rules.order_of_matters(services, first)
