"""A department says how much an application costs, where the table of fees does not."""

from __future__ import annotations

from datetime import date, datetime

from darcha.cases import errors, models, rules
from darcha.cases.actions.common import text_within_limit
from darcha.cases.actions.owning import act_once, tell
from darcha.cases.rules import CaseState, ChargeState, FeeSet
from darcha.cases.timekeeping import set_dates
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor

_MOST_UZS = 10**12
_MOST_UNITS = 10**6
_OPEN = (CaseState.ACCEPTED, CaseState.READY)


def set_fee(
    *,
    case_id: int,
    words: str,
    at: datetime,
    by: Actor,
    amount_uzs: int | None = None,
    units: int | None = None,
    key: str | None = None,
) -> FeeSet:
    """Say how much an application costs: the sum in whole soʻm, or of how many `units` where the price is for one.

    The applicant reads `words`. Where the catalogue lets the department offer first, this is the offer, and the time to
    pay runs from it. Until it is paid it can be set again.

    :raises FeeIsReckoned: the table of fees tells the amount.
    :raises FeeNotUnderstood: neither a sum nor units, both, or out of all measure.
    :raises FeeWordsMissing: no word why.
    :raises AlreadyPaid: it was paid.
    :raises CaseNotAccepted, CaseErased: nothing is owed, or not any more.
    """

    def set_it(case: models.Case, today: date) -> FeeSet:
        charge = _unsettled(case)
        amount = _amount(charge, amount_uzs=amount_uzs, units=units)
        told = text_within_limit(words, field="words")
        if not told:
            raise errors.FeeWordsMissing(case_id=case_id)
        charge.state = (ChargeState.OWED if amount else ChargeState.FREE).value
        charge.amount_uzs, charge.units, charge.set_words = amount, units, told
        charge.set_at, charge.set_on, charge.set_by = at, today, by.label
        charge.save(force_update=True)
        if case.state in _OPEN:
            set_dates(case, today=today)
        tell(case, Kind.CASE_FEE_SET, {"fee_uzs": amount, "units": units}, at=at, by=by, key=key)
        return FeeSet(case_id, amount)

    return act_once(set_it, _answer, Kind.CASE_FEE_SET, case_id=case_id, at=at, by=by, key=key)


def _unsettled(case: models.Case) -> models.Charge:
    """Return the fee of a case whose amount a department may still set."""
    if case.state == CaseState.RETURNED:
        raise errors.CaseNotAccepted(case_id=case.id)
    if case.erased_at is not None:
        raise errors.CaseErased(case_id=case.id)
    charge = models.Charge.objects.filter(case_id=case.id).first()
    if charge is None or (charge.set_at is None and charge.state in (ChargeState.FREE, ChargeState.OWED)):
        raise errors.FeeIsReckoned(case_id=case.id)
    paid = models.Payment.objects.filter(case_id=case.id, stands=True).first()
    if paid:
        raise errors.AlreadyPaid(case_id=case.id, receipt=paid.receipt)
    return charge


def _amount(charge: models.Charge, *, amount_uzs: int | None, units: int | None) -> int:
    if (amount_uzs is None) == (units is None):
        raise errors.FeeNotUnderstood(field="amount")
    if units is not None:
        if charge.multiples is None or charge.base_uzs is None or not 1 <= units <= _MOST_UNITS:
            raise errors.FeeNotUnderstood(field="units")
        return rules.price_of(units, multiples=charge.multiples, base_uzs=charge.base_uzs)
    if amount_uzs is None or not 0 <= amount_uzs <= _MOST_UZS:
        raise errors.FeeNotUnderstood(field="amount")
    return amount_uzs


def _answer(entry: Entry) -> FeeSet:
    return FeeSet(int(str(entry.data["case"])), int(str(entry.data["fee_uzs"])))
