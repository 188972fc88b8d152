import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "__first__"),
        ("centres", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "centre",
                    models.ForeignKey(
                        help_text="Code of the centre that was visited.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        help_text="Code of the department visited.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.department",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        help_text="Code of the service given.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.service",
                    ),
                ),
                (
                    "token_hash",
                    models.CharField(
                        help_text="SHA-256 (hex) of the survey code; it keeps one code to one answer and nothing else.",
                        max_length=64,
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        help_text='"F" or "M", as the officer noted it for the visit; never asked here.', max_length=1
                    ),
                ),
                (
                    "satisfied",
                    models.SmallIntegerField(
                        help_text='1 (very dissatisfied) to 5 (very satisfied); "Are you satisfied with the service you received today?"'
                    ),
                ),
                (
                    "clear",
                    models.SmallIntegerField(
                        help_text='1 (not at all) to 5 (entirely); "Was it clear what to bring and what happens next?"'
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True,
                        help_text="The visitor's own words, at most 1000 characters; empty when none.",
                        max_length=1000,
                    ),
                ),
                ("channel", models.CharField(help_text='Where it was answered: "kiosk" or "phone".', max_length=8)),
                ("visit_day", models.DateField(help_text="Day of the visit, local to the centre.")),
                (
                    "answered_on",
                    models.DateField(
                        help_text="Day of the answer, local to the centre; no hour, so that nobody is found by it."
                    ),
                ),
            ],
            options={
                "db_table": "feedback_answer",
                "indexes": [models.Index(fields=["centre", "answered_on"], name="answers_of_a_centre_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("token_hash",), name="one_token_one_answer"),
                    models.CheckConstraint(
                        condition=models.Q(("clear__range", (1, 5)), ("satisfied__range", (1, 5))),
                        name="an_answer_is_one_of_five_faces",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ("kiosk", "phone"))),
                        name="an_answer_comes_by_kiosk_or_phone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ("F", "M"))), name="an_answer_is_of_a_woman_or_a_man"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered_on__gte", models.F("visit_day"))),
                        name="an_answer_follows_the_visit",
                    ),
                ],
            },
        ),
    ]
