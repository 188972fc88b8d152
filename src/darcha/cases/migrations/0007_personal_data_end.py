from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_plain_text_is_gone")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="erased_at",
            field=models.DateTimeField(
                help_text="Moment its personal data were erased, their time being over; null: they are kept.", null=True
            ),
        ),
        migrations.AddField(
            model_name="issueddocument",
            name="erased_at",
            field=models.DateTimeField(
                help_text="Moment its content was erased, its time being over; null: it can be verified.", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at__isnull", True),
                    models.Q(("initials", ""), ("state", "returned")),
                    models.Q(("decided_at__isnull", False), ("initials", "")),
                    _connector="OR",
                ),
                name="nothing_is_erased_while_it_is_decided",
            ),
        ),
    ]
