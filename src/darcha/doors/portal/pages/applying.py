"""The pages of an application from home: where it stands, and what it still lacks in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from darcha.cases import queries as cases
from darcha.cases.errors import UnknownDraft
from darcha.cases.rules import SCANS_A_PAPER, DraftView, ScanView
from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import Choice, DocumentType, Fact, ServiceVersion, answer, choices_offered
from darcha.centres import queries as centres
from darcha.doors.portal.pages.hall import centre_id
from darcha.kernel.names import Names

STEPS: tuple[tuple[str, str | Promise], ...] = (
    ("who", gettext_lazy("Who applies")),
    ("questions", gettext_lazy("Questions")),
    ("papers", gettext_lazy("Papers")),
    ("check", gettext_lazy("Look over and send")),
)

_APPLICANT = {
    "name_missing": ("name", gettext_lazy("Write the name as it stands in the passport.")),
    "name_too_long": ("name", gettext_lazy("The name is too long. Write it as it stands in the passport.")),
    "name": ("name", gettext_lazy("The name holds a sign that cannot be written. Type it again.")),
    "sex": ("sex", gettext_lazy("Choose woman or man, as in the passport.")),
    "birth_year": ("birth_year", gettext_lazy("Write the year of birth with four digits, for example 1971.")),
    "phone": ("phone", gettext_lazy("Write the telephone number with digits, for example +998 90 123 45 67.")),
    "personal_number": ("personal_number", gettext_lazy("A personal number has 14 digits.")),
}


@dataclass(frozen=True, slots=True)
class StepShown:
    code: str
    word: str | Promise
    is_now: bool


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A fact the service asks for; `told`: the answer in words, for looking it over."""

    fact: Fact
    text: str
    choices: tuple[Choice, ...]
    told: Names | str | None
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class PaperShown:
    document: DocumentType
    scans: tuple[ScanView, ...]
    is_full: bool


@dataclass(frozen=True, slots=True)
class ApplyPage:
    """One step of an application from home. `applicant_problem`: the field and the sentence, or None.

    `papers`: those to be sent; `to_show`: those shown when the document is fetched.
    """

    draft: DraftView
    centre: Names
    steps: tuple[StepShown, ...]
    questions: tuple[QuestionShown, ...]
    papers: tuple[PaperShown, ...]
    to_show: tuple[DocumentType, ...]
    applicant_problem: tuple[str, str | Promise] | None
    before: str | None


@dataclass(frozen=True, slots=True)
class StartPage:
    """Before an application is begun. `is_taken`: it can be sent from home."""

    service: ServiceVersion
    centre: Names
    is_taken: bool


def start(*, code: str, at: datetime) -> StartPage:
    """Return what stands before an application.

    :raises UnknownService: there is no such service.
    """
    place = centre_id(at=at)
    service = catalogue.service_version(code=code, on=centres.local_day(centre_id=place, at=at))
    is_taken = bool(service.form) and centres.taken_from_home(centre_id=place, service_id=code)
    return StartPage(service, centres.centre(code=place).names, is_taken)


def apply(*, code: str, step: str, at: datetime) -> ApplyPage:
    """Return a step of a draft.

    :raises UnknownDraft: there is none of this code.
    """
    draft = cases.draft(code=code, at=at)
    if draft is None:
        raise UnknownDraft
    codes = [known for known, _ in STEPS]
    place = codes.index(step)
    problem = draft.state.lacks.applicant
    to_show = tuple(one for one in draft.state.papers if one.code in draft.state.to_show)
    return ApplyPage(
        draft=draft,
        centre=centres.centre(code=draft.centre_id).names,
        steps=tuple(StepShown(known, word, known == step) for known, word in STEPS),
        questions=tuple(_question(draft, fact) for fact in draft.service.questions),
        papers=tuple(
            PaperShown(one, draft.scans.get(one.code, ()), len(draft.scans.get(one.code, ())) >= SCANS_A_PAPER)
            for one in draft.state.papers
            if one not in to_show
        ),
        to_show=to_show,
        applicant_problem=_APPLICANT[problem] if problem else None,
        before=codes[place - 1] if place else None,
    )


def _question(draft: DraftView, fact: Fact) -> QuestionShown:
    text = draft.words.facts.get(fact.code, "")
    try:
        meant = answer(fact, text)
    except ValueError:
        return QuestionShown(fact, text, _choices(draft.service, fact), None, is_wrong=True)
    told: Names | str | None = next((one.names for one in fact.choices if one.value == meant), None)
    return QuestionShown(fact, text, _choices(draft.service, fact), told or text or None, is_wrong=False)


def _choices(service: ServiceVersion, fact: Fact) -> tuple[Choice, ...]:
    return choices_offered(service, fact) if fact.kind == "choice" else ()
