"""Renewing the seals of a house while it runs: batch after batch, each a transaction, so that it can be cut off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import F, Func, Q

from darcha.plumbing.sealed import BlindIndexField, SealedTextField
from darcha.plumbing.sealing import ID_BYTES, key_ring

BATCH = 500


def reseal(*, batch: int = BATCH) -> Iterator[int]:
    """Seal whatever is not sealed by the newest key with it; yield how many rows each batch renewed.

    Whoever reads meanwhile opens old and new. Whoever writes has the newest key since the file changed; who began to
    before is waited for by the lock of the second walk. When this ends no row needs an older key.
    """
    for model in apps.get_models():
        columns = [field for field in model._meta.local_fields if isinstance(field, SealedTextField)]
        if columns:
            yield from _walk(model, columns, batch=batch)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    f"LOCK TABLE {connection.ops.quote_name(model._meta.db_table)} IN SHARE ROW EXCLUSIVE MODE"
                )
                yield from _walk(model, columns, batch=batch)


def _walk(model: type[models.Model], columns: list[SealedTextField[Any, Any]], *, batch: int) -> Iterator[int]:
    names = [column.attname for column in columns]
    indexes = [field.attname for field in model._meta.local_fields if isinstance(field, BlindIndexField)]
    newest = key_ring().newest.id
    sealed_by = {
        f"sealed_by_{name}": Func(F(name), 1, ID_BYTES, function="SUBSTRING", output_field=models.BinaryField())
        for name in names
    }
    is_old = Q()
    for name in names:
        is_old |= Q(**{f"{name}__isnull": False}) & ~Q(**{f"sealed_by_{name}": newest})
    last: Any = None
    while True:
        rows = model._default_manager.annotate(**sealed_by).filter(is_old).order_by("pk")
        with transaction.atomic():
            found = list((rows if last is None else rows.filter(pk__gt=last)).select_for_update()[:batch])
            for row in found:
                for name in names:
                    getattr(row, name)  # what was opened is sealed anew
                row.save(update_fields=[*names, *indexes])
        if not found:
            return
        last = found[-1].pk
        yield len(found)
