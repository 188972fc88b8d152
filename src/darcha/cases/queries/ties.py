"""How whoever looked at a file stands to whom it is about, as far as names can tell; no name leaves this room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from darcha.cases import models
from darcha.cases.rules.kinship import Tie, called, ties


@dataclass(frozen=True, slots=True)
class FileLookedAt:
    """A file by its number, and for each of its readers what ties them to whom it is about."""

    number: str
    service_id: str
    ties: Mapping[str, frozenset[Tie]] = field(default_factory=dict)


def files_looked_at(*, looks: Collection[tuple[str, int]], readers: Mapping[str, str]) -> dict[int, FileLookedAt]:
    """Return the files of these looks, each (reader, case), by the number of the case's row.

    `readers` are all who work here, by their label in the journal, with their names. Names are opened and compared here:
    whoever asks has to tell the journal. A file whose names are erased ties nobody.
    """
    by_case: dict[int, set[str]] = defaultdict(set)
    for reader, case_id in looks:
        by_case[case_id].add(reader)
    colleagues = frozenset(called(name) for name in readers.values()) - {""}
    names = {row.case_id: row.name for row in models.Applicant.objects.filter(case_id__in=by_case).only("name")}
    rows = models.Case.objects.filter(id__in=by_case).values_list("id", "number", "service_id")
    return {
        case_id: FileLookedAt(
            number,
            service_id,
            {
                reader: ties(reader=readers.get(reader, ""), about=names[case_id], colleagues=colleagues)
                for reader in by_case[case_id]
                if case_id in names
            },
        )
        for case_id, number, service_id in rows
    }
