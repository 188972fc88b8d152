"""Scanned papers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from darcha.cases.models.cases import Case
from darcha.cases.models.drafts import Draft


class Scan(models.Model):
    """A scanned paper of a case or of a draft. What it shows lies in the house's files, under its SHA-256."""

    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="+", db_index=False, help_text="The case; null: of a draft."
    )
    draft = models.ForeignKey(
        Draft, models.PROTECT, null=True, related_name="+", help_text="The draft it was added to; null: of a case."
    )
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
            models.UniqueConstraint(fields=["draft", "document", "sha256"], name="a_file_is_added_once_to_a_draft"),
            models.CheckConstraint(
                condition=Q(case__isnull=False, draft__isnull=True) | Q(case__isnull=True, draft__isnull=False),
                name="a_scan_is_of_a_case_or_of_a_draft",
            ),
            models.CheckConstraint(
                condition=Q(media_type="application/pdf", pages__gte=1, pixels__isnull=True)
                | Q(media_type__in=["image/jpeg", "image/png"], pages__isnull=True, pixels__gte=1),
                name="a_scan_is_a_pdf_with_pages_or_an_image",
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="a_scan_is_named_by_its_hash"),
            models.CheckConstraint(condition=Q(size_bytes__gte=1), name="a_scan_is_not_empty"),
        ]
        indexes = [models.Index(fields=["sha256"], name="scans_by_file")]
