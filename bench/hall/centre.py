"""The centre the hall benches play in: Sergeli with as many counters and officers as are asked for, open all day.

It is written as a file and loaded by the ordinary action, so that nothing in it is anything a real centre could not have.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent.parent
BLUEPRINTS = ROOT / "blueprints" / "uzbekistan"

CENTRE = "SRG"
PASSWORD = "a-window-for-the-bench"
OPENS = datetime(2010, 4, 7, 1, tzinfo=UTC)
"""Six in the morning of a Wednesday in Tashkent: eighteen hours of one local day lie ahead."""

SERVICES = ("FHDYO-01", "FHDYO-02", "MFB-01", "MFB-02", "PJ-01", "PJ-03", "IJT-01", "KAD-01", "QUR-01", "SOLIQ-01",
            "SOLIQ-02", "ADL-01")  # fmt: skip
"""What the visitors of the bench come for: lines of every letter, matters of several lengths."""

_SKILLS = (
    ("FHDYO", "XTB", "TIB", "MFB", "MUD", "PJ"),
    ("PJ", "IJT", "BKM", "KAD", "QUR"),
    ("QUR", "HOK", "SOLIQ", "ADL", "STAT", "MFB"),
    ("FHDYO", "MFB", "PJ", "IJT", "KAD", "QUR", "SOLIQ", "ADL"),
)
"""What the officers may give, in turn: so overlapping that every line is called to several counters at once."""

LANGUAGES = (("uz", "ru"), ("uz",), ("uz", "ru", "en"))
"""What the officers speak, in turn: some visitors are better understood elsewhere."""

APPOINTMENTS_AT_ONCE = 4

ALIKE = ("IJT", "MFB", "PJ")
"""What each of them may give where they are to be alike: whoever issued a ticket can be sure to find one to call."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who comes at a time: the number they type, and for what and when it was booked."""

    number: str
    service: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Window:
    """A counter and the officer who is to sit there."""

    counter_id: int
    number: int
    login: str
    accessible: bool
    hearing_loop: bool


def login_of(number: int) -> str:
    """Return the login of the officer of a counter."""
    return f"officer{number:02}"


def write_centre(path: Path, *, officers: int, alike: bool = False) -> None:
    """Write the centre's file."""
    yaml = YAML(typ="safe")
    centre: dict[str, Any] = yaml.load((BLUEPRINTS / "sergeli.yaml").read_text(encoding="utf-8"))
    centre["opening"] = _all_day()
    for department in centre["departments"]:
        department["presence"] = _all_day()
        department["appointments_at_once"] = APPOINTMENTS_AT_ONCE
    centre["counters"] = [
        {"number": number, "accessible": number % 5 != 0, "hearing_loop": number % 8 == 1}
        for number in range(1, officers + 1)
    ]
    centre["employees"] = [_behind_the_hall(one) for one in centre["employees"]] + [
        _officer(number, ALIKE if alike else _SKILLS[(number - 1) % len(_SKILLS)]) for number in range(1, officers + 1)
    ]
    del centre["trainings"]
    text = io.StringIO()
    yaml.dump(centre, text)
    path.write_text(text.getvalue(), encoding="utf-8")


def _all_day() -> list[dict[str, list[str]]]:
    """Return the hours anew each time: the file takes no aliases."""
    return [{"days": ["mon", "tue", "wed", "thu", "fri"], "hours": ["00:00-23:59"]}]


def _behind_the_hall(employee: dict[str, Any]) -> dict[str, Any]:
    """Leave an employee of the real file what they may do and take their counter: the bench's own officers sit there."""
    return {name: value for name, value in employee.items() if name != "counter"}


def _officer(number: int, skills: tuple[str, ...]) -> dict[str, Any]:
    return {
        "login": login_of(number),
        "name": f"Officer {number}",
        "sex": "F" if number % 2 else "M",
        "languages": list(LANGUAGES[number % len(LANGUAGES)]),
        "roles": ["counter_officer"],
        "services": list(skills),
        "counter": number,
        "demo_password": PASSWORD,
    }


def load(path: Path) -> None:
    """Make the tables and load the catalogue and the centre; Django has been set up."""
    from django.core.management import call_command

    from darcha.kernel.actor import system
    from darcha.national import actions as national

    call_command("migrate", database="owner", verbosity=0, interactive=False)
    for file in (BLUEPRINTS / "catalogue.yaml", path):
        national.load_blueprint(path=file, at=OPENS - timedelta(days=6), by=system("load"), demo=True)


def book(*, many: int) -> tuple[Appointment, ...]:
    """Book about so many the day before, one every three minutes or soon after, for each service in turn; return them in order."""
    from darcha.kernel.actor import visitor
    from darcha.queue import actions as queue
    from darcha.queue import queries as hall
    from darcha.queue.errors import TimeIsTaken

    before = OPENS - timedelta(days=1)
    times = {
        service: [
            time for day in hall.bookable_days(centre_id=CENTRE, service_id=service, at=before) for time in day.times
        ]
        for service in SERVICES[:many]
    }
    booked = []
    for turn in range(many):
        service = SERVICES[turn % len(SERVICES)]
        starts_at = next(time for time in times[service] if time >= OPENS + turn * timedelta(minutes=3))
        try:
            made = queue.book(
                centre_id=CENTRE,
                service_id=service,
                starts_at=starts_at,
                needs=("ear",) if turn % 8 == 0 else (),
                language=("uz", "ru", "en")[turn % 3],
                at=before,
                by=visitor(),
            )
        except TimeIsTaken:
            continue
        booked.append(Appointment(made.number, service, made.starts_at))
    return tuple(sorted(booked, key=lambda one: one.starts_at))


def windows(*, officers: int) -> list[Window]:
    """Return the counters with their officers."""
    from darcha.centres import queries as centres

    found = {counter.number: counter for counter in centres.counters(centre_id=CENTRE)}
    return [
        Window(found[number].id, number, login_of(number), found[number].accessible, found[number].hearing_loop)
        for number in range(1, officers + 1)
    ]


def furnishing(sat: list[Window]) -> dict[str, Any]:
    """Return what a checker must know of the hall and no journal tells: the first line of the clients' log."""
    from darcha.access import queries as access
    from darcha.catalogue import queries as catalogue
    from darcha.centres import queries as centres

    day = centres.local_day(centre_id=CENTRE, at=OPENS)
    terms = centres.centre(code=CENTRE).appointments
    offered = centres.offers(centre_id=CENTRE)
    return {
        "what": "hall",
        "centre": CENTRE,
        "policy": centres.centre(code=CENTRE).policy,
        "appointments": {"early": terms.early_minutes, "late": terms.late_minutes},
        "classes": {
            known.code: {"weight": known.weight, "promised": known.promised_minutes}
            for known in centres.visitor_classes(centre_id=CENTRE)
        },
        "seconds": {
            code: round(60 * catalogue.service_version(code=code, on=day).counter_minutes) for code in sorted(offered)
        },
        "counters": {
            str(window.counter_id): {
                "number": window.number,
                "accessible": window.accessible,
                "loop": window.hearing_loop,
                "languages": list(access.employee_by_login(login=window.login).languages),
                "services": sorted(
                    access.may_serve(employee_id=access.employee_by_login(login=window.login).id) & offered
                ),
            }
            for window in sat
        },
    }
