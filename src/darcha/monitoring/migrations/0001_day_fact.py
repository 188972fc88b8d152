import django.contrib.postgres.fields
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
            name="ClosedDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "centre",
                    models.ForeignKey(
                        help_text="Code of the centre.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
                    ),
                ),
                ("day", models.DateField(help_text="The day, local to the centre.")),
                (
                    "closed_at",
                    models.DateTimeField(help_text="When the facts were last folded, by the clock of the door."),
                ),
                ("entries", models.IntegerField(help_text="Number of journal entries of the day that were counted.")),
                ("facts", models.IntegerField(help_text="Number of rows of day facts written.")),
                (
                    "fingerprint",
                    models.CharField(
                        help_text="SHA-256 (hex) of all facts of the day; the same facts give the same fingerprint.",
                        max_length=64,
                    ),
                ),
            ],
            options={
                "db_table": "monitoring_closed_day",
                "constraints": [models.UniqueConstraint(fields=("centre", "day"), name="a_day_is_closed_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="DayFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "centre",
                    models.ForeignKey(
                        help_text="Code of the centre.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
                    ),
                ),
                ("day", models.DateField(help_text="The day on which it happened, local to the centre.")),
                (
                    "service",
                    models.ForeignKey(
                        help_text="Code of the service.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.service",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        help_text="Code of the department.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.department",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        help_text='How it came: "kiosk", "phone", "counter", ...; empty when the event does not tell it.',
                        max_length=8,
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True, help_text='"F" or "M"; empty when the event does not tell it.', max_length=1
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        blank=True,
                        help_text='"0-17" to "60+", years of age; empty when the event does not tell it.',
                        max_length=8,
                    ),
                ),
                (
                    "disability",
                    models.CharField(
                        blank=True,
                        help_text='"yes" or "no", as the officer noted it for the visit; empty when the event does not tell it.',
                        max_length=3,
                    ),
                ),
                ("tickets_issued", models.IntegerField(default=0, help_text="Tickets given out; from ticket.issued.")),
                (
                    "visitors_served",
                    models.IntegerField(default=0, help_text="Visits served to the end; from ticket.served."),
                ),
                (
                    "no_shows",
                    models.IntegerField(default=0, help_text="Called visitors who did not come; from ticket.no_show."),
                ),
                (
                    "within_promise",
                    models.IntegerField(
                        default=0,
                        help_text="Visits served whose wait kept the promise of their class; from ticket.served.",
                    ),
                ),
                (
                    "wait_seconds",
                    models.BigIntegerField(
                        default=0, help_text="Sum of the waits of the visits served, seconds; from ticket.served."
                    ),
                ),
                (
                    "wait_minutes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(),
                        default=list,
                        help_text="Number of visits served by whole minutes waited: the first is under one minute; the last, numbered 240, is four hours and more; zeros at the end are left out. From ticket.served.",
                        size=None,
                    ),
                ),
                (
                    "service_seconds",
                    models.BigIntegerField(
                        default=0,
                        help_text="Sum of the times at the counter of the visits served, seconds; from ticket.served.",
                    ),
                ),
                ("cases_opened", models.IntegerField(default=0, help_text="Applications accepted; from case.opened.")),
                (
                    "cases_first_time",
                    models.IntegerField(
                        default=0,
                        help_text="Applications accepted that were complete when first brought; from case.opened.",
                    ),
                ),
                (
                    "cases_returned",
                    models.IntegerField(
                        default=0,
                        help_text="Times an application was handed back with its list of defects; from case.returned.",
                    ),
                ),
                ("cases_decided", models.IntegerField(default=0, help_text="Applications decided; from case.decided.")),
                ("cases_granted", models.IntegerField(default=0, help_text="Applications granted; from case.decided.")),
                (
                    "cases_on_time",
                    models.IntegerField(
                        default=0,
                        help_text="Applications decided on or before the day they were due; from case.decided.",
                    ),
                ),
                (
                    "documents_issued",
                    models.IntegerField(default=0, help_text="Documents handed over; from document.issued."),
                ),
                (
                    "satisfied",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(),
                        default=list,
                        help_text="Number of answers 1, 2, 3, 4, 5 to the first question; empty when none. From survey.answered.",
                        size=None,
                    ),
                ),
                (
                    "clear",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(),
                        default=list,
                        help_text="Number of answers 1, 2, 3, 4, 5 to the second question; empty when none. From survey.answered.",
                        size=None,
                    ),
                ),
            ],
            options={
                "db_table": "monitoring_day_fact",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "day", "service", "department", "channel", "sex", "age_band", "disability"),
                        name="one_fact_for_each_cell_of_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("within_promise__lte", models.F("visitors_served"))),
                        name="a_kept_promise_belongs_to_a_visit_served",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cases_on_time__lte", models.F("cases_decided")),
                            ("cases_granted__lte", models.F("cases_decided")),
                        ),
                        name="decided_on_time_or_granted_is_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cases_first_time__lte", models.F("cases_opened"))),
                        name="complete_the_first_time_is_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ("", "F", "M"))), name="a_fact_is_of_women_men_or_untold"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("disability__in", ("", "yes", "no"))),
                        name="a_fact_tells_disability_yes_no_or_not",
                    ),
                ],
                "indexes": [],
            },
        ),
    ]
