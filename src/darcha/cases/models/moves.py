"""An open case that went over to a newer version of its service."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from darcha.cases.models.cases import Case


class RuleChange(models.Model):
    """One move of a case from a version of its service to a newer one."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False, help_text="The case.")
    before = models.ForeignKey(
        "catalogue.ServiceVersion", models.PROTECT, related_name="+", db_index=False, help_text="The version it had."
    )
    after = models.ForeignKey(
        "catalogue.ServiceVersion", models.PROTECT, related_name="+", db_index=False, help_text="The version it got."
    )
    because = models.CharField(
        max_length=10, help_text='"published": all open cases went; "chosen": its applicant wished it.'
    )
    moved_at = models.DateTimeField(help_text="Moment it went over.")
    moved_by = models.CharField(max_length=80, help_text='Who moved it: "employee:7", "system:versions"; never a name.')

    class Meta:
        db_table = "cases_rule_change"
        constraints = [
            models.CheckConstraint(condition=Q(because__in=["published", "chosen"]), name="a_move_has_a_known_cause"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="a_move_leads_to_another_version"),
        ]
        indexes = [models.Index(fields=["case", "moved_at"], name="moves_of_a_case")]
