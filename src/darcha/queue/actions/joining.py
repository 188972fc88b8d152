"""A line is joined from a phone, within the limits of the centre's file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission
from darcha.queue import errors, models, phones, rules
from darcha.queue.actions.issuing import IssuedTicket, Wanted, issue, issued_before, refused_to_holders
from darcha.queue.actions.once import once
from darcha.queue.actions.sources import one_after_the_other

_KEPT_FOR = timedelta(days=1)


def join_line(
    *,
    centre_id: str,
    service_id: str,
    holder: rules.Holder,
    sources: tuple[rules.Source, ...],
    needs: tuple[str, ...] = (),
    language: str,
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> IssuedTicket:
    """Give out a ticket to somebody at home: channel "phone", one live ticket for each person and service.

    `sources`: from where it is asked, each with how many tickets within `rules.JOIN_SPAN` may come from there.

    :raises ClosedToPhones: the centre lets nobody join from a phone.
    :raises LineTooLongForPhones: more are ahead than the centre's file allows.
    :raises EnoughFromPhones: so many from phones wait in this line already.
    :raises TooManyFromHere: one of the sources has taken as many as it may.
    :raises AlreadyInLine: this person has a live ticket for this service.
    :raises RepresentativeLimit: this person has taken as many for others today as the centre's file allows.

    And what `issue_ticket` raises.
    """
    by.must(Permission.TAKE_TICKET, centre_id=centre_id)
    wanted = Wanted(centre_id, (service_id,), needs, language, "phone", holder)
    wanted.check()

    def act() -> IssuedTicket:
        _ask_sources(sources, at)
        issued = issue(wanted, at=at, by=by, key=key)
        # Counted after the number was given: until the commit nobody else gets one in this line.
        day = models.Ticket.objects.values_list("day", flat=True).get(pk=issued.ticket_id)
        before = phones.waiting(centre_id=centre_id, day=day, letter=issued.letter) - 1
        closed = phones.refusal(centre_id=centre_id, letter=issued.letter, ahead=issued.people_ahead, waiting=before)
        if closed is not None:
            raise closed
        models.Joined.objects.bulk_create(
            models.Joined(ticket_id=issued.ticket_id, source=source.seal, at=at) for source in sources
        )
        models.Joined.objects.filter(at__lt=at - _KEPT_FOR).delete()
        return issued

    return once(
        centre_id=centre_id,
        key=key,
        kind=Kind.TICKET_ISSUED,
        act=act,
        again=issued_before,
        refused_as=refused_to_holders(wanted),
    )


def _ask_sources(sources: tuple[rules.Source, ...], at: datetime) -> None:
    one_after_the_other("join", (source.seal for source in sources))
    for source in sources:
        taken = models.Joined.objects.filter(source=source.seal, at__gt=at - rules.JOIN_SPAN)
        again_at = rules.again_at(list(taken.values_list("at", flat=True)), most=source.most, at=at)
        if again_at is not None:
            raise errors.TooManyFromHere(again_at=again_at.astimezone(UTC).isoformat())
