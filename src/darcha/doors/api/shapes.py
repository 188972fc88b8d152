"""What is told and taken over the API, as types; OpenAPI is written from them."""

from __future__ import annotations

from datetime import date
from typing import Self

from ninja import Field, Schema
from pydantic import ModelWrapValidatorHandler, model_validator


class NamesOut(Schema):
    """A name in the four languages of the house."""

    uz: str
    uz_cyrl: str = Field(serialization_alias="uz-cyrl")
    ru: str
    en: str


class ServiceOut(Schema):
    """A service in the list."""

    code: str
    names: NamesOut
    department: str


class ChoiceOut(Schema):
    value: str
    names: NamesOut


class QuestionOut(Schema):
    """A fact that decides which papers, which fee, which variant: "yes_no", "number", "choice" or "date"."""

    code: str
    kind: str
    question: NamesOut
    choices: list[ChoiceOut]


class FieldOut(Schema):
    """A field of the form. `required_if` and `shown_if`: conditions over facts and over fields before it, in the catalogue's
    own grammar (docs/catalogue-schema.md); null: none.
    """

    code: str
    kind: str
    label: NamesOut
    help: NamesOut | None
    required: bool
    required_if: str | None
    shown_if: str | None
    choices: list[ChoiceOut]
    least: str | None
    most: str | None
    digits: int | None
    decimals: int
    days: str | None


class PaperOut(Schema):
    """What has to be proven, and the papers of which one is enough. `condition` null: always. `held_by`: who has the fact
    already, null: the applicant alone.
    """

    proofs: list[str]
    names: list[NamesOut]
    condition: str | None
    held_by: str | None


class FormOut(Schema):
    """A service as it is asked for on a day: the same at the window, from home and here."""

    code: str
    names: NamesOut
    department: str
    valid_from: date
    content_hash: str
    counter_minutes: int
    questions: list[QuestionOut]
    papers: list[PaperOut]
    fields: list[FieldOut]


class ApplicantIn(Schema):
    """Who applies, as typed. Nothing of it is kept by asking."""

    name: str = ""
    sex: str = ""
    birth_year: str = ""
    phone: str = ""
    personal_number: str = ""


class FilledIn(Schema):
    """A form as filled in: everything as text, by code; `papers`: codes of those at hand."""

    applicant: ApplicantIn = ApplicantIn()
    facts: dict[str, str] = {}
    answers: dict[str, str] = {}
    papers: list[str] = []

    @model_validator(mode="wrap")
    @classmethod
    def _is_an_object(cls, told: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Refuse what is no object: its attributes would be looked for, none be found, and an empty form be judged."""
        if isinstance(told, list | str | int | float):
            raise ValueError("an object is expected")
        return handler(told)


class ProblemOut(Schema):
    """Why a field cannot be taken, as a code and in the language asked for."""

    field: str
    code: str
    words: str


class CheckedOut(Schema):
    """All that keeps an application from being complete, at once. `asks`: facts that still decide something."""

    complete: bool
    applicant: str | None
    asks: list[str]
    fields: list[ProblemOut]
    papers_missing: list[str]
    papers_needed: list[str]
    fields_shown: list[str]


class StepOut(Schema):
    department: str
    state: str
    due_on: date | None


class ApplicationOut(Schema):
    """How an application stands: nothing of the person. `clock`: how its day was counted, a sentence a step."""

    number: str
    service: str
    state: str
    opened_on: date
    due_on: date | None
    decided_on: date | None
    outcome: str | None
    remedy: str | None
    steps: list[StepOut]
    clock: list[str]
    document_number: str | None


class FaultOut(Schema):
    """A refusal, after RFC 9457: `type` is its code, `detail` the sentence in the language asked for."""

    type: str
    title: str
    status: int
    detail: str
