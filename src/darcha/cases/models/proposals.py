"""What one officer proposed and another has to confirm, where the catalogue asks for four eyes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from darcha.cases.models.cases import Case
from darcha.cases.rules import REMEDIES
from darcha.plumbing.sealed import SealedTextField
from darcha.plumbing.sealing import SEAL_BYTES


class Proposal(models.Model):
    """A decision that one officer proposed: open, confirmed by another, or given back."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False, help_text="The case.")
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
    proposed_at = models.DateTimeField(help_text="Moment it was proposed.")
    proposed_by = models.CharField(max_length=80, help_text='Who proposed it: "employee:7"; never a name.')
    ended_at = models.DateTimeField(null=True, help_text="Moment it was confirmed or given back; null: it is open.")
    ended_by = models.CharField(max_length=80, default="", help_text='Who ended it: "employee:7"; empty before.')
    ended = models.CharField(
        max_length=10,
        default="",
        help_text='"confirmed", "given_back" (by a colleague or by whoever proposed it) or "lapsed" (silence spoke); empty '
        "before.",
    )
    words = SealedTextField(
        null=True,
        help_text="Why it was given back; null: not, or by whoever proposed it; it may name persons; sealed.",
    )

    class Meta:
        db_table = "cases_proposal"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="one_proposal_is_open_per_case"
            ),
            models.CheckConstraint(
                condition=Q(outcome="granted", ground__isnull=True)
                | (
                    Q(outcome__in=["granted", "refused"], ground__isnull=False)
                    & Q(GreaterThan(Length("ground"), SEAL_BYTES))
                ),
                name="a_proposed_refusal_names_its_ground",
            ),
            # Refusals from before clauses were asked for have none, and no remedy.
            models.CheckConstraint(
                condition=Q(remedy="", clause__isnull=True)
                | (
                    Q(outcome="refused", remedy__in=REMEDIES, clause__isnull=False)
                    & Q(GreaterThan(Length("clause"), SEAL_BYTES))
                ),
                name="a_proposed_refusal_names_clause_and_remedy",
            ),
            models.CheckConstraint(
                condition=Q(ended="", ended_by="", ended_at__isnull=True)
                | (
                    Q(ended__in=["confirmed", "given_back", "lapsed"], ended_at__gte=F("proposed_at")) & ~Q(ended_by="")
                ),
                name="a_proposal_ends_once",
            ),
            models.CheckConstraint(
                condition=~Q(ended="confirmed") | ~Q(ended_by=F("proposed_by")),
                name="nobody_confirms_their_own_proposal",
            ),
            models.CheckConstraint(
                condition=Q(words__isnull=True) & (~Q(ended="given_back") | Q(ended_by=F("proposed_by")))
                | (Q(ended="given_back", words__isnull=False) & Q(GreaterThan(Length("words"), SEAL_BYTES))),
                name="a_colleague_gives_back_with_words",
            ),
        ]
        indexes = [models.Index(fields=["case", "proposed_at"], name="proposals_of_a_case")]
