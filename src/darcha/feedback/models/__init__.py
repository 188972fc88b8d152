"""The tables of feedback: answers to the survey."""

from darcha.feedback.models.surveys import Answer

__all__ = ["Answer"]
