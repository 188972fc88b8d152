"""What was decided, and the document given out."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from darcha.cases.models.cases import Case
from darcha.cases.rules import REMEDIES, Edition, Ended
from darcha.plumbing.sealed import SealedJSONField, SealedTextField
from darcha.plumbing.sealing import SEAL_BYTES


class Decision(models.Model):
    """What the owning department decided, once."""

    case = models.OneToOneField(
        Case, models.PROTECT, primary_key=True, related_name="+", help_text="The case; one decision per case."
    )
    outcome = models.CharField(max_length=8, help_text='"granted" or "refused".')
    ground = SealedTextField(
        null=True, help_text="The ground in words; null: none, never for a refusal; it may name persons; sealed."
    )
    clause = SealedTextField(
        null=True,
        help_text="The act and article a refusal rests on, as typed; null: none, never for a refusal; sealed.",
    )
    remedy = models.CharField(
        max_length=10,
        default="",
        help_text='What can be done about a refusal: "put_right", "elsewhere" or "appeal"; empty: it is none.',
    )
    decided_at = models.DateTimeField(help_text="Moment of the decision.")
    decided_by = models.CharField(max_length=80, help_text='Who decided: "employee:7"; never a name.')
    proposed_by = models.CharField(
        max_length=80,
        default="",
        help_text='Who proposed it, where the service asks for four eyes: "employee:7"; empty: one officer decided.',
    )
    on_time = models.BooleanField(help_text="True: on or before the day the case was due.")

    class Meta:
        db_table = "cases_decision"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="granted", ground__isnull=True)
                | (
                    Q(outcome__in=["granted", "refused"], ground__isnull=False)
                    & Q(GreaterThan(Length("ground"), SEAL_BYTES))
                ),
                name="a_refusal_names_its_ground",
            ),
            # Refusals from before clauses were asked for have none, and no remedy.
            models.CheckConstraint(
                condition=Q(remedy="", clause__isnull=True)
                | (
                    Q(outcome="refused", remedy__in=REMEDIES, clause__isnull=False)
                    & Q(GreaterThan(Length("clause"), SEAL_BYTES))
                ),
                name="a_refusal_names_clause_and_remedy",
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=F("decided_by")), name="who_proposed_a_decision_does_not_take_it"
            ),
        ]


class IssuedDocument(models.Model):
    """A document given out; what is printed on it is frozen here, so that the paper and its proof never differ.

    A lost one is given out again, a wrong one corrected, each under a number of its own: the one before is over then.
    """

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
    edition = models.CharField(
        max_length=9,
        default=Edition.FIRST.value,
        help_text='"first", "duplicate" (of a lost one) or "corrected" (of a wrong one).',
    )
    stands_for = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="+", help_text="The one it replaced; null: it was the first."
    )
    ended = models.CharField(
        max_length=9,
        default="",
        help_text='Why it proves nothing any more: "replaced", "corrected" or "annulled"; empty: it is valid.',
    )
    annulled_at = models.DateTimeField(null=True, help_text="Moment it lost its validity; null: valid.")
    annulled_because = SealedTextField(
        bound_to="number",
        null=True,
        help_text="Why it was annulled; null while valid; it may name persons; sealed.",
    )
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
                condition=Q(annulled_at__isnull=True, annulled_because__isnull=True)
                | (
                    Q(annulled_at__isnull=False, annulled_because__isnull=False)
                    & Q(GreaterThan(Length("annulled_because"), SEAL_BYTES))
                ),
                name="an_annulment_names_its_ground",
            ),
            models.CheckConstraint(
                condition=Q(ended="", annulled_at__isnull=True)
                | Q(ended__in=[one.value for one in Ended], annulled_at__isnull=False),
                name="a_document_that_is_over_tells_why",
            ),
            models.CheckConstraint(
                condition=Q(edition=Edition.FIRST.value, stands_for__isnull=True)
                | Q(edition__in=[Edition.DUPLICATE.value, Edition.CORRECTED.value], stands_for__isnull=False),
                name="another_edition_stands_for_one_before",
            ),
        ]
