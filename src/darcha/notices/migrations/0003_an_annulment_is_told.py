from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_what_is_told_of_applications"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="a_notice_has_known_words",
        ),
        migrations.AlterField(
            model_name="notice",
            name="template",
            field=models.CharField(
                help_text="What is told: called, near, tomorrow; correct, lapses, decided, ready, due_moved, annulled.",
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "template__in",
                        (
                            "called",
                            "near",
                            "tomorrow",
                            "correct",
                            "lapses",
                            "decided",
                            "ready",
                            "due_moved",
                            "annulled",
                        ),
                    )
                ),
                name="a_notice_has_known_words",
            ),
        ),
    ]
