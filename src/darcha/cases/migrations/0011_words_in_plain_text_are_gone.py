import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import darcha.plumbing.sealed

# As in 0006: what was dropped would stay in the pages of its table.
WRITTEN_ANEW = "".join(
    f"CLUSTER {table} USING {table}_pkey; ALTER TABLE {table} SET WITHOUT CLUSTER;"
    for table in ("cases_work_item", "cases_decision", "cases_suspension", "cases_extension", "cases_issued_document")
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_words_are_sealed")]

    operations = [
        migrations.RemoveField(
            model_name="decision",
            name="plain_ground",
        ),
        migrations.RemoveField(
            model_name="extension",
            name="plain_ground",
        ),
        migrations.RemoveField(
            model_name="issueddocument",
            name="plain_annulled_because",
        ),
        migrations.RemoveField(
            model_name="suspension",
            name="plain_words",
        ),
        migrations.RemoveField(
            model_name="workitem",
            name="plain_note",
        ),
        migrations.AlterField(
            model_name="decision",
            name="ground",
            field=darcha.plumbing.sealed.SealedTextField(
                bound_to="pk",
                help_text="The ground in words; null: none, never for a refusal; it may name persons; sealed.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="extension",
            name="ground",
            field=darcha.plumbing.sealed.SealedTextField(
                bound_to="pk", help_text="Why, as the applicant reads it; it may name persons; sealed."
            ),
        ),
        migrations.AlterField(
            model_name="issueddocument",
            name="annulled_because",
            field=darcha.plumbing.sealed.SealedTextField(
                bound_to="number",
                help_text="Why it was annulled; null while valid; it may name persons; sealed.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="suspension",
            name="words",
            field=darcha.plumbing.sealed.SealedTextField(
                bound_to="pk",
                help_text="What is to be corrected, as the applicant reads it; it may name persons; sealed.",
            ),
        ),
        migrations.AlterField(
            model_name="workitem",
            name="note",
            field=darcha.plumbing.sealed.SealedTextField(
                bound_to="pk",
                help_text="The department's words on it; null: none, never when it objected; it may name persons; sealed.",
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ground__isnull", True), ("outcome", "granted")),
                    models.Q(
                        ("ground__isnull", False),
                        ("outcome__in", ["granted", "refused"]),
                        django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length("ground"), 32),
                    ),
                    _connector="OR",
                ),
                name="a_refusal_names_its_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("n__gte", 1),
                    django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length("ground"), 32),
                ),
                name="an_extension_tells_its_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="issueddocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("annulled_at__isnull", True), ("annulled_because__isnull", True)),
                    models.Q(
                        ("annulled_at__isnull", False),
                        ("annulled_because__isnull", False),
                        django.db.models.lookups.GreaterThan(
                            django.db.models.functions.text.Length("annulled_because"), 32
                        ),
                    ),
                    _connector="OR",
                ),
                name="an_annulment_names_its_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ground__in", ["incorrect", "incomplete"]),
                    django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length("words"), 32),
                ),
                name="a_suspension_tells_its_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="workitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("note__isnull", True), models.Q(("outcome", "objected"), _negated=True)),
                    models.Q(
                        ("note__isnull", False),
                        django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length("note"), 32),
                    ),
                    _connector="OR",
                ),
                name="an_objection_tells_why",
            ),
        ),
        migrations.RunSQL(WRITTEN_ANEW, migrations.RunSQL.noop),
    ]
