"""What the survey refuses."""

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
