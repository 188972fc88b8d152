from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_the_chain_is_kept_by_the_database")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("kind", "case.read")),
                fields=["centre", "subject", "moment"],
                name="looks_at_a_case_by_time",
            ),
        ),
    ]
