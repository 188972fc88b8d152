"""A blueprint is loaded whole or not at all, and every mistake is told with its line."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from darcha.access import queries as access
from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.centres.rules import AppointmentTerms, Hours
from darcha.journal import queries as journal
from darcha.kernel.actor import Actor, NotAllowed, kiosk, system
from darcha.kernel.blueprint import BlueprintHasErrors
from darcha.national.actions import load_blueprint
from darcha.national.rules import Loaded

pytestmark = pytest.mark.django_db

BLUEPRINTS = Path(__file__).parents[3] / "blueprints" / "uzbekistan"
SERGELI = (BLUEPRINTS / "sergeli.yaml").read_text(encoding="utf-8")
AT = datetime(2010, 4, 5, 4, tzinfo=UTC)
BY = system("load")


def load(path: Path, *, by: Actor = BY, demo: bool = False) -> Loaded:
    return load_blueprint(path=path, at=AT, by=by, demo=demo)


def load_text(place: Path, text: str, *, demo: bool = False) -> Loaded:
    file = place / "centre.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file, demo=demo)


def changed(*replacements: tuple[str, str]) -> str:
    text = SERGELI
    for before, after in replacements:
        assert before in text, before
        text = text.replace(before, after, 1)
    return text


def line_of(text: str, part: str) -> int:
    """Return the line on which `part` begins."""
    return text[: text.index(part)].count("\n") + 1


def test_the_template_holds_sergeli_as_the_founding_report_counts_it() -> None:
    trained = access.trained(centre_id="SRG", until=date(2010, 4, 7))
    staff = [card for card in access.employees(centre_id="SRG") if card.of_staff]
    assert (trained.total, trained.women, trained.men) == (17, 10, 7)
    assert (len(staff), sum(card.sex == "F" for card in staff)) == (17, 10)
    assert len(centres.sitting_today(centre_id="SRG", at=datetime(2026, 11, 24, 6, tzinfo=UTC))) == 10
    assert len([code for line in centres.lines(centre_id="SRG") for code in line.department_ids]) == 14
    assert len(centres.offers(centre_id="SRG")) == 62
    assert len(centres.counters(centre_id="SRG")) == 12


def test_the_journal_tells_of_the_load_and_of_both_trainings() -> None:
    entries = journal.entries_after(centre_id="SRG", seq=0)
    assert [entry.kind for entry in entries] == ["staff.trained", "staff.trained", "blueprint.loaded"]
    assert entries[0].data == {"course": "oss-operations", "day": "2010-03-15", "women": 10, "men": 7}
    assert entries[2].data["kind"] == "centre"
    assert set(entries[2].data) == {"kind", "content_hash", "new", "changed", "unchanged"}
    nation = journal.entries_after(centre_id="UZ", seq=0)
    assert [(entry.kind, entry.data["kind"]) for entry in nation] == [("blueprint.loaded", "catalogue")]


@pytest.mark.parametrize(("file", "centre_id"), [("catalogue.yaml", "UZ"), ("sergeli.yaml", "SRG")])
def test_the_same_file_again_changes_nothing_and_writes_nothing(file: str, centre_id: str) -> None:
    before = journal.head(centre_id=centre_id)
    loaded = load(BLUEPRINTS / file)
    assert (loaded.new, loaded.changed) == (0, 0)
    assert loaded.unchanged > 0
    assert journal.head(centre_id=centre_id) == before


def test_a_changed_file_brings_the_centre_up_to_date(tmp_path: Path) -> None:
    counter = centres.counters(centre_id="SRG")[1]
    assert not counter.accessible
    loaded = load_text(
        tmp_path,
        changed(
            ("{number: 2}", "{number: 2, accessible: true}"),
            ('hours: ["09:00-18:00"]', 'hours: ["08:00-12:00", "12:30-18:00"]'),
            ('hours: ["09:00-13:00", "14:00-18:00"]', 'hours: ["09:00-12:00", "14:00-18:00"]'),
            ('hours: ["09:00-13:00", "13:45-18:00"]', 'hours: ["09:00-12:00", "13:45-18:00"]'),
            ('hours: ["09:00-12:30", "13:30-17:30"]', 'hours: ["09:00-12:00", "13:30-17:30"]'),
            ('hours: ["09:30-13:00", "14:00-17:00"]', 'hours: ["09:30-12:00", "14:00-17:00"]'),
            ('hours: ["10:00-13:00"]', 'hours: ["10:00-12:00"]'),
            ('hours: ["09:00-12:30"]', 'hours: ["09:00-12:00"]'),
            ('hours: ["10:00-13:00", "14:00-16:00"]', 'hours: ["10:00-12:00", "14:00-16:00"]'),
            ('hours: ["09:00-13:00", "14:00-16:00"]', 'hours: ["09:00-12:00", "14:00-16:00"]'),
            ('hours: ["09:00-13:00", "14:00-17:30"]', 'hours: ["09:00-12:00", "14:00-17:30"]'),
            ('hours: ["09:30-13:00", "14:00-17:00"]', 'hours: ["09:30-12:00", "14:00-17:00"]'),
            ('hours: ["09:00-13:00", "14:00-17:00"]', 'hours: ["09:00-12:00", "14:00-17:00"]'),
            ('hours: ["10:00-13:00", "14:00-16:00"]', 'hours: ["10:00-12:00", "14:00-16:00"]'),
            ('hours: ["10:00-12:30"]', 'hours: ["10:00-12:00"]'),
            ("promise_minutes: 20", "promise_minutes: 15"),
        ),
    )
    assert loaded.new == 0
    assert loaded.changed >= 4
    assert centres.counter(counter_id=counter.id).accessible
    assert centres.hours(centre_id="SRG", day=date(2026, 11, 24)) == Hours(
        time(8), time(18), ((time(12), time(12, 30)),)
    )
    assert centres.visitor_classes(centre_id="SRG")[0].promised_minutes == 15
    assert journal.entries_after(centre_id="SRG", seq=0)[-1].data["changed"] == loaded.changed


def test_what_is_no_longer_in_the_file_is_withdrawn_and_not_deleted(tmp_path: Path) -> None:
    counter = centres.counters(centre_id="SRG")[9]
    said = access.employee_by_login(login="said")
    text = changed(
        ("  - {number: 10}\n", ""),
        ("    counter: 10\n", ""),
        ("services: [MUD-01, MUD-02]", "services: [MUD-01]"),
    )
    begin, end = text.index("  - login: ravshan"), text.index("  - login: feruza")
    load_text(tmp_path, text[:begin] + text[end:])
    assert counter.number == 10
    assert counter.id not in {one.id for one in centres.counters(centre_id="SRG")}
    assert centres.counter(counter_id=counter.id).number == 10
    assert "MUD-02" not in centres.offers(centre_id="SRG")
    assert "MUD-02" not in access.may_serve(employee_id=access.employee_by_login(login="rustam").id)
    assert access.employee(employee_id=said.id).usual_counter is None
    assert "ravshan" not in {card.login for card in access.employees(centre_id="SRG")}
    load(BLUEPRINTS / "sergeli.yaml")
    assert counter.id in {one.id for one in centres.counters(centre_id="SRG")}
    assert "ravshan" in {card.login for card in access.employees(centre_id="SRG")}


MISTAKES = [
    # what is changed, on which line it is told, field, got, expected
    (
        ("- code: MUD\n", "- code: MUS\n"),
        "- code: MUS",
        "departments[MUS].code",
        "'MUS'",
        "a department of the catalogue",
    ),
    (("line: A\n", "line: B\n"), "line: B", "departments[FHDYO].line", "'B'", "a line of this file"),
    (
        ("[MUD-01, MUD-02]", "[MUD-01, MUD-99]"),
        "[MUD-01, MUD-99]",
        "services[1]",
        "'MUD-99'",
        "a service of the catalogue",
    ),
    (("[MUD-01, MUD-02]", "[MUD-01, PJ-01]"), "[MUD-01, PJ-01]", "services[1]", "PJ-01 of PJ", "one of MUD"),
    (("[MUD-01, MUD-02]", "[MUD-01, MUD-01]"), "[MUD-01, MUD-01]", "services[1]", "second time", "every one once"),
    (("{number: 2}", "{number: 1}"), "{number: 1}", "counters[1].number", "1 a second time", "every one once"),
    (("{number: 2}", "{number: two}"), "{number: two}", "counters[two].number", "'two'", "a valid integer"),
    (
        ("{number: 2}", "{number: 2, loop: true}"),
        "{number: 2, loop",
        "counters[2].loop",
        "'loop'",
        "no field of this name",
    ),
    (("    promise_minutes: 10\n", ""), "- code: priority", "priority].promise_minutes", "nothing", "required"),
    (("needs: [seat,", "needs: [chair,"), "needs: [chair", "visitor_classes[priority].needs[0]", "'chair'", "'seat'"),
    (
        ('["10:00-12:30"]', '["10:00-18:30"]'),
        '["10:00-18:30"]',
        "departments[STAT].presence[0].hours[0]",
        "10:00-18:30 on fri",
        "within the opening hours (09:00-18:00)",
    ),
    (
        ('["10:00-12:30"]', '["10:00-12:30", "12:00-13:00"]'),
        '"12:00-13:00"',
        "hours[1]",
        "12:00-13:00 on fri",
        "no overlap with 10:00-12:30",
    ),
    (
        ('["10:00-12:30"]', '["12:30-10:00"]'),
        '["12:30-10:00"]',
        "hours[0]",
        "'12:30-10:00'",
        "an end after the beginning",
    ),
    (('["10:00-12:30"]', '["10-12"]'), '["10-12"]', "hours[0]", "'10-12'", "two times of day such as 09:00-13:00"),
    (
        ("[fri], hours", "[sat], hours"),
        '[sat], hours: ["10:00-12:30',
        "hours[0]",
        "10:00-12:30 on sat",
        "a day of the department's week (uz-5d)",
    ),
    (("[fri], hours", "[friday], hours"), "[friday]", "presence[0].days[0]", "'friday'", "'mon'"),
    (
        ("services: [PJ, BKM]", "services: [PJ, XYZ]"),
        "services: [PJ, XYZ]",
        "employees[umida].services[1]",
        "'XYZ'",
        "a service or a department of this centre",
    ),
    (
        ("officer_for: [PJ, BKM]", "officer_for: [PJ, MAH]"),
        "officer_for: [PJ, MAH]",
        "employees[umida].officer_for[1]",
        "'MAH'",
        "a department of this centre",
    ),
    (
        ("liaison_for: [ISH]", "liaison_for: [PJ]"),
        "liaison_for: [PJ]",
        "liaison_for[0]",
        "'PJ'",
        "a partner of the catalogue",
    ),
    (
        ("login: zafar", "login: nilufar"),
        "login: nilufar\n    name: Zafar",
        "employees[nilufar].login",
        "second time",
        "every one once",
    ),
    (("sex: F", "sex: W"), "sex: W", "employees[malika].sex", "'W'", "'F' or 'M'"),
    (("roles: [host]", "roles: [boss]"), "roles: [boss]", "employees[sevara].roles[0]", "'boss'", "'host'"),
    (
        ("roles: [head_of_centre]", "roles: [counter_officer]"),
        "- login: malika",
        "employees[malika].services",
        "nothing",
        "at least one service",
    ),
    (
        ("    counter: 12\n", "    counter: 13\n"),
        "counter: 13",
        "employees[gulnora].counter",
        "13",
        "a counter of this file",
    ),
    (
        ("zone: Asia/Tashkent", "zone: Asia/Taskent"),
        "zone: Asia/Taskent",
        "centre.zone",
        "'Asia/Taskent'",
        "a time zone",
    ),
    (("opens_on: 2010-04-07", "opens_on: april"), "opens_on: april", "centre.opens_on", "'april'", "a valid date"),
    (
        ("opens_on: 2010-04-07", "opens_on: 2010-04-31"),
        "opens_on: 2010-04-31",
        "centre.opens_on",
        "'2010-04-31'",
        "a possible",
    ),
    (("schema_version: 1", "schema_version: 2"), "schema_version: 2", "schema_version", "2", "1"),
    (
        ("counters:\n", "countters:\n"),
        "countters:",
        "countters",
        "'countters'",
        "one of appointments, centre, counters",
    ),
    (
        ("    attended: staff", "    attended: [malika, nobody]"),
        "attended: [malika",
        "attended[1]",
        "'nobody'",
        "the login of an employee",
    ),
    (
        ("department: TIB, also", "department: TIP, also"),
        "department: TIP, also",
        "department",
        "'TIP'",
        "of this file",
    ),
    (("also: [SOLIQ]", "also: [TIB]"), "also: [TIB]", "also[0]", "'TIB'", "another department"),
    (("letter: T", "letter: Ж"), "letter: Ж", "lines[Ж].letter", "'Ж'", "pattern"),
]


@pytest.mark.parametrize(("replacement", "told_at", "field", "got", "expected"), MISTAKES)
def test_a_mistake_is_told_with_line_field_and_what_was_expected(
    replacement: tuple[str, str], told_at: str, field: str, got: str, expected: str, tmp_path: Path
) -> None:
    text = changed(replacement)
    with pytest.raises(BlueprintHasErrors) as refused:
        load_text(tmp_path, text)
    told = [error for error in refused.value.errors if field in error.field and expected in error.expected]
    assert told, "\n".join(str(error) for error in refused.value.errors)
    assert told[0].line == line_of(text, told_at)
    assert got in told[0].got
    assert told[0].file.endswith("centre.yaml")


def test_all_mistakes_are_told_at_once_also_those_behind_a_wrong_shape(tmp_path: Path) -> None:
    text = changed(
        ("opens_on: 2010-04-07", "opens_on: soon"),
        ("{number: 2}", "{number: 1}"),
        ("services: [MUD-01, MUD-02]", "services: [MUD-01, MUD-99]"),
        ("officer_for: [PJ, BKM]", "officer_for: [PJ, NASA]"),
        ('["10:00-12:30"]', '["10:00-19:00"]'),
    )
    with pytest.raises(BlueprintHasErrors) as refused:
        load_text(tmp_path, text)
    fields = [error.field for error in refused.value.errors]
    for field in (
        "centre.opens_on",
        "departments[MUD].services[1]",
        "departments[STAT].presence[0].hours[0]",
        "employees[umida].officer_for[1]",
    ):
        assert field in fields
    assert any(field.startswith("counters") for field in fields)
    lines = [error.line for error in refused.value.errors]
    assert lines == sorted(lines)


def test_nothing_is_loaded_when_anything_is_wrong(tmp_path: Path) -> None:
    before = journal.head(centre_id="SRG")
    with pytest.raises(BlueprintHasErrors):
        load_text(tmp_path, changed(("{number: 2}", "{number: 2, accessible: true}"), ("sex: F", "sex: W")))
    assert not centres.counters(centre_id="SRG")[1].accessible
    assert journal.head(centre_id="SRG") == before


def test_a_service_nobody_may_give_and_a_department_without_an_officer_are_mistakes(tmp_path: Path) -> None:
    text = (
        changed(("officer_for: [MUD, STAT]", "officer_for: [STAT]"), ("officer_for: [MFB, MUD]", "officer_for: [MFB]"))
        .replace("services: [MFB, MUD]", "services: [MFB, MUD-01]")
        .replace("services: [MUD, MFB, STAT]", "services: [MFB, STAT]")
    )
    with pytest.raises(BlueprintHasErrors) as refused:
        load_text(tmp_path, text)
    told = {error.field: error for error in refused.value.errors}
    assert set(told) == {"departments[MUD].code", "departments[MUD].services[1]"}
    assert told["departments[MUD].services[1]"].line == line_of(text, "services: [MUD-01, MUD-02]")


@pytest.mark.parametrize(
    ("content", "line", "expected"),
    [
        (b"", 1, "the section 'services' of a catalogue or the section 'centre' of a centre"),
        (b"- a\n- b\n", 1, "the section"),
        (b"colour: blue\n", 1, "the section"),
        (b"centre: {code: SRG\nopening: [", 2, "well-formed YAML"),
        (b"schema_version: 1\ncentre: \xff\n", 2, "text in UTF-8"),
        (b"centre: 7\n", 1, "a value, this field is required"),
    ],
)
def test_a_file_that_is_no_blueprint_is_refused_with_a_line(
    content: bytes, line: int, expected: str, tmp_path: Path
) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(content)
    with pytest.raises(BlueprintHasErrors) as refused:
        load(file)
    assert any(error.line == line and expected in error.expected for error in refused.value.errors)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BlueprintHasErrors) as refused:
        load(tmp_path / "nowhere.yaml")
    assert refused.value.errors[0].expected == "a file that can be read"


def test_who_may_not_load_loads_nothing() -> None:
    for by in (kiosk(centre_id="SRG"), access.actor_of(employee_id=access.employee_by_login(login="malika").id)):
        for file in ("sergeli.yaml", "catalogue.yaml"):
            with pytest.raises(NotAllowed):
                load(BLUEPRINTS / file, by=by)


def test_a_second_centre_may_not_take_a_login_of_the_first(tmp_path: Path) -> None:
    with pytest.raises(BlueprintHasErrors) as refused:
        load_text(tmp_path, changed(("code: SRG", "code: YKS")))
    assert {error.expected for error in refused.value.errors} == {"a login nobody in another centre has"}
    assert len(refused.value.errors) == 21


def test_a_second_centre_lives_beside_the_first(tmp_path: Path) -> None:
    text = changed(("code: SRG", "code: YKS")).replace("  - login: ", "  - login: y-")
    loaded = load_text(tmp_path, text)
    assert loaded.changed == 0
    assert [centre.code for centre in centres.centres()] == ["SRG", "YKS"]
    assert access.trained(centre_id="YKS", until=date(2010, 4, 7)).total == 17
    yunus = access.employee_by_login(login="y-malika")
    assert {centre for _, centre, _ in yunus.roles} == {"YKS"}
    assert "y-malika" not in {card.login for card in access.employees(centre_id="SRG")}


def test_every_service_can_be_given_by_two_people_and_every_department_decides() -> None:
    cards = access.employees(centre_id="SRG")
    for service in centres.offers(centre_id="SRG"):
        assert sum(service in card.service_ids for card in cards) >= 2, service
    for department in catalogue.departments():
        officers = [card for card in cards if department.code in card.department_ids("department_officer")]
        assert len(officers) >= 2, department.code
    for partner in catalogue.departments(partners=True):
        assert any(partner.code in card.department_ids("department_officer") for card in cards), partner.code


def test_every_department_is_reached_in_a_wheelchair() -> None:
    accessible = {counter.number for counter in centres.counters(centre_id="SRG") if counter.accessible}
    seated = [card for card in access.employees(centre_id="SRG") if card.usual_counter in accessible]
    given = {service for card in seated for service in card.service_ids}
    assert centres.offers(centre_id="SRG") <= given


def test_a_load_that_changes_nothing_is_cheap_enough_to_run_at_every_start() -> None:
    with CaptureQueriesContext(connection) as asked:
        load(BLUEPRINTS / "sergeli.yaml")
    assert len(asked) < 400


def test_a_centre_without_a_word_on_appointments_has_the_defaults_and_a_wrong_span_is_told(tmp_path: Path) -> None:
    load(BLUEPRINTS / "catalogue.yaml")
    begins, ends = SERGELI.index("appointments:\n"), SERGELI.index("# When the doors are open.")
    load_text(tmp_path, SERGELI[:begins] + SERGELI[ends:])
    assert centres.centre(code="SRG").appointments == AppointmentTerms()
    with pytest.raises(BlueprintHasErrors) as refused:
        load_text(tmp_path, changed(("release_minutes: [5, 45]", "release_minutes: [45, 5]")))
    (mistake,) = refused.value.errors
    assert mistake.line == SERGELI[: SERGELI.index("release_minutes")].count("\n") + 1


def test_the_display_is_measured_by_the_file_and_one_nobody_could_read_is_a_mistake(tmp_path: Path) -> None:
    load_text(tmp_path, changed(("panel_inches: 55", "panel_inches: 65"), ("seat_metres: 8", "seat_metres: 6")))
    centre = centres.centre(code="SRG")
    assert (centre.panel_inches, centre.seat_metres) == (65, 6)
    with pytest.raises(BlueprintHasErrors) as refused:
        load_text(tmp_path, changed(("panel_inches: 55", "panel_inches: 43")))
    (mistake,) = refused.value.errors
    assert (mistake.field, mistake.got) == ("display", "43 inches at 8 metres")
