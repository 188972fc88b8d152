"""A day's money as the head of the centre reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from darcha.cases import queries as cases
from darcha.cases.rules import ReceiptView
from darcha.doors.porch.people import employee_name
from darcha.till import queries
from darcha.till.queries import DayOfMoney
from darcha.till.rules import ClosingView, Sums


@dataclass(frozen=True, slots=True)
class TakingsPage:
    """`open_tills` and `closings` with the name of whose till it is; `open_days`: earlier days nobody has counted."""

    money: DayOfMoney
    open_tills: tuple[tuple[str, Sums], ...]
    closings: tuple[tuple[str, ClosingView], ...]
    signed_by: str
    refunds: tuple[tuple[str, ReceiptView], ...]
    open_days: tuple[date, ...]


def takings_page(*, centre_id: str, day: date, at: datetime) -> TakingsPage:
    """Return a day's money for its page."""
    money = queries.day_of_money(centre_id=centre_id, day=day)
    return TakingsPage(
        money=money,
        open_tills=tuple((employee_name(officer), sums) for officer, sums in money.open_tills),
        closings=tuple((employee_name(one.officer), one) for one in money.closings),
        signed_by=employee_name(money.signature.signed_by) if money.signature else "",
        refunds=tuple(
            (employee_name(one.reversal.asked_by) if one.reversal else "", one)
            for one in cases.refunds_asked(centre_id=centre_id)
        ),
        open_days=tuple(queries.days_with_open_tills(centre_id=centre_id, at=at)),
    )
