"""What the kiosk's screens show, read from the rooms and put into frozen dataclasses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from darcha.catalogue import queries as catalogue
from darcha.catalogue import rules as catalogue_rules
from darcha.catalogue.rules import ChecklistItem, Department, Provenance, ServiceSummary, ServiceVersion
from darcha.centres import queries as centres
from darcha.centres import rules as centre_rules
from darcha.centres.rules import Window
from darcha.kernel.names import LANGUAGES, Names
from darcha.queue import queries as queue
from darcha.queue.rules import Wait

CHOICES_A_SCREEN = 7
"""More than one hand can count is no choice any more; the rest is one touch further."""

_ORDER = (
    "birth",
    "marriage",
    "moving",
    "retirement",
    "hardship",
    "disability",
    "work",
    "study",
    "housing",
    "business",
    "travel",
    "bereavement",
)
_TOGETHER = {"divorce": "marriage"}
_OWN_WORDS: dict[str, str | Promise] = {
    "marriage": gettext_lazy("Marriage or divorce"),
    "study": gettext_lazy("School and study"),
    "bereavement": gettext_lazy("Death of someone close"),
    # The catalogue's own words, with a place to break them: the Russian one is wider than a picture.
    "business": gettext_lazy("Running a business"),
}
_PAPERS_IN_SIGHT = 3
_SHOWN_ONLY = "d-id"
"""The paper that proves who somebody is: looked at, never collected."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture of the start screen: a life event, or two that belong together."""

    code: str
    title: str | Promise | Names
    events: tuple[str, ...]

    @property
    def names(self) -> Names | None:
        """Return the catalogue's name, where the kiosk has no words of its own."""
        return self.title if isinstance(self.title, Names) else None

    @property
    def icon(self) -> str:
        """Return its picture; an event nobody has drawn yet is a paper."""
        return self.code if self.code in _ORDER else "doc"


@dataclass(frozen=True, slots=True)
class Presence:
    """When a department is here. `begins` and `ends` are local times of `day`.

    `state` "now": until `ends`; "later": today from `begins`; "another_day": on `day`; "never": nothing is planned.
    """

    state: Literal["now", "later", "another_day", "never"]
    day: date | None = None
    begins: time | None = None
    ends: time | None = None

    @property
    def is_today(self) -> bool:
        return self.state in ("now", "later")


@dataclass(frozen=True, slots=True)
class Opening:
    """When a closed centre opens next."""

    day: date
    at: time
    is_today: bool


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """A service one may touch. `rests_until`: the first day it is given again; its papers are told all the same."""

    code: str
    names: Names
    department: Names
    presence: Presence
    rests_until: date | None = None


@dataclass(frozen=True, slots=True)
class DepartmentChoice:
    """A department one may touch."""

    code: str
    names: Names
    presence: Presence


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to bring. `questions`: it is asked for only when the answer is yes; `is_shown_only`: never copied."""

    names: Names
    is_shown_only: bool = False
    questions: tuple[Names, ...] = ()

    @property
    def icon(self) -> str:
        return "info" if self.questions else "check"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a service costs. `amount_uzs` None: `told` says it in words, or it depends on the case."""

    amount_uzs: int | None
    told: Names | None
    provenance: Provenance | None

    @property
    def is_free(self) -> bool:
        return self.amount_uzs == 0


@dataclass(frozen=True, slots=True)
class Service:
    """The page of a service.

    `bring`: what to have with you, the certain papers first. `spared`: papers the state no longer asks for, none of
    them since `spared_since`. `rests_until`, `rests_because`: the centre does not give it now.
    """

    code: str
    names: Names
    department: Names
    presence: Presence
    wait: Wait | None
    cost: Cost
    counter_minutes: int
    counter_minutes_provenance: Provenance | None
    bring: tuple[Paper, ...]
    spared: tuple[Names, ...]
    spared_since: date | None
    papers_provenance: Provenance | None
    may_take_ticket: bool
    rests_until: date | None = None
    rests_because: Names | None = None

    @property
    def is_long(self) -> bool:
        """Return whether the papers would push the rest of the page out of sight; then the spared ones are folded."""
        return len(self.bring) + len(self.spared) > _PAPERS_IN_SIGHT


def next_opening(*, centre_id: str, at: datetime) -> Opening | None:
    """Return when the centre opens again; None when it is not known for the next sixty days."""
    there = centre_rules.local(centre=centres.centre(code=centre_id), at=at)
    for ahead in range(centre_rules.SEARCH_DAYS):
        day = there.date() + timedelta(days=ahead)
        hours = centres.hours(centre_id=centre_id, day=day)
        for begins, _ends in centre_rules.opening_windows(hours) if hours else ():
            if ahead or begins > there.time():
                return Opening(day, begins, is_today=not ahead)
    return None


def presence(*, centre_id: str, department_id: str, at: datetime) -> Presence:
    """Return when the department is here, seen from `at`."""
    there = centre_rules.local(centre=centres.centre(code=centre_id), at=at)
    windows = centres.presence(centre_id=centre_id, department_id=department_id, day=there.date())
    now = _window_at(windows, there.time())
    if now:
        return Presence("now", there.date(), *now)
    following = centres.next_presence(centre_id=centre_id, department_id=department_id, after=at)
    if following is None:
        return Presence("never")
    day, begins, ends = following
    return Presence("later" if day == there.date() else "another_day", day, begins, ends)


def _window_at(windows: tuple[Window, ...], moment: time) -> Window | None:
    return next((window for window in windows if centre_rules.within((window,), moment)), None)


def tiles(*, centre_id: str) -> list[Tile]:
    """Return the pictures of the start screen: the life events for which this centre does something."""
    offered = {event for service in _offered(centre_id) for event in service.life_events}
    found: dict[str, Tile] = {}
    for event in catalogue.life_events():
        if event.code not in offered:
            continue
        code = _TOGETHER.get(event.code, event.code)
        before = found[code].events if code in found else ()
        found[code] = Tile(code, _OWN_WORDS.get(code, event.names), (*before, event.code))
    return sorted(found.values(), key=lambda tile: _ORDER.index(tile.code) if tile.code in _ORDER else len(_ORDER))


def tile(*, centre_id: str, code: str) -> Tile | None:
    """Return one picture of the start screen, or None."""
    return next((tile for tile in tiles(centre_id=centre_id) if tile.code == code), None)


def _offered(centre_id: str) -> list[ServiceSummary]:
    offers = centres.offers(centre_id=centre_id)
    return [service for service in catalogue.service_summaries() if service.code in offers]


def count_of_services(*, centre_id: str) -> int:
    """Return how many services this centre offers."""
    return len(centres.offers(centre_id=centre_id))


def services_for(*, centre_id: str, tile: Tile, at: datetime) -> list[ServiceChoice]:
    """Return the services for what happened in a life."""
    events = frozenset(tile.events)
    return _choices([one for one in _offered(centre_id) if events & set(one.life_events)], centre_id, at)


def services_of(*, centre_id: str, department_id: str, at: datetime) -> list[ServiceChoice]:
    """Return the services of a department."""
    return _choices([one for one in _offered(centre_id) if one.department_id == department_id], centre_id, at)


def matters(*, centre_id: str, services: Sequence[str], at: datetime) -> tuple[Names, ...]:
    """Return the names of the services one ticket is for, in the order they will be given."""
    day = centres.local_day(centre_id=centre_id, at=at)
    ordered = queue.order_of_visit(services=services, day=day)
    return tuple(catalogue.service_version(code=code, on=day).names for code in ordered)


def services_found(*, centre_id: str, text: str, language: str, at: datetime) -> list[ServiceChoice]:
    """Return the services found by a word, best first; none for no word."""
    if not text.strip():
        return []
    offers = centres.offers(centre_id=centre_id)
    found = catalogue.search(text=text, language=language)
    return _choices([service for service in found if service.code in offers], centre_id, at)


def _choices(services: list[ServiceSummary], centre_id: str, at: datetime) -> list[ServiceChoice]:
    departments = {one.code: one for one in catalogue.departments()}
    here = {
        code: presence(centre_id=centre_id, department_id=code, at=at)
        for code in {service.department_id for service in services}
    }
    resting = centres.resting(centre_id=centre_id, day=centres.local_day(centre_id=centre_id, at=at))
    return [
        ServiceChoice(
            one.code,
            one.names,
            departments[one.department_id].names,
            here[one.department_id],
            resting.get(one.code),
        )
        for one in services
    ]


def departments(*, centre_id: str, at: datetime) -> list[DepartmentChoice]:
    """Return the departments that give a service here, those of today first."""
    with_services = {service.department_id for service in _offered(centre_id)}
    found = [
        DepartmentChoice(one.code, one.names, presence(centre_id=centre_id, department_id=one.code, at=at))
        for one in catalogue.departments()
        if one.code in with_services
    ]
    return sorted(found, key=lambda one: not one.presence.is_today)


def department(*, code: str) -> Department:
    """Return a department.

    :raises UnknownDepartment: there is none of this code.
    """
    return catalogue.department(code=code)


def service(*, centre_id: str, code: str, at: datetime) -> Service:
    """Return the page of a service.

    :raises UnknownService: there is no such service.
    """
    today = centres.local_day(centre_id=centre_id, at=at)
    version = catalogue.service_version(code=code, on=today)
    here = presence(centre_id=centre_id, department_id=version.department_id, at=at)
    is_open = centres.is_open(centre_id=centre_id, at=at)
    offered = centres.offered(centre_id=centre_id, service_id=code)
    offer = centres.offer(centre_id=centre_id, service_id=code)
    rests = offer is not None and offer.rests(today)
    papers = catalogue_rules.checklist(version, facts={}, on=today)
    return Service(
        code=code,
        names=version.names,
        department=catalogue.department(code=version.department_id).names,
        presence=here,
        wait=queue.wait_for(centre_id=centre_id, service_id=code, at=at)
        if here.is_today and offered and not rests
        else None,
        cost=_cost(version, today),
        counter_minutes=version.counter_minutes,
        counter_minutes_provenance=version.provenance.get("counter_minutes"),
        bring=tuple(_paper(item, version) for state in ("needed", "unknown") for item in papers if item.state == state),
        spared=tuple(item.document.names for item in papers if item.abolition),
        spared_since=max((day for item in papers if item.abolition and (day := item.abolition.from_day)), default=None),
        papers_provenance=version.provenance.get("docs"),
        may_take_ticket=is_open and offered and here.is_today and not rests,
        rests_until=offer.suspended_until if offer and rests else None,
        rests_because=offer.suspended_because if offer and rests else None,
    )


def _paper(item: ChecklistItem, version: ServiceVersion) -> Paper:
    questions = tuple(fact.question for fact in version.questions if fact.code in item.asks)
    return Paper(item.document.names, item.document.code == _SHOWN_ONLY, questions)


def _cost(version: ServiceVersion, today: date) -> Cost:
    fee = catalogue_rules.fee(version, facts={}, on=today, base_amount=catalogue.base_amount(on=today))
    return Cost(fee.amount_uzs, fee.text, version.provenance.get("fee"))


def known_language(code: str) -> str:
    """Return `code` when the house speaks it, else its first language."""
    return code if code in LANGUAGES else LANGUAGES[0]
