from django.db import migrations

from darcha.plumbing.sealed import SealedTextField

# What was typed in free text, by table; it may name persons. It steps aside under another name, as in 0004.
PLAIN = {
    "workitem": ("note", "pk"),
    "decision": ("ground", "pk"),
    "suspension": ("words", "pk"),
    "extension": ("ground", "pk"),
    "issueddocument": ("annulled_because", "number"),
}


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_reason")]

    operations = [
        migrations.RemoveConstraint("decision", "a_refusal_names_its_ground"),
        migrations.RemoveConstraint("suspension", "a_suspension_tells_its_ground"),
        migrations.RemoveConstraint("extension", "an_extension_tells_its_ground"),
        migrations.RemoveConstraint("issueddocument", "an_annulment_names_its_ground"),
        *(
            operation
            for table, (column, bound_to) in PLAIN.items()
            for operation in (
                migrations.RenameField(table, column, f"plain_{column}"),
                migrations.AddField(table, column, SealedTextField(bound_to=bound_to, null=True)),
            )
        ),
    ]
