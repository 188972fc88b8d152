"""Who sends a request. It is asked at every one of them, so it is two short statements, prepared on each connection."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.db import connection

from darcha.access import models, queries

_SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()"

_COLUMNS = [field.attname for field in models.Employee._meta.concrete_fields]
_EMPLOYEE = f"""
SELECT {", ".join(_COLUMNS)}, ARRAY(
    SELECT ARRAY[role, centre_id, department_id] FROM access_grant WHERE employee_id = employee.id ORDER BY id
) FROM access_employee employee WHERE id = %s AND is_active
"""  # noqa: S608 -- the names are the table's own


class SessionStore(db.SessionStore):
    """Django's sessions in the database, read without building a query anew."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; an unknown or ended one holds nothing and loses its key."""
        with connection.cursor() as cursor:
            cursor.execute(_SESSION, [self.session_key])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])


class EmployeeBackend(ModelBackend):
    """Finds the employee of a session together with the roles held now, as `employee.actor`."""

    def get_user(self, user_id: int) -> models.Employee | None:
        """Return the employee, or None: there is none, or they left."""
        with connection.cursor() as cursor:
            cursor.execute(_EMPLOYEE, [user_id])
            row = cursor.fetchone()
        if row is None:
            return None
        employee = models.Employee.from_db(connection.alias, _COLUMNS, row[:-1])
        employee.actor = queries.actor_with(employee_id=employee.pk, held=row[-1])
        return employee
