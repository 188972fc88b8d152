"""Refusals of the room access."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class UnknownEmployee(Refusal):
    code = "access.unknown_employee"
    status: ClassVar[int] = 404


class WrongPassword(Refusal):
    """The login or the password is wrong; which of them is never said."""

    code = "access.wrong_password"
    status: ClassVar[int] = 403


class TooManyTries(Refusal):
    """Too many wrong passwords for this login; `again_at` (ISO moment, UTC) says when to try again."""

    code = "access.too_many_tries"
    status: ClassVar[int] = 429


class LoginIsTaken(Refusal):
    """Somebody of another centre signs in by this name."""

    code = "access.login_is_taken"


class PasswordTooWeak(Refusal):
    """Shorter than twelve signs, or one of those everybody tries first."""

    code = "access.password_too_weak"
    status: ClassVar[int] = 422


class AbsenceNotPossible(Refusal):
    """An absence cannot be entered; `because`: one of the problems of `rules.absence_problem`."""

    code = "access.absence_not_possible"
    status: ClassVar[int] = 422


class UnknownAbsence(Refusal):
    code = "access.unknown_absence"
    status: ClassVar[int] = 404
