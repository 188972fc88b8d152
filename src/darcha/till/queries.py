"""What can be asked at the end of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from darcha.cases import queries as cases
from darcha.cases.rules import BANK, MoneyMove
from darcha.centres import queries as centres
from darcha.centres.queries import local_day
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.till import models, rules
from darcha.till.rules import ClosingView, SignatureView, Sums, TransferView

LOOKS_BACK = timedelta(days=60)
"""So far back a till that nobody has counted is found."""

_CAME = Kind.PAYMENT_RECORDED
_WENT = (Kind.PAYMENT_UNDONE, Kind.PAYMENT_REVERSED, Kind.PAYMENT_REFUNDED)


@dataclass(frozen=True, slots=True)
class Till:
    """What an officer has taken since the last count, and the counts of the last days."""

    moves: tuple[MoneyMove, ...]
    sums: Sums
    closings: tuple[ClosingView, ...]


@dataclass(frozen=True, slots=True)
class DayOfMoney:
    """A day's money: `taken` as the journal tells it; `open_tills` by officer, with how much is not counted.

    `unknown`: lines of the bank that day's statements brought which are no transfer of ours.
    """

    day: date
    taken: Sums
    payments: int
    closings: tuple[ClosingView, ...]
    open_tills: tuple[tuple[str, Sums], ...]
    transfers: tuple[TransferView, ...]
    unknown: tuple[rules.StatementRow, ...]
    signatures: tuple[SignatureView, ...]
    moves: tuple[MoneyMove, ...]

    @property
    def signature(self) -> SignatureView | None:
        """Return the signature in force."""
        return self.signatures[-1] if self.signatures else None


def till(*, centre_id: str, officer: str, at: datetime) -> Till:
    """Return the till of an officer ("employee:7")."""
    today = local_day(centre_id=centre_id, at=at)
    moves = tuple(move for move in uncounted(centre_id=centre_id, until=today) if move.officer == officer)
    rows = models.Closing.objects.filter(centre_id=centre_id, officer=officer, day__gte=today - timedelta(days=7))
    return Till(moves, rules.sums(moves), _closings(list(rows.order_by("closed_at"))))


def uncounted(*, centre_id: str, until: date, back: timedelta = LOOKS_BACK) -> list[MoneyMove]:
    """Return the money in tills that nobody has counted yet, up to a day; transfers are in no till."""
    moves = cases.money_moves(centre_id=centre_id, since=until - back, until=until)
    rows = models.Line.objects.filter(payment_id__in={move.payment_id for move in moves})
    counted = set(rows.values_list("payment_id", "kind"))
    return [move for move in moves if move.way != BANK and (move.payment_id, line_kind(move)) not in counted]


def line_kind(move: MoneyMove) -> str:
    """Return how a line calls a movement of money."""
    return "taken" if move.kind == "taken" else "back"


def days_with_open_tills(*, centre_id: str, at: datetime, back: timedelta = LOOKS_BACK) -> list[date]:
    """Return the days before today on which somebody took money and has not counted it, the oldest first.

    `back`: how far is looked; a page that asks for itself every few seconds looks less far.
    """
    today = local_day(centre_id=centre_id, at=at)
    return sorted({move.on for move in uncounted(centre_id=centre_id, until=today, back=back) if move.on < today})


def day_of_money(*, centre_id: str, day: date) -> DayOfMoney:
    """Return all that is known of a day's money."""
    moves = tuple(cases.money_moves(centre_id=centre_id, since=day, until=day))
    by_officer: dict[str, list[MoneyMove]] = {}
    for move in uncounted(centre_id=centre_id, until=day):
        if move.on == day:
            by_officer.setdefault(move.officer, []).append(move)
    matched = set(
        models.StatementLine.objects.filter(payment__in=[move.payment_id for move in moves]).values_list(
            "payment_id", flat=True
        )
    )
    gone = {move.payment_id for move in moves if move.kind != "taken"}
    taken, payments = taken_by_way(centre_id=centre_id, day=day)
    signed = models.Signature.objects.filter(centre_id=centre_id, day=day).order_by("signed_at")
    begin, end = _bounds(centre_id, day)
    strange = models.StatementLine.objects.filter(
        statement__centre_id=centre_id, statement__read_at__gte=begin, statement__read_at__lt=end, payment__isnull=True
    ).order_by("statement_id", "position")
    return DayOfMoney(
        day=day,
        taken=taken,
        payments=payments,
        closings=_closings(list(models.Closing.objects.filter(centre_id=centre_id, day=day).order_by("closed_at"))),
        open_tills=tuple((officer, rules.sums(found)) for officer, found in sorted(by_officer.items())),
        transfers=tuple(
            TransferView(move, move.payment_id in matched)
            for move in moves
            if move.way == BANK and move.kind == "taken" and move.payment_id not in gone
        ),
        unknown=tuple(rules.StatementRow(row.position, row.reference, row.amount_uzs) for row in strange),
        signatures=tuple(
            SignatureView(
                row.signed_at,
                row.signed_by,
                Sums(row.cash_uzs, row.card_uzs, row.bank_uzs),
                row.words or "",
                row.corrects_id is not None,
            )
            for row in signed
        ),
        moves=moves,
    )


def taken_by_way(*, centre_id: str, day: date) -> tuple[Sums, int]:
    """Return a day's money by way of payment as the journal tells it, and how many payments were recorded."""
    begin, end = _bounds(centre_id, day)
    found = {"cash": 0, "card": 0, "bank": 0}
    payments = 0
    for entry in journal.entries_between(centre_id=centre_id, since=begin, until=end, kinds=(_CAME, *_WENT)):
        amount = int(str(entry.data["amount_uzs"]))
        payments += entry.kind == _CAME
        found[str(entry.data["way"])] += amount if entry.kind == _CAME else -amount
    return Sums(**found), payments


def _bounds(centre_id: str, day: date) -> tuple[datetime, datetime]:
    zone = centres.zone(centre_id=centre_id)
    begin = datetime.combine(day, time(0), zone)
    return begin, datetime.combine(day + timedelta(days=1), time(0), zone)


def _closings(rows: list[models.Closing]) -> tuple[ClosingView, ...]:
    replaced = {row.corrects_id for row in models.Closing.objects.filter(corrects__in=[row.id for row in rows])}
    return tuple(
        ClosingView(
            id=str(row.id),
            officer=row.officer,
            closed_at=row.closed_at,
            day=row.day,
            recorded=Sums(row.recorded_cash_uzs, row.recorded_card_uzs),
            counted_cash_uzs=row.counted_cash_uzs,
            told_card_uzs=row.told_card_uzs,
            difference=rules.difference(
                Sums(row.recorded_cash_uzs, row.recorded_card_uzs),
                counted_cash_uzs=row.counted_cash_uzs,
                told_card_uzs=row.told_card_uzs,
            ),
            words=row.words or "",
            corrects=row.corrects_id is not None,
            corrected=row.id in replaced,
        )
        for row in rows
    )
