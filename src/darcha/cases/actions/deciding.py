"""The owning department decides: one officer, or, where the catalogue asks for four eyes, one proposes and another confirms."""

from __future__ import annotations

from datetime import date, datetime

from darcha.cases import errors, models, rules
from darcha.cases.actions.common import (
    id_in,
    next_id,
    text_within_limit,
)
from darcha.cases.actions.owning import act_once, must_own, tell
from darcha.cases.dossier import answered_by
from darcha.cases.rules import Because, CaseState, Decided, Proposed
from darcha.cases.timekeeping import keep_dates
from darcha.catalogue import queries as catalogue
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor


def decide(
    *,
    case_id: int,
    outcome: str,
    ground: str,
    at: datetime,
    by: Actor,
    key: str | None = None,
    because: Because | None = None,
) -> Decided:
    """Decide a case whose departments have all answered: "granted", or "refused" with its ground.

    `because`: the clause of law a refusal rests on, and its remedy; a grant has none.

    Before its waiting period is over a case is granted only for a cause, told as the ground.

    :raises CaseNotReady: it was returned, or a department has not answered.
    :raises AlreadyDecided: somebody was faster.
    :raises FourEyesNeeded: the service asks for two officers: `propose_decision`.
    :raises GroundMissing: a refusal without a ground.
    :raises ClauseMissing, RemedyMissing: a refusal without the law it rests on, or without what can be done about it.
    :raises TooEarly: the waiting period is not over and no cause is told.
    :raises ClockStands: granted while the applicant still corrects.
    """

    def take(case: models.Case, today: date) -> Decided:
        if _asks_for_four_eyes(case):
            raise errors.FourEyesNeeded(case_id=case_id)
        must_allow(case, outcome=outcome, ground=told, today=today)
        return write_decision(case, outcome=outcome, ground=told, because=rests_on, at=at, by=by, today=today, key=key)

    told, rests_on = _told(case_id, outcome, ground, because, by=by)
    return act_once(take, _decision_answer, Kind.CASE_DECIDED, case_id=case_id, at=at, by=by, key=key)


def propose_decision(
    *,
    case_id: int,
    outcome: str,
    ground: str,
    at: datetime,
    by: Actor,
    key: str | None = None,
    because: Because | None = None,
) -> Proposed:
    """Propose a decision that another officer of the department confirms or gives back.

    What would refuse the decision refuses the proposal: see `decide`.

    :raises FourEyesNotAsked: one officer decides this service.
    :raises AlreadyProposed: a proposal is open.
    """

    def propose(case: models.Case, today: date) -> Proposed:
        if not _asks_for_four_eyes(case):
            raise errors.FourEyesNotAsked(case_id=case_id)
        must_allow(case, outcome=outcome, ground=told, today=today)
        if open_proposal(case) is not None:
            raise errors.AlreadyProposed(case_id=case_id)
        models.Proposal.objects.bulk_create(
            [
                models.Proposal(
                    id=next_id(models.Proposal),
                    case_id=case.id,
                    outcome=outcome,
                    ground=told or None,
                    clause=rests_on.clause if rests_on else None,
                    remedy=rests_on.remedy if rests_on else "",
                    proposed_at=at,
                    proposed_by=by.label,
                )
            ]
        )
        tell(case, Kind.CASE_PROPOSED, {"outcome": outcome}, at=at, by=by, key=key)
        return Proposed(case.id, outcome)

    told, rests_on = _told(case_id, outcome, ground, because, by=by)
    return act_once(propose, _proposal_answer, Kind.CASE_PROPOSED, case_id=case_id, at=at, by=by, key=key)


def confirm_decision(*, case_id: int, at: datetime, by: Actor, key: str | None = None) -> Decided:
    """Confirm what a colleague proposed: it is the decision.

    :raises NothingProposed: no proposal is open.
    :raises SameEyes: `by` proposed it, or answered a step for the deciding department.
    :raises ClockStands: granted while the applicant still corrects.
    :raises TooEarly: see `decide`.
    """

    def confirm(case: models.Case, today: date) -> Decided:
        proposal = _must_be_open(case)
        if not rules.may_confirm(who=by.label, proposed_by=proposal.proposed_by, answered_by=answered_by(case)):
            raise errors.SameEyes(case_id=case_id)
        outcome, ground = proposal.outcome, proposal.ground or ""
        must_allow(case, outcome=outcome, ground=ground, today=today)
        end_proposal(proposal, "confirmed", at=at, by=by)
        return write_decision(
            case,
            outcome=outcome,
            ground=ground,
            because=Because(proposal.clause, proposal.remedy) if proposal.clause else None,
            at=at,
            by=by,
            today=today,
            key=key,
            proposed_by=proposal.proposed_by,
        )

    return act_once(confirm, _decision_answer, Kind.CASE_DECIDED, case_id=case_id, at=at, by=by, key=key)


def give_back_proposal(*, case_id: int, words: str, at: datetime, by: Actor, key: str | None = None) -> Proposed:
    """Give a proposed decision back, with words why; whoever proposed it takes it back without.

    The case waits for a decision again.

    :raises NothingProposed: no proposal is open.
    :raises WordsMissing: a colleague's proposal without a word why.
    """
    words = text_within_limit(words, field="words")

    def give_back(case: models.Case, _: date) -> Proposed:
        proposal = _must_be_open(case)
        is_own = proposal.proposed_by == by.label
        if not words and not is_own:
            raise errors.WordsMissing(case_id=case_id)
        proposal.words = words or None
        end_proposal(proposal, "given_back", at=at, by=by)
        data = {"outcome": proposal.outcome, "own": is_own}
        tell(case, Kind.CASE_PROPOSAL_RETURNED, data, at=at, by=by, key=key)
        return Proposed(case.id, proposal.outcome)

    return act_once(give_back, _proposal_answer, Kind.CASE_PROPOSAL_RETURNED, case_id=case_id, at=at, by=by, key=key)


def must_allow(case: models.Case, *, outcome: str, ground: str, today: date) -> None:
    """Pass when a case can be decided so today; its dates are brought up to the day.

    :raises CaseNotReady, AlreadyDecided, TooEarly, ClockStands: see `decide`.
    """
    if case.state in (CaseState.RETURNED, CaseState.ACCEPTED):
        raise errors.CaseNotReady(case_id=case.id, state=case.state)
    if case.state != CaseState.READY:
        raise errors.AlreadyDecided(case_id=case.id, state=case.state)
    if outcome == "granted" and case.not_before and today < case.not_before and not ground:
        raise errors.TooEarly(case_id=case.id, not_before=case.not_before)
    if keep_dates(case, today=today) and outcome == "granted":
        raise errors.ClockStands(case_id=case.id)


def write_decision(
    case: models.Case,
    *,
    outcome: str,
    ground: str,
    because: Because | None,
    at: datetime,
    by: Actor,
    today: date,
    key: str | None,
    proposed_by: str = "",
    silence: str | None = None,
) -> Decided:
    """Write the decision of a locked case and its entry; `silence`: what it meant, where silence decided."""
    assert case.due_on is not None
    on_time = today <= case.due_on
    models.Decision.objects.bulk_create(
        [
            models.Decision(
                case_id=case.id,
                outcome=outcome,
                ground=ground or None,
                clause=because.clause if because else None,
                remedy=because.remedy if because else "",
                decided_at=at,
                decided_by=by.label,
                proposed_by=proposed_by,
                on_time=on_time,
            )
        ]
    )
    case.state, case.decided_at = CaseState(outcome).value, at
    case.save(update_fields=["state", "decided_at"])
    data: dict[str, object] = {
        "outcome": outcome,
        "due_on": case.due_on.isoformat(),
        "on_time": on_time,
        "first_time": case.first_time,
    }
    if because:
        data["remedy"] = because.remedy
    if proposed_by:
        data["proposed_by"] = proposed_by
    if silence:
        data["silence"] = silence
    tell(case, Kind.CASE_DECIDED, data, at=at, by=by, key=key)
    return Decided(case.id, outcome, on_time)


def open_proposal(case: models.Case) -> models.Proposal | None:
    """Return the proposal of a case that is neither confirmed nor given back, or None."""
    return models.Proposal.objects.filter(case_id=case.id, ended_at__isnull=True).first()


def end_proposal(proposal: models.Proposal, how: str, *, at: datetime, by: Actor) -> None:
    """Write how a proposal ended: "confirmed", "given_back" or "lapsed"."""
    proposal.ended, proposal.ended_at, proposal.ended_by = how, at, by.label
    proposal.save(update_fields=["ended", "ended_at", "ended_by", "words"])


def _told(case_id: int, outcome: str, ground: str, because: Because | None, *, by: Actor) -> tuple[str, Because | None]:
    """Return the ground of a decision and, of a refusal, what it rests on, without blanks around them.

    :raises OutcomeUnknown, GroundMissing, ClauseMissing, RemedyMissing, TextTooLong: see `decide`.
    """
    must_own(case_id, by=by)
    if outcome not in rules.DECISION_OUTCOMES:
        raise errors.OutcomeUnknown(outcome=outcome)
    ground = text_within_limit(ground, field="ground")
    if outcome == "refused" and not ground:
        raise errors.GroundMissing(case_id=case_id)
    if outcome != "refused":
        return ground, None
    rests_on = Because(" ".join(because.clause.split()), because.remedy) if because else None
    lacks = rules.refusal_lacks(rests_on)
    if lacks == "clause":
        raise errors.ClauseMissing(case_id=case_id, limit=rules.CLAUSE_SIGNS[1])
    if lacks == "remedy":
        raise errors.RemedyMissing(case_id=case_id)
    return ground, rests_on


def _asks_for_four_eyes(case: models.Case) -> bool:
    return catalogue.service_version_by_id(id=case.service_version_id, variant=case.variant).four_eyes


def _must_be_open(case: models.Case) -> models.Proposal:
    if case.decided_at is not None:
        raise errors.AlreadyDecided(case_id=case.id, state=case.state)
    proposal = open_proposal(case)
    if proposal is None:
        raise errors.NothingProposed(case_id=case.id)
    return proposal


def _decision_answer(entry: Entry) -> Decided:
    return Decided(id_in(entry.subject), str(entry.data["outcome"]), entry.data["on_time"] is True)


def _proposal_answer(entry: Entry) -> Proposed:
    return Proposed(id_in(entry.subject), str(entry.data["outcome"]))
