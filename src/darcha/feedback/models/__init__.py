"""The tables of feedback: answers to the survey, and what people write of their own accord."""

from darcha.feedback.models.appeals import Appeal
from darcha.feedback.models.surveys import Answer

__all__ = ["Answer", "Appeal"]
