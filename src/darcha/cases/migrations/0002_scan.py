import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_case"),
        ("catalogue", "0002_a_version_is_never_changed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Scan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sha256",
                    models.CharField(
                        help_text="SHA-256 of the clean copy that is kept, 64 hex digits; the name of its file.",
                        max_length=64,
                    ),
                ),
                (
                    "media_type",
                    models.CharField(
                        help_text='"image/jpeg", "image/png" or "application/pdf", by its bytes.', max_length=20
                    ),
                ),
                ("size_bytes", models.IntegerField(help_text="Size of the clean copy, in bytes.")),
                ("pages", models.SmallIntegerField(help_text="Pages of a PDF; null for an image.", null=True)),
                (
                    "pixels",
                    models.IntegerField(
                        help_text="Width times height of an image, in pixels; null for a PDF.", null=True
                    ),
                ),
                ("attached_at", models.DateTimeField(help_text="Moment it was attached.")),
                (
                    "attached_by",
                    models.CharField(help_text='Who attached it: "employee:7"; never a name.', max_length=80),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The case.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The paper it shows, one that the service asks for.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.documenttype",
                    ),
                ),
            ],
            options={
                "db_table": "cases_scan",
                "indexes": [models.Index(fields=["sha256"], name="scans_by_file")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "document", "sha256"), name="a_file_is_attached_once_to_a_paper"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("media_type", "application/pdf"), ("pages__gte", 1), ("pixels__isnull", True)),
                            models.Q(
                                ("media_type__in", ["image/jpeg", "image/png"]),
                                ("pages__isnull", True),
                                ("pixels__gte", 1),
                            ),
                            _connector="OR",
                        ),
                        name="a_scan_is_a_pdf_with_pages_or_an_image",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="a_scan_is_named_by_its_hash"
                    ),
                    models.CheckConstraint(condition=models.Q(("size_bytes__gte", 1)), name="a_scan_is_not_empty"),
                ],
            },
        ),
    ]
