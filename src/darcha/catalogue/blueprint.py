"""The shape of a catalogue file, field by field; docs/catalogue-schema.md explains it to authors.

Strict: a number in quotes is no number, an unknown field is a mistake. A service's part of the file is also what a
`ServiceVersion` keeps, so these models read what earlier loads wrote: a field may be added, none may change its meaning.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", max_length=40)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Unit = Literal["wd", "cd", "wk", "mo", "min"]
Count = Annotated[int, Field(gt=0, le=10_000)]


def _exact(value: Any) -> Any:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _day_of_year(value: str) -> str:
    try:
        date.fromisoformat(f"2000-{value}")
    except ValueError:
        raise ValueError("a day of the year as 'MM-DD'") from None
    return value


Limit = Annotated[Decimal, BeforeValidator(_exact), Field(ge=-(10**12), le=10**12)]
Multiples = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0, le=1000)]
DayOfYear = Annotated[str, AfterValidator(_day_of_year)]


class Shape(BaseModel):
    """Nothing unknown, nothing bent into shape, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)


class NamesShape(Shape):
    uz: Text
    ru: Text
    en: Text
    uz_cyrl: Text | None = None


class ProvenanceShape(Shape):
    sources: list[Code] = []
    illustration: bool = False
    uncertain: bool = False
    remark: Text | None = None

    @model_validator(mode="after")
    def says_something(self) -> Self:
        """Refuse a fact of which nobody knows where it comes from."""
        if not self.sources and not self.illustration:
            raise ValueError("sources, or illustration: true")
        return self


class BaseAmountShape(Shape):
    from_: date = Field(alias="from")
    uzs: Annotated[int, Field(gt=0)]
    p: ProvenanceShape


class SpanShape(Shape):
    n: Count
    unit: Unit


class FeeRuleShape(Shape):
    code: Code
    name: NamesShape
    when: Text
    times_hundredths: Annotated[int, Field(ge=0, le=1000)] | None = None
    plus_hundredths: dict[str, Annotated[int, Field(ge=0, le=10_000)]] | None = None
    waives: Code | None = None
    refund_within: SpanShape | None = None
    services: list[Code] | None = None
    p: ProvenanceShape

    @model_validator(mode="after")
    def has_one_effect(self) -> Self:
        """Refuse a rule without an effect or with two."""
        effects = (self.times_hundredths, self.plus_hundredths, self.waives, self.refund_within)
        if sum(effect is not None for effect in effects) != 1:
            raise ValueError("exactly one of times_hundredths, plus_hundredths, waives, refund_within")
        return self


class CalendarShape(Shape):
    code: Code
    week: list[Weekday]
    p: ProvenanceShape


class CalendarVectorShape(Shape):
    date: date
    expect: dict[str, Literal["off", "working"]]
    why: Text
    p: ProvenanceShape


class ProclaimedDayShape(Shape):
    off: date
    worked: date | None = None
    p: ProvenanceShape

    @model_validator(mode="after")
    def moves_to_another_day(self) -> Self:
        """Refuse a day that is off and worked at once."""
        if self.worked == self.off:
            raise ValueError("another day worked than the one off")
        return self


class PresenceProvenance(Shape):
    calendar: ProvenanceShape
    presence: ProvenanceShape | None = None


class DepartmentShape(Shape):
    code: Code
    name: NamesShape
    calendar: Code
    presence: list[Weekday] = []
    p: PresenceProvenance


class LifeEventShape(Shape):
    code: Code
    name: NamesShape


class ChoiceShape(Shape):
    value: str | int
    name: NamesShape


class FactShape(Shape):
    code: Code
    kind: Literal["yes_no", "number", "choice", "date"]
    question: NamesShape
    choices: list[ChoiceShape] = []
    derived: bool = False

    @model_validator(mode="after")
    def has_choices_where_one_chooses(self) -> Self:
        """Refuse a choice without answers, and answers to anything else."""
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("choices for kind 'choice', and for no other kind")
        return self


class FieldShape(Shape):
    code: Code
    kind: Literal["text", "long_text", "number", "date", "choice", "yes_no"]
    label: NamesShape
    help: NamesShape | None = None
    choices: list[ChoiceShape] = []
    least: Limit | None = None
    most: Limit | None = None
    digits: Annotated[int, Field(gt=0, le=40)] | None = None
    decimals: Annotated[int, Field(ge=0, le=4)] = 0
    days: Literal["past", "future"] | None = None

    @model_validator(mode="after")
    def has_what_its_kind_needs(self) -> Self:
        """Refuse choices and limits that mean nothing for the kind."""
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("choices for kind 'choice', and for no other kind")
        measured = self.kind in ("text", "long_text", "number")
        if (self.least is not None or self.most is not None) and not measured:
            raise ValueError("least and most for a number or a text only")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError("least not above most")
        if self.digits is not None and (self.kind != "text" or self.least is not None or self.most is not None):
            raise ValueError("digits for kind 'text' only, and without least and most")
        if self.decimals and self.kind != "number":
            raise ValueError("decimals for kind 'number' only")
        if self.days is not None and self.kind != "date":
            raise ValueError("days for kind 'date' only")
        return self


class AskedShape(Shape):
    """A field in a form. `definition` is written by the loading, so that a version keeps its form as it was."""

    field: Code
    required: bool = False
    required_if: Text | None = None
    shown_if: Text | None = None
    definition: FieldShape | None = None

    @model_validator(mode="after")
    def is_required_in_one_way(self) -> Self:
        """Refuse a condition for what is always required."""
        if self.required and self.required_if is not None:
            raise ValueError("required or required_if, not both")
        return self


class AbolitionShape(Shape):
    from_: date | None = Field(default=None, alias="from")
    announced: Text | None = None
    scope: list[Code] | None = None
    p: ProvenanceShape

    @model_validator(mode="after")
    def has_a_day_or_an_announcement(self) -> Self:
        """Refuse both and neither."""
        if (self.from_ is None) == (self.announced is None):
            raise ValueError("either from (a day) or announced (words)")
        return self


class DocumentShape(Shape):
    code: Code
    name: NamesShape
    issued_by: Code | None = None
    held_by: Code | None = None
    output_of: list[Code] = []
    abolished: AbolitionShape | None = None
    note: NamesShape | None = None


class ClauseShape(Shape):
    source: Code
    point: Text | None = None


class DemandShape(Shape):
    """What must be proven, by one paper or by any one of several; `clause`: the act that asks for it."""

    document: Code | None = None
    one_of: Annotated[list[Code], Field(min_length=2, max_length=8)] | None = None
    if_: Text | None = Field(default=None, alias="if")
    clause: ClauseShape | None = None

    @model_validator(mode="after")
    def is_proven_in_one_way(self) -> Self:
        """Refuse a demand that names a paper and a choice of papers, or neither."""
        if (self.document is None) == (self.one_of is None):
            raise ValueError("either document or one_of (two papers or more)")
        return self

    @property
    def documents(self) -> list[str]:
        """Return the codes of the papers that prove it, each alone."""
        return self.one_of or [str(self.document)]


class FeeRowShape(Shape):
    if_: Text = Field(alias="if")
    multiples: Multiples


class FeeShape(Shape):
    multiples: Multiples | None = None
    table: list[FeeRowShape] | None = None
    text: NamesShape | None = None
    by_channel: dict[str, Multiples] = {}
    free_if: Text | None = None
    per: NamesShape | None = None

    @model_validator(mode="after")
    def is_told_once(self) -> Self:
        """Refuse a fee told in two ways or in none."""
        if sum(way is not None for way in (self.multiples, self.table, self.text)) != 1:
            raise ValueError("exactly one of multiples, table, text")
        return self


class CorrectionShape(SpanShape):
    otherwise: Literal["refuse"]


class ThenShape(SpanShape):
    do: NamesShape


class TimeShape(Shape):
    n: Count
    unit: Unit
    minimum: Count | None = None
    kind: Literal["maximum", "waiting_period"] = "maximum"
    starts: NamesShape | None = None
    starts_with: Literal["steps", "payment", "notice"] | None = None
    counts: Literal["next_day", "at_once"] = "next_day"
    review: SpanShape | None = None
    extendable_to: SpanShape | None = None
    correction: CorrectionShape | None = None
    resume: Literal["continue", "reset"] = "continue"
    pay_within: SpanShape | None = None
    notify_visit: SpanShape | None = None
    applicant_must_appear: SpanShape | None = None
    forward: SpanShape | None = None
    offer: SpanShape | None = None
    then: ThenShape | None = None
    warn_before: SpanShape | None = None

    @model_validator(mode="after")
    def is_a_range(self) -> Self:
        """Refuse a minimum above the maximum."""
        if self.minimum is not None and self.minimum > self.n:
            raise ValueError("a minimum not above n")
        return self


class StepShape(Shape):
    department: Code
    do: NamesShape
    n: Count | None = None
    unit: Unit | None = None

    @model_validator(mode="after")
    def has_a_whole_time(self) -> Self:
        """Refuse a number without unit and a unit without number."""
        if (self.n is None) != (self.unit is None):
            raise ValueError("both n and unit, or neither")
        return self


class StepsShape(Shape):
    parallel: list[StepShape] = []
    then: list[StepShape] = []


class DaysShape(Shape):
    from_: DayOfYear = Field(alias="from")
    to: DayOfYear


class WindowShape(DaysShape):
    outside_area: DaysShape | None = None


class ApplyWithinShape(SpanShape):
    from_: Code = Field(alias="from")


class VariantShape(Shape):
    """For whom papers, fee or time are others; what is left out is as in the service."""

    code: Code
    name: NamesShape
    if_: Text = Field(alias="if")
    docs: list[DemandShape] | None = None
    fee: FeeShape | None = None
    time: TimeShape | None = None
    p: ProvenanceShape

    @model_validator(mode="after")
    def differs(self) -> Self:
        """Refuse a variant that changes nothing."""
        if self.docs is None and self.fee is None and self.time is None:
            raise ValueError("docs, fee or time of its own")
        return self


class LimitsShape(Shape):
    one_application_per: SpanShape | None = None


class ServiceProvenance(Shape):
    docs: ProvenanceShape
    fee: ProvenanceShape
    time: ProvenanceShape
    law: ProvenanceShape
    counter_minutes: ProvenanceShape
    steps: ProvenanceShape | None = None
    tacit: ProvenanceShape | None = None
    form: ProvenanceShape | None = None
    four_eyes: ProvenanceShape | None = None


class ServiceShape(Shape):
    """A service. `builds_on`: the version published in the office that its author knew; it is no part of the content."""

    code: Code
    builds_on: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")] | None = None
    department: Code
    provider: Code | None = None
    name: NamesShape
    life_events: list[Code]
    docs: list[DemandShape]
    form: list[AskedShape] = []
    variants: list[VariantShape] = []
    fee: FeeShape
    time: TimeShape
    apply_within: ApplyWithinShape | None = None
    window: WindowShape | None = None
    limits: LimitsShape | None = None
    referral_valid: SpanShape | None = None
    tacit: Literal["approve", "refuse"] | None = None
    four_eyes: bool = False
    benefit: NamesShape | None = None
    steps: StepsShape | None = None
    output: NamesShape
    note: NamesShape | None = None
    remark: NamesShape | None = None
    counter_minutes: Annotated[int, Field(gt=0, le=240)]
    p: ServiceProvenance

    @model_validator(mode="after")
    def tells_where_it_comes_from(self) -> Self:
        """Refuse steps, a form, a silence rule or four eyes without provenance."""
        if bool(self.form) != (self.p.form is not None):
            raise ValueError("p.form with form, and neither alone")
        if (self.steps is None) != (self.p.steps is None) or (self.tacit is None) != (self.p.tacit is None):
            raise ValueError("p.steps with steps and p.tacit with tacit, and neither alone")
        if self.four_eyes != (self.p.four_eyes is not None):
            raise ValueError("p.four_eyes where four_eyes is true, and nowhere else")
        return self


class SourceShape(Shape):
    key: Code
    address: Text
    note: Text | None = None


class CatalogueShape(Shape):
    kind: Literal["catalogue"]
    schema_version: Literal[1]
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    currency: Literal["UZS"]
    languages: list[Literal["uz", "uz-cyrl", "ru", "en"]]
    describes_from: date
    units: dict[Unit, Text]
    base_amounts: list[BaseAmountShape]
    fee_rules: list[FeeRuleShape]
    calendars: list[CalendarShape]
    proclaimed_days: list[ProclaimedDayShape] = []
    calendar_test_vectors: list[CalendarVectorShape] = []
    departments: list[DepartmentShape]
    partners: list[DepartmentShape]
    life_events: list[LifeEventShape]
    facts: list[FactShape]
    documents: list[DocumentShape]
    fields: list[FieldShape] = []
    services: list[ServiceShape]
    sources: list[SourceShape]
