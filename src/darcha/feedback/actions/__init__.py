"""What visitors say to the house, and what the house does with it."""

from darcha.feedback.actions.surveys import Answered, answer

__all__ = ["Answered", "answer"]
