"""A demand that one of several papers proves: what a version keeps of it, and what a file says again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from darcha.catalogue import actions, models, queries
from darcha.catalogue.blueprint import DemandShape
from darcha.catalogue.drafts import content_hash, kept
from darcha.catalogue.exporting import PublishedContent, with_published
from darcha.catalogue.rules import Clause, clause_of_demand
from darcha.kernel.actor import system
from darcha.kernel.blueprint import BlueprintHasErrors

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "blueprints/uzbekistan/catalogue.yaml").read_text(encoding="utf-8")
AT = datetime(2010, 4, 1, 4, tzinfo=UTC)
TODAY = date(2026, 11, 23)
FILE = YAML(typ="safe").load(TEXT)


def load(text: str = TEXT) -> actions.Counts:
    return actions.load(text=text, file="catalogue.yaml", at=AT, by=system("load"))


def test_a_demand_of_one_paper_is_kept_as_it_was_always_kept() -> None:
    kept_as = kept(DemandShape.model_validate({"document": "d-id", "if": "first_issue"}))
    assert kept_as == {"document": "d-id", "if": "first_issue"}
    assert content_hash(kept_as) == "5d38e07074ca4e249f947f724a746429e001cc6be552c6b7f2de8b838fec36b2"


@pytest.mark.django_db
def test_a_version_keeps_its_papers_as_the_file_writes_them_and_nothing_besides() -> None:
    load()
    written = {service["code"]: service["docs"] for service in FILE["services"]}
    found = {row.service_id: row.content.get("docs", []) for row in models.ServiceVersion.objects.all()}
    assert found == written


@pytest.mark.django_db
def test_who_was_married_before_proves_it_with_one_of_two_papers() -> None:
    load()
    version = queries.service_version(code="FHDYO-02", on=TODAY)
    demand = next(one for one in version.demands if one.others)
    assert [document.code for document in demand.proofs] == ["d-div", "d-death"]
    assert demand.names.en == "Divorce certificate or death certificate"
    assert demand.names.uz == "Nikohdan ajralish guvohnomasi yoki oʻlim haqida guvohnoma"
    assert demand.names.ru == "Свидетельство о расторжении брака или свидетельство о смерти"


@pytest.mark.django_db
def test_a_published_choice_of_papers_and_its_clause_survive_the_file() -> None:
    text = TEXT.replace(
        "- {document: d-vtek}", "- {one_of: [d-vtek, d-health], clause: {source: S21, point: '12-band'}}", 1
    )
    load(text)
    row = models.ServiceVersion.objects.filter(service="PJ-02").latest("valid_from", "id")
    count = models.ServiceVersion.objects.count()
    again = with_published(TEXT, {"PJ-02": PublishedContent(row.content, row.content_hash)})
    assert load(again).changed == 0
    assert models.ServiceVersion.objects.count() == count


@pytest.mark.django_db
def test_a_demand_names_its_clause_and_else_the_acts_behind_the_service() -> None:
    load(TEXT.replace("- {document: d-vtek}", "- {document: d-vtek, clause: {source: S21, point: '12-band'}}", 1))
    version = queries.service_version(code="PJ-02", on=TODAY)
    source = queries.sources()["S21"]
    assert clause_of_demand(version, document_id="d-vtek") == (Clause(source, "12-band"),)
    assert clause_of_demand(version, document_id="d-id") == tuple(Clause(one) for one in version.law)
    assert version.law
    assert clause_of_demand(version, document_id="d-bank") == ()


@pytest.mark.parametrize(
    "demand", ["{}", "{document: d-vtek, one_of: [d-vtek, d-health]}", "{one_of: [d-vtek]}", "{one_of: []}"]
)
def test_a_demand_that_is_proven_in_no_way_or_in_two_is_a_mistake_with_its_line(demand: str) -> None:
    line = TEXT[: TEXT.index("- {document: d-vtek}")].count("\n") + 1
    with pytest.raises(BlueprintHasErrors) as refusal:
        actions.check(text=TEXT.replace("{document: d-vtek}", demand, 1), file="catalogue.yaml")
    assert line in {error.line for error in refusal.value.errors}
