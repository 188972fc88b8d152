"""What the actions of one case send to PostgreSQL, as a script of pgbench: the very statements, each deed its transaction.

One case is taken through the actions while the statements are listened to, with its values put in. Numbers that a case has
of its own (its id, its items', its numbers and codes) become variables of pgbench: they begin far from every other number in
the statements, so that they are known by sight. What the script leaves out is what the share is of: Python, the rules, the seals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

_FIRST = {
    "cases_case": 700_000_001,
    "cases_work_item": 800_000_001,
    "cases_proposal": 850_000_001,
    "cases_issued_document": 900_000_001,
}
"""From where the ids of the case listened to count."""

_ITEMS = """
SELECT {columns} FROM (SELECT array_agg(id ORDER BY id) AS ids FROM cases_work_item WHERE case_id = :case_id) AS of_case \\gset
"""
"""An officer knows the items from their list; a script has to ask."""


@dataclass(slots=True)
class Heard:
    """The statements of the deeds of one case, in order; each statement with whether it stood in the transaction."""

    deeds: list[list[tuple[str, bool]]] = field(default_factory=list)

    @contextmanager
    def deed(self) -> Iterator[None]:
        """Listen to one action."""
        import psycopg
        from django.db import connection

        statements: list[tuple[str, bool]] = []
        self.deeds.append(statements)

        def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001 -- Django calls it so
            assert not many
            answer = execute(sql, params, many, context)
            text = psycopg.ClientCursor(connection.connection).mogrify(sql, params) if params else sql
            statements.append((text, connection.in_atomic_block))
            return answer

        with connection.execute_wrapper(listen):
            yield


def count_from_afar() -> None:
    """Let the ids of the next case, item and document begin where no other number is."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for table, first in _FIRST.items():
            cursor.execute(f"ALTER SEQUENCE {table}_id_seq RESTART WITH {first}")


def script(heard: Heard, *, number: str, document_number: str, codes: tuple[str, ...], items: int) -> str:
    """Return what was heard as a script in which every case is another one."""
    values = {
        str(_FIRST["cases_case"]): ":case_id",
        str(_FIRST["cases_proposal"]): ":proposal_id",
        str(_FIRST["cases_issued_document"]): ":document_id",
        number: _counted(number, "case_last"),
        document_number: _counted(document_number, "document_last"),
    }
    values |= {str(_FIRST["cases_work_item"] + place): f":item_{place}" for place in range(items)}
    # Two numbers make a code that no two cases share: 58 bits, drawn by the client for nothing.
    values |= {code: f"C:chance_{place}" for place, code in enumerate(codes)}
    known = re.compile("|".join(re.escape(value) for value in values))
    lines = [f"\\set chance_{place} random(1, 9000000000000000)" for place in range(len(codes))]
    for statements in heard.deeds:
        within = False
        for text, in_transaction in statements:
            if in_transaction and not within:
                lines.append("BEGIN;")
                within = True
            # pgbench takes ":name" for a variable wherever it stands; in "::name" it does not, so JSON is spaced out.
            lines.append(_ended(known.sub(lambda found: values[found[0]], text.replace('":', '": '))))
            if text.startswith('INSERT INTO "cases_work_item"'):
                columns = ", ".join(f"ids[{place + 1}] AS item_{place}" for place in range(items))
                lines.append(_ITEMS.format(columns=columns).strip())
        lines.append("COMMIT;")
    return "\n".join(lines) + "\n"


def _counted(number: str, variable: str) -> str:
    """Return a register's number with its end in the place of a variable: "SRG-10-:case_last"."""
    return number[: number.rindex("-") + 1] + f":{variable}"


def _ended(text: str) -> str:
    """Return a statement on one line, with what it answers kept where the script needs it."""
    line = " ".join(text.split())
    if "INTO cases_register" in line:
        return f"{line} \\gset {'case' if chr(39) + 'case' + chr(39) in line else 'document'}_"
    if "nextval(" in line and "'cases_proposal'" in line:
        return f"{line} AS id \\gset proposal_"
    if line.startswith('INSERT INTO "cases_case"'):
        return f"{line} \\gset case_"
    if line.startswith('INSERT INTO "cases_issued_document"'):
        return f"{line} \\gset document_"
    return f"{line};"
