"""What visitors may say and for how long they are heard. Pure."""

from darcha.feedback.rules.surveys import (
    CHANNELS,
    FACES,
    OPEN_FOR,
    TEXT_LIMIT,
    SurveyForm,
    is_over,
    state,
    tidy,
    token_hash,
)

__all__ = ["CHANNELS", "FACES", "OPEN_FOR", "TEXT_LIMIT", "SurveyForm", "is_over", "state", "tidy", "token_hash"]
