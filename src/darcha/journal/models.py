"""The journal's tables. Columns are frozen: other machines replicate them."""

from __future__ import annotations

from typing import Any

from django.db import models


class Head(models.Model):
    """The last number and hash of each centre's chain; only the database function `journal_append` writes it."""

    centre = models.CharField(primary_key=True, max_length=16, help_text="Code of the centre.")
    epoch = models.IntegerField(help_text="How often the centre was restored from a backup, plus one.")
    seq = models.BigIntegerField(help_text="Number of the last entry of this epoch.")
    hash = models.CharField(max_length=64, help_text="SHA-256 (hex) of the last entry.")

    class Meta:
        db_table = "journal_head"


class Entry(models.Model):
    """One fact, written once."""

    pk = models.CompositePrimaryKey("centre", "epoch", "seq")
    centre = models.CharField(max_length=16, help_text="Code of the centre where it happened.")
    epoch = models.IntegerField(help_text="Grows by one whenever the centre is restored from a backup.")
    seq = models.BigIntegerField(help_text="Number within centre and epoch, from 1, without a gap.")
    moment = models.DateTimeField(help_text="When it happened, by the clock of the door.")
    kind = models.CharField(max_length=40, help_text="What happened; docs/events.md lists every kind.")
    subject = models.CharField(max_length=80, help_text='What it happened to: "ticket:12"; never a name.')
    actor = models.CharField(max_length=80, help_text='Who did it: "employee:7", "kiosk:SRG", "visitor".')
    data: models.JSONField[Any, Any] = models.JSONField(help_text="The facts of this kind; ids and counts, no names.")
    key = models.CharField(
        max_length=80, null=True, help_text="Idempotency key of the request, unique per centre; null when none."
    )
    previous_hash = models.CharField(max_length=64, help_text="Hash of the entry before; 64 zeros for the first.")
    hash = models.CharField(max_length=64, help_text="SHA-256 (hex) over the previous hash and this entry.")

    class Meta:
        db_table = "journal_entry"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "key"], condition=models.Q(key__isnull=False), name="a_request_takes_effect_once"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "kind", "moment"], name="entries_of_a_kind_by_time"),
            models.Index(fields=["centre", "moment"], name="entries_by_time"),
            # Whoever follows their application asks who looked at it, from home and often.
            models.Index(
                fields=["centre", "subject", "moment"],
                condition=models.Q(kind="case.read"),
                name="looks_at_a_case_by_time",
            ),
        ]
