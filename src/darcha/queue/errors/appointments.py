"""What is refused about appointments."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class TimeIsTaken(Refusal):
    """Nobody can book this time: it is past, another has it, or it was never given. Details: service, day."""

    code = "queue.time_is_taken"


class UnknownAppointment(Refusal):
    """There is no appointment, or nobody waits for one, with this code."""

    code = "queue.unknown_appointment"
    status: ClassVar[int] = 404


class AppointmentIsOver(Refusal):
    """It was cancelled, checked in or missed. Details: stage."""

    code = "queue.appointment_is_over"


class UnknownAppointmentNumber(Refusal):
    """No appointment of today has this number."""

    code = "queue.unknown_appointment_number"
    status: ClassVar[int] = 404


class TooEarly(Refusal):
    """An appointment is checked in a little before its time only. Details: time, again_at (times of day)."""

    code = "queue.too_early"


class AppointmentIsAnotherDay(Refusal):
    """An appointment is checked in on its day only. Details: day, time."""

    code = "queue.appointment_is_another_day"


class TooManyBookings(Refusal):
    """Too many times were booked, moved or waited for from one device or address.

    `again_at` (ISO moment, UTC) says when to try again.
    """

    code = "queue.too_many_bookings"
    status: ClassVar[int] = 429


class TooManyWrongNumbers(Refusal):
    """Too many numbers nobody has were typed at one kiosk; `again_at` (ISO moment, UTC) says when to try again."""

    code = "queue.too_many_wrong_numbers"
    status: ClassVar[int] = 429
