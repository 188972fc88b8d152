import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import darcha.plumbing.sealed


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0017_answers_to_a_form"),
        ("centres", "0007_limits_of_booking"),
    ]

    operations = [
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "receipt",
                    models.CharField(
                        help_text='Number of the receipt, gapless per centre and year: "SRG-26-K-000001".',
                        max_length=20,
                        unique=True,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("cash", "cash"), ("card", "card"), ("bank", "bank")],
                        help_text="cash, card (the centre's terminal) or bank (a transfer).",
                        max_length=4,
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default="",
                        help_text="Number of the terminal's slip or of the bank's transfer; empty for cash.",
                        max_length=40,
                    ),
                ),
                ("amount_uzs", models.BigIntegerField(help_text="Whole soʻm taken.")),
                ("paid_at", models.DateTimeField(help_text="Moment it was recorded.")),
                ("paid_on", models.DateField(help_text="Day of it, by the centre's calendar.")),
                ("taken_by", models.CharField(help_text='Who took it: "employee:7"; never a name.', max_length=80)),
                (
                    "stands",
                    models.BooleanField(
                        default=True, help_text="False once it was taken back, reversed or given back."
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The case.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The centre that took it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
                    ),
                ),
            ],
            options={
                "db_table": "cases_payment",
            },
        ),
        migrations.AlterField(
            model_name="register",
            name="kind",
            field=models.CharField(help_text='What is numbered: "case", "document" or "receipt".', max_length=12),
        ),
        migrations.CreateModel(
            name="DepartmentNotice",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        help_text="The case.",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                (
                    "words",
                    darcha.plumbing.sealed.SealedTextField(
                        bound_to="pk",
                        help_text="What was told, as the applicant reads it; it may name persons; sealed.",
                    ),
                ),
                ("served_at", models.DateTimeField(help_text="Moment of the notice.")),
                ("served_by", models.CharField(help_text='Who gave it: "employee:7"; never a name.', max_length=80)),
            ],
            options={
                "db_table": "cases_department_notice",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length("words"), 32)
                        ),
                        name="a_notice_tells_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reversal",
            fields=[
                (
                    "payment",
                    models.OneToOneField(
                        help_text="The payment; it is reversed once.",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cases.payment",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        help_text="undone (within a minute), reversed (a mistaken entry) or refunded (given back after a refusal).",
                        max_length=8,
                    ),
                ),
                (
                    "ground",
                    darcha.plumbing.sealed.SealedTextField(
                        bound_to="pk", help_text="Why; null: undone at once; it may name persons; sealed.", null=True
                    ),
                ),
                ("asked_at", models.DateTimeField(help_text="Moment it was asked for.")),
                ("asked_by", models.CharField(help_text='Who asked: "employee:7"; never a name.', max_length=80)),
                (
                    "refund_by",
                    models.DateField(
                        help_text="Last day to give it back by the catalogue; null: no refund.", null=True
                    ),
                ),
                (
                    "done_at",
                    models.DateTimeField(
                        help_text="Moment it took effect; null: a refund not yet confirmed.", null=True
                    ),
                ),
                ("done_on", models.DateField(help_text="Day of it, by the centre's calendar.", null=True)),
                (
                    "done_by",
                    models.CharField(
                        default="", help_text="Who let it take effect; of a refund somebody else.", max_length=80
                    ),
                ),
            ],
            options={
                "db_table": "cases_reversal",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("done_at__isnull", False),
                                ("ground__isnull", True),
                                ("kind", "undone"),
                                ("refund_by__isnull", True),
                            ),
                            models.Q(
                                ("done_at__isnull", False),
                                ("ground__isnull", False),
                                ("kind", "reversed"),
                                ("refund_by__isnull", True),
                                django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length("ground"), 32
                                ),
                            ),
                            models.Q(
                                ("ground__isnull", False),
                                ("kind", "refunded"),
                                ("refund_by__isnull", False),
                                django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length("ground"), 32
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_reversal_names_its_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("done_by", ""), ("done_on__isnull", True)),
                            models.Q(
                                ("done_at__isnull", False),
                                ("done_on__isnull", False),
                                models.Q(("done_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_reversal_is_done_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "refunded"), _negated=True),
                            models.Q(("done_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="four_eyes_give_money_back",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["case"], name="payments_of_a_case"),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["centre", "paid_on", "taken_by"], name="payments_of_a_day_by_officer"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stands", True)), fields=("case",), name="a_fee_is_paid_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stands", True), ("way", "bank")),
                fields=("centre", "reference"),
                name="a_bank_transfer_pays_one_fee",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_uzs__gt", 0)), name="a_payment_is_of_some_money"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reference", ""), ("way", "cash")),
                    models.Q(("way__in", ["card", "bank"]), models.Q(("reference", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_payment_without_cash_names_its_slip",
            ),
        ),
    ]
