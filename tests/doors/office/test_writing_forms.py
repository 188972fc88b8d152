"""The form of a service, its variants and when one may apply are written in the office, row by row and without a script."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from darcha.catalogue import models
from tests.doors.desk.officers import TUESDAY, let_it_be, signed_in
from tests.doors.office.test_writing_services import PENSION, typed

pytestmark = pytest.mark.django_db

DRAFT = f"{PENSION}draft/"


@pytest.fixture(autouse=True)
def _tuesday() -> None:
    let_it_be(TUESDAY)


@pytest.fixture
def nodira() -> Client:
    """Nodira, who writes services."""
    return signed_in("nodira")


def kept(client: Client, **other: object) -> str:
    """Type into the draft and keep it; return the page that comes."""
    answer = client.post(DRAFT, {**typed(client.get(DRAFT)), **other}, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def content() -> dict[str, list[dict[str, object]]]:
    return dict(models.Draft.objects.get().content)


def codes() -> list[object]:
    return [one["field"] for one in content()["form"]]


NEW = {
    "form.6.field": "witness_count",
    "form.6.definition.kind": "number",
    "form.6.definition.label.uz": "Guvohlar soni",
    "form.6.definition.label.ru": "Число свидетелей",
    "form.6.definition.label.en": "How many witnesses",
    "form.6.definition.least": "1",
    "form.6.definition.most": "9",
    "form.6.required_if": "relation == 'spouse'",
}


def test_rows_are_moved_removed_and_added_by_buttons(nodira: Client) -> None:
    before = kept(nodira)
    assert "Move up" in before
    first = codes()
    answer = nodira.post(DRAFT, {**typed(nodira.get(DRAFT)), "row": "form.1.up"})
    assert answer.headers["Location"].endswith("/draft/#form")
    assert codes() == [first[1], first[0], *first[2:]]
    kept(nodira, row="form.0.down")
    assert codes() == first
    kept(nodira, row="form.5.remove")
    assert codes() == first[:5]
    kept(nodira, **{name.replace("form.6", "form.5"): text for name, text in NEW.items()}, row="form.add")
    assert codes() == [*first[:5], "witness_count"]
    (made,) = [one for one in content()["form"] if one["field"] == "witness_count"]
    assert made == {
        "field": "witness_count",
        "required_if": "relation == 'spouse'",
        "definition": {
            "code": "witness_count",
            "kind": "number",
            "label": {"uz": "Guvohlar soni", "ru": "Число свидетелей", "en": "How many witnesses"},
            "least": 1,
            "most": 9,
        },
    }


def test_enter_in_an_input_keeps_the_draft_and_moves_nothing(nodira: Client) -> None:
    page = nodira.get(DRAFT).content.decode()
    form = page[page.index('class="dar-stack dar-write"') :]
    first = form[form.index("<button") :].split(">", 1)[0]
    assert "name=" not in first


@pytest.mark.parametrize(
    ("wrong", "place", "words"),
    [
        ({"form.6.field": "9 lives"}, "form.6.field", "Give it a code"),
        ({"form.6.field": "relation"}, "form.6.field", "asks for this field already"),
        ({"form.6.field": "child.age"}, "form.6.field", "A question of the catalogue has this code"),
        ({"form.6.definition.kind": "choice"}, "form.6.definition.choices", "A list of answers belongs"),
        ({"form.6.definition.label.ru": ""}, "form.6.definition.label.ru", "The text is missing in Russian"),
        ({"form.6.definition.most": "0"}, "form.6.definition.most", "The most is below the least"),
        ({"form.6.definition.least": "few"}, "form.6.definition.least", "Write a number"),
        ({"form.6.definition.days": "past"}, "form.6.definition.days", "for a day only"),
        ({"form.6.required": "1"}, "form.6.required_if", "one of the two"),
        ({"form.6.shown_if": "witnesses > 3"}, "form.6.shown_if", "unknown: witnesses"),
        ({"form.6.field": "", "form.6.definition.label.en": "Lost?"}, "form.6.field", "Give it a code"),
        ({"form.0.definition.label.en": "Other words"}, "form.0.field", "and otherwise"),
        ({"variants.0.name.uz": "bola"}, "variants.0.code", "Give it a code"),
        ({"variants.0.code": "child"}, "variants.0.if", "Say when the variant holds"),
        ({"variants.0.code": "child"}, "variants.0.fee.multiples", "changes nothing"),
        ({"variants.0.code": "c", "variants.0.time.n": "x"}, "variants.0.time.n", "time by law is missing"),
        ({"window.from": "13-40", "window.to": "07-31"}, "window.from", "month and day"),
        ({"window.from": "06-20"}, "window.to", "month and day"),
        ({"apply_within.n": "3", "apply_within.unit": "mo"}, "apply_within.from", "the day it counts from"),
        ({"limits.one_application_per.n": "one"}, "limits.one_application_per.n", "Write a whole number"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(nodira: Client, wrong: dict[str, str], place: str, words: str) -> None:
    row = NEW if any(name.startswith("form.6") for name in wrong) else {}
    page = kept(nodira, **{**row, **wrong})
    told = page.split(f'id="{place}-problem', 1)
    assert len(told) == 2, f"nothing is told at {place}"
    assert words in told[1].split("</div>", 1)[0]
    assert f'href="#{place}"' in page
    assert f'id="{place}"' in page


def test_a_list_of_answers_is_written_a_line_each(nodira: Client) -> None:
    place = next(row for row, one in enumerate(start(nodira)) if one["definition"]["kind"] == "choice")  # type: ignore[index]
    name = f"form.{place}.definition.choices"
    before = content()["form"][place]["definition"]["choices"]  # type: ignore[index]
    lines = str(typed(nodira.get(DRAFT))[name])
    kept(nodira, **{name: f"{lines}\nother | Boshqa | Другое | Other"})
    after = content()["form"][place]["definition"]["choices"]  # type: ignore[index]
    assert after == [*before, {"value": "other", "name": {"uz": "Boshqa", "ru": "Другое", "en": "Other"}}]
    page = kept(nodira, **{name: "other | Boshqa"})
    assert "Line 1 needs a value" in page
    assert "other | Boshqa" in page


def start(client: Client) -> list[dict[str, object]]:
    kept(client)
    return content()["form"]


def test_a_variant_a_window_and_limits_are_written_and_shown_before_they_are_published(nodira: Client) -> None:
    page = kept(
        nodira,
        **NEW,
        **{
            "variants.0.code": "children",
            "variants.0.name.uz": "bolali oila uchun",
            "variants.0.name.ru": "для семьи с детьми",
            "variants.0.name.en": "for a family with children",
            "variants.0.if": "has_minor_children",
            "variants.0.docs.0.document": "d-id",
            "variants.0.time.n": "3",
            "variants.0.time.unit": "wd",
            "variants.0.fee.multiples": "0,1",
            "variants.0.p.illustration": "1",
            "window.from": "06-20",
            "window.to": "07-31",
            "limits.one_application_per.n": "1",
            "limits.one_application_per.unit": "mo",
        },
    )
    assert 'aria-invalid="true"' not in page
    told = content()
    assert told["variants"] == [
        {
            "code": "children",
            "name": {"uz": "bolali oila uchun", "ru": "для семьи с детьми", "en": "for a family with children"},
            "if": "has_minor_children",
            "docs": [{"document": "d-id"}],
            "time": {"n": 3, "unit": "wd"},
            "fee": {"multiples": "0.1"},
            "p": {"illustration": True},
        }
    ]
    assert told["window"] == {"from": "06-20", "to": "07-31"}
    assert told["limits"] == {"one_application_per": {"n": 1, "unit": "mo"}}
    preview = unescape(nodira.get(f"{PENSION}preview/").content.decode())
    assert "How many witnesses" in preview
    assert "for a family with children" in preview
    own = nodira.get(f"{PENSION}publish/").content.decode()
    assert "The changes are told once nothing is missing." not in own
    kept(nodira)
    assert content() == told, "kept once more it says the same"
