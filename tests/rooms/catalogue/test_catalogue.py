"""The Uzbek catalogue as it stands in the tables."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from darcha.catalogue import actions, errors, queries, rules
from darcha.kernel import working_time
from darcha.kernel.actor import system
from darcha.kernel.names import LANGUAGES

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "blueprints/uzbekistan/catalogue.yaml").read_text(encoding="utf-8")
AT = datetime(2010, 4, 1, 4, tzinfo=UTC)
TODAY = date(2026, 11, 23)
OPENING = date(2010, 4, 7)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded(db) -> None:
    if not queries.edition():
        actions.load(text=TEXT, file="catalogue.yaml", at=AT, by=system("load"))


def versions(on: date = TODAY) -> list[rules.ServiceVersion]:
    return [queries.service_version(code=one.code, on=on) for one in queries.service_summaries()]


def test_the_whole_catalogue_is_there() -> None:
    bodies = queries.departments(partners=True)
    assert len(queries.departments()) == 14
    assert len(bodies) == 14 + 7
    assert len(queries.life_events()) == 13
    assert len(queries.document_types()) == 49
    assert len(queries.service_summaries()) == 62
    assert len(queries.sources()) == 64
    assert bodies[0].code == "HOK"
    assert bodies[0].calendar == "uz-5d"


def test_nothing_of_what_was_looked_up_is_lost() -> None:
    found = versions()
    demands = [demand for version in found for demand in version.demands]
    assert len(demands) == 228
    assert sum(demand.document.code == "d-id" for demand in demands) == 56
    assert sum(bool(version.parallel_steps) for version in found) == 19

    def looked_up(field: str) -> int:
        return sum(bool(one.provenance[field].keys) and not one.provenance[field].uncertain for one in found)

    assert sum(bool(version.law) for version in found) == 45
    assert looked_up("docs") == 14
    assert looked_up("fee") == 18
    assert all(version.provenance["counter_minutes"].illustration for version in found)


def test_a_name_stands_in_every_language() -> None:
    pension = queries.service_version(code="PJ-03", on=TODAY)
    assert pension.names.uz == "Boquvchisini yoʻqotganlik pensiyasi"
    assert pension.names.uz_cyrl == "Боқувчисини йўқотганлик пенсияси"
    assert pension.names.ru == "Пенсия по случаю потери кормильца"
    assert pension.names.en == "Survivor's pension"
    for version in versions():
        steps = [*version.parallel_steps, *version.then_steps]
        for names in [version.names, version.output, *(step.do for step in steps)]:
            assert all(names.in_language(language).strip() for language in LANGUAGES)


def test_every_shape_of_service_is_carried() -> None:
    marriage = queries.service_version(code="FHDYO-02", on=TODAY).time
    assert (marriage.n, marriage.unit, marriage.kind) == (1, "mo", "waiting_period")
    assert (marriage.review, marriage.extendable_to) == (rules.Span(1, "wd"), rules.Span(3, "mo"))
    passport = queries.service_version(code="MFB-04", on=TODAY).time
    assert passport.correction == rules.Correction(rules.Span(5, "wd"), "refuse")
    assert passport.pay_within == rules.Span(3, "wd")
    assert queries.service_version(code="XTB-01", on=TODAY).window == rules.Window("06-20", "07-31", ("08-01", "08-15"))
    aid = queries.service_version(code="PJ-04", on=TODAY)
    assert aid.apply_within == rules.ApplyWithin(rules.Span(6, "mo"), "child.birth_date")
    assert queries.service_version(code="QUR-01", on=TODAY).tacit == "approve"
    register = queries.service_version(code="IJT-01", on=TODAY)
    assert register.limits == rules.Limits(rules.Span(1, "mo"))
    assert [step.department_id for step in register.then_steps] == ["MAH"]
    assert register.parallel_steps[0].do.en == "Income of all members, last 3 months"
    assert queries.service_version(code="KAD-02", on=TODAY).time.min_n == 3
    connection = queries.service_version(code="QUR-05", on=TODAY)
    assert connection.provider_id == "HET"
    assert connection.time.then is not None
    assert connection.time.then.span == rules.Span(1, "wd")
    assert queries.service_version(code="ADL-03", on=TODAY).time.forward == rules.Span(10, "min")


@pytest.mark.parametrize("on", [OPENING, TODAY])
def test_every_service_gives_a_checklist(on: date) -> None:
    for version in versions(on):
        items = rules.checklist(version, facts={}, on=on)
        assert len(items) == len(version.demands)
        asked = {fact.code for fact in version.questions}
        assert all(item.asks <= asked for item in items)
        assert not any(fact.derived for fact in version.questions)


def test_every_service_is_decided_once_every_question_is_answered() -> None:
    derived = {"applicant.age": 40, "applicant.sex": "F"}
    answers = {"yes_no": True, "number": 20, "date": "2026-01-01"}
    for version in versions():
        facts = {one.code: one.choices[0].value if one.choices else answers[one.kind] for one in version.questions}
        items = rules.checklist(version, facts={**derived, **facts}, on=TODAY)
        assert not [item for item in items if item.state == "unknown"]


def test_a_pensioner_needs_many_papers_in_2010_and_one_today() -> None:
    facts = {"studied_full_time": True, "served": True, "cared_for_dependant": True, "has_children": True}
    facts |= {"applicant.sex": "F"}

    def needed(on: date) -> list[str]:
        pension = queries.service_version(code="PJ-01", on=on)
        return [item.document.code for item in rules.checklist(pension, facts=facts, on=on) if item.state == "needed"]

    assert needed(OPENING) == [
        "d-id", "d-workbook", "d-wage", "d-study", "d-army", "d-birth", "d-care", "d-resid", "d-photo",
    ]  # fmt: skip
    assert needed(TODAY) == ["d-id", "d-birth", "d-photo"]


@pytest.mark.parametrize(
    ("document", "service", "day"),
    [
        ("d-resid", "MFB-01", date(2018, 10, 15)),
        ("d-family", "PJ-03", date(2020, 1, 1)),
        ("d-workbook", "PJ-03", date(2022, 7, 1)),
        ("d-housedoc", "MFB-01", date(2021, 12, 29)),
        ("d-premar", "FHDYO-02", date(2025, 12, 1)),
    ],
)
def test_the_state_abolished_papers_day_by_day(document: str, service: str, day: date) -> None:
    paper = queries.document_types()[document]
    assert rules.abolished_on(paper, service_code=service, day=day.replace(year=day.year - 1)) is None
    abolition = rules.abolished_on(paper, service_code=service, day=day)
    assert abolition is not None
    assert abolition.from_day == day
    assert abolition.source is not None
    assert abolition.source.address.startswith("http")


@pytest.mark.parametrize(
    ("code", "facts", "channel", "on", "uzs"),
    [
        ("KAD-01", {"person": "natural", "use": "dwelling", "area": 100}, "counter", TODAY, 515_000),
        ("KAD-01", {"person": "natural", "use": "dwelling", "area": 300}, "counter", TODAY, 824_000),
        ("KAD-01", {"person": "natural", "use": "dwelling", "area": 301}, "counter", TODAY, 1_236_000),
        ("KAD-01", {"person": "legal", "use": "dwelling", "area": 1}, "counter", TODAY, 2_060_000),
        ("KAD-01", {"person": "legal", "use": "other"}, "counter", TODAY, 2_060_000),
        ("MFB-01", {}, "portal", TODAY, 7_416),
        ("MFB-01", {"applicant.disability_group": 1}, "counter", TODAY, 4_120),
        ("MFB-03", {}, "counter", date(2020, 3, 9), 198_470),
        ("MFB-04", {}, "counter", date(2022, 1, 5), 270_000),
        ("QUR-02", {}, "counter", date(2022, 1, 1), 81_000),
        ("QUR-02", {}, "portal", date(2022, 1, 1), 72_900),
        ("QUR-04", {}, "elektr_platform", TODAY, 0),
        ("HOK-05", {}, "portal", TODAY, 185_400),
        ("QUR-07", {}, "counter", TODAY, 206_000),
        ("MFB-01", {}, "counter", OPENING, None),
        ("PJ-03", {}, "counter", OPENING, 0),
        ("KAD-02", {}, "counter", TODAY, None),
        ("KAD-02", {"primary_file_exists": True, "changed": False}, "counter", TODAY, 0),
    ],
)
def test_known_fees_come_out(code: str, facts: dict[str, object], channel: str, on: date, uzs: int | None) -> None:
    version = queries.service_version(code=code, on=on)
    cost = rules.fee(version, facts=facts, on=on, base_amount=queries.base_amount(on=on), channel=channel)
    assert cost.amount_uzs == uzs


def test_the_base_amount_is_that_of_the_day() -> None:
    assert queries.base_amount(on=date(2019, 8, 31)) is None
    assert queries.base_amount(on=date(2019, 9, 1)) == 223_000
    assert queries.base_amount(on=TODAY) == 412_000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("passport", "MFB-04"),
        ("паспорт", "MFB-04"),
        ("Pasport", "MFB-04"),
        ("tugilganlik", "FHDYO-01"),
        ("tug'ilganlik", "FHDYO-01"),
        ("TUG‘ILGANLIK", "FHDYO-01"),
        ("tugʻil", "FHDYO-01"),
        ("туғилганлик", "FHDYO-01"),
        ("тугилганлик", "FHDYO-01"),
        ("рождение", "FHDYO-01"),
        ("pensiya", "PJ-01"),
        ("пенсия", "PJ-01"),
        ("pension", "PJ-01"),
        ("кормилец пенсия", "PJ-03"),
        ("pensiyasi boquvchisini", "PJ-03"),
        ("survivors", "PJ-03"),
        ("PJ-03", "PJ-03"),
        ("брак", "FHDYO-02"),
        ("kindergarten", "XTB-02"),
        ("apostil", "ADL-03"),
        ("pasprot", "MFB-04"),
        ("pensyia", "PJ-01"),
        ("справка о рождении", "FHDYO-01"),
        ("men pensiya olmoqchiman", "PJ-01"),
    ],
)
def test_a_service_is_found_in_any_script_and_spelling(text: str, code: str) -> None:
    for language in LANGUAGES:
        found = [one.code for one in queries.search(text=text, language=language)]
        assert code in found[:5], found


def test_what_is_not_there_is_not_found() -> None:
    assert queries.search(text="zzzz", language="uz") == []
    assert queries.search(text="  '' ", language="uz") == []
    assert len(queries.search(text="a", language="uz", limit=3)) <= 3


def test_the_calendars_keep_the_vectors_of_the_file() -> None:
    vectors = actions.check(text=TEXT, file="catalogue.yaml").calendar_test_vectors
    assert len(vectors) == 7
    for vector in vectors:
        for code, expected in vector.expect.items():
            worked = working_time.is_working_day(vector.date, calendar=working_time.calendar(code))
            assert worked is (expected == "working"), (vector.date, code)


def test_services_are_listed_by_department_and_life_event() -> None:
    assert [one.code for one in queries.service_summaries(department_id="PJ")] == [f"PJ-0{n}" for n in range(1, 7)]
    assert "PJ-03" in [one.code for one in queries.service_summaries(life_event="bereavement")]


def test_unknown_codes_are_refused() -> None:
    with pytest.raises(errors.UnknownService):
        queries.service_version(code="PJ-99", on=TODAY)
    with pytest.raises(errors.UnknownService):
        queries.service_version(code="PJ-03", on=date(2009, 12, 31))
    with pytest.raises(errors.UnknownService):
        queries.service_version_by_id(id=0)
    with pytest.raises(errors.UnknownDepartment):
        queries.department(code="XYZ")


def test_questions_are_those_of_the_service() -> None:
    pension = queries.service_version(code="PJ-03", on=TODAY)
    assert [fact.code for fact in pension.questions] == ["has_minor_children", "child.age"]
    assert pension.fee_questions == ()
    deferment = queries.service_version(code="MUD-02", on=TODAY)
    (reason,) = deferment.questions
    assert [one.value for one in rules.choices_offered(deferment, reason)] == ["study", "family", "health", "other"]


def test_every_fact_is_asked_by_some_condition() -> None:
    used = {
        code for version in versions() for code in (fact.code for fact in (*version.questions, *version.fee_questions))
    }
    derived = {code for code, fact in queries.facts().items() if fact.derived}
    assert used | derived == set(queries.facts())


def test_a_note_speaks_to_citizens_and_a_remark_to_the_house() -> None:
    told = {version.code: version for version in versions()}
    notes = {code: version.note for code, version in told.items() if version.note}
    assert set(notes) == {"FHDYO-01", "FHDYO-02", "XTB-02"}
    # Keys of sources and codes of services are the speech of those who examine the catalogue.
    assert not [code for code, note in notes.items() if re.search(r"\b(S\d\d|[A-Z]{2,5}-\d\d)\b", repr(note))]
    remark = told["HOK-01"].remark
    assert remark is not None
    assert remark.en == "S42 shows 776 filings: 7 completed, 339 refused"
