"""A form: what is shown, what must be answered, what is missing or wrong, and what is kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.catalogue.rules import (
    Asked,
    Choice,
    FormField,
    FormState,
    Problem,
    ServiceVersion,
    answer_text,
    filled_form,
    read_answer,
)
from darcha.kernel.names import Names

NAMES = Names(uz="nom", uz_cyrl="ном", ru="имя", en="name")
ON = date(2026, 11, 24)
PAY = FormField("payment_way", "choice", NAMES, choices=(Choice("bank", NAMES), Choice("post", NAMES)))
ACCOUNT = FormField("bank_account", "text", NAMES, digits=20)
NAME = FormField("child_name", "text", NAMES)


def filled(version: ServiceVersion, *, facts: dict[str, object] | None = None, **answers: object) -> FormState:
    return filled_form(version, facts=facts or {}, answers=answers, on=ON)


def test_a_field_is_shown_when_an_earlier_answer_asks_for_it(service) -> None:
    version = service(form=(Asked(PAY, required=True), Asked(ACCOUNT, required=True, shown_if="payment_way == 'bank'")))
    assert [one.field.code for one in filled(version, payment_way="post").shown] == ["payment_way"]
    by_bank = filled(version, payment_way="bank")
    assert by_bank.defects == ("bank_account",)
    assert by_bank.fields[1].problem == Problem("missing")


def test_what_hangs_on_an_unanswered_question_is_asked_until_that_is_answered(service) -> None:
    version = service(form=(Asked(NAME, required=True, shown_if="parents.married"),))
    undecided = filled(version).fields[0]
    assert undecided.is_shown and undecided.is_required and undecided.asks == {"parents.married"}
    assert filled(version, facts={"parents.married": False}).defects == ()


def test_what_hangs_on_a_hidden_field_is_hidden_and_its_answer_is_not_kept(service) -> None:
    version = service(
        form=(
            Asked(PAY, shown_if="has_children"),
            Asked(ACCOUNT, required=True, shown_if="payment_way == 'bank'"),
            Asked(NAME, required_if="payment_way == 'bank'"),
        )
    )
    state = filled(version, facts={"has_children": False}, payment_way="bank", bank_account="1" * 20)
    assert [one.is_shown for one in state.fields] == [False, False, True]
    assert state.defects == () and state.answers == {}


def test_required_by_a_condition_only_where_it_holds(service) -> None:
    version = service(form=(Asked(NAME, required_if="parents.married"),))
    assert filled(version, facts={"parents.married": True}).defects == ("child_name",)
    assert filled(version, facts={"parents.married": False}).defects == ()


@pytest.mark.parametrize(
    ("field", "typed", "value", "problem"),
    [
        (NAME, "  Karimova   Zuhra ", "Karimova Zuhra", None),
        (NAME, "a\nb", None, Problem("unreadable")),
        (NAME, "a\x00b", None, Problem("unreadable")),
        (NAME, "x" * 201, None, Problem("too_long", 200)),
        (FormField("why", "long_text", NAMES), "a\r\nb", "a\nb", None),
        (FormField("t", "text", NAMES, least=Decimal(3)), "ab", None, Problem("too_short", Decimal(3))),
        (FormField("tin", "text", NAMES, digits=9), "301 234-567", "301234567", None),
        (FormField("tin", "text", NAMES, digits=9), "30123456", None, Problem("digits", 9)),
        (FormField("n", "number", NAMES), "12 000", 12000, None),
        (FormField("n", "number", NAMES), "1,5", None, Problem("too_many_decimals", 0)),
        (FormField("n", "number", NAMES, decimals=1), "1,50", 1.5, None),
        (FormField("n", "number", NAMES), "1e9", None, Problem("not_a_number")),
        (FormField("n", "number", NAMES, least=Decimal(1)), "0", None, Problem("too_small", Decimal(1))),
        (FormField("n", "number", NAMES, most=Decimal(20)), "21", None, Problem("too_large", Decimal(20))),
        (FormField("d", "date", NAMES), "1.5.2010", "2010-05-01", None),
        (FormField("d", "date", NAMES), "31.02.2010", None, Problem("not_a_day")),
        (FormField("d", "date", NAMES), "0001-01-01", None, Problem("not_a_day")),
        (FormField("d", "date", NAMES, days="past"), "2026-11-25", None, Problem("not_past")),
        (FormField("d", "date", NAMES, days="future"), "2026-11-23", None, Problem("not_future")),
        (FormField("d", "date", NAMES, days="past"), "2026-11-24", "2026-11-24", None),
        (PAY, "cash", None, Problem("not_a_choice")),
        (FormField("y", "yes_no", NAMES), "no", False, None),
        (FormField("y", "yes_no", NAMES), "perhaps", None, Problem("not_a_choice")),
    ],
)
def test_an_answer_is_read_or_refused_with_its_reason(
    field: FormField, typed: str, value: object, problem: Problem | None
) -> None:
    assert read_answer(field, typed, on=ON) == (value, problem)


FIELDS = [
    NAME,
    ACCOUNT,
    PAY,
    FormField("why", "long_text", NAMES),
    FormField("n", "number", NAMES, decimals=2),
    FormField("d", "date", NAMES),
    FormField("y", "yes_no", NAMES),
]


@given(
    st.sampled_from(FIELDS),
    st.text(max_size=40)
    | st.decimals(allow_nan=True).map(str)
    | st.dates().map(str)
    | st.sampled_from(["yes", "bank"]),
)
def test_what_is_taken_is_taken_again_as_it_was(field: FormField, typed: str) -> None:
    value, problem = read_answer(field, typed, on=ON)
    assert value is None or problem is None
    if value is not None:
        assert read_answer(field, answer_text(value), on=ON) == (value, None)


@given(
    st.dictionaries(st.sampled_from(["has_children", "parents.married"]), st.booleans()),
    st.dictionaries(
        st.sampled_from(["payment_way", "bank_account", "child_name", "other"]),
        st.sampled_from(["bank", "post", "1" * 20, "x", ""]),
    ),
)
def test_only_right_answers_to_what_is_shown_are_kept_and_telling_more_never_unsettles_them(
    facts: dict[str, object], answers: dict[str, str]
) -> None:
    form = (
        Asked(PAY, required=True, shown_if="has_children"),
        Asked(ACCOUNT, required_if="parents.married", shown_if="payment_way == 'bank'"),
        Asked(NAME, required=True),
    )
    version = _version(form)
    state = filled_form(version, facts=facts, answers=answers, on=ON)
    assert set(state.answers) <= {one.field.code for one in state.shown}
    assert not set(state.answers) & set(state.defects)
    again = filled_form(version, facts=facts, answers=state.answers, on=ON)
    assert again.answers == state.answers
    assert [one.is_shown for one in again.fields] == [one.is_shown for one in state.fields]


def _version(form: tuple[Asked, ...]) -> ServiceVersion:
    from dataclasses import fields

    said: dict[str, object] = dict.fromkeys((field.name for field in fields(ServiceVersion)), ())
    return ServiceVersion(**{**said, "form": form})
