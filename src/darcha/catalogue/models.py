"""The catalogue's tables. The loading of a blueprint and the publishing of a service write them."""

from __future__ import annotations

from typing import Any

from django.db import models

from darcha.kernel.names import Names


class Named(models.Model):
    """What has a name in the four languages and a place in the catalogue."""

    uz = models.TextField(help_text="Name in Uzbek, Latin script. Source: catalogue file.")
    uz_cyrl = models.TextField(help_text="Name in Uzbek, Cyrillic script; transliterated where the file has none.")
    ru = models.TextField(help_text="Name in Russian. Source: catalogue file.")
    en = models.TextField(help_text="Name in English. Source: catalogue file.")
    position = models.IntegerField(help_text="Place in the catalogue file, from 0; the order of every list.")

    class Meta:
        abstract = True

    @property
    def names(self) -> Names:
        """Return the name in four languages."""
        return Names(uz=self.uz, uz_cyrl=self.uz_cyrl, ru=self.ru, en=self.en)


class Edition(models.Model):
    """One loading that changed something; the newest tells every process whether what it remembers still holds."""

    content_hash = models.CharField(max_length=64, help_text="SHA-256 (hex) of the file as loaded.")
    loaded_at = models.DateTimeField(help_text="When it was loaded, by the clock of the door.")
    text = models.TextField(
        default="", db_default="", help_text="The file as it was loaded; empty for what the office published."
    )


class LegalSource(models.Model):
    """Where facts were looked up."""

    key = models.CharField(primary_key=True, max_length=40, help_text='Key in the catalogue file, "S21".')
    address = models.TextField(help_text="Link, or a description where there is none. Source: catalogue file.")
    note = models.TextField(blank=True, help_text="The act behind it, as far as known. Source: catalogue file.")


class Department(Named):
    """One of the departments behind the window, or a partner body they ask."""

    code = models.CharField(primary_key=True, max_length=40, help_text='Code, "PJ". Source: catalogue file.')
    calendar = models.CharField(max_length=40, help_text='Working week, "uz-5d" or "uz-6d". Source: catalogue file.')
    is_partner = models.BooleanField(help_text="Outside the departments of the centre, asked between agencies.")
    usual_presence: models.JSONField[Any, Any] = models.JSONField(
        help_text='Weekdays its clerk usually sits at a centre, ["tue", "thu"]. Source: catalogue file, illustration.'
    )


class LifeEvent(Named):
    """Something that happens in a life and brings people to the window."""

    code = models.CharField(primary_key=True, max_length=40, help_text='Code, "birth". Source: catalogue file.')


class DocumentType(Named):
    """A kind of paper a service may ask for."""

    code = models.CharField(primary_key=True, max_length=40, help_text='Code, "d-id". Source: catalogue file.')
    issued_by = models.ForeignKey(
        Department,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who writes the paper; null: nobody in particular. Source: catalogue file.",
    )
    held_by = models.ForeignKey(
        Department,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who already holds the fact; null: only the applicant. Source: catalogue file.",
    )
    abolished_from = models.DateField(
        null=True, help_text="First day on which it may no longer be asked for. Source: the act in abolished_source."
    )
    abolished_told = models.TextField(blank=True, help_text="The day, or the announcement as written; empty: in use.")
    abolished_scope: models.JSONField[Any, Any] = models.JSONField(
        null=True, help_text="Codes of the services the abolition holds for; null: all. Source: catalogue file."
    )
    abolished_source = models.ForeignKey(
        LegalSource,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Where the abolition was looked up.",
    )
    output_of: models.JSONField[Any, Any] = models.JSONField(
        default=list, help_text="Codes of the services whose document is this paper. Source: catalogue file."
    )
    note: models.JSONField[Any, Any] = models.JSONField(
        null=True, help_text="A note in the languages of the file; null: none. Source: catalogue file."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(abolished_from__isnull=True) | ~models.Q(abolished_told=""),
                name="an_abolition_is_told",
            ),
        ]


class Fact(Named):
    """Something a condition needs to know; its name is the question an officer asks."""

    code = models.CharField(primary_key=True, max_length=40, help_text='Code, "parents.married".')
    kind = models.CharField(max_length=10, help_text='Kind of answer: "yes_no", "number", "choice", "date".')
    choices: models.JSONField[Any, Any] = models.JSONField(help_text="The answers of a choice, value and name each.")
    derived = models.BooleanField(help_text="Follows from what is known and is never asked.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["yes_no", "number", "choice", "date"]), name="a_fact_is_of_a_known_kind"
            ),
        ]


class BaseAmount(models.Model):
    """The unit of fees (BHM) from a day on."""

    from_day = models.DateField(primary_key=True, help_text="First day in force. Source: catalogue file.")
    uzs = models.BigIntegerField(help_text="Amount in soʻm. Source: catalogue file.")
    provenance: models.JSONField[Any, Any] = models.JSONField(help_text="Where it was looked up, as in the file.")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(uzs__gt=0), name="a_base_amount_is_positive")]


class ProclaimedDay(models.Model):
    """A day off by decree that the calendars of the house did not know, perhaps moved from a day off."""

    off = models.DateField(primary_key=True, help_text="The day that is off. Source: catalogue file.")
    worked = models.DateField(
        null=True, help_text="The day worked in its place; null: simply off. Source: catalogue file."
    )
    provenance: models.JSONField[Any, Any] = models.JSONField(help_text="Where it was looked up, as in the file.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(worked__isnull=True) | ~models.Q(worked=models.F("off")),
                name="a_day_off_is_not_worked_in_its_own_place",
            ),
        ]


class FeeRule(Named):
    """A rule over the fees of many services."""

    code = models.CharField(primary_key=True, max_length=40, help_text='Code, "portal". Source: catalogue file.')
    content: models.JSONField[Any, Any] = models.JSONField(
        help_text="Condition, effect and provenance, as in the file."
    )


class Service(Named):
    """A service as people look for it, named as in its newest version."""

    code = models.CharField(primary_key=True, max_length=40, help_text='Code, "PJ-03". Source: catalogue file.')
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", help_text="Which department gives it."
    )
    life_events: models.JSONField[Any, Any] = models.JSONField(help_text="Codes of the life events it belongs to.")
    withdrawn_on = models.DateField(
        null=True, help_text="First day on which the catalogue no longer has it; null: it is given."
    )


class ServiceVersion(models.Model):
    """A service as described from a day on. Written once: the database refuses every change."""

    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="+", help_text="Which service it describes."
    )
    content: models.JSONField[Any, Any] = models.JSONField(help_text="Its part of the catalogue file.")
    content_hash = models.CharField(max_length=64, help_text="SHA-256 (hex) of the content in canonical form.")
    valid_from = models.DateField(help_text="First day it is in force; a later version replaces it.")
    loaded_at = models.DateTimeField(help_text="When it was loaded, by the clock of the door.")

    class Meta:
        indexes = [models.Index(fields=["service", "valid_from"], name="versions_of_a_service_by_day")]


class Draft(models.Model):
    """The next version of a service while it is written; gone once it is published or given up."""

    service = models.OneToOneField(
        Service, on_delete=models.PROTECT, related_name="+", help_text="Which service; one draft at a time."
    )
    based_on = models.ForeignKey(
        ServiceVersion, on_delete=models.PROTECT, related_name="+", help_text="The version it was begun from."
    )
    content: models.JSONField[Any, Any] = models.JSONField(
        help_text="As in the catalogue file, as far as it is written; what is missing is missing."
    )
    begun_at = models.DateTimeField(help_text="When it was begun, by the clock of the door.")
    begun_by = models.CharField(max_length=80, help_text='Who began it: "employee:7"; never a name.')
    changed_at = models.DateTimeField(help_text="When it was last written, by the clock of the door.")
    changed_by = models.CharField(max_length=80, help_text='Who wrote last: "employee:7"; may not publish it alone.')


class Publication(models.Model):
    """How a version came to be published in the office; a version loaded from a file has none."""

    version = models.OneToOneField(
        ServiceVersion,
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The version that was published.",
    )
    replaces = models.ForeignKey(
        ServiceVersion, on_delete=models.PROTECT, related_name="+", help_text="The version it was compared with."
    )
    published_at = models.DateTimeField(help_text="When, by the clock of the door.")
    published_by = models.CharField(max_length=80, help_text='Who published: "employee:7"; never a name.')
    written_by = models.CharField(max_length=80, help_text='Who wrote last: "employee:7"; never a name.')
    because = models.TextField(help_text="Why, in the author's words.")
    policies: models.JSONField[Any, Any] = models.JSONField(
        help_text='What each kind of change does to open applications: {"time_shorter": "move"}.'
    )
    open_cases = models.CharField(
        max_length=5, help_text="What all of them together do: keep, offer or move; the most careful counts."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(open_cases__in=["keep", "offer", "move"]), name="a_publication_says_of_open_cases"
            ),
            models.CheckConstraint(condition=~models.Q(because=""), name="a_publication_says_why"),
        ]
