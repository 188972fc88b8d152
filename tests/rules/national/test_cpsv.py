"""Times of the law as durations, and numbers that must not change on the way into a file."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import XSD, Graph, Literal, URIRef

from darcha.kernel.working_time import WorkingCalendar, is_working_day
from darcha.national.rules.cpsv import duration, longest_days
from darcha.national.rules.cpsv_files import mark, written

THING = URIRef("https://example.org/#thing")
COSTS = URIRef("https://example.org/#costs")

QUIET = date(2027, 6, 1)
"""Four weeks from here no holiday falls."""


@pytest.mark.parametrize(
    ("days_a_week", "n", "days"), [(5, 1, 3), (5, 5, 7), (5, 6, 10), (6, 1, 2), (6, 6, 7), (6, 7, 9)]
)
def test_working_days_are_told_by_the_most_days_they_take(days_a_week: int, n: int, days: int) -> None:
    assert longest_days(n, days_a_week=days_a_week) == days


@given(n=st.integers(1, 12), week=st.sampled_from([5, 6]))
def test_no_first_day_makes_a_term_longer_than_told_and_one_makes_it_as_long(n: int, week: int) -> None:
    calendar = WorkingCalendar(frozenset(range(week)))
    taken = []
    for late in range(7):
        start = day = QUIET + timedelta(days=late)
        left = n
        while left:
            day += timedelta(days=1)
            left -= is_working_day(day, calendar=calendar)
        taken.append((day - start).days)
    assert max(taken) == longest_days(n, days_a_week=week)


@pytest.mark.parametrize(
    ("n", "unit", "told"),
    [(3, "cd", "P3D"), (2, "wk", "P14D"), (1, "mo", "P1M"), (20, "min", "PT20M"), (5, "wd", "P7D")],
)
def test_every_unit_of_the_law_has_its_duration(n: int, unit: str, told: str) -> None:
    assert duration(n, unit, days_a_week=5) == told


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@settings(max_examples=25)
@given(st.integers(0, 10**14))
def test_an_amount_stands_in_both_files_to_the_last_digit(amount: int) -> None:
    graph = Graph(bind_namespaces="none")
    graph.add((THING, COSTS, Literal(f"{amount}.0", datatype=XSD.double)))
    for form, name in (("ttl", "turtle"), ("jsonld", "json-ld")):
        read = Graph(bind_namespaces="none").parse(data=written(graph, form=form), format=name)
        value = read.value(THING, COSTS)
        assert isinstance(value, Literal)
        assert value.datatype == XSD.double
        assert int(value.toPython()) == amount


def test_no_number_in_json_is_left_to_the_reader_to_type() -> None:
    graph = Graph()
    graph.add((THING, COSTS, Literal("8240.0", datatype=XSD.double)))
    assert '"8240.0"' in json.dumps(json.loads(written(graph, form="jsonld")))


@pytest.mark.parametrize("things", [1, 2, 20])
def test_json_tells_its_nodes_in_the_default_graph(things: int) -> None:
    graph = Graph(bind_namespaces="none")
    for number in range(things):
        graph.add((URIRef(f"https://example.org/#thing-{number}"), COSTS, Literal(number)))
    told = json.loads(written(graph, form="jsonld"))
    nodes = told.get("@graph", [told])
    assert len(nodes) == things
    assert all("@graph" not in node and node["@id"].startswith("https://example.org/#thing-") for node in nodes)


def test_a_mark_tells_what_is_said_and_not_in_which_order() -> None:
    told = [(THING, COSTS, Literal(number)) for number in range(20)]
    forth, back, less = Graph(), Graph(), Graph()
    for triple, other in zip(told, reversed(told), strict=True):
        forth.add(triple)
        back.add(other)
    for triple in told[1:]:
        less.add(triple)
    assert mark(forth) == mark(back) != mark(less)
