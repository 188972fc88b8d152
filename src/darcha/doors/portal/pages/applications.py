"""An application by its tracking code, and a document by its verification code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from darcha.cases import queries as cases
from darcha.cases.rules import CaseState, ItemView, PaperView, TrackedCase, VerifiedDocument
from darcha.cases.wording import capacity_words, clock_words, remedy_words
from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import (
    Department,
)
from darcha.doors.porch.languages import HTML_LANG
from darcha.doors.portal.pages.hall import moment
from darcha.doors.portal.pages.story import LookShown, Story, looks, story
from darcha.kernel.names import Names
from darcha.notices import queries as notices
from darcha.notices.queries import Asked
from darcha.notices.rules import CASE, Matter
from darcha.plumbing import signing
from darcha.plumbing.signing import Authority


@dataclass(frozen=True, slots=True)
class ItemShown:
    department: Names
    item: ItemView


@dataclass(frozen=True, slots=True)
class ConditionShown:
    department: Names
    words: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """An application as its tracking code shows it: nothing of the person but the initials.

    `reasons`: how the day it is due was counted, a sentence a step. `tells`: they may leave an address to be told by; `asked`:
    they have.
    """

    case: TrackedCase
    department: Department
    items: tuple[ItemShown, ...]
    missing: tuple[PaperView, ...]
    items_done: int
    today: date
    reasons: tuple[str, ...]
    conditions: tuple[ConditionShown, ...]
    story: Story
    looks: tuple[LookShown, ...]
    asked: Asked | None
    tells: bool
    remedy: str
    acts_as: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """What a verification code proves, fact by fact, the days of the case behind it, and who vouches for its signature.

    `html_lang`: the language its words stand in. `authority` None: the house gives documents out unsigned.
    """

    document: VerifiedDocument
    accepted_on: date | None
    decided_on: date | None
    authority: Authority | None
    html_lang: str = ""


def document(*, code: str) -> DocumentPage | None:
    """Return the document of a verification code, or None."""
    found = cases.verify_document(code=code)
    if found is None:
        return None
    facts = {fact.label: fact.value for fact in found.facts}
    accepted_on, decided_on = (
        date.fromisoformat(facts[label]) if label in facts else None for label in ("accepted_on", "decided_on")
    )
    return DocumentPage(found, accepted_on, decided_on, signing.house_authority(), HTML_LANG[found.language])


def case(*, code: str, at: datetime, language: str) -> CasePage | None:
    """Return the application of a tracking code, or None; `language` is the reader's."""
    found = cases.case_by_tracking_code(code=code, at=at)
    if found is None:
        return None
    everybody = {body.code: body for body in catalogue.departments(partners=True)}
    items = tuple(ItemShown(everybody[item.department_id].names, item) for item in found.items)
    return CasePage(
        found,
        everybody[found.department_id],
        items,
        found.missing,
        sum(shown.item.state == "done" for shown in items),
        moment(at=at).today,
        clock_words(found.clock, language=language) if found.clock else (),
        tuple(ConditionShown(everybody[one.department_id].names, one.words) for one in found.conditions),
        story(found, at=at, everybody=everybody),
        looks(found, everybody=everybody),
        asked := notices.asked(about=Matter(CASE, found.case_id)),
        bool(asked) or (bool(settings.NOTICE_ROUTES) and found.state not in (CaseState.REFUSED, CaseState.ISSUED)),
        remedy_words(found.remedy, language=language),
        capacity_words(found.acts_as, language=language),
    )
