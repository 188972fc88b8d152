"""The tables of a case. Who the applicant is stands in a table of its own, apart from what happens to the case."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from darcha.cases.rules import SUSPENSION_GROUNDS, CaseState, ItemState
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
    ready_at__isnull=False,
    decided_at__isnull=False,
)


class Register(models.Model):
    """The last number given in a register of a year; the row is locked until its number is committed, so no gap."""

    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, related_name="+", db_index=False, help_text="The centre."
    )
    kind = models.CharField(max_length=12, help_text='What is numbered: "case" or "document".')
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
                fields=["centre", "department", "state", "due_on"],
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
    seen = models.BooleanField(help_text="True: shown at the counter. False: missing, a defect of this filing.")

    class Meta:
        db_table = "cases_paper"
        constraints = [
            models.UniqueConstraint(fields=["case", "filing", "document"], name="a_paper_is_demanded_once_per_filing"),
        ]


class WorkItem(models.Model):
    """What one department has to do for a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False, help_text="The case.")
    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, related_name="+", db_index=False, help_text="Centre of the case."
    )
    department = models.ForeignKey(
        "catalogue.Department",
        models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The department or partner addressed; it does it.",
    )
    owner = models.ForeignKey(
        "catalogue.Department",
        models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The department that waits for it: the owner of the case; it enters a partner's answer.",
    )
    group = models.CharField(
        max_length=8, help_text='"own" (no step in the catalogue), "parallel" (at once) or "then" (after the join).'
    )
    position = models.SmallIntegerField(help_text="Place of the step within its group in the service version, from 0.")
    state = models.CharField(max_length=8, help_text='"waiting" (for the join), "open" or "done".')
    opened_at = models.DateTimeField(null=True, help_text="Moment it could be begun; null while it waits.")
    due_on = models.DateField(null=True, help_text="Last day for it, never after the case's; null while it waits.")
    done_at = models.DateTimeField(null=True, help_text="Moment it was done; null before.")
    done_by = models.CharField(max_length=80, default="", help_text='Who did it: "employee:7"; empty before.')
    outcome = models.CharField(max_length=8, default="", help_text='"agreed" or "objected"; empty before.')
    note = models.TextField(default="", help_text="The department's words on it; may be empty when it agreed.")

    class Meta:
        db_table = "cases_work_item"
        constraints = [
            models.UniqueConstraint(fields=["case", "group", "position"], name="a_step_is_one_work_item"),
            models.CheckConstraint(
                condition=Q(group__in=["own", "parallel", "then"]), name="a_work_item_has_a_known_group"
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        state=ItemState.WAITING.value,
                        group="then",
                        opened_at__isnull=True,
                        due_on__isnull=True,
                        done_at__isnull=True,
                    )
                    & Q(outcome="")
                )
                | Q(
                    state=ItemState.OPEN.value,
                    opened_at__isnull=False,
                    due_on__isnull=False,
                    done_at__isnull=True,
                    outcome="",
                )
                | (
                    Q(state=ItemState.DONE.value, opened_at__isnull=False, due_on__isnull=False, done_at__isnull=False)
                    & Q(outcome__in=["agreed", "objected"])
                ),
                name="a_work_item_has_what_its_state_needs",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "department", "due_on"],
                condition=Q(state=ItemState.OPEN.value),
                name="open_items_by_addressed",
            ),
            models.Index(
                fields=["centre", "owner", "due_on"],
                condition=Q(state=ItemState.OPEN.value),
                name="open_items_by_owner",
            ),
        ]


class Suspension(models.Model):
    """A time in which the applicant corrects, and the clock of the case stands."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False, help_text="The case.")
    ground = models.CharField(
        max_length=10, help_text='"incorrect" (the time goes on afterwards) or "incomplete" (it begins anew).'
    )
    words = models.TextField(help_text="What is to be corrected, as the applicant reads it.")
    suspended_at = models.DateTimeField(help_text="Moment the applicant was asked.")
    suspended_by = models.CharField(max_length=80, help_text='Who asked: "employee:7"; never a name.')
    resumed_at = models.DateTimeField(null=True, help_text="Moment it was brought; null: the clock stands.")
    resumed_by = models.CharField(max_length=80, default="", help_text='Who took it: "employee:7"; empty before.')

    class Meta:
        db_table = "cases_suspension"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(resumed_at__isnull=True), name="one_correction_is_open_per_case"
            ),
            models.CheckConstraint(
                condition=Q(ground__in=list(SUSPENSION_GROUNDS)) & ~Q(words=""), name="a_suspension_tells_its_ground"
            ),
            models.CheckConstraint(
                condition=Q(resumed_at__isnull=True, resumed_by="")
                | (Q(resumed_at__gte=F("suspended_at")) & ~Q(resumed_by="")),
                name="a_clock_goes_on_after_it_stood",
            ),
        ]
        indexes = [models.Index(fields=["case", "suspended_at"], name="suspensions_of_a_case")]


class Extension(models.Model):
    """A longer time for a case, where the catalogue allows it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False, help_text="The case.")
    n = models.SmallIntegerField(help_text="The time in all, counted from the same start: how many of `unit`.")
    unit = models.CharField(max_length=3, help_text='"wd", "cd", "wk" or "mo", as the catalogue allows it.')
    ground = models.TextField(help_text="Why, as the applicant reads it.")
    extended_at = models.DateTimeField(help_text="Moment of the extension.")
    extended_by = models.CharField(max_length=80, help_text='Who extended: "employee:7"; never a name.')

    class Meta:
        db_table = "cases_extension"
        constraints = [
            models.CheckConstraint(condition=Q(n__gte=1) & ~Q(ground=""), name="an_extension_tells_its_ground"),
        ]
        indexes = [models.Index(fields=["case", "extended_at"], name="extensions_of_a_case")]


class Decision(models.Model):
    """What the owning department decided, once."""

    case = models.OneToOneField(
        Case, models.PROTECT, primary_key=True, related_name="+", help_text="The case; one decision per case."
    )
    outcome = models.CharField(max_length=8, help_text='"granted" or "refused".')
    ground = models.TextField(help_text="The ground in words; never empty for a refusal.")
    decided_at = models.DateTimeField(help_text="Moment of the decision.")
    decided_by = models.CharField(max_length=80, help_text='Who decided: "employee:7"; never a name.')
    on_time = models.BooleanField(help_text="True: on or before the day the case was due.")

    class Meta:
        db_table = "cases_decision"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="granted") | (Q(outcome="refused") & ~Q(ground="")),
                name="a_refusal_names_its_ground",
            ),
        ]


class IssuedDocument(models.Model):
    """A document given out; what is printed on it is frozen here, so that the paper and its proof never differ."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", help_text="The case it ends.")
    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, related_name="+", db_index=False, help_text="The centre that issued it."
    )
    number = models.CharField(max_length=20, unique=True, help_text='Gapless per centre and year: "SRG-26-R-000001".')
    verification_code = models.CharField(
        max_length=28, unique=True, help_text="Secret of 140 random bits printed on it, by which anybody verifies it."
    )
    issued_at = models.DateTimeField(help_text="Moment of issue.")
    issued_on = models.DateField(help_text="Day of issue, by the centre's calendar.")
    issued_by = models.CharField(max_length=80, help_text='Who issued it: "employee:7"; never a name.')
    content = SealedJSONField(
        bound_to="number",
        help_text="What is printed: holder, year of birth, end of the personal number, names of centre and body; "
        "personal, sealed.",
    )
    annulled_at = models.DateTimeField(null=True, help_text="Moment it lost its validity; null: valid.")
    annulled_because = models.TextField(default="", help_text="Why it was annulled; empty while valid.")
    erased_at = models.DateTimeField(
        null=True, help_text="Moment its content was erased, its time being over; null: it can be verified."
    )

    class Meta:
        db_table = "cases_issued_document"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(annulled_at__isnull=True), name="one_valid_document_per_case"
            ),
            models.CheckConstraint(
                condition=Q(annulled_at__isnull=True, annulled_because="")
                | (Q(annulled_at__isnull=False) & ~Q(annulled_because="")),
                name="an_annulment_names_its_ground",
            ),
        ]


class Scan(models.Model):
    """A scanned paper of a case. What it shows lies in the house's files, under its SHA-256."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False, help_text="The case.")
    document = models.ForeignKey(
        "catalogue.DocumentType",
        models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The paper it shows, one that the service asks for.",
    )
    sha256 = models.CharField(
        max_length=64, help_text="SHA-256 of the clean copy that is kept, 64 hex digits; the name of its file."
    )
    media_type = models.CharField(
        max_length=20, help_text='"image/jpeg", "image/png" or "application/pdf", by its bytes.'
    )
    size_bytes = models.IntegerField(help_text="Size of the clean copy, in bytes.")
    pages = models.SmallIntegerField(null=True, help_text="Pages of a PDF; null for an image.")
    pixels = models.IntegerField(null=True, help_text="Width times height of an image, in pixels; null for a PDF.")
    attached_at = models.DateTimeField(help_text="Moment it was attached.")
    attached_by = models.CharField(max_length=80, help_text='Who attached it: "employee:7"; never a name.')

    class Meta:
        db_table = "cases_scan"
        constraints = [
            models.UniqueConstraint(fields=["case", "document", "sha256"], name="a_file_is_attached_once_to_a_paper"),
            models.CheckConstraint(
                condition=Q(media_type="application/pdf", pages__gte=1, pixels__isnull=True)
                | Q(media_type__in=["image/jpeg", "image/png"], pages__isnull=True, pixels__gte=1),
                name="a_scan_is_a_pdf_with_pages_or_an_image",
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="a_scan_is_named_by_its_hash"),
            models.CheckConstraint(condition=Q(size_bytes__gte=1), name="a_scan_is_not_empty"),
        ]
        indexes = [models.Index(fields=["sha256"], name="scans_by_file")]


class Reason(models.Model):
    """Why somebody had to open a file that neither a visit nor an item opened to them. The head of the centre reads it."""

    id = models.UUIDField(primary_key=True, default=uuid4, help_text="A random number, known before the row is.")
    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, related_name="+", db_index=False, help_text="The centre of the case."
    )
    case = models.ForeignKey(
        Case,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="The case; null: all that is held about a person.",
    )
    told_at = models.DateTimeField(help_text="Moment it was typed; it holds for half an hour.")
    told_by = models.CharField(max_length=80, help_text='Who typed it: "employee:7"; never a name.')
    words = SealedTextField(help_text="The reason as typed; it may name persons; sealed.")

    class Meta:
        db_table = "cases_reason"
        indexes = [
            models.Index(fields=["centre", "told_at"], name="reasons_of_a_centre_by_time"),
            models.Index(fields=["case", "told_by", "told_at"], name="reasons_by_case_and_officer"),
        ]
