"""A case and what belongs to it, as it is shown: to a department, to its applicant, to whoever checks a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from darcha.cases.rules.charges import FeeView
from darcha.cases.rules.events import ClockEvent
from darcha.cases.rules.reckoning import Reckoning
from darcha.cases.rules.scans import ScanView
from darcha.cases.rules.story import Stage
from darcha.cases.rules.words import BY_SILENCE
from darcha.catalogue.rules import Clause, FormState, ServiceVersion
from darcha.catalogue.rules.differences import Change
from darcha.kernel.names import Names


@dataclass(frozen=True, slots=True)
class RoundView:
    """An answer that was sent back, and why."""

    outcome: str
    note: str
    done_at: datetime
    words: str
    sent_back_at: datetime
    sent_back_by: str


@dataclass(frozen=True, slots=True)
class RulesOffered:
    """Newer rules the applicant of an open case may choose: the version, since when it is in force, what it changes."""

    version_id: int
    since: date
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """What the applicant is asked to correct. `because` "incorrect" or "incomplete"; `until` None: without a last day."""

    because: str
    words: str
    asked_on: date
    until: date | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """A work item as its readers see it. `do`: what the department does; `entered_by`: who may enter the answer.

    `days_left`: working days of the department until it is due, negative when late; None unless it is open.
    """

    id: int
    department_id: str
    entered_by: str
    group: str
    position: int
    do: Names | None
    state: str
    opened_at: datetime | None
    due_on: date | None
    done_at: datetime | None
    outcome: str
    note: str
    days_left: int | None = None
    on_time: bool | None = None
    taken_by: str = ""
    is_former: bool = False
    rounds: tuple[RoundView, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """What a department asks of whoever gets the document, in its own words."""

    department_id: str
    words: str


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A valid document the house gave to an applicant that is the paper `document_id` of the catalogue.

    `issued_id`: its row; `number` and `issued_on` as printed on it; the case it ended, and the centre of that.
    """

    document_id: str
    issued_id: int
    number: str
    issued_on: date
    case_id: int
    centre_id: str


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper demanded at the last filing, or several of which one is enough, under the code of the first.

    `held_by`: the department that holds the fact already. `proven_by`: number and day of the document of the house that
    proves it without paper. `clause`: where the law asks for it, as far as it is told.
    """

    document_id: str
    names: Names
    seen: bool
    held_by: str | None
    clause: Clause | None = None
    proven_by: tuple[str, date] | None = None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What was decided. `proposed_by`: who proposed it where two officers decide, else empty.

    `clause`: the act and article a refusal rests on, `remedy`: what can be done about it, one of `deciding.REMEDIES`; both are
    empty of a grant, and of refusals older than these.
    """

    outcome: str
    ground: str
    decided_at: datetime
    decided_by: str
    on_time: bool
    proposed_by: str = ""
    clause: str = ""
    remedy: str = ""

    @property
    def by_silence(self) -> bool:
        """Return whether nobody decided in time, and silence did."""
        return self.decided_by == f"system:{BY_SILENCE}"


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A decision one officer proposed. `ended` "": open, "confirmed", "given_back" (with `words`) or "lapsed".

    `answered_by`: who entered the answers of the deciding department and so does not confirm it.
    """

    outcome: str
    ground: str
    proposed_at: datetime
    proposed_by: str
    ended: str
    ended_at: datetime | None
    ended_by: str
    words: str
    answered_by: tuple[str, ...]
    clause: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document given out. `ended`: "", or why it proves nothing any more; `because`: in words, for the house.

    `edition`: "first", "duplicate" or "corrected".
    """

    id: int
    number: str
    verification_code: str
    issued_at: datetime
    issued_on: date
    valid: bool
    edition: str = "first"
    ended: str = ""
    ended_at: datetime | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class ApplicantView:
    """Personal data: only `read_case` hands it out."""

    name: str
    sex: str
    birth_year: int
    phone: str | None
    personal_number: str | None
    personal_number_is_right: bool | None


@dataclass(frozen=True, slots=True)
class RepresentativeView:
    """Who acts for the applicant: personal data, handed out with theirs. `holds`: their paper holds today."""

    capacity: str
    name: str
    personal_number: str | None
    paper: str
    until: date | None
    holds: bool


@dataclass(frozen=True, slots=True)
class CorrectedView:
    """What the applicant was asked to correct before, and wrote from home; `answer` None: it was brought to a window."""

    words: str
    corrected_at: datetime
    answer: str | None


@dataclass(frozen=True, slots=True)
class CaseView:
    """A whole case, with the applicant, for somebody who has to do with it. `twins`: numbers of their other open ones for it. `form` None: it was filled in on paper."""

    id: int
    centre_id: str
    number: str
    tracking_code: str
    state: str
    service: ServiceVersion
    service_id: str
    department_id: str
    ticket_id: int | None
    language: str
    channel: str
    applicant: ApplicantView
    facts: Mapping[str, object]
    papers: tuple[PaperView, ...]
    defects: tuple[str, ...]
    items: tuple[ItemView, ...]
    opened_at: datetime
    opened_on: date
    accepted_at: datetime | None
    accepted_on: date | None
    first_time: bool
    filings: int
    due_on: date | None
    not_before: date | None
    days_left: int | None
    clock: Reckoning | None
    decision: DecisionView | None
    document: DocumentView | None
    scans: tuple[ScanView, ...] = ()
    correction: CorrectionView | None = None
    events: tuple[ClockEvent, ...] = ()
    documents: tuple[DocumentView, ...] = ()
    twins: tuple[str, ...] = ()
    fee: FeeView | None = None
    rules_offered: RulesOffered | None = None
    proposals: tuple[ProposalView, ...] = ()
    form: FormState | None = None
    corrected: tuple[CorrectedView, ...] = ()
    representative: RepresentativeView | None = None


TOLD_AT_THE_WINDOW = "person_told"
"""Purpose of a look when everything held about a person was told to them."""


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at a case. `who`: "employee:7"; `purpose` and `basis` as the journal keeps them, "" when unknown.

    `scan`: a scanned paper was opened.
    """

    at: datetime
    who: str
    purpose: str
    basis: str
    scan: bool = False


@dataclass(frozen=True, slots=True)
class TrackedCase:
    """A case as its tracking code shows it: nothing of the person but the initials.

    `conditions`: what the applicant has to keep to, once it is granted.
    `missing_fields`: what of the form is missing or wrong, by its labels.
    `story` and `looks`: told only when it is asked at a moment.
    """

    case_id: int
    centre_id: str
    number: str
    tracking_code: str
    state: str
    service: ServiceVersion
    service_id: str
    department_id: str
    ticket_id: int | None
    initials: str
    language: str
    opened_on: date
    accepted_on: date | None
    due_on: date | None
    not_before: date | None
    clock: Reckoning | None
    missing: tuple[PaperView, ...]
    items: tuple[ItemView, ...]
    decided_on: date | None
    outcome: str | None
    ground: str | None
    document_number: str | None
    verification_code: str | None
    issued_on: date | None
    document_valid: bool | None
    decided_on_time: bool | None = None
    correction: CorrectionView | None = None
    missing_fields: tuple[Names, ...] = ()
    conditions: tuple[Condition, ...] = ()
    by_silence: bool = False
    clause: str = ""
    remedy: str = ""
    acts_as: str = ""
    fee: FeeView | None = None
    rules_offered: RulesOffered | None = None
    story: tuple[Stage, ...] = ()
    looks: tuple[Look, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkListRow:
    """One row of a department's work: an item to do, or (`item_id` None) a case to decide. No names.

    `group`: "own", "parallel", "then" or "decision". `days_left`: working days until due, 0 today, negative when late.
    `stands`: the applicant corrects, and no day passes. `silence`: what no answer soon means, "approve" or "refuse".
    `proposed`: the outcome a colleague, `proposed_by`, proposed and another confirms; `four_eyes`: it is to be proposed first.
    `reminded_at`: when the department was reminded of the day.
    """

    case_id: int
    item_id: int | None
    number: str
    service_id: str
    service_names: Names
    department_id: str
    owner_id: str
    group: str
    do: Names | None
    state: str
    opened_at: datetime
    due_on: date
    case_due_on: date
    days_left: int
    not_before: date | None = None
    objections: int = 0
    stands: bool = False
    silence: str | None = None
    proposed: str = ""
    proposed_by: str = ""
    four_eyes: bool = False
    reminded_at: datetime | None = None
    taken_by: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One printed fact of a document, for its page of proof: `label` a code, `value` as printed."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class VerifiedDocument:
    """What a verification code proves. `holder`: initials; `state`: "valid", "replaced", "corrected" or "annulled".

    `edition`: "first", "duplicate" or "corrected"; `stands_for`: the number of the one before; `replaced_by`: of the one after.
    `conditions`: (department, words) as printed, in the `language` of the case; `silence`: the rule by which it was granted
    without a decision, in that language, "" where somebody decided.
    """

    number: str
    verification_code: str
    case_number: str
    centre_id: str
    service_id: str
    service_names: Names
    output: Names
    department_id: str
    department_names: Names
    holder: str
    issued_on: date
    issued_at: datetime
    state: str
    annulled_on: date | None
    language: str
    facts: tuple[Fact, ...]
    edition: str = "first"
    stands_for: str | None = None
    replaced_by: str | None = None
    conditions: tuple[tuple[str, str], ...] = ()
    silence: str = ""
