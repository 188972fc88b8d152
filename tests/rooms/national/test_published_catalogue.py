"""The catalogue of the district as linked data, read by somebody else's library and judged by shapes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, RDF, SKOS, XSD

from darcha.catalogue import queries as catalogue
from darcha.national import queries
from darcha.national.queries import PublishedCatalogue
from darcha.national.rules.cpsv_words import AUTHORITY, CPSV, CV, ELI, TAGS

ADDRESS = "https://darcha.example"
TODAY = date(2026, 11, 24)
SHAPES = Path(__file__).with_name("cpsv-ap.shapes.ttl")

pytestmark = [
    pytest.mark.django_db,
    # rdflib's own reader of JSON-LD and pyshacl use what rdflib is about to drop.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Dataset.* is deprecated:DeprecationWarning"),
]


@pytest.fixture
def published() -> PublishedCatalogue:
    return queries.published_catalogue(address=ADDRESS, on=TODAY)


def own(name: str) -> URIRef:
    return URIRef(f"{ADDRESS}/catalogue.ttl#{name}")


def objects(graph: Graph, name: str, predicate: URIRef) -> set[str]:
    return {str(value).partition("#")[2] or str(value) for value in graph.objects(own(name), predicate)}


def complaints(graph: Graph) -> list[str]:
    conforms, report, text = validate(graph, shacl_graph=str(SHAPES), shacl_graph_format="turtle", inference="none")
    assert conforms is (not list(report.subjects(RDF.type, URIRef("http://www.w3.org/ns/shacl#ValidationResult")))), (
        text
    )
    return [str(one) for one in report.objects(None, URIRef("http://www.w3.org/ns/shacl#resultPath"))]


def test_both_files_say_the_same(published: PublishedCatalogue) -> None:
    turtle = Graph().parse(data=published.file(form="ttl"), format="turtle")
    json = Graph().parse(data=published.file(form="jsonld"), format="json-ld")
    assert isomorphic(turtle, json)
    assert set(turtle) == set(published.graph)


def test_every_service_is_there_by_its_names_in_four_tongues(published: PublishedCatalogue) -> None:
    services = set(published.graph.subjects(RDF.type, CPSV.PublicService))
    assert len(services) == 62
    for summary in catalogue.service_summaries():
        node = own(f"service-{summary.code}")
        assert node in services
        assert set(published.graph.objects(node, DCTERMS.title)) == {
            Literal(summary.names.in_language(code), lang=tag) for code, tag in TAGS.items()
        }


def test_whatever_is_pointed_at_here_is_described_here(published: PublishedCatalogue) -> None:
    vocabularies = {RDF.type, URIRef("https://schema.org/dayOfWeek"), URIRef("http://www.w3.org/ns/dcat#downloadURL")}
    pointed_at = {value for _, what, value in published.graph if what not in vocabularies and isinstance(value, URIRef)}
    assert len(pointed_at) > 500
    assert [value for value in pointed_at if (value, RDF.type, None) not in published.graph] == []


def test_every_code_has_a_name_in_four_tongues(published: PublishedCatalogue) -> None:
    for concept in published.graph.subjects(RDF.type, SKOS.Concept):
        tongues = {
            str(one.language) for one in published.graph.objects(concept, SKOS.prefLabel) if isinstance(one, Literal)
        }
        assert tongues == set(TAGS.values()), concept


def test_it_conforms_to_the_profile(published: PublishedCatalogue) -> None:
    assert complaints(published.graph) == []


MANDATORY = [
    ("service-FHDYO-01", DCTERMS.identifier),
    ("service-FHDYO-01", DCTERMS.title),
    ("service-FHDYO-01", DCTERMS.description),
    ("service-FHDYO-01", CV.hasCompetentAuthority),
    ("body-PJ", SKOS.prefLabel),
    ("body-PJ", DCTERMS.spatial),
    ("windows-SRG-PJ", DCTERMS.identifier),
    ("cost-FHDYO-01-counter", DCTERMS.identifier),
    ("paper-d-id", DCTERMS.identifier),
    ("requirement-FHDYO-01-1", DCTERMS.title),
    ("output-FHDYO-01", DCTERMS.title),
    ("event-of-birth", DCTERMS.title),
    ("rule-portal", DCTERMS.description),
    ("participation-FHDYO-01-1", CV.role),
    ("participation-FHDYO-01-1", CV.hasParticipant),
]


def test_whatever_is_mandatory_is_missed(published: PublishedCatalogue) -> None:
    poorer = Graph() + published.graph
    for name, predicate in MANDATORY:
        assert (own(name), predicate, None) in poorer, name
        poorer.remove((own(name), predicate, None))
    assert sorted(complaints(poorer)) == sorted(str(predicate) for _, predicate in MANDATORY)


def test_a_birth_is_told_whole(published: PublishedCatalogue) -> None:
    graph = published.graph
    assert objects(graph, "service-FHDYO-01", CV.hasCompetentAuthority) == {"body-FHDYO"}
    assert objects(graph, "service-FHDYO-01", CV.isGroupedBy) == {"event-of-birth"}
    assert objects(graph, "service-FHDYO-01", CV.hasChannel) == {"windows-SRG-FHDYO"}
    assert objects(graph, "service-FHDYO-01", CV.hasInputType) == {"paper-d-medbirth", "paper-d-id", "paper-d-marr"}
    assert objects(graph, "service-FHDYO-01", CV.hasLegalResource) == {"source-S01"}
    assert (own("source-S01"), RDF.type, ELI.LegalResource) in graph
    asked = {
        objects(graph, one, CV.hasParticipant).pop() for one in objects(graph, "service-FHDYO-01", CV.hasParticipation)
    }
    assert asked == {"body-MFB", "body-XTB", "body-PJ", "body-TIB"}
    assert graph.value(own("service-FHDYO-01"), CV.processingTime) == Literal("P2D", datatype=XSD.duration)
    assert objects(graph, "service-FHDYO-01", own("notLookedUp")) == {
        "field-time",
        "field-form",
        "field-counter_minutes",
    }


def test_a_fee_is_what_it_comes_to_today_in_the_states_own_money(published: PublishedCatalogue) -> None:
    cost = own("cost-FHDYO-01-counter")
    assert published.graph.value(cost, CV.hasValue) == Literal("20600.0", datatype=XSD.double)
    assert published.graph.value(cost, CV.currency) == AUTHORITY["currency/UZS"]
    earlier = queries.published_catalogue(address=ADDRESS, on=date(2024, 11, 1))
    assert earlier.graph.value(cost, CV.hasValue) == Literal("18750.0", datatype=XSD.double)


def test_a_paper_the_state_abolished_is_not_asked_for(published: PublishedCatalogue) -> None:
    then = queries.published_catalogue(address=ADDRESS, on=date(2018, 1, 1)).graph
    before, now = (objects(one, "service-PJ-01", CV.hasInputType) for one in (then, published.graph))
    assert {"paper-d-workbook", "paper-d-wage"} <= before - now
    assert {"paper-d-id", "paper-d-photo"} <= before & now


def test_the_windows_are_open_while_the_department_sits(published: PublishedCatalogue) -> None:
    hours = objects(published.graph, "windows-SRG-FHDYO", CV.openingHours)
    assert "hours-Saturday-0900-1400" in hours
    assert Literal("суббота 09:00–14:00", lang="ru") in set(
        published.graph.objects(own("hours-Saturday-0900-1400"), DCTERMS.description)
    )


def test_it_is_written_once_until_something_changes(published: PublishedCatalogue) -> None:
    assert queries.published_catalogue(address=ADDRESS, on=TODAY) is published
    tomorrow = queries.published_catalogue(address=ADDRESS, on=date(2026, 11, 25))
    assert tomorrow is not published
    assert tomorrow.mark != published.mark


def test_each_paper_of_a_choice_is_enough_by_itself(published: PublishedCatalogue) -> None:
    """CCCEV 2.1: of one list every paper is needed, and one list of several is enough."""
    (requirement,) = (
        one for one in objects(published.graph, "service-FHDYO-02", CV.holdsRequirement)
        if len(objects(published.graph, one, CV.hasEvidenceTypeList)) > 1
    )  # fmt: skip
    assert objects(published.graph, requirement, CV.hasEvidenceTypeList) == {"list-d-div", "list-d-death"}
    assert objects(published.graph, "list-d-div", CV.specifiesEvidenceType) == {"paper-d-div"}
