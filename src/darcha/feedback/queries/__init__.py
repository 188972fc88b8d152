"""What can be asked about what visitors say."""

from darcha.cases.rules import printed_code, typed_code
from darcha.feedback.queries.appeals import (
    appeal_by_code,
    appeals,
    appeals_over,
    complaints_counted,
    overdue_appeals,
)
from darcha.feedback.queries.surveys import answers_with_words, survey

__all__ = [
    "answers_with_words",
    "appeal_by_code",
    "appeals",
    "appeals_over",
    "complaints_counted",
    "overdue_appeals",
    "printed_code",
    "survey",
    "typed_code",
]
