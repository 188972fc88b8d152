"""What an officer reads before deciding: the acts a service rests on, and what a colleague proposed."""

from __future__ import annotations

from dataclasses import dataclass

from darcha.cases.rules import ProposalView, may_confirm
from darcha.cases.wording import remedy_words
from darcha.catalogue.rules import ServiceVersion
from darcha.doors.desk.case_forms import GiveBackForm
from darcha.doors.porch import languages
from darcha.doors.porch.people import employee_name
from darcha.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Confirming:
    """A proposed decision and what this employee may do with it: confirm it, give it back, or take it back."""

    proposal: ProposalView
    proposed_by: str
    remedy: str
    form: GiveBackForm
    is_own: bool
    may_confirm: bool


def confirming(proposal: ProposalView, *, by: Actor, form: GiveBackForm | None) -> Confirming:
    """Return an open proposal as `by` meets it."""
    is_own = proposal.proposed_by == by.label
    return Confirming(
        proposal,
        employee_name(proposal.proposed_by),
        remedy_words(proposal.remedy, language=languages.current()),
        form or GiveBackForm(is_own=is_own),
        is_own,
        may_confirm(who=by.label, proposed_by=proposal.proposed_by, answered_by=proposal.answered_by),
    )


def acts_of(service: ServiceVersion) -> tuple[str, ...]:
    """Return the acts a service is known to rest on, as they are offered to whoever names the clause of a refusal."""
    return tuple(dict.fromkeys(source.note for source in service.law if source.note))
