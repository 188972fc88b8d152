"""What the catalogue speaks of, as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from darcha.kernel.names import Names

Unit = Literal["wd", "cd", "wk", "mo", "min"]
"""Working days, calendar days, weeks, months, minutes."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was looked up: `key` "S21", `address` a link or a description, `note` the act behind it."""

    key: str
    address: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one field of a service comes from.

    `illustration`: (part of) it is plausible but was not looked up; it must never be shown as law. `uncertain`: the
    source was second-hand or cut. `remark` says which part is which, in English.
    """

    keys: tuple[str, ...] = ()
    illustration: bool = False
    uncertain: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Department:
    """A state body that gives services (one of the 14), or a partner asked by the departments."""

    code: str
    names: Names
    calendar: str
    is_partner: bool
    usual_presence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LifeEvent:
    code: str
    names: Names


@dataclass(frozen=True, slots=True)
class Abolition:
    """The state's own decision that a paper is no longer asked for.

    `from_day` None: announced only, no day known; `told` is the day or the announcement as written. `scope`: the
    services it holds for, None for all.
    """

    from_day: date | None
    told: str
    scope: tuple[str, ...] | None
    source: Source | None


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of paper. `issued_by` writes it; `held_by` already holds the fact (None: only the applicant has it).

    `output_of`: the services whose document is this paper, of whoever applied. What a service writes about somebody else (a
    child, a dead person), or what soon is no longer true, is not among them.
    """

    code: str
    names: Names
    issued_by: str | None
    held_by: str | None
    abolished: Abolition | None = None
    note: Names | None = None
    output_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    value: str | int
    names: Names


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a condition needs to know. `derived` facts follow from what is known and are never asked.

    `kind` "choice": one of `choices`; "number": a whole or decimal number; "date": a day.
    """

    code: str
    kind: Literal["yes_no", "number", "choice", "date"]
    question: Names
    choices: tuple[Choice, ...] = ()
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Where the law asks for something: the act, and the place in it ("point 12"); "" where only the act is known."""

    source: Source
    point: str = ""


OR = Names(uz=" yoki ", uz_cyrl=" ёки ", ru=" или ", en=" or ")


@dataclass(frozen=True, slots=True)
class Demand:
    """What a service wants proven; `condition` None: always.

    `document` proves it, and so does each of `others` alone. No paper of a choice stands in another demand of the same
    list, so that `document` is by what the demand is known: in a case, in a draft, on a list of what is missing.
    `clause` None: the catalogue names none for this demand.
    """

    document: DocumentType
    condition: str | None = None
    others: tuple[DocumentType, ...] = ()
    clause: Clause | None = None

    @property
    def proofs(self) -> tuple[DocumentType, ...]:
        """Return the papers of which one is enough, in the catalogue's order."""
        return (self.document, *self.others)

    @property
    def codes(self) -> frozenset[str]:
        """Return the codes of the papers of which one is enough."""
        return frozenset(document.code for document in self.proofs)

    @property
    def names(self) -> Names:
        """Return what is asked for: "Divorce certificate or death certificate"."""
        return any_of(self.proofs)


def any_of(documents: Sequence[DocumentType]) -> Names:
    """Return the names of papers of which one is enough, as one name."""
    told = [document.names for document in documents]
    return Names(
        uz=OR.uz.join(_going_on([one.uz for one in told])),
        uz_cyrl=OR.uz_cyrl.join(_going_on([one.uz_cyrl for one in told])),
        ru=OR.ru.join(_going_on([one.ru for one in told])),
        en=OR.en.join(_going_on([one.en for one in told])),
    )


def _going_on(texts: Sequence[str]) -> list[str]:
    """Return names as they follow each other in one line: all but the first begin small, unless they are capitals."""
    first, *rest = texts
    return [first, *(text[:1].lower() + text[1:] if text[1:3].strip("ʻʼ")[:1].islower() else text for text in rest)]


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: `n` of `unit`."""

    n: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Step:
    """What another department does for a case. `n` and `unit` None: no time of its own within the service's."""

    department_id: str
    do: Names
    n: int | None = None
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Then:
    """What follows within the giving department after the main time."""

    do: Names
    span: Span


@dataclass(frozen=True, slots=True)
class Correction:
    """How long an applicant has to mend a filing; `otherwise` says what happens if they do not."""

    span: Span
    otherwise: Literal["refuse"]


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """The statutory time, `n` of `unit`.

    `kind` "maximum": at the latest then; "waiting_period": not before then. `min_n`: the law names a range from
    `min_n` to `n`. `starts`: when the clock starts, where it is not the complete application, in words; `starts_with`
    the same as an event: the departments' answers, the payment, a notice of the department. `counts`: from the next
    day, or from the day itself. `resume`: what a correction does to the time that has run: it goes on, or begins anew.
    `warn_before`: how long before silence speaks the officials are warned.
    """

    n: int
    unit: Unit
    kind: Literal["maximum", "waiting_period"] = "maximum"
    min_n: int | None = None
    starts: Names | None = None
    review: Span | None = None
    extendable_to: Span | None = None
    correction: Correction | None = None
    pay_within: Span | None = None
    notify_visit: Span | None = None
    applicant_must_appear: Span | None = None
    forward: Span | None = None
    offer: Span | None = None
    then: Then | None = None
    starts_with: Literal["steps", "payment", "notice"] | None = None
    counts: Literal["next_day", "at_once"] = "next_day"
    resume: Literal["continue", "reset"] = "continue"
    warn_before: Span | None = None


@dataclass(frozen=True, slots=True)
class FeeRow:
    condition: str
    multiples: Decimal


@dataclass(frozen=True, slots=True)
class ServiceFee:
    """What a service costs, in multiples of the base amount: one number, a decision table (first hit), or words only.

    `by_channel`: prices of their own for a channel ("portal"). `free_if`: free when this holds. `per`: the unit the
    price is for ("item").
    """

    multiples: Decimal | None = None
    table: tuple[FeeRow, ...] = ()
    text: Names | None = None
    by_channel: tuple[tuple[str, Decimal], ...] = ()
    free_if: str | None = None
    per: Names | None = None


@dataclass(frozen=True, slots=True)
class FeeRule:
    """A rule over many services, applied after the service's own fee, in the order of the catalogue.

    Exactly one effect: `times_hundredths` (90: nine tenths), `plus_hundredths` of the base amount by place,
    `waives` (another rule's code), `refund_within`. `services` None: all.
    """

    code: str
    names: Names
    condition: str
    times_hundredths: int | None = None
    plus_hundredths: tuple[tuple[str, int], ...] = ()
    waives: str | None = None
    refund_within: Span | None = None
    services: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The days of the year ("06-20" to "07-31", both included) in which one may apply."""

    from_day: str
    to_day: str
    outside_area: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ApplyWithin:
    """One may apply for `span` from the day the fact `from_fact` names."""

    span: Span
    from_fact: str


@dataclass(frozen=True, slots=True)
class Limits:
    one_application_per: Span | None = None


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing the form of a service asks for in the applicant's own words or choice.

    `least` and `most` are limits of a number, of a text those of its length in characters. `digits`: a text of exactly so
    many digits. `decimals`: how many places a number may have after the comma. `days`: a day of filing or before ("past"),
    or of filing or later ("future").
    """

    code: str
    kind: Literal["text", "long_text", "number", "date", "choice", "yes_no"]
    label: Names
    help: Names | None = None
    choices: tuple[Choice, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    digits: int | None = None
    decimals: int = 0
    days: Literal["past", "future"] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A field in the form of a service. `shown_if` None: always; it must be answered when `required`, or `required_if` holds.

    Both conditions speak of facts and of fields that stand before this one.
    """

    field: FormField
    required: bool = False
    required_if: str | None = None
    shown_if: str | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """A service for some of its applicants: urgent, for who lives abroad. None: as in the service itself."""

    code: str
    names: Names
    condition: str
    demands: tuple[Demand, ...] | None = None
    fee: ServiceFee | None = None
    time: TimeLimit | None = None


@dataclass(frozen=True, slots=True)
class ServiceSummary:
    code: str
    names: Names
    department_id: str
    life_events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceVersion:
    """A service as it is described from `valid_from` on. Immutable: a changed service is another version.

    `questions`: the facts its own conditions ask the applicant for, in the catalogue's order; derived ones are not
    among them. `form`: what the form asks for, in its order. `fee_questions`: the facts the fee rules ask for, none where
    the service is free. `law`: the legal sources of the service. `provenance` by field: "docs", "fee", "time", "law",
    "steps", "tacit", "four_eyes", "counter_minutes". `four_eyes`: one officer proposes the decision, another confirms it.
    `variants`: for whom papers, fee or time are others, in the order they are looked through;
    `variant`: the one it is told in.
    `note` is told to citizens, `remark` is for whoever examines the service and shown to no citizen.
    """

    id: int
    code: str
    names: Names
    department_id: str
    provider_id: str | None
    life_events: tuple[str, ...]
    demands: tuple[Demand, ...]
    fee: ServiceFee
    fee_rules: tuple[FeeRule, ...]
    time: TimeLimit
    parallel_steps: tuple[Step, ...]
    then_steps: tuple[Step, ...]
    output: Names
    tacit: Literal["approve", "refuse"] | None
    window: Window | None
    apply_within: ApplyWithin | None
    limits: Limits | None
    referral_valid: Span | None
    benefit: Names | None
    note: Names | None
    counter_minutes: int
    law: tuple[Source, ...]
    questions: tuple[Fact, ...]
    fee_questions: tuple[Fact, ...]
    provenance: Mapping[str, Provenance]
    content_hash: str
    valid_from: date
    remark: Names | None = None
    form: tuple[Asked, ...] = ()
    four_eyes: bool = False
    variants: tuple[Variant, ...] = ()
    variant: Variant | None = None
