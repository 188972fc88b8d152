"""What feedback refuses."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class UnknownSurveyCode(Refusal):
    code = "feedback.unknown_survey_code"
    status: ClassVar[int] = 404


class SurveyIsOver(Refusal):
    code = "feedback.survey_is_over"
    status: ClassVar[int] = 410


class AlreadyAnswered(Refusal):
    code = "feedback.already_answered"


class NoSuchFace(Refusal):
    code = "feedback.no_such_face"
    status: ClassVar[int] = 422


class TextTooLong(Refusal):
    code = "feedback.text_too_long"
    status: ClassVar[int] = 422


class NoWords(Refusal):
    code = "feedback.no_words"
    status: ClassVar[int] = 422


class AppealTooLong(Refusal):
    code = "feedback.appeal_too_long"
    status: ClassVar[int] = 422


class VisitIsToCome(Refusal):
    code = "feedback.visit_is_to_come"
    status: ClassVar[int] = 422


class TooManyAppeals(Refusal):
    code = "feedback.too_many_appeals"
    status: ClassVar[int] = 429


class UnknownAppeal(Refusal):
    code = "feedback.unknown_appeal"
    status: ClassVar[int] = 404


class AppealIsAnswered(Refusal):
    code = "feedback.appeal_is_answered"


class UnknownTheme(Refusal):
    code = "feedback.unknown_theme"
    status: ClassVar[int] = 422


class AppealIsKept(Refusal):
    code = "feedback.appeal_is_kept"
