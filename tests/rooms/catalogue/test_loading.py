"""Everything or nothing, nothing twice, and every mistake with its line."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from darcha.catalogue import actions, models, queries
from darcha.kernel.actor import NotAllowed, kiosk, system
from darcha.kernel.blueprint import BlueprintError, BlueprintHasErrors

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "blueprints/uzbekistan/catalogue.yaml").read_text(encoding="utf-8")
AT = datetime(2010, 4, 1, 4, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 20, tzinfo=UTC)


def load(text: str = TEXT, at: datetime = AT) -> actions.Counts:
    return actions.load(text=text, file="catalogue.yaml", at=at, by=system("load"))


def changed(old: str, new: str) -> str:
    assert TEXT.count(old) >= 1, old
    return TEXT.replace(old, new, 1)


@pytest.mark.django_db
def test_the_same_file_twice_changes_nothing() -> None:
    load()
    edition, versions = queries.edition(), models.ServiceVersion.objects.count()
    again = load(at=LATER)
    assert (again.new, again.changed) == (0, 0)
    assert again.unchanged > 200
    assert queries.edition() == edition
    assert models.ServiceVersion.objects.count() == versions


@pytest.mark.django_db
def test_a_changed_service_is_a_new_version_and_the_old_one_stays() -> None:
    load()
    old = queries.service_version(code="PJ-03", on=date(2026, 11, 23))
    counts = load(changed("Survivor's pension", "Pension of a survivor"), at=LATER)
    assert (counts.new, counts.changed) == (0, 1)
    assert counts.messages == ["service PJ-03: changed"]
    # 20:00 UTC is the next day in Tashkent.
    new = queries.service_version(code="PJ-03", on=date(2026, 11, 24))
    assert new.valid_from == date(2026, 11, 24)
    assert new.names.en == "Pension of a survivor"
    assert new.content_hash != old.content_hash
    assert queries.service_version_by_id(id=old.id).names.en == "Survivor's pension"
    assert queries.service_version(code="PJ-03", on=date(2026, 11, 23)).id == old.id
    assert queries.service_summary(code="PJ-03").names.en == "Pension of a survivor"


@pytest.mark.django_db
def test_a_version_never_begins_before_the_one_it_replaces() -> None:
    load()
    load(changed("Survivor's pension", "Second"), at=LATER)
    load(changed("Survivor's pension", "Third"), at=AT)
    assert queries.service_version(code="PJ-03", on=date(2026, 11, 24)).names.en == "Third"


@pytest.mark.django_db
def test_a_changed_paper_is_no_new_version_but_is_seen_at_once() -> None:
    load()
    before = queries.service_version(code="PJ-03", on=date(2026, 11, 23))
    counts = load(changed("Certificate of family composition", "Family certificate"), at=LATER)
    after = queries.service_version(code="PJ-03", on=date(2026, 11, 23))
    assert counts.changed == 1
    assert after.id == before.id
    assert "Family certificate" in [demand.document.names.en for demand in after.demands]


@pytest.mark.django_db
def test_a_service_taken_out_of_the_file_is_withdrawn_and_can_come_back() -> None:
    load()
    start = TEXT.index("  - code: STAT-02")
    without = TEXT[:start] + TEXT[TEXT.index("\nsources:") :]
    load(without, at=LATER)
    assert len(queries.service_summaries()) == 61
    assert queries.service_version(code="STAT-02", on=date(2026, 11, 23)).code == "STAT-02"
    with pytest.raises(Exception, match="unknown_service"):
        queries.service_version(code="STAT-02", on=date(2026, 11, 24))
    assert queries.service_summary(code="STAT-02").department_id == "STAT"
    load(at=LATER)
    assert len(queries.service_summaries()) == 62


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalogue_serviceversion SET valid_from = '2001-01-01'",
        "DELETE FROM catalogue_serviceversion",
        "TRUNCATE catalogue_serviceversion CASCADE",
    ],
)
def test_the_database_refuses_to_change_a_version(statement: str) -> None:
    load()
    with pytest.raises(ProgrammingError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refusal.value.__cause__, psycopg.errors.InsufficientPrivilege)


@pytest.mark.django_db
def test_nobody_but_who_may_loads() -> None:
    with pytest.raises(NotAllowed):
        actions.load(text=TEXT, file="catalogue.yaml", at=AT, by=kiosk(centre_id="SRG"))


@pytest.mark.django_db
def test_nothing_is_loaded_when_anything_is_wrong() -> None:
    load()
    text = changed("Survivor's pension", "Pension of a survivor").replace("department: STAT", "department: STATS")
    with pytest.raises(BlueprintHasErrors):
        load(text, at=LATER)
    assert queries.service_version(code="PJ-03", on=date(2027, 1, 1)).names.en == "Survivor's pension"


@pytest.mark.django_db
def test_who_looks_at_one_edition_asks_for_it_once(django_assert_num_queries: Callable) -> None:
    load()
    with queries.one_edition():
        queries.service_version(code="PJ-03", on=date(2026, 11, 23))
        with django_assert_num_queries(0):
            queries.service_version(code="PJ-03", on=date(2026, 11, 23))
            queries.department(code="PJ")
    with django_assert_num_queries(1):
        queries.service_version(code="PJ-03", on=date(2026, 11, 23))


def test_a_catalogue_loaded_elsewhere_is_seen_at_once(own_database: str) -> None:
    load()
    old = queries.service_version(code="PJ-03", on=date(2026, 11, 23))
    with psycopg.connect(own_database) as elsewhere:
        elsewhere.execute("UPDATE catalogue_department SET en = 'Pensions' WHERE code = 'PJ'")
        elsewhere.execute(
            "INSERT INTO catalogue_serviceversion (service_id, content, content_hash, valid_from, loaded_at)"
            " SELECT service_id, jsonb_set(content, '{name,en}', '\"New\"'), 'x', '2020-01-01', now()"
            " FROM catalogue_serviceversion WHERE id = %s",
            [old.id],
        )
        assert queries.department(code="PJ").names.en == "Pension Fund district office"
        elsewhere.execute("INSERT INTO catalogue_edition (content_hash, loaded_at) VALUES ('y', now())")
    assert queries.department(code="PJ").names.en == "Pensions"
    assert queries.service_version(code="PJ-03", on=date(2026, 11, 23)).names.en == "New"
    assert queries.service_version_by_id(id=old.id) == old


def test_two_loadings_at_once_make_one_version(own_database: str) -> None:
    load()
    text = changed("Survivor's pension", "Pension of a survivor")

    def once(_: int) -> int:
        try:
            return load(text, at=LATER).changed
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(once, range(4))) == [0, 0, 0, 1]
    assert models.ServiceVersion.objects.filter(service="PJ-03").count() == 2


def found(text: str) -> tuple[BlueprintError, ...]:
    with pytest.raises(BlueprintHasErrors) as refusal:
        actions.check(text=text, file="catalogue.yaml")
    return refusal.value.errors


MALFORMED = {
    "a department nobody knows": (
        "code: PJ-03\n    department: PJ", "code: PJ-03\n    department: PJX",
        "services[PJ-03].department", "'PJX'", "the code of a department",
    ),
    "a partner as department": (
        "code: PJ-03\n    department: PJ", "code: PJ-03\n    department: HET",
        "services[PJ-03].department", "'HET'", "the code of a department",
    ),
    "a document nobody knows": (
        "- {document: d-vtek}", "- {document: d-vtekk}",
        "services[PJ-02].docs[1].document", "'d-vtekk'", "the code of a document",
    ),
    "a document of a choice nobody knows": (
        "one_of: [d-div, d-death]", "one_of: [d-div, d-deth]",
        "services[FHDYO-02].docs[2].one_of[1]", "'d-deth'", "the code of a document",
    ),
    "a document of a choice that is asked for besides": (
        "one_of: [d-div, d-death]", "one_of: [d-div, d-id]",
        "services[FHDYO-02].docs[2].one_of[1]", "'d-id'", "a paper that stands nowhere else in this list",
    ),
    "a choice of the same document twice": (
        "one_of: [d-div, d-death]", "one_of: [d-div, d-div]",
        "services[FHDYO-02].docs[2].one_of[1]", "'d-div'", "a paper that stands nowhere else in this list",
    ),
    "a clause of an act nobody knows": (
        "- {document: d-vtek}", "- {document: d-vtek, clause: {source: S999}}",
        "services[PJ-02].docs[1].clause.source", "'S999'", "the key of a source",
    ),
    "an output of a service nobody knows": (
        "output_of: [SOLIQ-01]", "output_of: [SOLIQ-99]",
        "documents[d-tin].output_of[0]", "'SOLIQ-99'", "the code of a service",
    ),
    "a life event nobody knows": (
        "life_events: [bereavement]", "life_events: [mourning]",
        "services[FHDYO-04].life_events[0]", "'mourning'", "the code of a life event",
    ),
    "a fact nobody knows": (
        'if: "has_minor_children"', 'if: "has_young_children"',
        "services[PJ-03].docs[5].if", "'has_young_children'",
        "a fact listed under facts (unknown: has_young_children)",
    ),
    "a source nobody knows": (
        "docs: {sources: [S21]", "docs: {sources: [S99]",
        "services[PJ-01].p.docs.sources[0]", "'S99'", "the key of a source",
    ),
    "a malformed condition": (
        'if: "child.age >= 18"', 'if: "child.age => 18"',
        "services[PJ-03].docs[6].if", "'child.age => 18'", "'=' at character 11 has no meaning",
    ),
    "a value no choice has": (
        "person == 'natural' and use == 'dwelling' and area <= 100", "person == 'human' and area <= 100",
        "services[KAD-01].fee.table[0].if", "'person == 'human' and area <= 100'",
        "one of 'natural', 'legal' for person",
    ),
    "a code used twice": (
        "code: PJ-02\n", "code: PJ-01\n",
        "services[PJ-01].code", "'PJ-01'", None,
    ),
    "a missing translation": (
        'ru: "Пенсия по случаю потери кормильца", ', "",
        "services[PJ-03].name.ru", "nothing", "a value, this field is required",
    ),
    "an empty translation": (
        'ru: "Пенсия по случаю потери кормильца"', 'ru: " "',
        "services[PJ-03].name.ru", "' '", None,
    ),
    "a number in quotes": (
        "fee: {multiples: 0.89}", 'fee: {multiples: "0.89"}',
        "services[MFB-03].fee.multiples", "'0.89'", None,
    ),
    "a negative fee": (
        "fee: {multiples: 0.89}", "fee: {multiples: -0.89}",
        "services[MFB-03].fee.multiples", "-0.89", "greater than or equal to 0",
    ),
    "a fee told twice": (
        "fee: {multiples: 0.89}", "fee: {multiples: 0.89, table: []}",
        "services[MFB-03].fee", "a mapping", "exactly one of multiples, table, text",
    ),
    "an unknown unit": (
        "then: {do: {uz: \"Hisoblagichni plombalash va shartnoma tuzish\"", "then: {n: 1, unit: weeks, do: {uz: \"Hisoblagichni plombalash va shartnoma tuzish\"",
        None, None, None,
    ),
    "an unknown field": (
        "    counter_minutes: 15\n", "    counter_minute: 15\n",
        "services[FHDYO-01].counter_minute", "'counter_minute'", "no field of this name",
    ),
    "an impossible day": (
        "from: 2018-10-15", "from: 2018-10-35",
        "documents[d-resid].abolished.from", "'2018-10-35'", "a possible day",
    ),
    "a paper asked for twice": (
        "      - {document: d-medbirth}\n", "      - {document: d-medbirth}\n      - {document: d-medbirth}\n",
        "services[FHDYO-01].docs[1].document", "'d-medbirth'", "every paper once under one condition",
    ),
    "a fact without origin": (
        "docs: {sources: [S01]}", "docs: {}",
        "services[FHDYO-01].p.docs", "a mapping", "sources, or illustration: true",
    ),
    "a key written twice": (
        "kind: catalogue\n", "kind: catalogue\nkind: catalogue\n",
        "kind", "'kind' a second time", "every key once",
    ),
    "a section left out": (
        "life_events:\n", "life_happenings:\n",
        "life_events", "nothing", "a value, this field is required",
    ),
    "a window on no day": (
        'from: "06-20"', 'from: "06-31"',
        "services[XTB-01].window.from", "'06-31'", "a day of the year as 'MM-DD'",
    ),
    "a channel nobody knows": (
        "by_channel: {portal: 0.45}", "by_channel: {post: 0.45}",
        "services[HOK-05].fee.by_channel.post", "'post'", "a value of the fact channel",
    ),
    "a calendar nobody knows": (
        "calendar: uz-5d", "calendar: uz-4d",
        "departments[HOK].calendar", "'uz-4d'", "the code of a calendar",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MALFORMED)
def test_a_mistake_is_told_with_its_line(name: str) -> None:
    old, new, field, got, expected = MALFORMED[name]
    text = changed(old, new)
    errors = found(text)
    if field is None:
        assert errors
        return
    (error,) = [one for one in errors if one.field == field]
    assert error.file == "catalogue.yaml"
    assert error.got == got
    assert expected is None or error.expected == expected
    place = next(at for at, (before, after) in enumerate(zip(TEXT, text, strict=False)) if before != after)
    near = text[:place].count("\n") + 1
    assert near - 1 <= error.line <= near + 1 or expected == "a value, this field is required"


def test_what_is_no_yaml_is_told_with_its_line() -> None:
    (error,) = found("kind: catalogue\nservices: [a, b\n")
    assert error.line == 3
    assert error.expected == "well-formed YAML"


@pytest.mark.parametrize(
    "text", ["kind: \x00", "[" * 3000, "a: &a [*a]", "a: !!python/object:os.system x", "\t- a", "? [a]: b"]
)
def test_a_hostile_file_is_only_refused(text: str) -> None:
    assert found(text)


def test_an_alias_is_refused_where_it_stands() -> None:
    errors = found(changed("calendar: uz-5d", "calendar: &week uz-5d").replace("calendar: uz-6d", "calendar: *week", 1))
    (error,) = errors
    assert (error.field, error.got) == ("departments[FHDYO].calendar", "an alias")


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words\n", "42\n"])
def test_a_file_of_another_shape_is_refused(text: str) -> None:
    (error,) = found(text)
    assert error.expected == "a mapping of sections"


def test_everything_wrong_is_told_at_once_and_in_order() -> None:
    text = changed("department: STAT\n", "department: STATS\n").replace("kind: catalogue", "kind: katalog")
    text = text.replace('if: "has_minor_children"', 'if: "has_minor_children and"')
    errors = found(text)
    assert [one.field for one in errors] == ["kind", "services[PJ-03].docs[5].if", "services[STAT-01].department"]
    assert [one.line for one in errors] == sorted(one.line for one in errors)
    told = str(errors[0])
    assert told == "catalogue.yaml:14: kind: got 'katalog', expected 'catalogue'"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{field: child_sex, required: true}", "{field: child_colour}", "the code of a field"),
        ("{field: child_sex, required: true}", "{field: child_name}", "every field once"),
        (
            "{field: child_sex, required: true}",
            "{field: child_sex, shown_if: 'child_born_on'}",
            "a fact, or a field asked before this one that is no text (unknown: child_born_on)",
        ),
        (
            "{field: child_sex, required: true}",
            "{field: child_sex, required_if: \"child_name == 'x'\"}",
            "a fact, or a field asked before this one that is no text (unknown: child_name)",
        ),
        (
            "{field: bank_account, required: true, shown_if: \"payment_way == 'bank'\"}",
            "{field: bank_account, shown_if: \"payment_way == 'cash'\"}",
            "one of 'bank', 'post' for payment_way",
        ),
        ("  - code: child_number", "  - code: child.age", "a code of its own"),
        ("    digits: 14", "    decimals: 2", "decimals for kind 'number' only"),
    ],
)
def test_a_form_is_checked_on_loading(old: str, new: str, expected: str) -> None:
    with pytest.raises(BlueprintHasErrors) as refused:
        load(changed(old, new))
    assert any(expected in error.expected for error in refused.value.errors), refused.value


@pytest.mark.django_db
def test_a_field_described_otherwise_makes_new_versions_and_an_old_case_reads_the_old_form() -> None:
    load()
    old = queries.service_version(code="FHDYO-01", on=date(2026, 11, 23))
    counts = load(changed("The child's full name", "Full name of the child"), at=LATER)
    # Every service whose form asks for it.
    assert counts.changed == TEXT.count("{field: child_name")
    new = queries.service_version(code="FHDYO-01", on=date(2026, 11, 24))
    assert new.form[0].field.label.en == "Full name of the child"
    assert queries.service_version_by_id(id=old.id).form[0].field.label.en == "The child's full name"
    assert new.form[0].required and new.provenance["form"].illustration
