from django.db import migrations, models
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from darcha.plumbing.sealed import SealedJSONField, SealedTextField

# A column that is dropped stays in the pages of its table until they are written anew. (A table's constraints are settled
# by now: the rows were sealed in transactions of their own.)
WRITTEN_ANEW = "".join(
    f"CLUSTER {table} USING {table}_pkey; ALTER TABLE {table} SET WITHOUT CLUSTER;"
    for table in ("cases_applicant", "cases_case", "cases_issued_document")
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_rows_are_sealed")]

    operations = [
        *(migrations.RemoveField("applicant", f"plain_{name}") for name in ("name", "birth_year", "phone")),
        migrations.RemoveField("applicant", "plain_personal_number"),
        migrations.RemoveField("case", "plain_facts"),
        migrations.RemoveField("issueddocument", "plain_content"),
        migrations.AlterField(
            "applicant",
            "name",
            SealedTextField(bound_to="pk", help_text="Full name as in the identity document; personal, sealed."),
        ),
        migrations.AlterField(
            "applicant", "birth_year", SealedJSONField(bound_to="pk", help_text="Year of birth; personal, sealed.")
        ),
        migrations.AlterField(
            "applicant",
            "phone",
            SealedTextField(
                bound_to="pk", help_text="Telephone number as given; null: none; personal, sealed.", null=True
            ),
        ),
        migrations.AlterField(
            "applicant",
            "personal_number",
            SealedTextField(
                bound_to="pk",
                help_text="Personal number (PINFL) as given, 14 digits when right; null: none; personal, sealed.",
                null=True,
            ),
        ),
        migrations.AlterField(
            "applicant",
            "sex",
            models.CharField(
                help_text='"F" or "M", as in the identity document; counted in the figures.', max_length=1
            ),
        ),
        migrations.AlterField(
            "case",
            "facts",
            SealedJSONField(
                bound_to="number",
                help_text="Answers to the facts the service asks for, by the fact's code; no names; personal, sealed.",
            ),
        ),
        migrations.AlterField(
            "issueddocument",
            "content",
            SealedJSONField(
                bound_to="number",
                help_text="What is printed: holder, year of birth, end of the personal number, names of centre and body; "
                "personal, sealed.",
            ),
        ),
        migrations.AddConstraint(
            "applicant",
            models.CheckConstraint(condition=GreaterThan(Length("name"), 32), name="an_applicant_has_a_name"),
        ),
        migrations.RunSQL(WRITTEN_ANEW, migrations.RunSQL.noop),
    ]
