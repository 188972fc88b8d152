"""What people do at the end of the day: count a till, correct a count, sign a day, read the bank's statement."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, connection, transaction

from darcha.cases import queries as cases
from darcha.cases.rules import BANK
from darcha.centres.queries import local_day
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.queries import entry_with_key
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.refusal import Refusal
from darcha.till import errors, models, queries, rules
from darcha.till.rules import Count, Difference, Sums

_A_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Closed:
    """A till as it was counted."""

    closing_id: str
    cash_difference_uzs: int
    card_difference_uzs: int


@dataclass(frozen=True, slots=True)
class Signed:
    day: date


@dataclass(frozen=True, slots=True)
class StatementRead:
    """How many lines are transfers of ours, and how many are not."""

    matched: int
    unknown: int


def close_till(*, centre_id: str, count: Count, words: str, at: datetime, by: Actor, key: str | None = None) -> Closed:
    """Count the till of whoever acts: everything that came and went since the last count is in it, once.

    :raises NothingToClose: nothing came or went.
    :raises CountNotUnderstood: nobody can have counted that.
    :raises DifferenceNotNamed: it is not what was recorded, and no word says why.
    """
    by.must(Permission.TAKE_PAYMENT, centre_id=centre_id)
    words = _words(words)
    done = _earlier(centre_id, key=key, by=by, kind=Kind.TILL_CLOSED)
    if done:
        return _closed_answer(done)
    if not count.is_possible:
        raise errors.CountNotUnderstood
    today = local_day(centre_id=centre_id, at=at)
    try:
        with transaction.atomic():
            _one_at_a_time(f"till:{centre_id}:{by.label}")
            found = [move for move in queries.uncounted(centre_id=centre_id, until=today) if move.officer == by.label]
            if not found:
                raise errors.NothingToClose
            recorded = rules.sums(found)
            closing, difference = _closing(centre_id, by.label, recorded, count, words, at=at, by=by, today=today)
            closing.save(force_insert=True)
            models.Line.objects.bulk_create(
                models.Line(closing_id=closing.id, payment_id=move.payment_id, kind=queries.line_kind(move))
                for move in found
            )
            _tell(closing, Kind.TILL_CLOSED, difference, moves=len(found), at=at, by=by, key=key)
    except (IntegrityError, Refusal):
        done = _earlier(centre_id, key=key, by=by, kind=Kind.TILL_CLOSED)
        if done:
            return _closed_answer(done)
        raise
    return Closed(str(closing.id), difference.cash, difference.card)


def correct_till(
    *, closing_id: str, count: Count, words: str, at: datetime, by: Actor, key: str | None = None
) -> Closed:
    """Correct a count by an entry of its own, with words; by whose till it is, or by the head of the centre.

    :raises UnknownClosing: there is none.
    :raises ClosingCorrected: another entry replaces it.
    :raises CorrectionNotNamed: no word says why.
    :raises CountNotUnderstood: nobody can have counted that.
    """
    old = models.Closing.objects.filter(id=closing_id).first() if _is_id(closing_id) else None
    if old is None:
        raise errors.UnknownClosing
    if old.officer == by.label:
        by.must(Permission.TAKE_PAYMENT, centre_id=old.centre_id)
    else:
        by.must(Permission.RECONCILE, centre_id=old.centre_id)
    words = _words(words)
    done = _earlier(old.centre_id, key=key, by=by, kind=Kind.TILL_CORRECTED)
    if done:
        return _closed_answer(done)
    if not words:
        raise errors.CorrectionNotNamed
    if not count.is_possible:
        raise errors.CountNotUnderstood
    try:
        with transaction.atomic():
            _one_at_a_time(f"till:{old.centre_id}:{old.officer}")
            if models.Closing.objects.filter(corrects_id=old.id).exists():
                raise errors.ClosingCorrected
            recorded = Sums(old.recorded_cash_uzs, old.recorded_card_uzs)
            closing, difference = _closing(
                old.centre_id, old.officer, recorded, count, words, at=at, by=by, today=old.day
            )
            closing.corrects_id = old.id
            closing.save(force_insert=True)
            _tell(closing, Kind.TILL_CORRECTED, difference, moves=0, at=at, by=by, key=key)
    except (IntegrityError, Refusal):
        done = _earlier(old.centre_id, key=key, by=by, kind=Kind.TILL_CORRECTED)
        if done:
            return _closed_answer(done)
        raise
    return Closed(str(closing.id), difference.cash, difference.card)


def sign_day(*, centre_id: str, day: date, words: str, at: datetime, by: Actor, key: str | None = None) -> Signed:
    """Sign a day's money, by the head of the centre; signed again it is a correcting entry, with words.

    :raises DayNotOver: it is still to come.
    :raises TillsOpen: somebody who took money has not counted it.
    :raises AlreadySigned: it was signed, and no word says why again.
    """
    by.must(Permission.RECONCILE, centre_id=centre_id)
    words = _words(words)
    done = _earlier(centre_id, key=key, by=by, kind=Kind.TAKINGS_SIGNED)
    if done:
        return Signed(date.fromisoformat(str(done.data["day"])))
    if day > local_day(centre_id=centre_id, at=at):
        raise errors.DayNotOver
    try:
        with transaction.atomic():
            _one_at_a_time(f"takings:{centre_id}")
            found = queries.day_of_money(centre_id=centre_id, day=day)
            if found.open_tills:
                raise errors.TillsOpen(n=len(found.open_tills))
            before = models.Signature.objects.filter(centre_id=centre_id, day=day).order_by("signed_at").last()
            if before and not words:
                raise errors.AlreadySigned(day=day)
            models.Signature(
                centre_id=centre_id,
                day=day,
                signed_at=at,
                signed_by=by.label,
                cash_uzs=found.taken.cash,
                card_uzs=found.taken.card,
                bank_uzs=found.taken.bank,
                words=words or None,
                corrects_id=before.id if before else None,
            ).save(force_insert=True)
            journal.append(
                centre_id=centre_id,
                kind=Kind.TAKINGS_SIGNED,
                subject=f"day:{day}",
                at=at,
                by=by,
                data={
                    "day": day.isoformat(),
                    "cash_uzs": found.taken.cash,
                    "card_uzs": found.taken.card,
                    "bank_uzs": found.taken.bank,
                    "again": before is not None,
                },
                key=key,
            )
    except (IntegrityError, Refusal):
        done = _earlier(centre_id, key=key, by=by, kind=Kind.TAKINGS_SIGNED)
        if done:
            return Signed(date.fromisoformat(str(done.data["day"])))
        raise
    return Signed(day)


def match_statement(
    *, centre_id: str, content: bytes, at: datetime, by: Actor, key: str | None = None
) -> StatementRead:
    """Read a bank's statement (CSV: reference, sum) and match it with the transfers of a year nobody has matched.

    :raises StatementNotUnderstood: a line is not a reference and a sum.
    :raises StatementReadBefore: the same file was read.
    """
    by.must(Permission.RECONCILE, centre_id=centre_id)
    done = _earlier(centre_id, key=key, by=by, kind=Kind.STATEMENT_MATCHED)
    if done:
        return _statement_answer(done)
    try:
        rows = rules.read_statement(content.decode("utf-8"))
    except (rules.MalformedStatement, UnicodeDecodeError) as no:
        raise errors.StatementNotUnderstood(line=getattr(no, "line", 1)) from no
    if not rows:
        raise errors.StatementNotUnderstood(line=1)
    today = local_day(centre_id=centre_id, at=at)
    digest = hashlib.sha256(content).hexdigest()
    try:
        with transaction.atomic():
            _one_at_a_time(f"statement:{centre_id}")
            if models.Statement.objects.filter(centre_id=centre_id, sha256=digest).exists():
                raise errors.StatementReadBefore
            moves = cases.money_moves(centre_id=centre_id, since=today - _A_YEAR, until=today)
            gone = {move.payment_id for move in moves if move.kind != "taken"}
            known = set(models.StatementLine.objects.filter(payment__isnull=False).values_list("payment_id", flat=True))
            transfers = [move for move in moves if move.way == BANK and move.payment_id not in gone | known]
            found = rules.match(rows, transfers)
            statement = models.Statement(centre_id=centre_id, sha256=digest, read_at=at, read_by=by.label)
            statement.save(force_insert=True)
            ours = {row.position: payment_id for row, payment_id in found.matched}
            models.StatementLine.objects.bulk_create(
                models.StatementLine(
                    statement_id=statement.id,
                    position=row.position,
                    reference=row.reference[:80],
                    amount_uzs=row.amount_uzs,
                    payment_id=ours.get(row.position),
                )
                for row in rows
            )
            journal.append(
                centre_id=centre_id,
                kind=Kind.STATEMENT_MATCHED,
                subject=f"statement:{statement.id}",
                at=at,
                by=by,
                data={"matched": len(found.matched), "unknown": len(found.unknown), "missing": len(found.missing)},
                key=key,
            )
    except (IntegrityError, Refusal):
        done = _earlier(centre_id, key=key, by=by, kind=Kind.STATEMENT_MATCHED)
        if done:
            return _statement_answer(done)
        raise
    return StatementRead(len(found.matched), len(found.unknown))


def _closing(
    centre_id: str,
    officer: str,
    recorded: Sums,
    count: Count,
    words: str,
    *,
    at: datetime,
    by: Actor,
    today: date,
) -> tuple[models.Closing, Difference]:
    difference = rules.difference(recorded, counted_cash_uzs=count.cash_uzs, told_card_uzs=count.card_uzs)
    if not difference.is_none and not words:
        raise errors.DifferenceNotNamed(cash=difference.cash, card=difference.card)
    notes = {str(value): number for value, number in count.notes.items() if number}
    closing = models.Closing(
        centre_id=centre_id,
        day=today,
        officer=officer,
        closed_at=at,
        closed_by=by.label,
        recorded_cash_uzs=recorded.cash,
        counted_cash_uzs=count.cash_uzs,
        recorded_card_uzs=recorded.card,
        told_card_uzs=count.card_uzs,
        notes={**notes, "small": count.small_uzs},
        words=words or None,
    )
    return closing, difference


def _tell(
    closing: models.Closing,
    kind: Kind,
    difference: Difference,
    *,
    moves: int,
    at: datetime,
    by: Actor,
    key: str | None,
) -> None:
    journal.append(
        centre_id=closing.centre_id,
        kind=kind,
        subject=f"till:{closing.id}",
        at=at,
        by=by,
        data={
            "officer": closing.officer,
            "moves": moves,
            "cash_uzs": closing.recorded_cash_uzs,
            "card_uzs": closing.recorded_card_uzs,
            "cash_difference_uzs": difference.cash,
            "card_difference_uzs": difference.card,
        },
        key=key,
    )


def _one_at_a_time(what: str) -> None:
    """Let whoever does the same at the same moment wait until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])


def _words(text: str) -> str:
    text = text.strip()
    if len(text) > rules.WORDS_LIMIT:
        raise errors.WordsTooLong(limit=rules.WORDS_LIMIT)
    return text


def _is_id(text: str) -> bool:
    return len(text) == len("00000000-0000-0000-0000-000000000000") and all(
        sign in "0123456789abcdef-" for sign in text
    )


def _earlier(centre_id: str, *, key: str | None, by: Actor, kind: Kind) -> Entry | None:
    entry = entry_with_key(centre_id=centre_id, key=key)
    return entry if entry is not None and entry.kind == kind and entry.actor == by.label else None


def _closed_answer(entry: Entry) -> Closed:
    cash, card = (int(str(entry.data[name])) for name in ("cash_difference_uzs", "card_difference_uzs"))
    return Closed(entry.subject.partition(":")[2], cash, card)


def _statement_answer(entry: Entry) -> StatementRead:
    return StatementRead(int(str(entry.data["matched"])), int(str(entry.data["unknown"])))
