"""What can be asked about notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q

from darcha.centres import queries as centres
from darcha.notices import models, rules
from darcha.notices.matters import standing
from darcha.notices.wording import text_of


@dataclass(frozen=True, slots=True)
class Delivery:
    """A notice to be handed on. `because`: why it is to be given up instead; then `to` and `text` are empty."""

    notice_id: int
    channel: str
    to: str = ""
    text: str = ""
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """That somebody is to be told about a matter: how, and the end of the address, for its owner to know it by."""

    channel: str
    ending: str


@dataclass(frozen=True, slots=True)
class Message:
    """That something was told, or was to be: `template` of `rules.TEMPLATES`, `state` of `rules.STATES`; its words are not kept."""

    at: datetime
    template: str
    channel: str
    language: str
    state: str


@dataclass(frozen=True, slots=True)
class Told:
    """How many notices of a day were sent, failed, and are on their way."""

    sent: int
    failed: int
    due: int


def delivery(*, notice_id: int, at: datetime) -> Delivery | None:
    """Return what is to be said to whom, as things stand now; None: its end was recorded before."""
    row = models.Notice.objects.filter(pk=notice_id, state=rules.DUE).first()
    if row is None:
        return None
    address = models.Address.objects.filter(about=row.about).first()
    if address is None:
        return Delivery(notice_id, row.channel, because=rules.STOPPED)
    matter = rules.matter_read(row.about)
    known = standing(matter, at=at) if matter else None
    still_true = known is not None and known.bears_out(row.template, happened_at=row.happened_at)
    if known is None or not still_true or rules.too_late(template=row.template, happened_at=row.happened_at, at=at):
        return Delivery(notice_id, row.channel, because=rules.TOO_LATE)
    local = known.starts_at.astimezone(centres.zone(centre_id=row.centre_id)) if known.starts_at else None
    # An address that was changed meanwhile is the one that counts.
    return Delivery(
        notice_id, address.channel, address.to, text_of(row.template, known, language=address.language, local=local)
    )


def asked(*, about: rules.Matter) -> Asked | None:
    """Return how somebody is told about a matter, or None: nobody asked."""
    row = models.Address.objects.filter(about=str(about)).first()
    return Asked(row.channel, rules.ending(row.to)) if row else None


def messages_about(*, abouts: Sequence[rules.Matter]) -> tuple[Message, ...]:
    """Return what was told about some matters of one person, oldest first."""
    rows = models.Notice.objects.filter(about__in=[str(about) for about in abouts]).order_by("due_at", "id")
    return tuple(Message(row.due_at, row.template, row.channel, row.language, row.state) for row in rows)


def is_anybody_to_be_told() -> bool:
    """Return whether an address is kept anywhere: then the journal is to be followed, or it would never be erased."""
    return models.Address.objects.exists()


def told_today(*, centre_id: str, at: datetime) -> Told:
    """Return what became of the notices of today, the day of `at` where the centre is."""
    zone = centres.zone(centre_id=centre_id)
    begins = datetime.combine(at.astimezone(zone).date(), time(0), tzinfo=zone)
    counts = models.Notice.objects.filter(
        centre_id=centre_id, due_at__gte=begins, due_at__lt=begins + timedelta(days=1)
    ).aggregate(**{state: Count("id", filter=Q(state=state)) for state in rules.STATES})
    return Told(sent=counts[rules.SENT], failed=counts[rules.FAILED], due=counts[rules.DUE])
