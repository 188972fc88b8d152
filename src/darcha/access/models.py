"""The tables of the room access."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from darcha.access.rules import ABSENT_BECAUSE
from darcha.kernel.actor import Actor


class Employees(BaseUserManager["Employee"]):
    """Finds employees for Django's sign-in."""


class Employee(AbstractBaseUser):
    """Somebody who works for a centre or looks after it. The journal names an employee by this row's number only."""

    login = models.CharField(max_length=40, unique=True, help_text="The name to sign in with, small letters.")
    password = models.CharField(max_length=128, help_text="scrypt hash of the password; unusable when none was set.")
    name = models.CharField(max_length=120, help_text="Full name as colleagues know it; from the centre's file.")
    sex = models.CharField(
        max_length=1, help_text="F or M; from the centre's file, for the gender section of the report."
    )
    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", help_text="The centre of the employee's file."
    )
    department = models.ForeignKey(
        "catalogue.Department",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The department the employee belongs to; null for the centre's own people.",
    )
    of_staff = models.BooleanField(help_text="True: counted as staff of the centre; false: comes from outside to look.")
    usual_counter = models.PositiveSmallIntegerField(
        null=True, help_text="Number of the counter the employee usually sits at; null when none."
    )
    is_active = models.BooleanField(default=True, help_text="False: left, and can no longer sign in.")

    # When somebody signed in stands in the journal; a second place would need a clock in this room.
    last_login = None

    actor: Actor
    """With the permissions of the roles held now; where a session was recognised (`access.sessions`)."""

    USERNAME_FIELD = "login"
    objects = Employees()

    class Meta:
        db_table = "access_employee"
        constraints = [
            models.CheckConstraint(condition=models.Q(sex__in=["F", "M"]), name="sex_is_f_or_m"),
            models.CheckConstraint(
                condition=models.Q(login__regex=r"^[a-z][a-z0-9._-]+$"), name="a_login_is_small_letters"
            ),
        ]


class Grant(models.Model):
    """A role somebody holds."""

    employee = models.ForeignKey(
        Employee, on_delete=models.PROTECT, related_name="grants", help_text="Who holds the role."
    )
    role = models.CharField(max_length=24, help_text="host, counter_officer, department_officer, head_of_centre, ...")
    centre = models.ForeignKey(
        "centres.Centre",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Where it is held; null: in every centre.",
    )
    department = models.ForeignKey(
        "catalogue.Department",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The department or partner it is limited to; null: not limited.",
    )

    class Meta:
        db_table = "access_grant"
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "role", "centre", "department"],
                nulls_distinct=False,
                name="a_role_is_granted_once_for_a_place",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    role__in=[
                        "host",
                        "counter_officer",
                        "department_officer",
                        "head_of_centre",
                        "head_of_agency",
                        "auditor",
                        "service_author",
                    ]
                ),
                name="a_role_is_a_known_one",
            ),
            models.CheckConstraint(
                condition=~models.Q(role="department_officer") | models.Q(department__isnull=False),
                name="an_officer_of_a_department_has_one",
            ),
        ]


class Skill(models.Model):
    """A service somebody may give at a counter."""

    employee = models.ForeignKey(
        Employee, on_delete=models.PROTECT, related_name="skills", help_text="Who may give it."
    )
    service = models.ForeignKey(
        "catalogue.Service", on_delete=models.PROTECT, related_name="+", help_text="The service of the catalogue."
    )

    class Meta:
        db_table = "access_skill"
        constraints = [models.UniqueConstraint(fields=["employee", "service"], name="a_skill_is_had_once")]


class Language(models.Model):
    """A language somebody speaks with visitors."""

    employee = models.ForeignKey(
        Employee, on_delete=models.PROTECT, related_name="languages", help_text="Who speaks it."
    )
    code = models.CharField(max_length=8, help_text="ISO 639 code: uz, ru, en, kaa.")
    position = models.PositiveSmallIntegerField(help_text="0 for the language spoken best.")

    class Meta:
        db_table = "access_language"
        constraints = [models.UniqueConstraint(fields=["employee", "code"], name="a_language_is_spoken_once")]


class Training(models.Model):
    """A course held for a centre's people."""

    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+", help_text="The centre.")
    course = models.CharField(max_length=40, help_text="Code of the course: oss-operations.")
    day = models.DateField(help_text="First day of the course, local.")
    days = models.PositiveSmallIntegerField(help_text="How many days it lasted.")
    names: models.JSONField[Any, Any] = models.JSONField(help_text="Name of the course in uz, uz-cyrl, ru, en.")

    class Meta:
        db_table = "access_training"
        constraints = [
            models.UniqueConstraint(fields=["centre", "course", "day"], name="a_course_begins_once_on_a_day"),
            models.CheckConstraint(condition=models.Q(days__gte=1), name="a_course_lasts_a_day_at_least"),
        ]


class Attendance(models.Model):
    """Somebody was there."""

    training = models.ForeignKey(
        Training, on_delete=models.PROTECT, related_name="attendances", help_text="The course."
    )
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+", help_text="Who was there.")

    class Meta:
        db_table = "access_attendance"
        constraints = [models.UniqueConstraint(fields=["training", "employee"], name="a_course_is_attended_once")]


class WrongPassword(models.Model):
    """A sign-in that failed; forgotten after the next that succeeds."""

    login_hash = models.CharField(
        max_length=64,
        help_text="SHA-256 (hex) of what was typed as login: a password typed there by mistake is not kept.",
    )
    at = models.DateTimeField(help_text="When it was tried, by the clock of the door.")

    class Meta:
        db_table = "access_wrong_password"
        indexes = [models.Index(fields=["login_hash", "at"], name="wrong_passwords_of_a_login")]


class Absence(models.Model):
    """Somebody is away from day to day, and who stands in meanwhile."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+", help_text="Who is away.")
    since = models.DateField(help_text="First day away, by the centre's calendar.")
    until = models.DateField(help_text="Last day away.")
    reason = models.CharField(max_length=12, help_text="leave, illness, training, duty_trip or other.")
    substitute = models.ForeignKey(
        Employee, null=True, on_delete=models.PROTECT, related_name="+", help_text="Who stands in; null: nobody."
    )
    entered_at = models.DateTimeField(help_text="Moment it was entered.")
    entered_by = models.CharField(max_length=80, help_text='Who entered it: "employee:7"; never a name.')
    ended_at = models.DateTimeField(null=True, help_text="Moment it was ended before its last day; null: it was not.")

    class Meta:
        db_table = "access_absence"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="an_absence_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=models.Q(substitute__isnull=True) | ~models.Q(substitute=models.F("employee")),
                name="nobody_stands_in_for_themself",
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=ABSENT_BECAUSE), name="a_reason_of_absence_is_a_known_one"
            ),
        ]
        indexes = [models.Index(fields=["employee", "until"], name="absences_of_an_employee")]
