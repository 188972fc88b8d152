"""Loading a catalogue file: everything or nothing, and nothing twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from darcha.catalogue import memory, references
from darcha.catalogue.actions.common import COUNTRY, ZONE, one_at_a_time
from darcha.catalogue.blueprint import (
    CatalogueShape,
    DepartmentShape,
    DocumentShape,
    FieldShape,
    NamesShape,
    ServiceShape,
)
from darcha.catalogue.drafts import content_hash, kept
from darcha.catalogue.exporting import BUILDS_ON_SIGNS
from darcha.catalogue.models import (
    BaseAmount,
    Department,
    DocumentType,
    Edition,
    Fact,
    FeeRule,
    LegalSource,
    LifeEvent,
    ProclaimedDay,
    Publication,
    Service,
    ServiceVersion,
)
from darcha.catalogue.reading import names
from darcha.kernel.actor import Actor, Permission
from darcha.plumbing.yaml_lines import read, validated


@dataclass(slots=True)
class Counts:
    """What a loading did to the catalogue's entries. `messages` name each change, in English."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    messages: list[str] = field(default_factory=list)

    def tell(self, kind: str, code: object, what: str) -> None:
        """Count one entry as "new", "changed" or "unchanged" and name it where it is news."""
        setattr(self, what, getattr(self, what) + 1)
        if what == "changed":
            self.messages.append(f"{kind} {code}: {what}")


def check(*, text: str, file: str) -> CatalogueShape:
    """Return a catalogue file's content, touching no table.

    :raises BlueprintHasErrors: something is wrong; it names everything that is.
    """
    lined = read(text=text, file=file)
    shape, mistakes = validated(lined, model=CatalogueShape)
    if isinstance(lined.value, dict):
        mistakes += references.errors(lined)
    lined.refuse(mistakes)
    assert shape is not None
    return shape


def load(*, text: str, file: str, at: datetime, by: Actor) -> Counts:
    """Put a catalogue file into the tables; a changed service becomes a new version, old ones stay.

    The journal entry is written by whoever loads the blueprint as a whole. `file` is the name errors are told with.

    :raises NotAllowed: the actor may not load blueprints.
    :raises BlueprintHasErrors: something is wrong; nothing was loaded.
    """
    by.must(Permission.LOAD_BLUEPRINT, centre_id=COUNTRY)
    shape = check(text=text, file=file)
    counts = Counts()
    with transaction.atomic():
        one_at_a_time()
        _refuse_to_undo(shape, text=text, file=file)
        _write_surroundings(shape, counts)
        _write_services(shape, at=at, counts=counts)
        if counts.new or counts.changed:
            Edition.objects.create(content_hash=hashlib.sha256(text.encode()).hexdigest(), loaded_at=at, text=text)
    memory.forget()
    return counts


def _refuse_to_undo(shape: CatalogueShape, *, text: str, file: str) -> None:
    """Refuse a file that would undo what the office published and its author did not know.

    :raises BlueprintHasErrors: a service says something new and does not build on the published version.
    """
    published = _published()
    marks: dict[str, set[str]] = {}
    for code, mark in ServiceVersion.objects.filter(service_id__in=published).values_list("service_id", "content_hash"):
        marks.setdefault(code, set()).add(mark)
    fields = {one.code: one for one in shape.fields}
    wrong = []
    for place, service in enumerate(shape.services):
        version = published.get(service.code)
        if version is None or content_hash(kept(_with_definitions(service, fields))) in marks[service.code]:
            continue
        if service.builds_on != version.content_hash[:BUILDS_ON_SIGNS]:
            wrong.append(place)
    if wrong:
        lined = read(text=text, file=file)
        lined.refuse(
            [
                lined.error(
                    ("services", place, "code"),
                    got="a description that does not know the one the office published",
                    expected="the file of `darcha catalogue export`, changed",
                )
                for place in wrong
            ]
        )


def _published() -> dict[str, ServiceVersion]:
    """Return the newest versions of services, those of them that the office published."""
    newest: dict[str, ServiceVersion] = {}
    for version in ServiceVersion.objects.order_by("valid_from", "id").defer("content"):
        newest[version.service_id] = version
    known = set(Publication.objects.values_list("version_id", flat=True))
    return {code: version for code, version in newest.items() if version.pk in known}


def _write_surroundings(shape: CatalogueShape, counts: Counts) -> None:
    _put(
        LegalSource,
        {one.key: {"address": one.address, "note": one.note or ""} for one in shape.sources},
        kind="source",
        counts=counts,
    )
    bodies: list[tuple[DepartmentShape, bool]] = [(one, False) for one in shape.departments]
    bodies += [(one, True) for one in shape.partners]
    _put(
        Department,
        {
            one.code: {
                **_named(one.name, position),
                "calendar": one.calendar,
                "is_partner": partner,
                "usual_presence": list(one.presence),
            }
            for position, (one, partner) in enumerate(bodies)
        },
        kind="department",
        counts=counts,
    )
    _put(LifeEvent, _positioned(shape.life_events, lambda _: {}), kind="life event", counts=counts)
    _put(DocumentType, _positioned(shape.documents, _document), kind="document", counts=counts)
    _put(
        Fact,
        {
            one.code: {
                **_named(one.question, position),
                "kind": one.kind,
                "derived": one.derived,
                "choices": [kept(choice) for choice in one.choices],
            }
            for position, one in enumerate(shape.facts)
        },
        kind="fact",
        counts=counts,
    )
    _put(
        BaseAmount,
        {one.from_: {"uzs": one.uzs, "provenance": kept(one.p)} for one in shape.base_amounts},
        kind="base amount",
        counts=counts,
    )
    _put(
        ProclaimedDay,
        {one.off: {"worked": one.worked, "provenance": kept(one.p)} for one in shape.proclaimed_days},
        kind="proclaimed day",
        counts=counts,
    )
    _put(FeeRule, _positioned(shape.fee_rules, lambda one: {"content": kept(one)}), kind="fee rule", counts=counts)


def _named(shape: NamesShape, position: int) -> dict[str, Any]:
    name = names(shape)
    return {"uz": name.uz, "uz_cyrl": name.uz_cyrl, "ru": name.ru, "en": name.en, "position": position}


def _positioned(shapes: Iterable[Any], rest: Callable[[Any], dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    return {one.code: {**_named(one.name, position), **rest(one)} for position, one in enumerate(shapes)}


def _document(shape: DocumentShape) -> dict[str, Any]:
    abolished = shape.abolished
    sources = abolished.p.sources if abolished else []
    return {
        "issued_by_id": shape.issued_by,
        "held_by_id": shape.held_by,
        "abolished_from": abolished.from_ if abolished else None,
        "abolished_told": (abolished.announced or str(abolished.from_)) if abolished else "",
        "abolished_scope": abolished.scope if abolished else None,
        "abolished_source_id": sources[0] if sources else None,
        "note": kept(shape.note) if shape.note else None,
        "output_of": list(shape.output_of),
    }


def _put(model: type[models.Model], wanted: Mapping[Any, dict[str, Any]], *, kind: str, counts: Counts) -> None:
    """Make the rows of `model` say what the file says; rows the file does not name stay, old versions may need them."""
    manager = model._default_manager
    known = {row.pk: row for row in manager.all()}
    for key, fields in wanted.items():
        row = known.get(key)
        if row is None:
            manager.create(pk=key, **fields)
            counts.tell(kind, key, "new")
        elif any(getattr(row, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(row, name, value)
            row.save()
            counts.tell(kind, key, "changed")
        else:
            counts.tell(kind, key, "unchanged")


def _with_definitions(shape: ServiceShape, fields: Mapping[str, FieldShape]) -> ServiceShape:
    """Return a service whose form holds its fields, so that a case reads its form as it was when the version was made."""
    form = [one.model_copy(update={"definition": fields[one.field]}) for one in shape.form]
    return shape.model_copy(update={"form": form, "builds_on": None})


def _write_services(shape: CatalogueShape, *, at: datetime, counts: Counts) -> None:
    today = at.astimezone(ZONE).date()
    known = {row.pk: row for row in Service.objects.all()}
    newest: dict[str, ServiceVersion] = {}
    for version in ServiceVersion.objects.order_by("valid_from", "id").defer("content"):
        newest[version.service_id] = version
    fields = {one.code: one for one in shape.fields}
    published = _published()
    for position, service in enumerate(shape.services):
        if service.code in published and _is_kept(published[service.code], service, fields, position, counts):
            continue
        one = _with_definitions(service, fields)
        _write_service(one, position, known, newest.get(one.code), shape.describes_from, today, at, counts)
    given = {one.code for one in shape.services}
    for code, row in known.items():
        if code not in given and row.withdrawn_on is None:
            row.withdrawn_on = today
            row.save()
            counts.tell("service", code, "changed")


def _is_kept(
    version: ServiceVersion, shape: ServiceShape, fields: Mapping[str, FieldShape], position: int, counts: Counts
) -> bool:
    """Return whether a service stays as the office published it, because the file only knows an earlier version."""
    mark = content_hash(kept(_with_definitions(shape, fields)))
    if mark == version.content_hash or shape.builds_on == version.content_hash[:BUILDS_ON_SIGNS]:
        return False
    row = Service.objects.get(pk=shape.code)
    if row.position != position or row.withdrawn_on is not None:
        row.position, row.withdrawn_on = position, None
        row.save()
    counts.tell("service", shape.code, "unchanged")
    counts.messages.append(
        f"service {shape.code}: stays as the office published it for {version.valid_from}; the file has an earlier version"
    )
    return True


def _write_service(
    shape: ServiceShape,
    position: int,
    known: Mapping[str, Service],
    newest: ServiceVersion | None,
    describes_from: date,
    today: date,
    at: datetime,
    counts: Counts,
) -> None:
    fields: dict[str, Any] = {
        **_named(shape.name, position),
        "department_id": shape.department,
        "life_events": list(shape.life_events),
        "withdrawn_on": None,
    }
    row = known.get(shape.code)
    returned = row is not None and row.withdrawn_on is not None
    if row is None:
        Service.objects.create(pk=shape.code, **fields)
    elif any(getattr(row, name) != value for name, value in fields.items()):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
    content = kept(shape)
    mark = content_hash(content)
    if newest is not None and newest.content_hash == mark:
        counts.tell("service", shape.code, "changed" if returned else "unchanged")
        return
    # Never before the version it replaces, even when the clock of a lesson stands earlier.
    valid_from = describes_from if newest is None else max(today, newest.valid_from)
    ServiceVersion.objects.create(
        service_id=shape.code, content=content, content_hash=mark, valid_from=valid_from, loaded_at=at
    )
    counts.tell("service", shape.code, "new" if newest is None else "changed")
