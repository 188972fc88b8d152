import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import darcha.plumbing.sealed


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_lists_are_read_by_pages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Charge",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("free", "free"),
                            ("in_words", "in_words"),
                            ("after_approval", "after_approval"),
                            ("owed", "owed"),
                        ],
                        help_text="free, in_words (no amount yet), after_approval (of the department's offer) or owed.",
                        max_length=14,
                    ),
                ),
                (
                    "amount_uzs",
                    models.BigIntegerField(
                        help_text="Whole soʻm; 0: free; null: not known until the department sets it.", null=True
                    ),
                ),
                (
                    "multiples",
                    models.DecimalField(
                        decimal_places=6,
                        help_text="Of the base amount, for the whole or for a unit; null: unknown.",
                        max_digits=14,
                        null=True,
                    ),
                ),
                (
                    "base_uzs",
                    models.IntegerField(
                        help_text="The base amount of the day in whole soʻm; null: none was known that day.", null=True
                    ),
                ),
                (
                    "words",
                    darcha.plumbing.sealed.SealedJSONField(
                        bound_to="pk",
                        help_text="The reasoning by language, a sentence a step, as it was told; it tells of the person; sealed.",
                    ),
                ),
                ("reckoned_on", models.DateField(help_text="Day of the acceptance, by the centre's calendar.")),
                (
                    "units",
                    models.IntegerField(
                        help_text="Of how many units, where the price is for one; null: not told.", null=True
                    ),
                ),
                (
                    "set_at",
                    models.DateTimeField(
                        help_text="Moment the department set the amount; null: reckoned alone.", null=True
                    ),
                ),
                (
                    "set_on",
                    models.DateField(help_text="Day of it, by the centre's calendar; null: reckoned alone.", null=True),
                ),
                (
                    "set_by",
                    models.CharField(
                        default="", help_text='Who set it: "employee:7"; empty: nobody had to.', max_length=80
                    ),
                ),
                (
                    "set_words",
                    darcha.plumbing.sealed.SealedTextField(
                        bound_to="pk",
                        help_text="Why this amount, as the applicant reads it; it may name persons; sealed.",
                        null=True,
                    ),
                ),
            ],
            options={
                "db_table": "cases_charge",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount_uzs", 0), ("state", "free")),
                            models.Q(("amount_uzs__gt", 0), ("state", "owed")),
                            models.Q(
                                ("amount_uzs__isnull", True),
                                ("set_at__isnull", True),
                                ("state__in", ["in_words", "after_approval"]),
                            ),
                            _connector="OR",
                        ),
                        name="a_fee_has_the_amount_its_state_tells",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("set_at__isnull", True),
                                ("set_by", ""),
                                ("set_on__isnull", True),
                                ("set_words__isnull", True),
                                ("units__isnull", True),
                            ),
                            models.Q(
                                ("set_at__isnull", False),
                                ("set_on__isnull", False),
                                ("set_words__isnull", False),
                                models.Q(("set_by", ""), _negated=True),
                                django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length("set_words"), 32
                                ),
                                models.Q(("units__isnull", True), ("units__gte", 1), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="a_fee_is_set_with_words",
                    ),
                ],
            },
        ),
    ]
