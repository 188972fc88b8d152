"""A service is rewritten in the office, published by a second pair of eyes, and never undone by a file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from darcha.catalogue import actions, errors, models, queries
from darcha.journal import models as journal
from darcha.kernel.actor import NotAllowed, system
from darcha.kernel.blueprint import BlueprintHasErrors
from darcha.national import actions as national
from tests import given
from tests.given import MORNING
from tests.publishing import Content, content_of, published, written

pytestmark = pytest.mark.django_db

FILE = Path(__file__).parents[3] / "blueprints/uzbekistan/catalogue.yaml"
TODAY = date(2010, 4, 7)
LATER = MORNING + timedelta(hours=1)


def shorter(content: Content) -> None:
    content["time"]["n"] = 5


def renamed(content: Content) -> None:
    content["name"]["en"] = "Pension for who lost a breadwinner"


def publish(login: str = "bekzod", *, valid_from: date = TODAY, because: str = "Qonun oʻzgardi") -> None:
    national.publish_service(
        service_id="PJ-03", valid_from=valid_from, policies={}, because=because, at=LATER, by=given.employee(login)
    )


def load(text: str) -> actions.Counts:
    return actions.load(text=text, file="catalogue.yaml", at=LATER, by=system("load"))


def test_a_published_version_is_in_force_from_its_day_on_and_the_journal_says_who_did_what() -> None:
    before = queries.service_version(code="PJ-03", on=TODAY)
    published("PJ-03", shorter, at=MORNING, valid_from=date(2010, 4, 12))
    assert queries.service_version(code="PJ-03", on=date(2010, 4, 11)).id == before.id
    assert queries.service_version(code="PJ-03", on=date(2010, 4, 12)).time.n == 5
    drafted, told = journal.Entry.objects.filter(kind__startswith="service.").order_by("seq")
    assert (drafted.kind, drafted.actor) == ("service.drafted", given.employee("nodira").label)
    assert told.actor == given.employee("bekzod").label
    assert told.data["changes"] == ["time_shorter"]
    assert told.data["open_cases"] == "move"
    assert told.data["written_by"] == given.employee("nodira").label
    assert not models.Draft.objects.exists()


def test_a_name_of_a_later_day_is_called_on_that_day() -> None:
    published("PJ-03", renamed, at=MORNING, valid_from=date(2010, 4, 8))
    assert queries.service_summary(code="PJ-03").names.en == "Survivor's pension"
    national.follow_versions(at=MORNING + timedelta(days=1), by=system("versions"))
    assert queries.service_summary(code="PJ-03").names.en == "Pension for who lost a breadwinner"


def test_who_wrote_it_does_not_publish_it_while_somebody_else_can() -> None:
    written("PJ-03", shorter, at=MORNING)
    with pytest.raises(errors.AnotherMustPublish):
        publish("nodira")
    models.Draft.objects.update(changed_by="employee:0")
    publish("nodira")


def test_nobody_else_writes_services() -> None:
    with pytest.raises(NotAllowed):
        written("PJ-03", shorter, at=MORNING, login="malika")
    with pytest.raises(NotAllowed):
        publish("malika")


def test_what_a_colleague_wrote_is_not_overwritten_unread() -> None:
    written("PJ-03", shorter, at=MORNING)
    with pytest.raises(errors.DraftChanged):
        written("PJ-03", renamed, at=LATER, login="bekzod")


@pytest.mark.parametrize(
    ("change", "told", "refusal"),
    [
        (lambda _: None, {}, errors.NothingChanged),
        (shorter, {"valid_from": date(2010, 4, 6)}, errors.ValidityPast),
        (shorter, {"because": "  "}, errors.ReasonForChangeMissing),
        (lambda content: content["name"].update(ru=""), {}, errors.DraftIncomplete),
    ],
)
def test_what_cannot_be_published_is_refused(change: object, told: dict[str, object], refusal: type[Exception]) -> None:
    written("PJ-03", change, at=MORNING)  # type: ignore[arg-type]
    with pytest.raises(refusal):
        publish(**told)  # type: ignore[arg-type]
    assert models.Publication.objects.count() == 0


def test_a_draft_older_than_the_newest_version_is_not_published() -> None:
    written("PJ-03", shorter, at=MORNING)
    load(FILE.read_text(encoding="utf-8").replace("Survivor's pension", "Pension of a survivor"))
    with pytest.raises(errors.DraftOutdated):
        publish()


def test_a_draft_is_given_up() -> None:
    written("PJ-03", shorter, at=MORNING)
    actions.drop_draft(service_id="PJ-03", at=LATER, by=given.employee("bekzod"))
    with pytest.raises(errors.NoDraft):
        actions.drop_draft(service_id="PJ-03", at=LATER, by=given.employee("bekzod"))


def test_a_file_that_only_knows_an_earlier_version_leaves_the_published_one() -> None:
    published("PJ-03", shorter, at=MORNING)
    counts = load(FILE.read_text(encoding="utf-8"))
    assert (counts.new, counts.changed) == (0, 0)
    assert counts.messages == [
        "service PJ-03: stays as the office published it for 2010-04-07; the file has an earlier version"
    ]
    assert queries.service_version(code="PJ-03", on=TODAY).time.n == 5


def test_a_file_with_another_content_is_refused_with_its_line() -> None:
    published("PJ-03", shorter, at=MORNING)
    text = FILE.read_text(encoding="utf-8").replace("Survivor's pension", "Pension of a survivor")
    with pytest.raises(BlueprintHasErrors) as refused:
        load(text)
    (wrong,) = refused.value.errors
    assert wrong.field == "services[PJ-03].code"
    assert text.splitlines()[wrong.line - 1] == "  - code: PJ-03"
    assert "darcha catalogue export" in wrong.expected


def test_the_way_back_into_the_file_is_export_edit_load() -> None:
    published("PJ-03", shorter, at=MORNING)
    text = queries.catalogue_file()
    assert text is not None
    comments = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert set(comments) <= set(text.splitlines())
    counts = load(text)
    assert (counts.new, counts.changed, counts.messages) == (0, 0, [])
    load(text.replace("Survivor's pension", "Pension of a survivor"))
    version = queries.service_version(code="PJ-03", on=TODAY)
    assert (version.time.n, version.names.en) == (5, "Pension of a survivor")
    assert "builds_on" not in content_of("PJ-03")


def test_the_fields_of_a_form_written_in_the_office_go_back_into_the_file() -> None:
    def another_form(content: Content) -> None:
        born_at = next(one for one in content["form"] if one["field"] == "child_born_at")
        born_at["definition"]["label"]["en"] = "In which hospital?"
        count = {
            "code": "witness_count",
            "kind": "number",
            "label": {"uz": "Guvohlar soni", "ru": "Число свидетелей", "en": "How many witnesses"},
            "most": "9",
        }
        rest = [one for one in content["form"] if one["field"] != "child_sex"]
        content["form"] = [*rest, {"field": "witness_count", "definition": count}]

    published("FHDYO-01", another_form, at=MORNING)
    text = queries.catalogue_file()
    assert text is not None
    assert "In which hospital?" in text
    assert text.count("witness_count") == 2
    assert "child_sex" not in text, "a field nobody asks for is not kept"
    counts = load(text)
    assert (counts.new, counts.changed, counts.messages) == (0, 0, [])
    assert [one.field.code for one in queries.service_version(code="FHDYO-01", on=TODAY).form][-1] == "witness_count"
