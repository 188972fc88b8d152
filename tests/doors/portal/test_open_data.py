"""The catalogue as open data, as a stranger's program asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import Settings
from rdflib import Graph
from rdflib.namespace import DCTERMS, RDF

from darcha.national.rules.cpsv_words import CPSV, LICENCE, PROFILE
from darcha.plumbing import clock

TUESDAY = datetime(2026, 11, 24, 6, 7, tzinfo=UTC)
JUST_AFTER_MIDNIGHT = datetime(2026, 11, 24, 19, 30, tzinfo=UTC)
"""Half past midnight of Wednesday in Tashkent."""

pytestmark = [
    pytest.mark.django_db,
    # rdflib's own reader of JSON-LD uses what rdflib is about to drop.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]


def set_clock(moment: datetime) -> None:
    clock.set_clock(clock.Clock(true_at=datetime.fromtimestamp(0, tz=UTC), shown_at=moment, speed=0))


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    before = clock.clock()
    set_clock(TUESDAY)
    yield
    clock.set_clock(before)


@pytest.mark.parametrize(
    ("path", "media_type", "name"),
    [("/catalogue.ttl", "text/turtle", "turtle"), ("/catalogue.jsonld", "application/ld+json", "json-ld")],
)
def test_anybody_reads_it_from_anywhere_under_a_licence(client: Client, path: str, media_type: str, name: str) -> None:
    answer = client.get(path, headers={"accept": "text/html", "origin": "https://elsewhere.example"})
    assert answer.status_code == 200
    assert answer["Content-Type"].partition(";")[0] == media_type
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Language"] == "uz-Latn, uz-Cyrl, ru, en"
    assert f'<{LICENCE}>; rel="license"' in answer["Link"]
    graph = Graph().parse(data=answer.content, format=name)
    assert len(set(graph.subjects(RDF.type, CPSV.PublicService))) == 62
    assert set(graph.objects(None, DCTERMS.conformsTo)) == {PROFILE}


def test_who_has_it_already_is_sent_nothing_until_the_day_has_changed(client: Client) -> None:
    mark = client.get("/catalogue.ttl")["ETag"]
    again = client.get("/catalogue.ttl", headers={"if-none-match": mark})
    assert (again.status_code, again.content) == (304, b"")
    set_clock(JUST_AFTER_MIDNIGHT)
    assert client.get("/catalogue.ttl", headers={"if-none-match": mark}).status_code == 200


def test_addresses_in_it_are_those_people_reach_us_by(client: Client, settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = "https://darcha.example"
    told = client.get("/catalogue.ttl", headers={"host": "testserver"}).content.decode()
    assert "<https://darcha.example/services/PJ-03/>" in told
    assert "testserver" not in told


def test_nothing_can_be_sent_to_it(client: Client) -> None:
    assert client.post("/catalogue.ttl").status_code in {403, 405}
    assert client.head("/catalogue.jsonld").content == b""


def test_every_page_of_the_portal_leads_to_it(client: Client) -> None:
    page = client.get("/", headers={"accept-language": "ru"}).content.decode()
    assert "Открытые данные:" in page
    assert '"/catalogue.ttl"' in page
    assert '"/catalogue.jsonld"' in page
