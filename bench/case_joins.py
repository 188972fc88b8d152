"""Eight departments answer for one case at the same moment, round after round: how often what waits for them is opened.

    python -m bench.case_joins [--rounds 1000]

No service of the catalogue asks eight at once, so the catalogue is loaded with four more asked about IJT-01, whose
commission of the mahalla waits for all. Each department is a thread with a connection of its own; all set out together,
through the action an officer's form calls. `joins_fired` counts the rounds in which exactly one entry of the journal tells
that it opened what waits; `left_waiting` those in which the row does not stand open.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

ROOT = Path(__file__).parent.parent
AT = datetime(2010, 4, 14, 5, 30, tzinfo=UTC)
DEPARTMENTS = 8
_SERVICE = "IJT-01"
_LAST_ASKED = '        - {department: BKM, do: {uz: "Bandlik haqida maʼlumot"'
_ALSO_ASKED = ("MFB", "XTB", "TIB", "STAT")


@dataclass(frozen=True, slots=True)
class Joins:
    """What became of the rounds; `fired_twice`, `not_fired` and `left_waiting` count rounds that are wrong."""

    rounds: int
    joins_fired: int
    fired_twice: int
    not_fired: int
    left_waiting: int
    seconds: float
    journal_verified: bool

    @property
    def holds(self) -> bool:
        """Tell whether every join fired exactly once."""
        return self.joins_fired == self.rounds and self.left_waiting == 0 and self.journal_verified


def catalogue_with_eight() -> str:
    """Return the text of the catalogue in which eight departments are asked at once about one service."""
    text = (ROOT / "blueprints/uzbekistan/catalogue.yaml").read_text(encoding="utf-8")
    asked = "".join(
        f'        - {{department: {code}, do: {{uz: "Maʼlumot", ru: "Сведения", en: "Facts"}}}}\n'
        for code in _ALSO_ASKED
    )
    assert text.count(_LAST_ASKED) == 1
    return text.replace(_LAST_ASKED, asked + _LAST_ASKED)


def play(*, rounds: int) -> Joins:
    """Let eight departments answer at once for `rounds` cases; the catalogue with eight is loaded."""
    from darcha.cases import models
    from darcha.journal import queries as journal

    began = time.perf_counter()
    fired: list[int] = []
    left_waiting = 0
    with _departments() as all_answer:
        for _ in range(rounds):
            case_id = _opened()
            *asked, last = models.WorkItem.objects.filter(case_id=case_id).order_by("id").values_list("id", flat=True)
            before = journal.head(centre_id="SRG").seq
            all_answer(asked)
            opened = [entry.data["opened"] for entry in journal.entries_after(centre_id="SRG", seq=before)]
            fired.append(sum(last in one for one in opened if isinstance(one, list)))
            left_waiting += not models.WorkItem.objects.filter(id=last, state="open").exists()
    return Joins(
        rounds=rounds,
        joins_fired=fired.count(1),
        fired_twice=sum(times > 1 for times in fired),
        not_fired=fired.count(0),
        left_waiting=left_waiting,
        seconds=round(time.perf_counter() - began, 1),
        journal_verified=journal.verify(centre_id="SRG") is None,
    )


def _opened() -> int:
    """Return a fresh case that eight departments are asked about."""
    from darcha.cases import actions
    from darcha.cases.rules import NewApplicant
    from darcha.catalogue import queries as catalogue
    from darcha.kernel.actor import system

    version = catalogue.service_version(code=_SERVICE, on=AT.date())
    assert len(version.parallel_steps) == DEPARTMENTS
    assert len(version.then_steps) == 1
    return actions.open_case(
        centre_id="SRG",
        service_id=_SERVICE,
        ticket_id=None,
        applicant=NewApplicant("Каримов Рустам Ўткирович", "M", 1982),
        facts={},
        papers_seen={demand.document.code for demand in version.demands},
        language="uz",
        at=AT,
        by=system("bench"),
    ).case_id


@contextmanager
def _departments() -> Iterator[Callable[[Sequence[int]], None]]:
    """Yield what has eight threads answer for eight items at the same moment, and returns when all have."""
    from django.db import connection

    from darcha.cases import actions
    from darcha.kernel.actor import system

    gate = Barrier(DEPARTMENTS)

    def answer(item_id: int) -> None:
        gate.wait()
        actions.complete_work_item(work_item_id=item_id, outcome="agreed", note="", at=AT, by=system("bench"))

    def leave(_place: int) -> None:
        gate.wait()
        connection.close()  # of the thread that calls: `connection` is another one in each

    with ThreadPoolExecutor(DEPARTMENTS) as threads:

        def all_answer(items: Sequence[int]) -> None:
            list(threads.map(answer, items))

        try:
            yield all_answer
        finally:
            list(threads.map(leave, range(DEPARTMENTS)))


def main() -> int:
    """Play the rounds on a server of their own, and print one JSON object last."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=1000)
    rounds = asked.parse_args().rounds
    with tempfile.TemporaryDirectory() as place:
        os.environ["DARCHA_DATA"] = place
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        os.environ.pop("DATABASE_URL", None)
        sys.path.insert(0, str(ROOT))
        from darcha.plumbing.postgres import create_database, embedded_server
        from darcha.plumbing.sealing import make_keys

        make_keys(Path(place) / "keys")
        with embedded_server(Path(place)) as superuser:
            create_database(superuser, "darcha")
            found = _on_a_fresh_server(Path(place), rounds=rounds)
    print(json.dumps(asdict(found)))
    return 0 if found.holds else 1


def _on_a_fresh_server(place: Path, *, rounds: int) -> Joins:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from darcha.kernel.actor import system
    from darcha.national import actions as national

    call_command("migrate", database="owner", verbosity=0, interactive=False)
    changed = place / "catalogue.yaml"
    changed.write_text(catalogue_with_eight(), encoding="utf-8")
    for path in (changed, ROOT / "blueprints/uzbekistan/sergeli.yaml"):
        national.load_blueprint(path=path, at=AT - timedelta(days=6), by=system("load"))
    found = play(rounds=rounds)
    connections.close_all()
    return found


if __name__ == "__main__":
    sys.exit(main())
