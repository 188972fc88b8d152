"""What visitors say to the house, and what the house does with it."""

from darcha.feedback.actions.appeals import (
    Sent,
    answer_appeal,
    erase_appeal,
    escalate_appeal,
    read_appeal,
    send_appeal,
    theme_appeal,
)
from darcha.feedback.actions.surveys import Answered, answer

__all__ = [
    "Answered",
    "Sent",
    "answer",
    "answer_appeal",
    "erase_appeal",
    "escalate_appeal",
    "read_appeal",
    "send_appeal",
    "theme_appeal",
]
