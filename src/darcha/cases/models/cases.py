"""An application and who applies, in tables of their own: what happens to a case tells no name."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from darcha.cases.rules import CaseState
from darcha.plumbing.sealed import BlindIndexField, SealedJSONField, SealedTextField
from darcha.plumbing.sealing import SEAL_BYTES

_RETURNED = Q(
    state=CaseState.RETURNED.value,
    accepted_at__isnull=True,
    due_on__isnull=True,
    ready_at__isnull=True,
    decided_at__isnull=True,
)


_ACCEPTED = Q(
    state=CaseState.ACCEPTED.value,
    accepted_at__isnull=False,
    due_on__isnull=False,
    ready_at__isnull=True,
    decided_at__isnull=True,
)


_READY = Q(
    state=CaseState.READY.value,
    accepted_at__isnull=False,
    due_on__isnull=False,
    ready_at__isnull=False,
    decided_at__isnull=True,
)


_ENDED = Q(
    state__in=["granted", "refused", "issued"],
    accepted_at__isnull=False,
    due_on__isnull=False,
    decided_at__isnull=False,
)
"""Nothing was ready where silence decided: whether it had to be is asked when the decision is written (0016, 0019)."""


class Register(models.Model):
    """The last number given in a register of a year; the row is locked until its number is committed, so no gap."""

    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, related_name="+", db_index=False, help_text="The centre."
    )
    kind = models.CharField(max_length=12, help_text='What is numbered: "case", "document" or "receipt".')
    year = models.SmallIntegerField(help_text="Year of the number, by the centre's calendar.")
    last = models.IntegerField(help_text="The last number given; 0 before the first.")

    class Meta:
        db_table = "cases_register"
        constraints = [
            models.UniqueConstraint(fields=["centre", "kind", "year"], name="one_register_per_centre_kind_and_year"),
            models.CheckConstraint(condition=Q(last__gte=0), name="numbers_start_at_one"),
        ]


class Case(models.Model):
    """One application of one person for one service, in the version of the service of the day it was opened."""

    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, related_name="+", db_index=False, help_text="Where it was opened."
    )
    service = models.ForeignKey(
        "catalogue.Service", models.PROTECT, related_name="+", db_index=False, help_text="What is applied for."
    )
    service_version = models.ForeignKey(
        "catalogue.ServiceVersion",
        models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The version in force on the day of opening; the case keeps it whatever changes later.",
    )
    variant = models.CharField(
        max_length=40,
        default="",
        db_default="",
        help_text="The variant of the version that holds for this applicant, by its code; empty: none.",
    )
    department = models.ForeignKey(
        "catalogue.Department",
        models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The department that owns and decides it.",
    )
    ticket = models.ForeignKey(
        "queue.Ticket",
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="The visit on which it was opened; null when opened without a ticket.",
    )
    number = models.CharField(max_length=20, unique=True, help_text='Gapless per centre and year: "SRG-26-000001".')
    tracking_code = models.CharField(
        max_length=28, unique=True, help_text="Secret of 140 random bits by which the applicant follows the case."
    )
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in CaseState],
        help_text="returned, accepted, ready, granted, refused or issued.",
    )
    language = models.CharField(
        max_length=8, help_text='The language the applicant chose: "uz", "uz-cyrl", "ru", "en".'
    )
    channel = models.CharField(max_length=10, help_text='How it was filed: "counter" or "portal".')
    facts = SealedJSONField(
        bound_to="number",
        help_text="Answers to the facts the service asks for, by the fact's code; no names; personal, sealed.",
    )
    answers = SealedJSONField(
        bound_to="number",
        null=True,
        help_text="Answers to the form of the service version, by the field's code; null: the form was filled in on paper; "
        "personal, sealed.",
    )
    initials = models.CharField(max_length=12, help_text="The applicant's initials, for the tracking page.")
    age_band = models.CharField(max_length=5, help_text='Age of the applicant on opening, by band: "30-44".')
    opened_at = models.DateTimeField(help_text="Moment of the first filing.")
    opened_on = models.DateField(help_text="Day of the first filing, by the centre's calendar.")
    opened_by = models.CharField(max_length=80, help_text='Who opened it: "employee:7"; never a name.')
    filings = models.SmallIntegerField(help_text="How many times papers were brought; 1 after the first.")
    first_time = models.BooleanField(help_text="True as long as it was complete at the first filing.")
    accepted_at = models.DateTimeField(null=True, help_text="Moment it was complete and taken; null before.")
    accepted_on = models.DateField(
        null=True, help_text="Day it was taken, by the centre's calendar; the clock starts after it."
    )
    not_before = models.DateField(null=True, help_text="First day it may be granted without a cause; null: at once.")
    due_on = models.DateField(
        null=True, help_text="Last day to decide, by the law of the service; null before it is taken."
    )
    ready_at = models.DateTimeField(null=True, help_text="Moment the last work item was done; null before.")
    decided_at = models.DateTimeField(null=True, help_text="Moment of the decision; null before.")
    erased_at = models.DateTimeField(
        null=True, help_text="Moment its personal data were erased, their time being over; null: they are kept."
    )

    class Meta:
        db_table = "cases_case"
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(state=CaseState.RETURNED.value, initials="")
                | Q(decided_at__isnull=False, initials=""),
                name="nothing_is_erased_while_it_is_decided",
            ),
            models.CheckConstraint(
                condition=_RETURNED | _ACCEPTED | _READY | _ENDED, name="a_case_has_what_its_state_needs"
            ),
            models.CheckConstraint(condition=Q(filings__gte=1), name="a_case_was_filed_at_least_once"),
            models.CheckConstraint(
                condition=Q(not_before__isnull=True) | Q(due_on__gte=F("not_before")),
                name="due_is_not_before_not_before",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("accepted_on")), name="due_is_not_before_acceptance"
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "department", "state", "due_on", "id"],
                condition=Q(state__in=["ready", "granted"]),
                name="cases_waiting_for_their_owner",
            ),
        ]


class Applicant(models.Model):
    """Who applies. Read only by the action `read_case`, which the journal tells, and by the issue of the document."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="+", help_text="The case.")
    name = SealedTextField(help_text="Full name as in the identity document; personal, sealed.")
    sex = models.CharField(max_length=1, help_text='"F" or "M", as in the identity document; counted in the figures.')
    birth_year = SealedJSONField(help_text="Year of birth; personal, sealed.")
    phone = SealedTextField(null=True, help_text="Telephone number as given; null: none; personal, sealed.")
    personal_number = SealedTextField(
        null=True,
        help_text="Personal number (PINFL) as given, 14 digits when right; null: none; personal, sealed.",
    )
    personal_number_index = BlindIndexField(
        of="personal_number", help_text="By what a personal number is found; null: none was given."
    )

    class Meta:
        db_table = "cases_applicant"
        constraints = [
            models.CheckConstraint(condition=Q(sex__in=["F", "M"]), name="an_applicant_is_f_or_m"),
            # The seal of the empty text is as long as a seal is; of a name it is longer.
            models.CheckConstraint(condition=GreaterThan(Length("name"), SEAL_BYTES), name="an_applicant_has_a_name"),
        ]
        indexes = [models.Index(fields=["personal_number_index"], name="applicants_by_personal_number")]


class Paper(models.Model):
    """One paper that was demanded when papers were brought: shown, or a defect."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False, help_text="The case.")
    filing = models.SmallIntegerField(help_text="The how-manieth filing of the case, from 1.")
    document = models.ForeignKey(
        "catalogue.DocumentType",
        models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The paper demanded by the checklist.",
    )
    seen = models.BooleanField(
        help_text="True: shown at the counter or sent from home, where an identity document is shown when the document is "
        "fetched; or proven by a document of the house. False: missing, a defect of this filing."
    )
    proven_by = models.ForeignKey(
        "cases.IssuedDocument",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="The document of the house that proves it without paper; null: it was shown, or it is missing.",
    )

    class Meta:
        db_table = "cases_paper"
        constraints = [
            models.UniqueConstraint(fields=["case", "filing", "document"], name="a_paper_is_demanded_once_per_filing"),
            models.CheckConstraint(
                condition=Q(proven_by__isnull=True) | Q(seen=True), name="what_the_house_proves_is_not_missing"
            ),
        ]
