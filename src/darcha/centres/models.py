"""The tables of the room centres. They hold what a centre's file says and are written by loading it, by nothing else."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from darcha.centres.rules import POLICIES
from darcha.kernel.names import Names


class Named(models.Model):
    """A thing with a name in the four languages."""

    name_uz = models.CharField(max_length=200, help_text="Name in Uzbek, Latin script; from the centre's file.")
    name_uz_cyrl = models.CharField(
        max_length=200, help_text="Name in Uzbek, Cyrillic script; from the centre's file, else transliterated."
    )
    name_ru = models.CharField(max_length=200, help_text="Name in Russian; from the centre's file.")
    name_en = models.CharField(max_length=200, help_text="Name in English; from the centre's file.")

    class Meta:
        abstract = True

    @property
    def names(self) -> Names:
        return Names(self.name_uz, self.name_uz_cyrl, self.name_ru, self.name_en)


class Centre(Named):
    """One One-Stop-Shop."""

    code = models.CharField(primary_key=True, max_length=16, help_text="Code of the centre, as in the journal: SRG.")
    address: models.JSONField[Any, Any] = models.JSONField(
        help_text="Street address in the languages uz, uz-cyrl, ru, en."
    )
    district: models.JSONField[Any, Any] = models.JSONField(help_text="Name of the district in uz, uz-cyrl, ru, en.")
    zone = models.CharField(max_length=40, help_text="IANA name of the time zone its day is counted in.")
    calendar = models.CharField(max_length=8, help_text="Working calendar of the centre as a house: uz-5d or uz-6d.")
    opens_on = models.DateField(help_text="First day the centre is open; before it there are no tickets.")
    policy = models.CharField(
        max_length=32,
        default="promise",
        help_text="Rule visitors are called by: first_come, static_priority, ratio, accumulating_priority, promise.",
    )
    phones_join = models.BooleanField(
        default=True, db_default=True, help_text="Whether the line can be joined from a phone; from the centre's file."
    )
    phones_most_ahead = models.PositiveSmallIntegerField(
        default=25, db_default=25, help_text="With more people ahead the line is closed to phones."
    )
    phones_most_waiting = models.PositiveSmallIntegerField(
        default=15, db_default=15, help_text="How many who joined from a phone may wait in one line at once."
    )
    come_minutes_before = models.PositiveSmallIntegerField(
        default=10, db_default=10, help_text="Minutes before the earliest call somebody at home is asked to be there."
    )
    representative_daily_limit = models.PositiveSmallIntegerField(
        default=3, db_default=3, help_text="Tickets one person may take for others on a day; 0: none."
    )
    appointments: models.JSONField[Any, Any] = models.JSONField(
        default=dict,
        db_default={},
        help_text="What is set for appointments: walk_in_share (per cent), days_ahead, and in minutes early_minutes, "
        "late_minutes, release_from_minutes, release_to_minutes, offer_minutes; counts most_from_a_device, "
        "most_from_an_address, most_wrong_numbers; what is missing has its default.",
    )
    panel_inches = models.PositiveSmallIntegerField(
        default=55, db_default=55, help_text="Diagonal of the panels of the hall's display, in inches."
    )
    seat_metres = models.PositiveSmallIntegerField(
        default=8, db_default=8, help_text="From a panel to the farthest seat that looks at it, in metres."
    )
    help: models.JSONField[Any, Any] = models.JSONField(
        default=list,
        db_default=[],
        help_text="Rules of help as [department, [departments also served], when: idle or late]; from the centre's file.",
    )
    edition = models.UUIDField(
        default=uuid.uuid4, help_text="Changes with every load that changes something; processes compare it."
    )

    class Meta:
        db_table = "centres_centre"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(calendar__in=["uz-5d", "uz-6d"]), name="a_centre_has_a_known_week"
            ),
            models.CheckConstraint(condition=models.Q(policy__in=POLICIES), name="a_centre_calls_by_a_known_rule"),
            models.CheckConstraint(
                condition=models.Q(panel_inches__in=[43, 55, 65], seat_metres__in=[5, 6, 8])
                & ~models.Q(panel_inches=43, seat_metres=8),
                name="a_display_can_be_read_from_the_farthest_seat",
            ),
        ]


_WEEKDAY = "Day of the week, 0 is Monday."


class OpeningHours(models.Model):
    """One uninterrupted span of a weekday in which the centre is open; a break lies between two."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="opening", help_text="The centre.")
    weekday = models.PositiveSmallIntegerField(help_text=_WEEKDAY)
    opens = models.TimeField(help_text="From, local time of day, inclusive.")
    closes = models.TimeField(help_text="To, local time of day, exclusive.")

    class Meta:
        db_table = "centres_opening_hours"
        constraints = [
            models.UniqueConstraint(fields=["centre", "weekday", "opens"], name="a_centre_opens_once_at_a_time"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="opening_is_on_a_day_of_the_week"),
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")), name="a_centre_opens_before_it_closes"
            ),
        ]


class Line(Named):
    """A line of the hall."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="lines", help_text="The centre.")
    letter = models.CharField(max_length=1, help_text="Letter on the tickets; alike in Latin and Cyrillic.")
    position = models.PositiveSmallIntegerField(help_text="Place among the lines on the screens, from 0.")
    short: models.JSONField[Any, Any] = models.JSONField(
        null=True, help_text="Names for the hall's screen in uz, uz-cyrl, ru, en; null: the names themselves."
    )

    class Meta:
        db_table = "centres_line"
        constraints = [
            models.UniqueConstraint(fields=["centre", "letter"], name="a_letter_means_one_line"),
            models.CheckConstraint(
                condition=models.Q(letter__regex="^[AEKMOTX]$"), name="a_letter_is_read_in_two_scripts"
            ),
        ]


class Seat(models.Model):
    """A department in a centre."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="seats", help_text="The centre.")
    department = models.ForeignKey(
        "catalogue.Department", on_delete=models.PROTECT, related_name="+", help_text="The department that sits here."
    )
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="seats", help_text="Where its visitors wait.")
    position = models.PositiveSmallIntegerField(help_text="Place in the centre's file, from 0.")
    appointments_at_once = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text="Visitors with an appointment at the same time; 0: it takes none."
    )
    withdrawn = models.BooleanField(default=False, help_text="True: it no longer sits here; kept for old tickets.")

    class Meta:
        db_table = "centres_seat"
        constraints = [
            models.UniqueConstraint(fields=["centre", "department"], name="a_department_has_one_seat_in_a_centre"),
            models.CheckConstraint(
                condition=models.Q(appointments_at_once__lt=100), name="a_seat_has_fewer_than_100_places_at_once"
            ),
        ]


class PresenceWindow(models.Model):
    """When a department's few employees sit in the centre."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="windows", help_text="Who sits where.")
    weekday = models.PositiveSmallIntegerField(help_text=_WEEKDAY)
    begins = models.TimeField(help_text="From, local time of day, inclusive.")
    ends = models.TimeField(help_text="To, local time of day, exclusive.")
    illustration = models.BooleanField(help_text="True: invented to illustrate; not the department's published hours.")

    class Meta:
        db_table = "centres_presence_window"
        constraints = [
            models.UniqueConstraint(fields=["seat", "weekday", "begins"], name="presence_begins_once_at_a_time"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="presence_is_on_a_day_of_the_week"),
            models.CheckConstraint(
                condition=models.Q(begins__lt=models.F("ends")), name="presence_begins_before_it_ends"
            ),
        ]


class OfferedService(models.Model):
    """A service the centre gives."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="services", help_text="Who gives it where.")
    service = models.ForeignKey(
        "catalogue.Service", on_delete=models.PROTECT, related_name="+", help_text="The service of the catalogue."
    )
    withdrawn = models.BooleanField(default=False, help_text="True: no longer offered here.")
    note: models.JSONField[Any, Any] = models.JSONField(
        null=True, help_text="The centre's own note to citizens in uz, uz-cyrl, ru, en; null: none."
    )
    channels: models.JSONField[Any, Any] = models.JSONField(
        default=list,
        db_default=[],
        help_text='Ways of filing besides the counter, by code of the catalogue: ["onsite"].',
    )
    suspended_until = models.DateField(
        null=True, help_text="First day on which it is given again, by the centre's calendar; null: it is given."
    )
    suspended_because: models.JSONField[Any, Any] = models.JSONField(
        null=True, help_text="Why it is not given, in uz, uz-cyrl, ru, en; null: it is given."
    )
    from_home = models.BooleanField(
        default=True,
        db_default=True,
        help_text="True: it may be applied for from home, where it has a form; false: at the window only.",
    )
    set_in_office = models.BooleanField(
        default=False,
        db_default=False,
        help_text="True: the head set these terms; the centre's file leaves them alone.",
    )

    class Meta:
        db_table = "centres_offered_service"
        constraints = [
            models.UniqueConstraint(fields=["seat", "service"], name="a_service_is_offered_once_by_a_seat"),
            models.CheckConstraint(
                condition=models.Q(suspended_until__isnull=True, suspended_because__isnull=True)
                | models.Q(suspended_until__isnull=False, suspended_because__isnull=False),
                name="a_suspension_says_until_when_and_why",
            ),
        ]


class Counter(models.Model):
    """A window of the hall."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="counters", help_text="The centre.")
    number = models.PositiveSmallIntegerField(help_text="Number over the window.")
    accessible = models.BooleanField(help_text="True: low desk, step-free, room for a wheelchair.")
    hearing_loop = models.BooleanField(help_text="True: an induction loop is fitted.")
    quick = models.BooleanField(help_text="True: short matters are called here first.")
    withdrawn = models.BooleanField(default=False, help_text="True: no longer in use; kept for old tickets.")

    class Meta:
        db_table = "centres_counter"
        constraints = [
            models.UniqueConstraint(fields=["centre", "number"], name="a_number_hangs_over_one_counter"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="counters_are_numbered_from_one"),
        ]


class VisitorClass(Named):
    """A class of visitors and what it is promised."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="classes", help_text="The centre.")
    code = models.CharField(max_length=20, help_text="Code of the class: ordinary, priority.")
    position = models.PositiveSmallIntegerField(help_text="Place in the centre's file, from 0: the ordinary class.")
    promised_minutes = models.PositiveSmallIntegerField(help_text="Longest wait promised, in minutes.")
    weight = models.PositiveSmallIntegerField(
        help_text="How fast a minute of waiting weighs, hundredths; 100 ordinary."
    )
    needs: models.JSONField[Any, Any] = models.JSONField(
        default=list, help_text="Needs that give the class: seat, wheel, child, sight, ear, sign."
    )
    recall_limit = models.PositiveSmallIntegerField(
        default=3, help_text="How often a call may be repeated before the visitor counts as not come."
    )
    withdrawn = models.BooleanField(default=False, help_text="True: no longer given; kept for old tickets.")

    class Meta:
        db_table = "centres_visitor_class"
        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="a_class_stands_once_in_a_centre"),
            models.CheckConstraint(condition=models.Q(promised_minutes__gte=1), name="a_class_is_promised_something"),
            models.CheckConstraint(condition=models.Q(weight__gte=1), name="waiting_always_weighs_something"),
        ]
