"""The file of keys, and columns sealed by it in a real table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps

from darcha.plumbing import sealing
from darcha.plumbing.sealed import BlindIndexField, SealedJSONField, SealedTextField
from darcha.plumbing.sealing import KeysUnusable, SealBroken


@pytest.fixture
def keys_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "KEYS_FILE", tmp_path / "house" / "keys")
    return tmp_path / "house" / "keys"


def test_a_new_file_holds_one_key_for_its_owner_alone(keys_file: Path) -> None:
    made = sealing.make_keys(keys_file)
    assert keys_file.stat().st_mode & 0o777 == 0o600
    assert sealing.key_ring() == made
    assert [path.name for path in keys_file.parent.iterdir()] == ["keys"]


def test_keys_that_are_there_are_never_made_anew(keys_file: Path) -> None:
    made = sealing.make_keys(keys_file)
    with pytest.raises(FileExistsError):
        sealing.make_keys(keys_file)
    assert sealing.key_ring() == made


def test_a_missing_file_says_what_to_do(keys_file: Path) -> None:
    with pytest.raises(KeysUnusable, match="darcha keys new"):
        sealing.key_ring()


def test_a_file_everybody_may_read_is_not_used(keys_file: Path) -> None:
    sealing.make_keys(keys_file)
    keys_file.chmod(0o644)
    with pytest.raises(KeysUnusable, match="chmod o="):
        sealing.key_ring()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("# nothing\n", "holds no key"),
        ("00000000 c2hvcnQ=\n", "is no key"),
        ("00000000\n", "is no key"),
        ("00000000 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", "damaged"),
        ("ключ\n", "cannot be read"),
    ],
)
def test_a_damaged_file_is_told_without_what_it_holds(keys_file: Path, written: str, told: str) -> None:
    keys_file.parent.mkdir()
    keys_file.touch(mode=0o600)
    keys_file.write_text(written, encoding="utf-8")
    with pytest.raises(KeysUnusable, match=told) as refused:
        sealing.key_ring()
    assert "AAAA" not in str(refused.value)


def test_a_house_that_runs_learns_of_a_new_key(keys_file: Path) -> None:
    old = sealing.make_keys(keys_file).newest
    sealing.key_ring()
    new = sealing.new_key()
    keys_file.chmod(0o640)
    sealing.write_keys(keys_file, [old, new])
    assert sealing.key_ring().keys == (old, new)
    assert keys_file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in keys_file.parent.iterdir()] == ["keys"]


@pytest.fixture
def person(db: None) -> Iterator[type[models.Model]]:
    with isolate_apps("darcha.cases"):

        class Person(models.Model):
            code = models.CharField(max_length=9, unique=True)
            name = SealedTextField(bound_to="code")
            more = SealedJSONField(bound_to="code", null=True)
            number = SealedTextField(bound_to="code", null=True)
            number_index = BlindIndexField(of="number")

            class Meta:
                app_label = "cases"
                db_table = "person"

        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE person (id serial PRIMARY KEY, code text, name bytea NOT NULL, more bytea,"
                " number bytea, number_index bytea) ON COMMIT DROP"
            )
        yield Person


def _in_the_table(column: str) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM person ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_a_row_shows_text_and_its_table_does_not(person: type[models.Model]) -> None:
    person.objects.create(code="a", name="Madina", more={"born": [1992]})
    person.objects.bulk_create([person(code="b", name="Rustam")])
    assert [(row.name, row.more) for row in person.objects.order_by("id")] == [
        ("Madina", {"born": [1992]}),
        ("Rustam", None),
    ]
    assert all(b"adina" not in bytes(held) for held in _in_the_table("name"))


def test_a_row_is_found_by_its_number_and_by_no_name(person: type[models.Model]) -> None:
    person.objects.create(code="a", name="Madina", number="3171 0854")
    person.objects.create(code="b", name="Rustam", number="--")
    assert [row.code for row in person.objects.filter(number_index="3171-0854")] == ["a"]
    assert not person.objects.filter(number_index="").exists()
    assert _in_the_table("number_index")[1] is None
    with pytest.raises(FieldError, match="sealed"):
        person.objects.filter(name="Madina")


def test_a_changed_row_is_sealed_anew_and_an_untouched_column_is_not(person: type[models.Model]) -> None:
    person.objects.create(code="a", name="Madina", number="1")
    before = _in_the_table("number")
    row = person.objects.get(code="a")
    row.name = "Madina Karimova"
    row.save(update_fields=["name"])
    assert person.objects.get(code="a").name == "Madina Karimova"
    assert _in_the_table("number") == before
    fresh = person.objects.defer("name").get(code="a")
    assert fresh.name == "Madina Karimova"


def test_an_update_of_many_rows_lets_no_plain_text_into_the_table(person: type[models.Model]) -> None:
    with pytest.raises(TypeError, match="sealed by saving"):
        person.objects.update(name="Madina")
    with pytest.raises(TypeError, match="takes text"):
        person.objects.create(code="a", name=7)


def test_a_name_copied_into_another_row_does_not_open(person: type[models.Model]) -> None:
    for code, name in (("a", "Madina"), ("b", "Rustam")):
        person.objects.create(code=code, name=name)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE person SET name = (SELECT name FROM person WHERE code = 'a')")
    with pytest.raises(SealBroken, match=r"person\.name:b"):
        person.objects.get(code="b").name  # noqa: B018 -- opened when asked for


def test_a_row_that_does_not_know_its_place_is_not_sealed(person: type[models.Model]) -> None:
    with pytest.raises(ValueError, match="bind it"):
        person.objects.create(code=None, name="Madina")
