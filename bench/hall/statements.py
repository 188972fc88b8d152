"""The statements of one journey as a script of pgbench: issue, call, start, finish, with the texts of the product itself.

Each is its own transaction and ends with its entry in the journal, as in the actions. What a server spends on Python,
pages, sessions, sign-in and paper is left out; that is what the share is of. One question more than the actions ask stands at the
beginning (which service this counter gives), because a script of pgbench has no memory.
"""

from __future__ import annotations

import re

from bench.hall.centre import CENTRE
from darcha.queue.actions import calling, claiming, counters, issuing, serving

DAY = "2010-04-07"
CAME = f"'{DAY} 04:30+00'::timestamptz"
CALLED = f"'{DAY} 04:40+00'::timestamptz"

_NAMED = re.compile(r"%\((\w+)\)s")
_SECRET = "substr(md5(random()::text), 1, 22)"

HELPERS = """
CREATE TABLE bench_place AS
SELECT session.counter_id, session.id AS session, session.services, session.accessible, visits.*
FROM queue_countersession session CROSS JOIN LATERAL (
    SELECT DISTINCT service_id AS service, department_id AS department, letter FROM queue_ticket
    WHERE service_id = ANY(session.services) ORDER BY service_id LIMIT 1 OFFSET session.counter_id % (
        SELECT count(DISTINCT service_id) FROM queue_ticket WHERE service_id = ANY(session.services))
) AS visits WHERE session.closed_at IS NULL;
ALTER TABLE bench_place ADD PRIMARY KEY (counter_id);
GRANT SELECT ON bench_place TO darcha_app
"""
"""Run once in the database the script runs in: what the actions are told by their caller."""

_VALUES = {
    "centre": f"'{CENTRE}'",
    "day": f"'{DAY}'::date",
    "classes": "'{ordinary,priority}'",
    "services": "':services'",
    "accessible": "':accessible'::boolean",
    "counter": ":counter",
    "ticket": ":ticket",
    "call": ":call",
    "letter": "':letter'",
    "code": _SECRET,
    "survey_code": _SECRET,
    "service": "':service'",
    "department": "':department'",
    "class": "'ordinary'",
    "weight": "100",
    "promised": "20",
    "needs": "'{}'",
    "step_free": "false",
    "loop": "false",
    "language": "'uz'",
    "channel": "'kiosk'",
    "low": "5",
    "half": "420",
    "nine_in_ten": "840",
    "high": "15",
    "ahead": "10",
    "depth": "3",
    "ranked": "':ranked'",
    "session": ":session",
    "wait_seconds": "600",
    "policy": "'promise'",
    "scores": "'[]'::jsonb",
    "guarded": "false",
    "by_hand": "NULL",
    "help": "'{}'",
    "helped": "NULL",
    "ready": "':ready'::timestamptz",
    "following": "'{}'",
    "slip": "false",
    "appointed_for": "NULL",
    "outcome": "'served'",
    "sex": "'F'",
    "age_band": "'30-44'",
    "disability": "false",
    "holder": "NULL",
    "asked_for": "NULL",
    "represents": "NULL",
}


def _put(text: str, **told: str) -> str:
    """Return a statement of the product with the script's values in the place of its own."""
    values = _VALUES | told
    # What is a comment to PostgreSQL would hide the rest of the line from pgbench, which joins them.
    return _NAMED.sub(lambda name: values[name[1]], text).replace("%%", "%").strip()


def _entry(kind: str, data: str) -> str:
    body = f"'{DAY}T04:40:00.000000Z' || E'\\n{kind}\\nticket:0\\nemployee:1\\n' || '{data}'"
    return (
        f"SELECT journal_append('{CENTRE}', {CALLED}, '{kind}', 'ticket:0', 'employee:1', '{data}'::jsonb, {_SECRET},"
        f" {body});"
    )


_ISSUED = '{"ticket":0,"number":"K 000","service":"PJ-01","line":"K","class":"ordinary","channel":"kiosk","ahead":10}'
_CALL_TOLD = '{"ticket":0,"number":"K 000","counter":1,"call":1,"service":"PJ-01","wait_seconds":600,"overtaken":0}'
_STARTED = '{"ticket":0,"counter":1}'
_SERVED = '{"ticket":0,"service":"PJ-01","counter":1,"sex":"F","age_band":"30-44","wait_seconds":600}'


def _without_colons(data: str) -> str:
    """Return JSON text pgbench finds no variable in: it takes ":name" for one, quotes or not."""
    return data.replace(":", ": ")


def script(*, first_counter: int) -> str:
    """Return the script; client number n sits at the counter `first_counter` + n."""
    at_counter = counters._AT_COUNTER.replace("%s", ":counter").strip()  # noqa: SLF001 -- the text is what is measured
    heads = _put(claiming._HEADS, at=CALLED)  # noqa: SLF001 -- the same
    claim = _put(claiming._CLAIM, at=CALLED).replace(  # noqa: SLF001 -- the same
        "RETURNING id,", "RETURNING waiting_since AS since, service_id AS service, id AS ticket, ready_at AS ready,"
    )
    return f"""
\\set counter {first_counter} + :client_id
SELECT session, services, accessible, service, department, letter FROM bench_place WHERE counter_id = :counter \\gset
BEGIN;
{_put(issuing._ISSUE, at=CAME, since=CAME, ready=CAME)};
{_entry("ticket.issued", _without_colons(_ISSUED))}
COMMIT;
BEGIN;
{at_counter};
SELECT array_agg(id ORDER BY waiting_since, id) AS ranked FROM ({heads}) AS seen \\gset
{claim} \\gset
{_put(calling._WRITE_CALL, at=CALLED, since="':since'::timestamptz").replace("RETURNING id,", "RETURNING id AS call,")}
\\gset
{_entry("ticket.called", _without_colons(_CALL_TOLD))}
COMMIT;
BEGIN;
{at_counter};
{_put(serving._START, at=CALLED)};
{_entry("ticket.started", _without_colons(_STARTED))}
COMMIT;
BEGIN;
{at_counter};
{_put(serving._FINISH, at=CALLED)};
{_entry("ticket.served", _without_colons(_SERVED))}
COMMIT;
"""  # noqa: SLF001 -- the values are the bench's own, the texts the product's
