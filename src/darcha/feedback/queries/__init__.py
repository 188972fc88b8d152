"""What can be asked about what visitors say."""

from darcha.feedback.queries.surveys import answers_with_words, survey

__all__ = ["answers_with_words", "survey"]
