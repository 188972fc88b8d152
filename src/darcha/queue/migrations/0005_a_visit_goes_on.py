import django.contrib.postgres.fields
from django.db import migrations, models

_READY = "From when it can be called: when issued, when the department begins to sit, when it was sent on, or when the time it is set aside for is over."
_PLACE = "Where it stands in its line: when issued, or when the department begins to sit if that is later; after it was sent on or set aside, so much before ready_at as it had waited already."

# Until now everybody could be called from where they stood.
_FILL = """
UPDATE queue_ticket SET ready_at = waiting_since;
UPDATE queue_call SET waiting_since = ticket.waiting_since, ready_at = ticket.waiting_since
FROM queue_ticket ticket WHERE ticket.id = queue_call.ticket_id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_a_version_is_never_changed"),
        ("centres", "0002_policy_and_recall_limit"),
        ("queue", "0004_breaks"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="following",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=16),
                db_default=[],
                default=list,
                help_text="Codes of the services that were to follow when it was called.",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="following",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=16),
                db_default=[],
                default=list,
                help_text="Codes of the services this visit goes on to afterwards, in that order.",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="ready_at",
            field=models.DateTimeField(null=True, help_text="From when it could be called then."),
        ),
        migrations.AddField(
            model_name="call",
            name="waiting_since",
            field=models.DateTimeField(null=True, help_text="Where the ticket stood in its line when it was called."),
        ),
        migrations.AddField(
            model_name="ticket", name="ready_at", field=models.DateTimeField(null=True, help_text=_READY)
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="call",
            name="ready_at",
            field=models.DateTimeField(help_text="From when it could be called then."),
        ),
        migrations.AlterField(
            model_name="call",
            name="waiting_since",
            field=models.DateTimeField(help_text="Where the ticket stood in its line when it was called."),
        ),
        migrations.AlterField(model_name="ticket", name="ready_at", field=models.DateTimeField(help_text=_READY)),
        migrations.AlterField(
            model_name="call",
            name="outcome",
            field=models.CharField(
                help_text="What came of it: served, no_show, undone, set_aside, why it was sent on, or another word.",
                max_length=24,
                null=True,
            ),
        ),
        migrations.AlterField(model_name="ticket", name="waiting_since", field=models.DateTimeField(help_text=_PLACE)),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("ready_at__gte", models.F("waiting_since"))),
                name="nobody_is_called_before_their_place_in_the_line",
            ),
        ),
    ]
