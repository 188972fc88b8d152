"""What can be asked about the survey."""

from __future__ import annotations

from datetime import date, datetime

from darcha.feedback import errors, models, rules
from darcha.feedback.rules import SurveyForm
from darcha.queue import queries as queue


def survey(*, code: str, at: datetime) -> SurveyForm:
    """Return what the survey of this code asks about, and whether it may still be answered.

    :raises UnknownSurveyCode: no served visit has this code.
    """
    visit = queue.ticket_by_survey_code(code=code)
    if visit is None or visit.finished_at is None:
        raise errors.UnknownSurveyCode
    answered = models.Answer.objects.filter(token_hash=rules.token_hash(code)).exists()
    return SurveyForm(
        centre_id=visit.centre_id,
        service_id=visit.service_id,
        department_id=visit.department_id,
        visited_at=visit.finished_at,
        state=rules.state(visited_at=visit.finished_at, answered=answered, at=at),
    )


def answers_with_words(*, centre_id: str, since: date, until: date) -> int:
    """Return how many answers given from `since` to `until`, both included, came with the visitor's own words."""
    return (
        models.Answer.objects.filter(centre_id=centre_id, answered_on__gte=since, answered_on__lte=until)
        .exclude(text="")
        .count()
    )
