from typing import Any

from django.db import migrations, transaction

PLAIN = {
    "applicant": ("name", "birth_year", "phone", "personal_number"),
    "case": ("facts",),
    "issueddocument": ("content",),
}
BATCH = 1000


def seal(apps: Any, schema_editor: Any) -> None:
    """Seal row after row, a batch a transaction; who is cut off begins again where it stopped."""
    alias = schema_editor.connection.alias
    for table, columns in PLAIN.items():
        model = apps.get_model("cases", table)
        written = [*columns, *(["personal_number_index"] if table == "applicant" else [])]
        # The first column of each is never empty once it is sealed.
        unsealed = model.objects.using(alias).filter(**{f"{columns[0]}__isnull": True}).order_by("pk")
        while True:
            with transaction.atomic(using=alias):
                rows = list(unsealed.select_for_update()[:BATCH])
                for row in rows:
                    for column in columns:
                        setattr(row, column, getattr(row, f"plain_{column}"))
                    row.save(using=alias, update_fields=written)
            if not rows:
                break


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0004_columns_for_sealed_text")]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
