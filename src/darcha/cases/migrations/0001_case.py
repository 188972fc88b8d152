import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "__first__"),
        ("centres", "__first__"),
        ("queue", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.CharField(
                        help_text='Gapless per centre and year: "SRG-26-000001".', max_length=20, unique=True
                    ),
                ),
                (
                    "tracking_code",
                    models.CharField(
                        help_text="Secret of 140 random bits by which the applicant follows the case.",
                        max_length=28,
                        unique=True,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("returned", "returned"),
                            ("accepted", "accepted"),
                            ("ready", "ready"),
                            ("granted", "granted"),
                            ("refused", "refused"),
                            ("issued", "issued"),
                        ],
                        help_text="returned, accepted, ready, granted, refused or issued.",
                        max_length=10,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        help_text='The language the applicant chose: "uz", "uz-cyrl", "ru", "en".', max_length=8
                    ),
                ),
                ("channel", models.CharField(help_text='How it was filed: "counter" or "portal".', max_length=10)),
                (
                    "facts",
                    models.JSONField(
                        default=dict,
                        help_text="Answers to the facts the service asks for, by the fact's code; no names.",
                    ),
                ),
                (
                    "initials",
                    models.CharField(help_text="The applicant's initials, for the tracking page.", max_length=12),
                ),
                (
                    "age_band",
                    models.CharField(help_text='Age of the applicant on opening, by band: "30-44".', max_length=5),
                ),
                ("opened_at", models.DateTimeField(help_text="Moment of the first filing.")),
                ("opened_on", models.DateField(help_text="Day of the first filing, by the centre's calendar.")),
                ("opened_by", models.CharField(help_text='Who opened it: "employee:7"; never a name.', max_length=80)),
                (
                    "filings",
                    models.SmallIntegerField(help_text="How many times papers were brought; 1 after the first."),
                ),
                ("first_time", models.BooleanField(help_text="True as long as it was complete at the first filing.")),
                (
                    "accepted_at",
                    models.DateTimeField(help_text="Moment it was complete and taken; null before.", null=True),
                ),
                (
                    "accepted_on",
                    models.DateField(
                        help_text="Day it was taken, by the centre's calendar; the clock starts after it.", null=True
                    ),
                ),
                (
                    "not_before",
                    models.DateField(
                        help_text="First day it may be granted without a cause; null: at once.", null=True
                    ),
                ),
                (
                    "due_on",
                    models.DateField(
                        help_text="Last day to decide, by the law of the service; null before it is taken.", null=True
                    ),
                ),
                (
                    "ready_at",
                    models.DateTimeField(help_text="Moment the last work item was done; null before.", null=True),
                ),
                ("decided_at", models.DateTimeField(help_text="Moment of the decision; null before.", null=True)),
                (
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Where it was opened.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The department that owns and decides it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.department",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_index=False,
                        help_text="What is applied for.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.service",
                    ),
                ),
                (
                    "service_version",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The version in force on the day of opening; the case keeps it whatever changes later.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.serviceversion",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        help_text="The visit on which it was opened; null when opened without a ticket.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="queue.ticket",
                    ),
                ),
            ],
            options={
                "db_table": "cases_case",
            },
        ),
        migrations.CreateModel(
            name="IssuedDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.CharField(
                        help_text='Gapless per centre and year: "SRG-26-R-000001".', max_length=20, unique=True
                    ),
                ),
                (
                    "verification_code",
                    models.CharField(
                        help_text="Secret of 140 random bits printed on it, by which anybody verifies it.",
                        max_length=28,
                        unique=True,
                    ),
                ),
                ("issued_at", models.DateTimeField(help_text="Moment of issue.")),
                ("issued_on", models.DateField(help_text="Day of issue, by the centre's calendar.")),
                ("issued_by", models.CharField(help_text='Who issued it: "employee:7"; never a name.', max_length=80)),
                (
                    "content",
                    models.JSONField(
                        help_text="What is printed: holder, year of birth, end of the personal number, names of centre and body; personal."
                    ),
                ),
                ("annulled_at", models.DateTimeField(help_text="Moment it lost its validity; null: valid.", null=True)),
                ("annulled_because", models.TextField(default="", help_text="Why it was annulled; empty while valid.")),
                (
                    "case",
                    models.ForeignKey(
                        help_text="The case it ends.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The centre that issued it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
                    ),
                ),
            ],
            options={
                "db_table": "cases_issued_document",
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("filing", models.SmallIntegerField(help_text="The how-manieth filing of the case, from 1.")),
                (
                    "seen",
                    models.BooleanField(
                        help_text="True: shown at the counter. False: missing, a defect of this filing."
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
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The paper demanded by the checklist.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.documenttype",
                    ),
                ),
            ],
            options={
                "db_table": "cases_paper",
            },
        ),
        migrations.CreateModel(
            name="Register",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(help_text='What is numbered: "case" or "document".', max_length=12)),
                ("year", models.SmallIntegerField(help_text="Year of the number, by the centre's calendar.")),
                ("last", models.IntegerField(help_text="The last number given; 0 before the first.")),
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
                "db_table": "cases_register",
            },
        ),
        migrations.CreateModel(
            name="WorkItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.CharField(
                        help_text='"own" (no step in the catalogue), "parallel" (at once) or "then" (after the join).',
                        max_length=8,
                    ),
                ),
                (
                    "position",
                    models.SmallIntegerField(
                        help_text="Place of the step within its group in the service version, from 0."
                    ),
                ),
                ("state", models.CharField(help_text='"waiting" (for the join), "open" or "done".', max_length=8)),
                (
                    "opened_at",
                    models.DateTimeField(help_text="Moment it could be begun; null while it waits.", null=True),
                ),
                (
                    "due_on",
                    models.DateField(
                        help_text="Last day for it, never after the case's; null while it waits.", null=True
                    ),
                ),
                ("done_at", models.DateTimeField(help_text="Moment it was done; null before.", null=True)),
                (
                    "done_by",
                    models.CharField(default="", help_text='Who did it: "employee:7"; empty before.', max_length=80),
                ),
                (
                    "outcome",
                    models.CharField(default="", help_text='"agreed" or "objected"; empty before.', max_length=8),
                ),
                (
                    "note",
                    models.TextField(
                        default="", help_text="The department's words on it; may be empty when it agreed."
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
                        help_text="Centre of the case.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The department or partner addressed; it does it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.department",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The department that waits for it: the owner of the case; it enters a partner's answer.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.department",
                    ),
                ),
            ],
            options={
                "db_table": "cases_work_item",
            },
        ),
        migrations.CreateModel(
            name="Applicant",
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
                    "name",
                    models.CharField(help_text="Full name as in the identity document; personal.", max_length=200),
                ),
                ("sex", models.CharField(help_text='"F" or "M", as in the identity document; personal.', max_length=1)),
                ("birth_year", models.SmallIntegerField(help_text="Year of birth; personal.")),
                (
                    "phone",
                    models.CharField(
                        help_text="Telephone number as given; null: none; personal.", max_length=20, null=True
                    ),
                ),
                (
                    "personal_number",
                    models.CharField(
                        help_text="Personal number (PINFL) as given, 14 digits when right; null: none; personal.",
                        max_length=20,
                        null=True,
                    ),
                ),
            ],
            options={
                "db_table": "cases_applicant",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("sex__in", ["F", "M"])), name="an_applicant_is_f_or_m"),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="an_applicant_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        help_text="The case; one decision per case.",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("outcome", models.CharField(help_text='"granted" or "refused".', max_length=8)),
                ("ground", models.TextField(help_text="The ground in words; never empty for a refusal.")),
                ("decided_at", models.DateTimeField(help_text="Moment of the decision.")),
                ("decided_by", models.CharField(help_text='Who decided: "employee:7"; never a name.', max_length=80)),
                ("on_time", models.BooleanField(help_text="True: on or before the day the case was due.")),
            ],
            options={
                "db_table": "cases_decision",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "granted"),
                            models.Q(("outcome", "refused"), models.Q(("ground", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_refusal_names_its_ground",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ["ready", "granted"])),
                fields=["centre", "department", "state", "due_on"],
                name="cases_waiting_for_their_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("accepted_at__isnull", True),
                        ("decided_at__isnull", True),
                        ("due_on__isnull", True),
                        ("ready_at__isnull", True),
                        ("state", "returned"),
                    ),
                    models.Q(
                        ("accepted_at__isnull", False),
                        ("decided_at__isnull", True),
                        ("due_on__isnull", False),
                        ("ready_at__isnull", True),
                        ("state", "accepted"),
                    ),
                    models.Q(
                        ("accepted_at__isnull", False),
                        ("decided_at__isnull", True),
                        ("due_on__isnull", False),
                        ("ready_at__isnull", False),
                        ("state", "ready"),
                    ),
                    models.Q(
                        ("accepted_at__isnull", False),
                        ("decided_at__isnull", False),
                        ("due_on__isnull", False),
                        ("ready_at__isnull", False),
                        ("state__in", ["granted", "refused", "issued"]),
                    ),
                    _connector="OR",
                ),
                name="a_case_has_what_its_state_needs",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("filings__gte", 1)), name="a_case_was_filed_at_least_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("not_before__isnull", True), ("due_on__gte", models.F("not_before")), _connector="OR"
                ),
                name="due_is_not_before_not_before",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__isnull", True), ("due_on__gte", models.F("accepted_on")), _connector="OR"),
                name="due_is_not_before_acceptance",
            ),
        ),
        migrations.AddConstraint(
            model_name="issueddocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(("annulled_at__isnull", True)), fields=("case",), name="one_valid_document_per_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="issueddocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("annulled_at__isnull", True), ("annulled_because", "")),
                    models.Q(("annulled_at__isnull", False), models.Q(("annulled_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="an_annulment_names_its_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                fields=("case", "filing", "document"), name="a_paper_is_demanded_once_per_filing"
            ),
        ),
        migrations.AddConstraint(
            model_name="register",
            constraint=models.UniqueConstraint(
                fields=("centre", "kind", "year"), name="one_register_per_centre_kind_and_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="register",
            constraint=models.CheckConstraint(condition=models.Q(("last__gte", 0)), name="numbers_start_at_one"),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["centre", "department", "due_on"],
                name="open_items_by_addressed",
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["centre", "owner", "due_on"], name="open_items_by_owner"
            ),
        ),
        migrations.AddConstraint(
            model_name="workitem",
            constraint=models.UniqueConstraint(fields=("case", "group", "position"), name="a_step_is_one_work_item"),
        ),
        migrations.AddConstraint(
            model_name="workitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("group__in", ["own", "parallel", "then"])), name="a_work_item_has_a_known_group"
            ),
        ),
        migrations.AddConstraint(
            model_name="workitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("done_at__isnull", True),
                        ("due_on__isnull", True),
                        ("group", "then"),
                        ("opened_at__isnull", True),
                        ("state", "waiting"),
                        ("outcome", ""),
                    ),
                    models.Q(
                        ("done_at__isnull", True),
                        ("due_on__isnull", False),
                        ("opened_at__isnull", False),
                        ("outcome", ""),
                        ("state", "open"),
                    ),
                    models.Q(
                        ("done_at__isnull", False),
                        ("due_on__isnull", False),
                        ("opened_at__isnull", False),
                        ("state", "done"),
                        ("outcome__in", ["agreed", "objected"]),
                    ),
                    _connector="OR",
                ),
                name="a_work_item_has_what_its_state_needs",
            ),
        ),
    ]
