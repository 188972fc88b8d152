"""The tables of the room."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_catalogue"),
    ]

    operations = [
        migrations.CreateModel(
            name="Centre",
            fields=[
                (
                    "name_uz",
                    models.CharField(help_text="Name in Uzbek, Latin script; from the centre's file.", max_length=200),
                ),
                (
                    "name_uz_cyrl",
                    models.CharField(
                        help_text="Name in Uzbek, Cyrillic script; from the centre's file, else transliterated.",
                        max_length=200,
                    ),
                ),
                ("name_ru", models.CharField(help_text="Name in Russian; from the centre's file.", max_length=200)),
                ("name_en", models.CharField(help_text="Name in English; from the centre's file.", max_length=200)),
                (
                    "code",
                    models.CharField(
                        help_text="Code of the centre, as in the journal: SRG.",
                        max_length=16,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("address", models.JSONField(help_text="Street address in the languages uz, uz-cyrl, ru, en.")),
                ("district", models.JSONField(help_text="Name of the district in uz, uz-cyrl, ru, en.")),
                (
                    "zone",
                    models.CharField(help_text="IANA name of the time zone its day is counted in.", max_length=40),
                ),
                (
                    "calendar",
                    models.CharField(
                        help_text="Working calendar of the centre as a house: uz-5d or uz-6d.", max_length=8
                    ),
                ),
                (
                    "opens_on",
                    models.DateField(help_text="First day the centre is open; before it there are no tickets."),
                ),
                (
                    "edition",
                    models.UUIDField(
                        default=uuid.uuid4,
                        help_text="Changes with every load that changes something; processes compare it.",
                    ),
                ),
            ],
            options={
                "db_table": "centres_centre",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("calendar__in", ["uz-5d", "uz-6d"])), name="a_centre_has_a_known_week"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name_uz",
                    models.CharField(help_text="Name in Uzbek, Latin script; from the centre's file.", max_length=200),
                ),
                (
                    "name_uz_cyrl",
                    models.CharField(
                        help_text="Name in Uzbek, Cyrillic script; from the centre's file, else transliterated.",
                        max_length=200,
                    ),
                ),
                ("name_ru", models.CharField(help_text="Name in Russian; from the centre's file.", max_length=200)),
                ("name_en", models.CharField(help_text="Name in English; from the centre's file.", max_length=200)),
                (
                    "letter",
                    models.CharField(help_text="Letter on the tickets; alike in Latin and Cyrillic.", max_length=1),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(help_text="Place among the lines on the screens, from 0."),
                ),
                (
                    "short",
                    models.JSONField(
                        help_text="Names for the hall's screen in uz, uz-cyrl, ru, en; null: the names themselves.",
                        null=True,
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        help_text="The centre.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="centres.centre",
                    ),
                ),
            ],
            options={
                "db_table": "centres_line",
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weekday", models.PositiveSmallIntegerField(help_text="Day of the week, 0 is Monday.")),
                ("opens", models.TimeField(help_text="From, local time of day, inclusive.")),
                ("closes", models.TimeField(help_text="To, local time of day, exclusive.")),
                (
                    "centre",
                    models.ForeignKey(
                        help_text="The centre.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opening",
                        to="centres.centre",
                    ),
                ),
            ],
            options={
                "db_table": "centres_opening_hours",
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(help_text="Place in the centre's file, from 0.")),
                (
                    "withdrawn",
                    models.BooleanField(default=False, help_text="True: it no longer sits here; kept for old tickets."),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        help_text="The centre.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="centres.centre",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        help_text="The department that sits here.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.department",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        help_text="Where its visitors wait.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="centres.line",
                    ),
                ),
            ],
            options={
                "db_table": "centres_seat",
            },
        ),
        migrations.CreateModel(
            name="PresenceWindow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weekday", models.PositiveSmallIntegerField(help_text="Day of the week, 0 is Monday.")),
                ("begins", models.TimeField(help_text="From, local time of day, inclusive.")),
                ("ends", models.TimeField(help_text="To, local time of day, exclusive.")),
                (
                    "illustration",
                    models.BooleanField(
                        help_text="True: invented to illustrate; not the department's published hours."
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        help_text="Who sits where.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="windows",
                        to="centres.seat",
                    ),
                ),
            ],
            options={
                "db_table": "centres_presence_window",
            },
        ),
        migrations.CreateModel(
            name="OfferedService",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("withdrawn", models.BooleanField(default=False, help_text="True: no longer offered here.")),
                (
                    "service",
                    models.ForeignKey(
                        help_text="The service of the catalogue.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.service",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        help_text="Who gives it where.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="centres.seat",
                    ),
                ),
            ],
            options={
                "db_table": "centres_offered_service",
            },
        ),
        migrations.CreateModel(
            name="VisitorClass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name_uz",
                    models.CharField(help_text="Name in Uzbek, Latin script; from the centre's file.", max_length=200),
                ),
                (
                    "name_uz_cyrl",
                    models.CharField(
                        help_text="Name in Uzbek, Cyrillic script; from the centre's file, else transliterated.",
                        max_length=200,
                    ),
                ),
                ("name_ru", models.CharField(help_text="Name in Russian; from the centre's file.", max_length=200)),
                ("name_en", models.CharField(help_text="Name in English; from the centre's file.", max_length=200)),
                ("code", models.CharField(help_text="Code of the class: ordinary, priority.", max_length=20)),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        help_text="Place in the centre's file, from 0: the ordinary class."
                    ),
                ),
                ("promised_minutes", models.PositiveSmallIntegerField(help_text="Longest wait promised, in minutes.")),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        help_text="How fast a minute of waiting weighs, hundredths; 100 ordinary."
                    ),
                ),
                (
                    "needs",
                    models.JSONField(
                        default=list, help_text="Needs that give the class: seat, wheel, child, sight, ear, sign."
                    ),
                ),
                (
                    "withdrawn",
                    models.BooleanField(default=False, help_text="True: no longer given; kept for old tickets."),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        help_text="The centre.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="classes",
                        to="centres.centre",
                    ),
                ),
            ],
            options={
                "db_table": "centres_visitor_class",
            },
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(help_text="Number over the window.")),
                ("accessible", models.BooleanField(help_text="True: low desk, step-free, room for a wheelchair.")),
                ("hearing_loop", models.BooleanField(help_text="True: an induction loop is fitted.")),
                ("quick", models.BooleanField(help_text="True: short matters are called here first.")),
                (
                    "withdrawn",
                    models.BooleanField(default=False, help_text="True: no longer in use; kept for old tickets."),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        help_text="The centre.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counters",
                        to="centres.centre",
                    ),
                ),
            ],
            options={
                "db_table": "centres_counter",
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "number"), name="a_number_hangs_over_one_counter"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="counters_are_numbered_from_one"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.UniqueConstraint(fields=("centre", "letter"), name="a_letter_means_one_line"),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("letter__regex", "^[AEKMOTX]$")), name="a_letter_is_read_in_two_scripts"
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.UniqueConstraint(
                fields=("centre", "weekday", "opens"), name="a_centre_opens_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__lte", 6)), name="opening_is_on_a_day_of_the_week"
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens__lt", models.F("closes"))), name="a_centre_opens_before_it_closes"
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                fields=("centre", "department"), name="a_department_has_one_seat_in_a_centre"
            ),
        ),
        migrations.AddConstraint(
            model_name="presencewindow",
            constraint=models.UniqueConstraint(
                fields=("seat", "weekday", "begins"), name="presence_begins_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="presencewindow",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__lte", 6)), name="presence_is_on_a_day_of_the_week"
            ),
        ),
        migrations.AddConstraint(
            model_name="presencewindow",
            constraint=models.CheckConstraint(
                condition=models.Q(("begins__lt", models.F("ends"))), name="presence_begins_before_it_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="offeredservice",
            constraint=models.UniqueConstraint(fields=("seat", "service"), name="a_service_is_offered_once_by_a_seat"),
        ),
        migrations.AddConstraint(
            model_name="visitorclass",
            constraint=models.UniqueConstraint(fields=("centre", "code"), name="a_class_stands_once_in_a_centre"),
        ),
        migrations.AddConstraint(
            model_name="visitorclass",
            constraint=models.CheckConstraint(
                condition=models.Q(("promised_minutes__gte", 1)), name="a_class_is_promised_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="visitorclass",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__gte", 1)), name="waiting_always_weighs_something"
            ),
        ),
    ]
