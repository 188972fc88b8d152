"""Who looked at a case, as the journals tell it: who opened it, and who told the applicant everything held about them."""

from __future__ import annotations

from collections.abc import Sequence

from darcha.cases import models
from darcha.cases.rules import TOLD_AT_THE_WINDOW, Look
from darcha.journal import queries as told
from darcha.journal.kinds import Kind


def looks_at(cases: Sequence[models.Case]) -> dict[int, list[Look]]:
    """Return who looked at each case, when and why, oldest first; one query for each centre, and one for all tellings.

    Who was told everything that is held about them may have asked in another centre: of such a look the purpose is
    `rules.TOLD_AT_THE_WINDOW`.
    """
    found: dict[int, list[Look]] = {case.id: [] for case in cases}
    if not cases:
        return found
    for centre_id in sorted({case.centre_id for case in cases}):
        here = {case.id for case in cases if case.centre_id == centre_id}
        since = min(case.opened_at for case in cases if case.id in here)
        subjects = [f"case:{case_id}" for case_id in sorted(here)]
        for entry in told.entries_about(centre_id=centre_id, kind=Kind.CASE_READ, subjects=subjects, since=since):
            data = entry.data
            look = Look(entry.moment, entry.actor, str(data["purpose"]), str(data.get("basis", "")), "scan" in data)
            found[int(entry.subject.rpartition(":")[2])].append(look)
    first = min(case.opened_at for case in cases)
    for entry in told.entries_naming(kind=Kind.PERSON_TOLD, part="cases", numbers=found, since=first):
        look = Look(entry.moment, entry.actor, TOLD_AT_THE_WINDOW, str(entry.data.get("basis", "")))
        named = entry.data["cases"]
        for case_id in found.keys() & set(named if isinstance(named, list) else ()):
            found[case_id].append(look)
    return {case_id: sorted(looks, key=lambda look: look.at) for case_id, looks in found.items()}
