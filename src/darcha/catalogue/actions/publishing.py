"""Making a draft the version of a service in force from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from darcha.catalogue import drafts, errors, memory, models, reading
from darcha.catalogue.actions.common import COUNTRY, ZONE, earlier, one_at_a_time
from darcha.catalogue.rules.differences import Change, ChangeKind, Policy, differences, outcome
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission

_REASON_SIGNS = 2000


def publish(
    *,
    service_id: str,
    valid_from: date,
    policies: Mapping[str, str],
    because: str,
    authors: int,
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> int:
    """Make the draft of a service a version in force from a day on, and return the version's number.

    `policies` by kind of change: what each does to open applications, the usual where nothing is said. `authors`: how
    many people of the house write services; where there are two, who wrote last does not publish. From here on the
    version is never changed. The open applications follow by `cases.follow_versions`.

    :raises NoDraft: there is nothing to publish.
    :raises AnotherMustPublish: a second pair of eyes has to.
    :raises DraftOutdated: the service got another version since the draft was begun.
    :raises DraftIncomplete, NothingChanged, ValidityPast, PolicyUnknown, ReasonForChangeMissing: it cannot be published so.
    """
    by.must(Permission.WRITE_SERVICES, centre_id=COUNTRY)
    done = earlier(key=key, by=by, kind=Kind.SERVICE_PUBLISHED)
    if done:
        return int(str(done.data["version"]))
    today = at.astimezone(ZONE).date()
    because = because.strip()[:_REASON_SIGNS]
    if not because:
        raise errors.ReasonForChangeMissing(service=service_id)
    with transaction.atomic():
        one_at_a_time()
        draft, newest = _ready(service_id, valid_from=max(today, valid_from), authors=authors, by=by)
        if valid_from < max(today, newest.valid_from):
            raise errors.ValidityPast(service=service_id)
        content = drafts.final(draft.content)
        mark = drafts.content_hash(content)
        if mark == newest.content_hash:
            raise errors.NothingChanged(service=service_id)
        version = models.ServiceVersion.objects.create(
            service_id=service_id, content=content, content_hash=mark, valid_from=valid_from, loaded_at=at
        )
        kinds = tuple(dict.fromkeys(change.kind for change in _changes(newest, version)))
        if not kinds:
            raise errors.NothingChanged(service=service_id)
        chosen = _chosen(kinds, policies)
        together = outcome(kinds, chosen)
        models.Publication.objects.create(
            version=version,
            replaces=newest,
            published_at=at,
            published_by=by.label,
            written_by=draft.changed_by,
            because=because,
            policies={kind.value: policy.value for kind, policy in chosen.items()},
            open_cases=together.value,
        )
        written_by = draft.changed_by
        draft.delete()
        if valid_from <= today:
            _call(version)
        models.Edition.objects.create(content_hash=mark, loaded_at=at)
        journal.append(
            centre_id=COUNTRY,
            kind=Kind.SERVICE_PUBLISHED,
            subject=f"service:{service_id}",
            at=at,
            by=by,
            data={
                "service": service_id,
                "version": version.pk,
                "before": newest.pk,
                "valid_from": valid_from.isoformat(),
                "open_cases": together.value,
                "changes": [kind.value for kind in kinds],
                "written_by": written_by,
            },
            key=key,
        )
    memory.forget()
    return version.pk


def _ready(service_id: str, *, valid_from: date, authors: int, by: Actor) -> tuple[models.Draft, models.ServiceVersion]:
    """Return the draft of a service and the version it would replace, where this actor may publish it.

    :raises NoDraft, AnotherMustPublish, DraftOutdated, DraftIncomplete: it cannot be published.
    """
    draft = models.Draft.objects.filter(service_id=service_id).first()
    if draft is None:
        raise errors.NoDraft(service=service_id)
    if draft.changed_by == by.label and authors > 1:
        raise errors.AnotherMustPublish(service=service_id)
    newest = models.ServiceVersion.objects.filter(service_id=service_id).order_by("valid_from", "id").last()
    assert newest is not None
    if newest.pk != draft.based_on_id:
        raise errors.DraftOutdated(service=service_id)
    if any(gap.blocks for gap in drafts.lacks(draft.content, on=valid_from)):
        raise errors.DraftIncomplete(service=service_id)
    return draft, newest


def _changes(before: models.ServiceVersion, after: models.ServiceVersion) -> tuple[Change, ...]:
    around = memory.catalogue().around
    return differences(*(reading.service_version(row, around=around) for row in (before, after)))


def _chosen(kinds: tuple[ChangeKind, ...], policies: Mapping[str, str]) -> dict[ChangeKind, Policy]:
    """Return the policies told for the kinds that occur.

    :raises PolicyUnknown: one is none of the three.
    """
    try:
        return {kind: Policy(policies[kind.value]) for kind in kinds if kind.value in policies}
    except ValueError:
        raise errors.PolicyUnknown from None


def bring_into_force(*, at: datetime, by: Actor) -> int:
    """Call every service as its version of today calls it; return how many are called otherwise now.

    A version published for a later day changes the name by which a service is found only when that day has come.
    """
    by.must(Permission.LOAD_BLUEPRINT, centre_id=COUNTRY)
    today = at.astimezone(ZONE).date()
    published = models.Publication.objects.filter(version__valid_from__lte=today).select_related("version")
    newest: dict[str, models.ServiceVersion] = {}
    for one in published.order_by("version__valid_from", "version_id"):
        newest[one.version.service_id] = one.version
    with transaction.atomic():
        one_at_a_time()
        called = [_call(version) for version in newest.values() if _is_in_force(version, today)]
        if any(called):
            models.Edition.objects.create(content_hash="", loaded_at=at)
    if any(called):
        memory.forget()
    return sum(called)


def _is_in_force(version: models.ServiceVersion, today: date) -> bool:
    rows = models.ServiceVersion.objects.filter(service_id=version.service_id, valid_from__lte=today)
    last = rows.order_by("valid_from", "id").last()
    return last is not None and last.pk == version.pk


def _call(version: models.ServiceVersion) -> bool:
    """Give a service the name, department and life events of a version; return whether they were others."""
    told = reading.service_version(version, around=memory.catalogue().around)
    names = told.names
    fields = {
        "uz": names.uz,
        "uz_cyrl": names.uz_cyrl,
        "ru": names.ru,
        "en": names.en,
        "department_id": told.department_id,
        "life_events": list(told.life_events),
    }
    row = models.Service.objects.get(pk=version.service_id)
    if all(getattr(row, name) == value for name, value in fields.items()):
        return False
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return True
