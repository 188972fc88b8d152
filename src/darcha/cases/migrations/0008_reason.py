import uuid

import django.db.models.deletion
from django.db import migrations, models

import darcha.plumbing.sealed


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_personal_data_end"),
        ("centres", "0006_help_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reason",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        help_text="A random number, known before the row is.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("told_at", models.DateTimeField(help_text="Moment it was typed; it holds for half an hour.")),
                ("told_by", models.CharField(help_text='Who typed it: "employee:7"; never a name.', max_length=80)),
                (
                    "words",
                    darcha.plumbing.sealed.SealedTextField(
                        bound_to="pk", help_text="The reason as typed; it may name persons; sealed."
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The case; null: all that is held about a person.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The centre of the case.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
                    ),
                ),
            ],
            options={
                "db_table": "cases_reason",
                "indexes": [
                    models.Index(fields=["centre", "told_at"], name="reasons_of_a_centre_by_time"),
                    models.Index(fields=["case", "told_by", "told_at"], name="reasons_by_case_and_officer"),
                ],
            },
        ),
    ]
