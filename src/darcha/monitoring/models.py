"""The facts of each day, folded from the journal."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

UNKNOWN = "empty when the event does not tell it"


class ClosedDay(models.Model):
    """One day of a centre whose facts are folded."""

    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", help_text="Code of the centre."
    )
    day = models.DateField(help_text="The day, local to the centre.")
    closed_at = models.DateTimeField(help_text="When the facts were last folded, by the clock of the door.")
    entries = models.IntegerField(help_text="Number of journal entries of the day that were counted.")
    facts = models.IntegerField(help_text="Number of rows of day facts written.")
    fingerprint = models.CharField(
        max_length=64, help_text="SHA-256 (hex) of all facts of the day; the same facts give the same fingerprint."
    )

    class Meta:
        db_table = "monitoring_closed_day"
        constraints = [models.UniqueConstraint(fields=["centre", "day"], name="a_day_is_closed_once")]


class DayFact(models.Model):
    """What was counted on one day for one service, channel, sex, age band and disability."""

    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, related_name="+", help_text="Code of the centre."
    )
    day = models.DateField(help_text="The day on which it happened, local to the centre.")
    service = models.ForeignKey(
        "catalogue.Service", on_delete=models.PROTECT, related_name="+", help_text="Code of the service."
    )
    department = models.ForeignKey(
        "catalogue.Department", on_delete=models.PROTECT, related_name="+", help_text="Code of the department."
    )
    channel = models.CharField(
        max_length=8, blank=True, help_text=f'How it came: "kiosk", "phone", "counter", ...; {UNKNOWN}.'
    )
    sex = models.CharField(max_length=1, blank=True, help_text=f'"F" or "M"; {UNKNOWN}.')
    age_band = models.CharField(max_length=8, blank=True, help_text=f'"0-17" to "60+", years of age; {UNKNOWN}.')
    disability = models.CharField(
        max_length=3, blank=True, help_text=f'"yes" or "no", as the officer noted it for the visit; {UNKNOWN}.'
    )
    tickets_issued = models.IntegerField(default=0, help_text="Tickets given out; from ticket.issued.")
    visitors_served = models.IntegerField(default=0, help_text="Visits served to the end; from ticket.served.")
    no_shows = models.IntegerField(default=0, help_text="Called visitors who did not come; from ticket.no_show.")
    within_promise = models.IntegerField(
        default=0, help_text="Visits served whose wait kept the promise of their class; from ticket.served."
    )
    wait_seconds = models.BigIntegerField(
        default=0, help_text="Sum of the waits of the visits served, seconds; from ticket.served."
    )
    wait_minutes: ArrayField[list[int], list[int]] = ArrayField(
        models.IntegerField(),
        default=list,
        help_text="Number of visits served by whole minutes waited: the first is under one minute; the last, "
        "numbered 240, is four hours and more; zeros at the end are left out. From ticket.served.",
    )
    service_seconds = models.BigIntegerField(
        default=0, help_text="Sum of the times at the counter of the visits served, seconds; from ticket.served."
    )
    cases_opened = models.IntegerField(default=0, help_text="Applications accepted; from case.opened.")
    cases_first_time = models.IntegerField(
        default=0, help_text="Applications accepted that were complete when first brought; from case.opened."
    )
    cases_returned = models.IntegerField(
        default=0, help_text="Times an application was handed back with its list of defects; from case.returned."
    )
    cases_decided = models.IntegerField(default=0, help_text="Applications decided; from case.decided.")
    cases_granted = models.IntegerField(default=0, help_text="Applications granted; from case.decided.")
    cases_on_time = models.IntegerField(
        default=0, help_text="Applications decided on or before the day they were due; from case.decided."
    )
    documents_issued = models.IntegerField(default=0, help_text="Documents handed over; from document.issued.")
    satisfied: ArrayField[list[int], list[int]] = ArrayField(
        models.IntegerField(),
        default=list,
        help_text="Number of answers 1, 2, 3, 4, 5 to the first question; empty when none. From survey.answered.",
    )
    clear: ArrayField[list[int], list[int]] = ArrayField(
        models.IntegerField(),
        default=list,
        help_text="Number of answers 1, 2, 3, 4, 5 to the second question; empty when none. From survey.answered.",
    )

    class Meta:
        db_table = "monitoring_day_fact"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "day", "service", "department", "channel", "sex", "age_band", "disability"],
                name="one_fact_for_each_cell_of_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(within_promise__lte=models.F("visitors_served")),
                name="a_kept_promise_belongs_to_a_visit_served",
            ),
            models.CheckConstraint(
                condition=models.Q(cases_on_time__lte=models.F("cases_decided"))
                & models.Q(cases_granted__lte=models.F("cases_decided")),
                name="decided_on_time_or_granted_is_decided",
            ),
            models.CheckConstraint(
                condition=models.Q(cases_first_time__lte=models.F("cases_opened")),
                name="complete_the_first_time_is_accepted",
            ),
            models.CheckConstraint(condition=models.Q(sex__in=("", "F", "M")), name="a_fact_is_of_women_men_or_untold"),
            models.CheckConstraint(
                condition=models.Q(disability__in=("", "yes", "no")), name="a_fact_tells_disability_yes_no_or_not"
            ),
        ]


class AskedLook(models.Model):
    """A look at a file that deserves a question, with what is odd about it; no word of what stands in the file."""

    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, related_name="+", db_index=False, help_text="The centre of the file."
    )
    day = models.DateField(help_text="Local day of the look.")
    epoch = models.IntegerField(help_text="Of the look's row in the journal.")
    seq = models.BigIntegerField(help_text="Number of the look's row in the journal.")
    moment = models.DateTimeField(help_text="When the file was opened.")
    reader = models.CharField(max_length=80, help_text='Who looked: "employee:7"; never a name.')
    case_number = models.CharField(max_length=24, help_text="Number of the case looked at.")
    service = models.ForeignKey(
        "catalogue.Service", models.PROTECT, related_name="+", db_index=False, help_text="What was applied for."
    )
    basis = models.CharField(max_length=12, help_text="What opened the file: visit, item, deed, reason, house.")
    signs: ArrayField[list[str], list[str]] = ArrayField(
        models.CharField(max_length=20), help_text="What is odd about it: own, colleague, family, off_shift, ..."
    )
    weight = models.SmallIntegerField(help_text="The sum of what the signs weigh, less a visit.")
    settled_as = models.CharField(
        max_length=12, blank=True, help_text="What came of the question: explained or passed_on; empty: still open."
    )
    settled_at = models.DateTimeField(null=True, help_text="When; null: still open.")
    settled_by = models.CharField(max_length=80, blank=True, help_text="Who said so; empty: still open.")

    class Meta:
        db_table = "monitoring_asked_look"
        constraints = [
            models.UniqueConstraint(fields=["centre", "epoch", "seq"], name="a_look_is_asked_about_once"),
            models.CheckConstraint(
                condition=models.Q(settled_as="", settled_at=None, settled_by="")
                | models.Q(settled_as__in=["explained", "passed_on"], settled_at__isnull=False)
                & ~models.Q(settled_by=""),
                name="a_question_is_open_or_settled",
            ),
        ]
        indexes = [models.Index(fields=["centre", "settled_as", "-weight", "-moment"], name="looks_to_ask_about")]
