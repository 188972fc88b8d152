from django.db import migrations, models

from darcha.plumbing.sealed import BlindIndexField, SealedJSONField, SealedTextField

# What stands in plain text, by table. It steps aside under another name, because a seal holds for the name of its column.
PLAIN = {
    "applicant": {
        "name": SealedTextField(null=True),
        "birth_year": SealedJSONField(null=True),
        "phone": SealedTextField(null=True),
        "personal_number": SealedTextField(null=True),
    },
    "case": {"facts": SealedJSONField(bound_to="number", null=True)},
    "issueddocument": {"content": SealedJSONField(bound_to="number", null=True)},
}


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_corrections_and_extensions")]

    operations = [
        migrations.RemoveConstraint("applicant", "an_applicant_has_a_name"),
        *(
            operation
            for table, columns in PLAIN.items()
            for column, sealed in columns.items()
            for operation in (
                migrations.RenameField(table, column, f"plain_{column}"),
                migrations.AddField(table, column, sealed),
            )
        ),
        migrations.AddField(
            "applicant",
            "personal_number_index",
            BlindIndexField(
                help_text="By what a personal number is found; null: none was given.",
                max_length=20,
                null=True,
                of="personal_number",
            ),
        ),
        migrations.AddIndex(
            "applicant", models.Index(fields=["personal_number_index"], name="applicants_by_personal_number")
        ),
    ]
