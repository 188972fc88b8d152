"""What visitors answered."""

from __future__ import annotations

from django.db import models

from darcha.feedback.rules import surveys as rules


class Answer(models.Model):
    """One answer to the survey. Whose it is nobody can read from it: no name, no ticket, no moment."""

    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", help_text="Code of the centre that was visited."
    )
    department = models.ForeignKey(
        "catalogue.Department", on_delete=models.PROTECT, related_name="+", help_text="Code of the department visited."
    )
    service = models.ForeignKey(
        "catalogue.Service", on_delete=models.PROTECT, related_name="+", help_text="Code of the service given."
    )
    token_hash = models.CharField(
        max_length=64, help_text="SHA-256 (hex) of the survey code; it keeps one code to one answer and nothing else."
    )
    sex = models.CharField(
        max_length=1, help_text='"F" or "M", as the officer noted it for the visit; never asked here.'
    )
    satisfied = models.SmallIntegerField(
        help_text='1 (very dissatisfied) to 5 (very satisfied); "Are you satisfied with the service you received today?"'
    )
    clear = models.SmallIntegerField(
        help_text='1 (not at all) to 5 (entirely); "Was it clear what to bring and what happens next?"'
    )
    text = models.CharField(
        max_length=1000, blank=True, help_text="The visitor's own words, at most 1000 characters; empty when none."
    )
    channel = models.CharField(max_length=8, help_text='Where it was answered: "kiosk" or "phone".')
    visit_day = models.DateField(help_text="Day of the visit, local to the centre.")
    answered_on = models.DateField(
        help_text="Day of the answer, local to the centre; no hour, so that nobody is found by it."
    )

    class Meta:
        db_table = "feedback_answer"
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], name="one_token_one_answer"),
            models.CheckConstraint(
                condition=models.Q(satisfied__range=(1, 5), clear__range=(1, 5)), name="an_answer_is_one_of_five_faces"
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=rules.CHANNELS), name="an_answer_comes_by_kiosk_or_phone"
            ),
            models.CheckConstraint(condition=models.Q(sex__in=("F", "M")), name="an_answer_is_of_a_woman_or_a_man"),
            models.CheckConstraint(
                condition=models.Q(answered_on__gte=models.F("visit_day")), name="an_answer_follows_the_visit"
            ),
        ]
        indexes = [models.Index(fields=["centre", "answered_on"], name="answers_of_a_centre_by_day")]
