import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import darcha.plumbing.sealed


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0018_fees_are_paid"),
        ("centres", "0007_limits_of_booking"),
    ]

    operations = [
        migrations.CreateModel(
            name="Closing",
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
                ("day", models.DateField(help_text="Day of the count, by the centre's calendar.")),
                ("officer", models.CharField(help_text='Whose till: "employee:7"; never a name.', max_length=80)),
                ("closed_at", models.DateTimeField(help_text="Moment of the count, or of the correction.")),
                (
                    "closed_by",
                    models.CharField(help_text="Who wrote it: the officer, or the head who corrects.", max_length=80),
                ),
                (
                    "recorded_cash_uzs",
                    models.BigIntegerField(help_text="Cash the house has recorded, less what went back."),
                ),
                ("counted_cash_uzs", models.BigIntegerField(help_text="Cash that was counted, whole soʻm.")),
                (
                    "recorded_card_uzs",
                    models.BigIntegerField(help_text="Cards the house has recorded, less what went back."),
                ),
                ("told_card_uzs", models.BigIntegerField(help_text="The total the terminal told, whole soʻm.")),
                (
                    "notes",
                    models.JSONField(
                        help_text='How many notes of each value: {"50000": 3}; small money under "small".'
                    ),
                ),
                (
                    "words",
                    darcha.plumbing.sealed.SealedTextField(
                        bound_to="pk", help_text="What a difference comes from; it may name persons; sealed.", null=True
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The centre.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        help_text="The entry it replaces; null: the first count.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="till.closing",
                    ),
                ),
            ],
            options={
                "db_table": "till_closing",
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        help_text='"taken", or "back" for what was undone, reversed or refunded.', max_length=5
                    ),
                ),
                (
                    "closing",
                    models.ForeignKey(
                        help_text="The first count it is in.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="till.closing",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The payment.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.payment",
                    ),
                ),
            ],
            options={
                "db_table": "till_line",
            },
        ),
        migrations.CreateModel(
            name="Signature",
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
                ("day", models.DateField(help_text="The day, by the centre's calendar.")),
                ("signed_at", models.DateTimeField(help_text="Moment of the signature.")),
                ("signed_by", models.CharField(help_text='Who signed: "employee:7"; never a name.', max_length=80)),
                ("cash_uzs", models.BigIntegerField(help_text="Cash of the day, less what went back, whole soʻm.")),
                ("card_uzs", models.BigIntegerField(help_text="Cards of the day, less what went back, whole soʻm.")),
                (
                    "bank_uzs",
                    models.BigIntegerField(help_text="Transfers of the day, less what went back, whole soʻm."),
                ),
                (
                    "words",
                    darcha.plumbing.sealed.SealedTextField(
                        bound_to="pk",
                        help_text="What the head remarks; it may name persons; sealed; null: nothing.",
                        null=True,
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The centre.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        help_text="The signature it replaces; null: the first.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="till.signature",
                    ),
                ),
            ],
            options={
                "db_table": "till_signature",
            },
        ),
        migrations.CreateModel(
            name="Statement",
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
                (
                    "sha256",
                    models.CharField(help_text="SHA-256 (hex) of the file, so that it is read once.", max_length=64),
                ),
                ("read_at", models.DateTimeField(help_text="Moment it was read.")),
                ("read_by", models.CharField(help_text='Who gave it: "employee:7"; never a name.', max_length=80)),
                (
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The centre.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
                    ),
                ),
            ],
            options={
                "db_table": "till_statement",
            },
        ),
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField(help_text="Number of the line in the file, from 1.")),
                ("reference", models.CharField(help_text="The bank's number of the transfer.", max_length=80)),
                ("amount_uzs", models.BigIntegerField(help_text="Whole soʻm.")),
                (
                    "payment",
                    models.OneToOneField(
                        help_text="The payment it is; null: unknown.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.payment",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The statement.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="till.statement",
                    ),
                ),
            ],
            options={
                "db_table": "till_statement_line",
            },
        ),
        migrations.AddIndex(
            model_name="closing",
            index=models.Index(fields=["centre", "day"], name="closings_of_a_day"),
        ),
        migrations.AddConstraint(
            model_name="closing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("words__isnull", False),
                        django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length("words"), 32),
                    ),
                    models.Q(
                        ("corrects__isnull", True),
                        ("counted_cash_uzs", models.F("recorded_cash_uzs")),
                        ("told_card_uzs", models.F("recorded_card_uzs")),
                        ("words__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="every_difference_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="closing",
            constraint=models.CheckConstraint(
                condition=models.Q(("counted_cash_uzs__gte", 0)), name="nobody_counts_less_than_nothing"
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.UniqueConstraint(fields=("payment", "kind"), name="money_is_counted_once"),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["taken", "back"])), name="money_comes_or_goes"
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects__isnull", True)), fields=("centre", "day"), name="a_day_is_signed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("words__isnull", False),
                        django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length("words"), 32),
                    ),
                    ("corrects__isnull", True),
                    _connector="OR",
                ),
                name="a_correction_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(fields=("centre", "sha256"), name="a_statement_is_read_once"),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.UniqueConstraint(
                fields=("statement", "position"), name="a_line_stands_once_in_a_statement"
            ),
        ),
    ]
