"""Who looked at a case, as the journals of their centres tell it."""

from __future__ import annotations

from collections.abc import Sequence

from darcha.cases import models
from darcha.cases.rules import Look
from darcha.journal import queries as told
from darcha.journal.kinds import Kind


def looks_at(cases: Sequence[models.Case]) -> dict[int, list[Look]]:
    """Return who looked at each case, when and why, oldest first; one query for each centre."""
    found: dict[int, list[Look]] = {case.id: [] for case in cases}
    for centre_id in sorted({case.centre_id for case in cases}):
        here = {case.id for case in cases if case.centre_id == centre_id}
        since = min(case.opened_at for case in cases if case.id in here)
        subjects = [f"case:{case_id}" for case_id in sorted(here)]
        for entry in told.entries_about(centre_id=centre_id, kind=Kind.CASE_READ, subjects=subjects, since=since):
            data = entry.data
            look = Look(entry.moment, entry.actor, str(data["purpose"]), str(data.get("basis", "")), "scan" in data)
            found[int(entry.subject.rpartition(":")[2])].append(look)
    return found
