"""Every table is explained, guarded and built only on what lies below it."""

from __future__ import annotations

import io

import pytest
from building import ROOMS_BOTTOM_UP
from django.apps import apps
from django.core.management import call_command
from django.db import models

TABLES = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model.__module__.startswith("darcha.") and not model._meta.proxy
]


def _name(model: type[models.Model]) -> str:
    return model._meta.label


def _room(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def _columns(model: type[models.Model]) -> list[models.Field]:
    return [
        field
        for field in model._meta.local_fields
        if field.column and not (field.primary_key and getattr(field, "auto_created", False))
    ]


def test_there_are_tables_to_guard() -> None:
    assert {"journal.Entry", "queue.Ticket", "cases.Case"} <= {_name(model) for model in TABLES}


@pytest.mark.parametrize("model", TABLES, ids=_name)
def test_every_column_says_what_it_holds(model: type[models.Model]) -> None:
    silent = [field.name for field in _columns(model) if not str(field.help_text).strip()]
    assert not silent


@pytest.mark.parametrize("model", TABLES, ids=_name)
def test_nothing_disappears_with_what_it_belongs_to(model: type[models.Model]) -> None:
    loose = [
        field.name
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    ]
    assert not loose


@pytest.mark.parametrize("model", TABLES, ids=_name)
def test_a_table_points_only_to_rooms_below(model: type[models.Model]) -> None:
    """Foreign keys are strings: the import checker cannot see them."""
    storey = ROOMS_BOTTOM_UP.index(_room(model))
    above = [
        f"{field.name} -> {_name(field.related_model)}"
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and not (
            _room(field.related_model) in ROOMS_BOTTOM_UP
            and ROOMS_BOTTOM_UP.index(_room(field.related_model)) <= storey
        )
    ]
    assert not above


@pytest.mark.parametrize("model", TABLES, ids=_name)
def test_nobody_reaches_up_through_a_reverse_name(model: type[models.Model]) -> None:
    """A key into another room has `related_name="+"`: the lower room does not learn of the higher one."""
    reaching = [
        field.name
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and _room(field.related_model) != _room(model)
        and not field.remote_field.hidden
    ]
    assert not reaching


@pytest.mark.parametrize("model", TABLES, ids=_name)
def test_constraints_are_named_as_sentences(model: type[models.Model]) -> None:
    unnamed = [
        constraint.name
        for constraint in model._meta.constraints
        if constraint.name.count("_") < 2 or model._meta.db_table in constraint.name
    ]
    assert not unnamed


@pytest.mark.parametrize("model", TABLES, ids=_name)
def test_a_table_belongs_to_its_room_by_name(model: type[models.Model]) -> None:
    assert model._meta.db_table.startswith(f"{_room(model)}_")


@pytest.mark.django_db(databases=["default", "owner"])
def test_no_migration_is_missing() -> None:
    told = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=told, stderr=told)
    except SystemExit:
        pytest.fail(told.getvalue())


@pytest.mark.parametrize("room", ROOMS_BOTTOM_UP)
def test_migrations_are_named_by_hand(room: str) -> None:
    from building import PACKAGE

    nameless = [path.name for path in (PACKAGE / room / "migrations").glob("*_auto_*.py")]
    assert not nameless
