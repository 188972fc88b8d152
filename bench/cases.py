"""Cases a second through the actions, beside pgbench with the same statements; and a list of 100,000 open items.

    python -m bench.cases [--seconds 10] [--clients 1 8] [--rounds 3] [--workers 2] [--items 100000] [--looks 60]

A case is opened with its papers, each department answers, it is decided, its document is given out: the actions the forms of the
desk call, each a transaction with its entry in the journal. Threads do it, each with a connection of its own, in as many processes
as the house has workers; beside them, on
the same server and with as many clients, pgbench runs the statements those actions sent (bench.case_statements). Rounds of the two
alternate. Then a department has 100,000 open items: its page is asked for over Django's test client, signed in, with all
that a page has but the network; beside it the one query of its rows. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.together import times_a_second

ROOT = Path(__file__).parent.parent
AT = datetime(2010, 4, 14, 5, 30, tzinfo=UTC)
SERVICE = "PJ-01"
"""An old-age pension: eight papers, three bodies asked at once, decided by two."""

OFFICER = "dilnoza"
"""Works for the pension fund, whose list is looked at."""


def a_case(deed: Any = None) -> tuple[Any, Any]:
    """Take one case through all its actions; return what its opening and its document were answered. `deed` is around each."""
    from contextlib import nullcontext

    from darcha.cases import actions, models
    from darcha.cases.rules import NewApplicant
    from darcha.catalogue import queries as catalogue
    from darcha.kernel.actor import system

    by, around = system("bench"), deed or nullcontext
    with catalogue.one_edition(), around():
        version = catalogue.service_version(code=SERVICE, on=AT.date())
        opened = actions.open_case(
            centre_id="SRG", service_id=SERVICE, ticket_id=None, facts={}, language="uz", at=AT, by=by,
            applicant=NewApplicant("Каримов Рустам Ўткирович", "M", 1950, "+998 90 123-45-67"),
            papers_seen={demand.document.code for demand in version.demands},
        )  # fmt: skip
    items = list(models.WorkItem.objects.filter(case_id=opened.case_id).order_by("id").values_list("id", flat=True))
    for item in items:
        with catalogue.one_edition(), around():
            actions.complete_work_item(work_item_id=item, outcome="agreed", note="", at=AT, by=by)
    with catalogue.one_edition(), around():
        actions.propose_decision(case_id=opened.case_id, outcome="granted", ground="", at=AT, by=by)
    with catalogue.one_edition(), around():
        actions.confirm_decision(case_id=opened.case_id, at=AT, by=system("bench: another"))
    with catalogue.one_edition(), around():
        issued = actions.issue_document(case_id=opened.case_id, at=AT, by=by)
    return opened, issued


def heard_script() -> str:
    """Return the script of pgbench, out of one case listened to."""
    from bench.case_statements import Heard, count_from_afar, script
    from darcha.cases import models

    a_case()  # whatever is asked once a process is asked now
    count_from_afar()
    heard = Heard()
    opened, issued = a_case(heard.deed)
    return script(
        heard,
        number=opened.number,
        document_number=issued.number,
        codes=(opened.tracking_code, issued.verification_code),
        items=models.WorkItem.objects.filter(case_id=opened.case_id).count(),
    )


def issued_so_far() -> int:
    """Return how many cases have come to their document."""
    from darcha.cases import models

    return models.Case.objects.filter(state="issued").count()


def one_after_another(place: int, number: int) -> None:  # noqa: ARG001 -- every case is like every other
    """Take a case through all its actions, as one of several clients."""
    a_case()


def by_pgbench(place: Path, script: Path, *, clients: int, seconds: float) -> float:
    """Return cases a second of pgbench, once it is seen that each came to its document."""
    from bench.hall_throughput import pgbench_program
    from darcha.plumbing.postgres import APP_ROLE

    before = issued_so_far()
    run = [
        str(pgbench_program()), "-n", "-M", "simple", "-c", str(clients), "-j", str(min(clients, 2)),
        "-T", str(max(1, round(seconds))), "-f", str(script), "-h", str(place.resolve() / "postgres"),
        "-U", APP_ROLE, "darcha",
    ]  # fmt: skip
    told = subprocess.run(run, capture_output=True, text=True, check=False)
    rate = re.search(r"tps = ([\d.]+)", told.stdout)
    made = re.search(r"transactions actually processed: (\d+)", told.stdout)
    if rate is None or made is None or issued_so_far() - before != int(made[1]):
        raise RuntimeError(told.stdout[-500:] + told.stderr[-1500:])
    return float(rate[1])


_CASES = {
    "id": "1000000000 + n", "number": "'SRG-09-' || n", "tracking_code": "upper(substr(md5('many' || n), 1, 28))",
    "state": "'accepted'", "ready_at": "NULL", "decided_at": "NULL", "due_on": "date '2010-04-10' + n % 40",
    "accepted_on": "date '2010-04-07'", "accepted_at": "timestamptz '2010-04-07 05:30+00'",
}  # fmt: skip
_ITEMS = {
    "id": "1000000000 + n", "case_id": "1000000000 + n", "department_id": "'PJ'", "group": "'own'", "position": "0",
    "state": "'open'", "due_on": "date '2010-04-10' + n % 40", "done_at": "NULL", "done_by": "''", "outcome": "''",
}  # fmt: skip
"""In what copies of one case and of its first item differ: opening so many by the action would take an hour."""


def many_open(items: int) -> None:
    """Give the pension fund so many open items, spread over forty days."""
    from django.db import connections

    from darcha.cases import models

    one = models.Case.objects.filter(state="issued").order_by("id")[:1].get()
    item = models.WorkItem.objects.filter(case_id=one.id).order_by("id")[:1].get()
    with connections["owner"].cursor() as cursor:
        for row, differs in ((one, _CASES), (item, _ITEMS)):
            columns = [connections["owner"].ops.quote_name(str(field.column)) for field in row._meta.concrete_fields]
            told = [differs.get(column.strip('"'), column) for column in columns]
            cursor.execute(
                f"INSERT INTO {row._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(told)}"
                f" FROM {row._meta.db_table}, generate_series(1, {items}) AS n WHERE id = {row.pk}"
            )
            cursor.execute(f"VACUUM ANALYZE {row._meta.db_table}")  # as the server does by itself before long


_ROWS = """
SELECT item.id, item.due_on, item.opened_at, "case".number, "case".service_id, "case".due_on
FROM cases_work_item AS item JOIN cases_case AS "case" ON "case".id = item.case_id
WHERE item.centre_id = 'SRG' AND item.state = 'open' AND item.department_id = 'PJ'
ORDER BY item.due_on, item.id LIMIT 200
"""
"""The limit of a page of the list: its rows, and nothing of what a page is beside."""


def a_long_list(*, items: int, looks: int) -> dict[str, float]:
    """Return how many milliseconds a department's page takes with so many open items, and its rows alone."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client

    from darcha.access import queries as access
    from darcha.plumbing.clock import Clock, set_clock

    many_open(items)
    set_clock(Clock(true_at=datetime.fromtimestamp(0, tz=UTC), shown_at=AT, speed=0.0))
    client = Client()
    client.force_login(get_user_model().objects.get(pk=access.employee_by_login(login=OFFICER).id))
    pages, rows = [], []
    for look in range(looks + 5):
        began = time.perf_counter()
        answer = client.get("/desk/work/?department=PJ&tab=items")
        middle = time.perf_counter()
        assert answer.status_code == 200, answer.status_code
        with connection.cursor() as cursor:
            cursor.execute(_ROWS)
            cursor.fetchall()
        if look >= 5:  # templates and connections are warm by then
            pages.append(1000 * (middle - began))
            rows.append(1000 * (time.perf_counter() - middle))
    return {
        "list_ms_p50": round(statistics.median(pages), 1),
        "list_ms_p95": round(statistics.quantiles(pages, n=20)[18], 1),
        "rows_ms_p95": round(statistics.quantiles(rows, n=20)[18], 2),
    }


def main() -> None:
    """Measure on a server of its own, and print one JSON object last."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seconds", type=float, default=10, help="of each measurement (10)")
    asked.add_argument("--clients", type=int, nargs="+", default=[1, 8])
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    asked.add_argument("--items", type=int, default=100_000)
    asked.add_argument("--looks", type=int, default=60)
    chosen = asked.parse_args()
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
            figures = _measured(Path(place), chosen)
    print(json.dumps({"limit": "pgbench, the statements of the same actions", "workers": chosen.workers} | figures))


def _measured(place: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections
    from django.test.utils import setup_test_environment

    from darcha.kernel.actor import system
    from darcha.national import actions as national

    setup_test_environment()
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    for name in ("catalogue", "sergeli"):
        national.load_blueprint(
            path=ROOT / f"blueprints/uzbekistan/{name}.yaml", at=AT - timedelta(days=6), by=system("load")
        )
    file = place / "case.sql"
    file.write_text(heard_script(), encoding="utf-8")
    rates: dict[int, tuple[list[float], list[float]]] = {clients: ([], []) for clients in chosen.clients}
    for number in range(chosen.rounds):
        for clients, (actions, limit) in rates.items():
            actions.append(
                times_a_second(one_after_another, clients=clients, workers=chosen.workers, seconds=chosen.seconds)
            )
            limit.append(by_pgbench(place, file, clients=clients, seconds=chosen.seconds))
            print(
                f"round {number + 1}, {clients} clients: the actions {actions[-1]:.1f} cases a second,"
                f" pgbench {limit[-1]:.1f}",
                flush=True,
            )
    figures: dict[str, Any] = {}
    for clients, (actions, limit) in rates.items():
        figures |= {
            f"cases_per_second_{clients}": round(statistics.median(actions), 1),
            f"pgbench_cases_per_second_{clients}": round(statistics.median(limit), 1),
            f"share_of_pgbench_{clients}": round(statistics.median(actions) / statistics.median(limit), 3),
        }
    figures |= {"open_items": chosen.items} | a_long_list(items=chosen.items, looks=chosen.looks)
    connections.close_all()
    return figures


if __name__ == "__main__":
    main()
