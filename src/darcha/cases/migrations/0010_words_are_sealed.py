from typing import Any

from django.db import migrations, transaction

PLAIN = {
    "workitem": "note",
    "decision": "ground",
    "suspension": "words",
    "extension": "ground",
    "issueddocument": "annulled_because",
}
BATCH = 1000


def seal(apps: Any, schema_editor: Any) -> None:
    """Seal what says something, row after row, a batch a transaction; who is cut off begins again where it stopped."""
    alias = schema_editor.connection.alias
    for table, column in PLAIN.items():
        rows = apps.get_model("cases", table).objects.using(alias)
        unsealed = rows.filter(**{f"{column}__isnull": True}).exclude(**{f"plain_{column}": ""}).order_by("pk")
        while True:
            with transaction.atomic(using=alias):
                batch = list(unsealed.select_for_update()[:BATCH])
                for row in batch:
                    setattr(row, column, getattr(row, f"plain_{column}"))
                    row.save(using=alias, update_fields=[column])
            if not batch:
                break


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0009_columns_for_sealed_words")]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
