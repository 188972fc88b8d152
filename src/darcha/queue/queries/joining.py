"""Whether a line can be joined from a phone now, and what somebody at home is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.kernel.refusal import Refusal
from darcha.queue import errors, models, phones, rules, scene
from darcha.queue.actions.issuing import waits_from


@dataclass(frozen=True, slots=True)
class PhoneOffer:
    """What an ordinary newcomer from a phone would be told. `refusal`: why there is no ticket now; None: there is one."""

    people_ahead: int
    wait: rules.Wait | None
    come_by: datetime | None
    refusal: Refusal | None


def phone_offer(*, centre_id: str, service_id: str, at: datetime) -> PhoneOffer:
    """Return whether this service's line can be joined from a phone now, and what for.

    :raises UnknownService: there is none of this code.
    """
    day = centres.local_day(centre_id=centre_id, at=at)
    department_id = catalogue.service_version(code=service_id, on=day).department_id
    try:
        if not centres.is_open(centre_id=centre_id, at=at):
            raise errors.CentreIsClosed(centre=centre_id)
        if not centres.offered(centre_id=centre_id, service_id=service_id):
            raise errors.ServiceNotOfferedHere(centre=centre_id, service=service_id)
        since = waits_from(centre_id=centre_id, department_id=department_id, at=at)
    except Refusal as refusal:
        return PhoneOffer(0, None, None, refusal)
    line = centres.line_of(centre_id=centre_id, department_id=department_id)
    visit = scene.visit_classes(centre_id=centre_id)[0]
    ahead, wait = scene.look(centre_id=centre_id, at=at).forecast(
        letter=line.letter,
        service_id=service_id,
        weight=visit.weight,
        promised_minutes=visit.promised_minutes,
        step_free=False,
        since=since,
        newcomer=True,
    )
    waiting = phones.waiting(centre_id=centre_id, day=day, letter=line.letter)
    return PhoneOffer(
        people_ahead=ahead,
        wait=scene.with_closing(wait, centre_id=centre_id, department_id=department_id, at=at),
        come_by=come_by(centre_id=centre_id, wait=wait, at=at),
        refusal=phones.refusal(centre_id=centre_id, letter=line.letter, ahead=ahead, waiting=waiting),
    )


def come_by(*, centre_id: str, wait: rules.Wait | None, at: datetime) -> datetime | None:
    """Return when somebody at home with this wait should be there; None while no wait can be told."""
    if wait is None:
        return None
    before = centres.centre(code=centre_id).joining.come_minutes_before
    return rules.come_by(at=at, low_minutes=wait.low_minutes, before_minutes=before)


def code_from_device(*, source: str, service_id: str) -> str | None:
    """Return the code of the live ticket this device took for the service for its owner, or None."""
    joined = models.Joined.objects.filter(
        source=source,
        ticket__asked_for=service_id,
        ticket__represents__isnull=True,
        ticket__state__in=models.LIVE,
    )
    return joined.order_by("-id").values_list("ticket__code", flat=True).first()
