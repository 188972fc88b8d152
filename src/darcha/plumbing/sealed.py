"""Columns of sealed text, and how a row is found by one of them.

A row is written and read as if its column held text. The database has bytes; they are opened when somebody asks for them,
so a list of rows costs nothing, and what goes around the row (`values`, `update`, raw SQL) meets sealed bytes only.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import In
from django.db.models.query_utils import DeferredAttribute

from darcha.plumbing.sealing import INDEX_BYTES, alike, key_ring

_Set_contra = TypeVar("_Set_contra", contravariant=True)
_Get_co = TypeVar("_Get_co", covariant=True)

if TYPE_CHECKING:

    class _Bytes(models.BinaryField[_Set_contra, _Get_co]):
        pass
else:

    class _Bytes(models.BinaryField):
        def __class_getitem__(cls, _: object) -> type:  # Django's fields know types only for the checker
            return cls


class _Opening(DeferredAttribute):
    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        held = super().__get__(instance, cls)
        if instance is None or not isinstance(held, bytes | memoryview):
            return held
        field: SealedTextField[Any, Any] = self.field  # type: ignore[assignment] # the field it was made by
        text = key_ring().unseal(bytes(held), place=field.place_of(instance))
        instance.__dict__[field.attname] = opened = field.opened(text)
        return opened

    # With this the row's own dictionary no longer answers in its place.
    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(_Bytes[_Set_contra, _Get_co]):
    """Text that is sealed when its row is written, for its table, its column and its row.

    `bound_to` names the column that tells the row and never changes: its key, unless the database gives that only on
    writing; then another one that is unique. Who renames the table or the column has to seal anew.
    """

    description = "Sealed text"
    descriptor_class = _Opening
    _pyi_private_set_type: str
    _pyi_private_get_type: str  # type: ignore[assignment] # read by the checker's plugin alone

    def __init__(self, *args: Any, bound_to: str = "pk", **kwargs: Any) -> None:
        """Take what any column takes."""
        self.bound_to = bound_to
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return what a migration needs to make the column again."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"bound_to": self.bound_to}

    def place_of(self, instance: models.Model) -> str:
        """Return the name of the place a text of this row is sealed for.

        :raises ValueError: the row does not know yet which one it is.
        """
        row = getattr(instance, self.bound_to)
        if row is None:
            raise ValueError(f"{self.model.__name__}.{self.name}: bind it to a column known before the row is written")
        return f"{self.model._meta.db_table}.{self.column}:{row}"

    def opened(self, text: str) -> Any:
        """Return what the row shows of the text that was sealed."""
        return text

    def closed(self, value: Any) -> str:
        """Return the text to seal for what was put into the row.

        :raises TypeError: it is no text.
        """
        if not isinstance(value, str):
            raise TypeError(f"{self.model.__name__}.{self.name} takes text")
        return value

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:  # noqa: ARG002, FBT001 -- Django's own
        """Return what the database gets: sealed anew when somebody looked at it or changed it, else as it was."""
        held = model_instance.__dict__.get(self.attname)
        if held is None or isinstance(held, bytes | memoryview):
            return held if held is None else bytes(held)
        return key_ring().seal(self.closed(held), place=self.place_of(model_instance))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 -- Django's own
        """Let nothing unsealed pass.

        :raises TypeError: it was not sealed by writing a row.
        """
        if value is not None and not isinstance(value, bytes | memoryview):
            raise TypeError(f"{self.model.__name__}.{self.name} is sealed by saving its row, not by an update of many")
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        """Let nobody search by it.

        :raises FieldError: another question than whether there is something.
        """
        if lookup_name != "isnull":
            raise FieldError(f"{self.model.__name__}.{self.name} is sealed: find its row by a blind index")
        return super().get_lookup(lookup_name)


class SealedJSONField(SealedTextField[_Set_contra, _Get_co]):
    """Values of JSON, sealed as their text. What is read is not to be changed in place, as anywhere in the house."""

    description = "Sealed JSON"
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def opened(self, text: str) -> Any:
        """Return the values."""
        return json.loads(text)

    def closed(self, value: Any) -> str:
        """Return the text of the values."""
        return json.dumps(value, ensure_ascii=False)


class BlindIndexField(_Bytes[_Set_contra, _Get_co]):
    """By what a row is found whose sealed column `of` holds a given text: `filter(number_index="3171...")`.

    It is made when the row is written. What differs by blanks, hyphens and case alone is found alike.
    """

    description = "Blind index"
    _pyi_private_set_type: bytes | None
    _pyi_private_get_type: bytes | None  # type: ignore[assignment] # the same plugin
    _pyi_lookup_exact_type: str

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        """Take what any column takes; `of` names the sealed one."""
        self.of = of
        super().__init__(*args, **kwargs | {"max_length": INDEX_BYTES, "null": True})

    def deconstruct(self) -> Any:
        """Return what a migration needs to make the column again."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    @property
    def place(self) -> str:
        """Return the name of the place its indexes are made for."""
        return f"{self.model._meta.db_table}.{self.column}"

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:  # noqa: ARG002, FBT001 -- Django's own
        """Return the index of what the sealed column holds; None when nothing in it can be compared."""
        text = getattr(model_instance, self.of)
        index = key_ring().index(text, place=self.place) if text and alike(text) else None
        setattr(model_instance, self.attname, index)
        return index


@BlindIndexField.register_lookup
class _Alike(In):
    lookup_name = "exact"

    def __init__(self, lhs: Any, rhs: str) -> None:
        found = key_ring().indexes(rhs, place=lhs.output_field.place) if alike(rhs) else []
        super().__init__(lhs, found)
