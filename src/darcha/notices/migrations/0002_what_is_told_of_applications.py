from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_notice"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="a_notice_has_known_words",
        ),
        migrations.AddField(
            model_name="address",
            name="over_at",
            field=models.DateTimeField(
                help_text="When it is erased though its owner says nothing: some days after the end of an application.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="address",
            name="about",
            field=models.CharField(
                help_text='What it is about, as the journal names it: "ticket:12", "appointment:7", "case:4".',
                max_length=40,
            ),
        ),
        migrations.AlterField(
            model_name="address",
            name="remind_at",
            field=models.DateTimeField(
                help_text="When an appointment, or the end of a correction, is to be told; null: no more, or none.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="about",
            field=models.CharField(
                help_text='What it is about, as the journal names it: "ticket:12", "appointment:7", "case:4".',
                max_length=40,
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="template",
            field=models.CharField(
                help_text="What is told: called, near, tomorrow; correct, lapses, decided, ready, due_moved.",
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "template__in",
                        ("called", "near", "tomorrow", "correct", "lapses", "decided", "ready", "due_moved"),
                    )
                ),
                name="a_notice_has_known_words",
            ),
        ),
    ]
