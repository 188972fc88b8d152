"""The tables of the room."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_catalogue"),
        ("centres", "0001_centre"),
    ]

    operations = [
        migrations.CreateModel(
            name="Employee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "login",
                    models.CharField(help_text="The name to sign in with, small letters.", max_length=40, unique=True),
                ),
                (
                    "password",
                    models.CharField(
                        help_text="scrypt hash of the password; unusable when none was set.", max_length=128
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Full name as colleagues know it; from the centre's file.", max_length=120
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        help_text="F or M; from the centre's file, for the gender section of the report.", max_length=1
                    ),
                ),
                (
                    "of_staff",
                    models.BooleanField(
                        help_text="True: counted as staff of the centre; false: comes from outside to look."
                    ),
                ),
                (
                    "usual_counter",
                    models.PositiveSmallIntegerField(
                        help_text="Number of the counter the employee usually sits at; null when none.", null=True
                    ),
                ),
                ("is_active", models.BooleanField(default=True, help_text="False: left, and can no longer sign in.")),
                (
                    "centre",
                    models.ForeignKey(
                        help_text="The centre of the employee's file.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        help_text="The department the employee belongs to; null for the centre's own people.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.department",
                    ),
                ),
            ],
            options={
                "db_table": "access_employee",
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        help_text="host, counter_officer, department_officer, head_of_centre, ...", max_length=24
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        help_text="Where it is held; null: in every centre.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        help_text="The department or partner it is limited to; null: not limited.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.department",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        help_text="Who holds the role.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "access_grant",
            },
        ),
        migrations.CreateModel(
            name="Language",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(help_text="ISO 639 code: uz, ru, en, kaa.", max_length=8)),
                ("position", models.PositiveSmallIntegerField(help_text="0 for the language spoken best.")),
                (
                    "employee",
                    models.ForeignKey(
                        help_text="Who speaks it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="languages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "access_language",
            },
        ),
        migrations.CreateModel(
            name="Skill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "employee",
                    models.ForeignKey(
                        help_text="Who may give it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="skills",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        help_text="The service of the catalogue.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.service",
                    ),
                ),
            ],
            options={
                "db_table": "access_skill",
            },
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("course", models.CharField(help_text="Code of the course: oss-operations.", max_length=40)),
                ("day", models.DateField(help_text="First day of the course, local.")),
                ("days", models.PositiveSmallIntegerField(help_text="How many days it lasted.")),
                ("names", models.JSONField(help_text="Name of the course in uz, uz-cyrl, ru, en.")),
                (
                    "centre",
                    models.ForeignKey(
                        help_text="The centre.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
                    ),
                ),
            ],
            options={
                "db_table": "access_training",
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "employee",
                    models.ForeignKey(
                        help_text="Who was there.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "training",
                    models.ForeignKey(
                        help_text="The course.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="access.training",
                    ),
                ),
            ],
            options={
                "db_table": "access_attendance",
            },
        ),
        migrations.CreateModel(
            name="WrongPassword",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "login_hash",
                    models.CharField(
                        help_text="SHA-256 (hex) of what was typed as login: a password typed there by mistake is not kept.",
                        max_length=64,
                    ),
                ),
                ("at", models.DateTimeField(help_text="When it was tried, by the clock of the door.")),
            ],
            options={
                "db_table": "access_wrong_password",
                "indexes": [models.Index(fields=["login_hash", "at"], name="wrong_passwords_of_a_login")],
            },
        ),
        migrations.AddConstraint(
            model_name="employee",
            constraint=models.CheckConstraint(condition=models.Q(("sex__in", ["F", "M"])), name="sex_is_f_or_m"),
        ),
        migrations.AddConstraint(
            model_name="employee",
            constraint=models.CheckConstraint(
                condition=models.Q(("login__regex", "^[a-z][a-z0-9._-]+$")), name="a_login_is_small_letters"
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(
                fields=("employee", "role", "centre", "department"),
                name="a_role_is_granted_once_for_a_place",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "host",
                            "counter_officer",
                            "department_officer",
                            "head_of_centre",
                            "head_of_agency",
                            "auditor",
                        ],
                    )
                ),
                name="a_role_is_one_of_six",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "department_officer"), _negated=True),
                    ("department__isnull", False),
                    _connector="OR",
                ),
                name="an_officer_of_a_department_has_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="language",
            constraint=models.UniqueConstraint(fields=("employee", "code"), name="a_language_is_spoken_once"),
        ),
        migrations.AddConstraint(
            model_name="skill",
            constraint=models.UniqueConstraint(fields=("employee", "service"), name="a_skill_is_had_once"),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.UniqueConstraint(
                fields=("centre", "course", "day"), name="a_course_begins_once_on_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.CheckConstraint(
                condition=models.Q(("days__gte", 1)), name="a_course_lasts_a_day_at_least"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(fields=("training", "employee"), name="a_course_is_attended_once"),
        ),
    ]
