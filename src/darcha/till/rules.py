"""Counting, comparing, matching; pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from darcha.cases.rules import BANK, CARD, CASH, MoneyMove

NOTES = (200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000)
"""The notes there are, in soʻm; smaller money is counted as one sum."""
MOST_UZS = 10**12
WORDS_LIMIT = 1000
STATEMENT_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Sums:
    """Money by way of payment, in whole soʻm; what went back is taken off."""

    cash: int = 0
    card: int = 0
    bank: int = 0

    @property
    def all(self) -> int:
        """Return the whole."""
        return self.cash + self.card + self.bank


@dataclass(frozen=True, slots=True)
class Count:
    """What an officer found in the till: notes by value, smaller money, and the total the terminal tells."""

    notes: Mapping[int, int]
    small_uzs: int
    card_uzs: int

    @property
    def cash_uzs(self) -> int:
        """Return the cash counted. Check: two notes of 200,000 and 12,500 small are 412,500."""
        return sum(value * number for value, number in self.notes.items()) + self.small_uzs

    @property
    def is_possible(self) -> bool:
        """Return whether anybody can have counted that."""
        known = all(value in NOTES and number >= 0 for value, number in self.notes.items())
        return known and self.small_uzs >= 0 and self.cash_uzs <= MOST_UZS and abs(self.card_uzs) <= MOST_UZS


@dataclass(frozen=True, slots=True)
class Difference:
    """Counted less recorded, in soʻm: below zero something is missing."""

    cash: int
    card: int

    @property
    def is_none(self) -> bool:
        """Return whether everything is as it was recorded."""
        return not self.cash and not self.card


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One line of a bank's statement."""

    position: int
    reference: str
    amount_uzs: int


@dataclass(frozen=True, slots=True)
class Matching:
    """What a statement says of the transfers: pairs of (row, payment), rows nobody recorded, transfers the bank has not."""

    matched: tuple[tuple[StatementRow, int], ...]
    unknown: tuple[StatementRow, ...]
    missing: tuple[MoneyMove, ...]


@dataclass(frozen=True, slots=True)
class ClosingView:
    """A till as it was counted. `corrected`: another entry replaces it; `corrects`: it replaces another."""

    id: str
    officer: str
    closed_at: datetime
    day: date
    recorded: Sums
    counted_cash_uzs: int
    told_card_uzs: int
    difference: Difference
    words: str
    corrects: bool
    corrected: bool


@dataclass(frozen=True, slots=True)
class SignatureView:
    signed_at: datetime
    signed_by: str
    sums: Sums
    words: str
    corrects: bool


@dataclass(frozen=True, slots=True)
class TransferView:
    """A payment by transfer, and whether the bank has told of it."""

    move: MoneyMove
    is_matched: bool


class MalformedStatement(ValueError):
    """A statement with a line that is none. `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def sums(moves: Iterable[MoneyMove]) -> Sums:
    """Return the money of some moves by way of payment."""
    found = {CASH: 0, CARD: 0, BANK: 0}
    for move in moves:
        found[move.way] += move.amount_uzs
    return Sums(found[CASH], found[CARD], found[BANK])


def difference(recorded: Sums, *, counted_cash_uzs: int, told_card_uzs: int) -> Difference:
    """Return what was counted less what was recorded; transfers are not in the till."""
    return Difference(counted_cash_uzs - recorded.cash, told_card_uzs - recorded.card)


def read_statement(text: str) -> tuple[StatementRow, ...]:
    """Return the lines of a bank's statement: reference and sum, parted by comma or semicolon, a heading or none.

    A sum may have blanks between thousands, and two decimals that are zero.

    :raises MalformedStatement: a line is not that, or there are too many.
    """
    separator = ";" if text.count(";") >= text.count(",") else ","
    found: list[StatementRow] = []
    for line, cells in enumerate(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator), start=1):
        told = [cell.strip() for cell in cells]
        if not any(told):
            continue
        amount = _sum_in(told[1]) if len(told) > 1 else None
        if amount is None and line == 1:
            continue
        if amount is None or not told[0] or len(found) >= STATEMENT_ROWS:
            raise MalformedStatement(line)
        found.append(StatementRow(line, told[0].upper(), amount))
    return tuple(found)


def _sum_in(text: str) -> int | None:
    plain = "".join(text.split())
    whole, _, rest = plain.replace(",", ".").partition(".")
    right = whole.isascii() and whole.isdigit() and not rest.strip("0") and len(whole) <= len(str(MOST_UZS))
    return int(whole) if right else None


def match(rows: Sequence[StatementRow], transfers: Sequence[MoneyMove]) -> Matching:
    """Return which lines of a statement are which transfers: the same reference and the same sum, each once."""
    waiting = {(move.reference, move.amount_uzs): move for move in transfers}
    matched, unknown = [], []
    for row in rows:
        move = waiting.pop((row.reference, row.amount_uzs), None)
        if move is None:
            unknown.append(row)
        else:
            matched.append((row, move.payment_id))
    return Matching(tuple(matched), tuple(unknown), tuple(waiting.values()))
