"""The tables of notices: where somebody wants to be told, what is told, and how far the journal was read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from darcha.notices import rules
from darcha.plumbing.sealed import SealedTextField

_ABOUT = 'What it is about, as the journal names it: "ticket:12", "appointment:7", "case:4".'


class Address(models.Model):
    """Where somebody wants to be told about one matter. The row is gone as soon as they say so or the matter is over."""

    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", help_text="The centre of the matter."
    )
    about = models.CharField(max_length=40, help_text=_ABOUT)
    channel = models.CharField(max_length=8, help_text="How: sms, telegram, email.")
    to = SealedTextField(
        bound_to="about",
        help_text="Sealed: the telephone number (E.164), the number of the chat, or the e-mail address.",
    )
    language = models.CharField(max_length=8, help_text="Language of what is told: uz, uz-cyrl, ru, en.")
    asked_at = models.DateTimeField(help_text="When its owner asked to be told, and consented to it.")
    remind_at = models.DateTimeField(
        null=True, help_text="When an appointment, or the end of a correction, is to be told; null: no more, or none."
    )
    over_at = models.DateTimeField(
        null=True,
        help_text="When it is erased though its owner says nothing: some days after the end of an application.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about"], name="a_matter_is_told_to_one_address"),
            models.CheckConstraint(condition=Q(channel__in=rules.CHANNELS), name="an_address_has_a_known_channel"),
        ]


class Notice(models.Model):
    """One fact of the journal to be told to one address; holds neither the address nor the words."""

    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="The centre."
    )
    about = models.CharField(max_length=40, help_text=_ABOUT)
    template = models.CharField(
        max_length=16,
        help_text="What is told: called, near, tomorrow; correct, lapses, decided, ready, due_moved, annulled.",
    )
    channel = models.CharField(max_length=8, help_text="How: sms, telegram, email.")
    language = models.CharField(max_length=8, help_text="In which language.")
    epoch = models.IntegerField(help_text="Epoch of the journal's entry it follows from.")
    seq = models.BigIntegerField(help_text="Number of that entry; of a reminder, of the last one read by then.")
    happened_at = models.DateTimeField(help_text="When what is told happened.")
    due_at = models.DateTimeField(help_text="When it was found to be told.")
    state = models.CharField(max_length=8, help_text="due: on its way; sent: taken by whoever carries it; failed.")
    because = models.CharField(
        max_length=16, null=True, help_text="Why it failed: too_late, stopped, no_route, not_taken; else null."
    )
    tries = models.PositiveSmallIntegerField(default=0, help_text="Which try ended it; 0 while it is due.")
    answered_at = models.DateTimeField(null=True, help_text="When it was sent or failed; null while it is due.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "epoch", "seq", "about", "template"], name="a_fact_is_told_once_to_an_address"
            ),
            models.UniqueConstraint(
                fields=["about"], condition=Q(template=rules.NEAR), name="that_a_turn_is_near_is_told_once"
            ),
            models.CheckConstraint(condition=Q(template__in=rules.TEMPLATES), name="a_notice_has_known_words"),
            models.CheckConstraint(
                condition=Q(state=rules.DUE, because__isnull=True, answered_at__isnull=True)
                | Q(state=rules.SENT, because__isnull=True, answered_at__isnull=False)
                | Q(state=rules.FAILED, because__in=rules.FAILS_BECAUSE, answered_at__isnull=False),
                name="a_notice_that_ended_tells_how",
            ),
        ]
        indexes = [models.Index(fields=["centre", "due_at"], name="notices_of_a_centre_by_time")]


class Cursor(models.Model):
    """How far the journal of a centre was read for what is to be told. Whoever reads on holds the row."""

    centre = models.OneToOneField(
        "centres.Centre", primary_key=True, on_delete=models.PROTECT, related_name="+", help_text="The centre."
    )
    epoch = models.IntegerField(help_text="Epoch of the last entry read.")
    seq = models.BigIntegerField(help_text="Number of the last entry read.")
