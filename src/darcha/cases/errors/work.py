"""What is refused about work items, decisions and rules."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class UnknownWorkItem(Refusal):
    code = "cases.unknown_work_item"
    status: ClassVar[int] = 404


class WorkItemNotOpen(Refusal):
    code = "cases.work_item_not_open"


class NoteMissing(Refusal):
    code = "cases.note_missing"
    status: ClassVar[int] = 422


class WorkItemNotDone(Refusal):
    """There is no answer that could be sent back."""

    code = "cases.work_item_not_done"


class NotOfTheDepartment(Refusal):
    """Who shall have the item does not work for the department."""

    code = "cases.not_of_the_department"
    status: ClassVar[int] = 422


class CaseNotReady(Refusal):
    code = "cases.case_not_ready"


class GroundMissing(Refusal):
    code = "cases.ground_missing"
    status: ClassVar[int] = 422


class NobodyActs(Refusal):
    """A document is fetched for the applicant by somebody who may not act today: nobody does, or their paper is over."""

    code = "cases.nobody_acts"


class ColleagueAway(Refusal):
    """Who shall have the item is away, `until` that day."""

    code = "cases.colleague_away"


class ClauseMissing(Refusal):
    code = "cases.clause_missing"
    status: ClassVar[int] = 422


class RemedyMissing(Refusal):
    code = "cases.remedy_missing"
    status: ClassVar[int] = 422


class FourEyesNeeded(Refusal):
    """The service asks for two officers: one proposes, another confirms."""

    code = "cases.four_eyes_needed"


class FourEyesNotAsked(Refusal):
    """One officer decides this service: nothing is proposed."""

    code = "cases.four_eyes_not_asked"


class AlreadyProposed(Refusal):
    """A decision is proposed already: it is confirmed or given back first."""

    code = "cases.already_proposed"


class NothingProposed(Refusal):
    code = "cases.nothing_proposed"


class SameEyes(Refusal):
    """Who proposed it, or answered for the deciding department, does not confirm it."""

    code = "cases.same_eyes"
    status: ClassVar[int] = 403


class WordsMissing(Refusal):
    """It goes back to a colleague, who has to know why."""

    code = "cases.words_missing"
    status: ClassVar[int] = 422


class TooEarly(Refusal):
    code = "cases.too_early"


class AlreadyDecided(Refusal):
    code = "cases.already_decided"


class OutcomeUnknown(Refusal):
    code = "cases.outcome_unknown"
    status: ClassVar[int] = 422


class NoRulesOffered(Refusal):
    """Newer rules are not offered to this case, or others are in force by now."""

    code = "cases.no_rules_offered"


class RulesDoNotFit(Refusal):
    """Something that happened to the case has no place under the newer rules."""

    code = "cases.rules_do_not_fit"


class RulesCameTooLate(Refusal):
    """By the newer rules the last day of the case would be over already."""

    code = "cases.rules_came_too_late"
