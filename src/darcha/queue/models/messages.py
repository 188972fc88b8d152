"""What the head of the centre tells the whole hall."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from darcha.queue.rules import MOST_MESSAGES, READY


class Message(models.Model):
    """A message to everybody in the hall, with the words as they were shown. It is about the house, never about a person."""

    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="The centre."
    )
    ready = models.CharField(
        max_length=24, null=True, help_text="Code of the ready sentence; null: the head's own words."
    )
    uz = models.CharField(max_length=160, help_text="The words in Uzbek.")
    uz_cyrl = models.CharField(max_length=160, help_text="The words in Uzbek in Cyrillic, spelt from the Latin.")
    ru = models.CharField(max_length=160, help_text="The words in Russian.")
    en = models.CharField(max_length=160, help_text="The words in English.")
    place = models.PositiveSmallIntegerField(
        null=True,
        help_text="Which of the places on the screens it has, from 1; null: withdrawn, or its time was over and another came.",
    )
    shown_at = models.DateTimeField(help_text="Since when it is shown.")
    until = models.DateTimeField(help_text="Until when, unless it is withdrawn.")
    withdrawn_at = models.DateTimeField(null=True, help_text="When it was withdrawn; null when it was not.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "place"], name="one_message_at_a_place"),
            models.CheckConstraint(
                condition=Q(place__isnull=True) | Q(place__gte=1, place__lte=MOST_MESSAGES),
                name="places_of_messages_are_few",
            ),
            models.CheckConstraint(condition=Q(until__gt=F("shown_at")), name="a_message_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(place__isnull=True), name="what_is_withdrawn_has_no_place"
            ),
            models.CheckConstraint(
                condition=Q(ready__isnull=True) | Q(ready__in=tuple(READY)), name="a_ready_sentence_is_of_the_list"
            ),
            models.CheckConstraint(
                condition=~Q(uz="") & ~Q(uz_cyrl="") & ~Q(ru="") & ~Q(en=""), name="a_message_speaks_every_language"
            ),
        ]
