"""A document given out lives on: a lost one is given out again, a wrong one corrected, one that should not be is annulled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from darcha.cases import errors, models, rules
from darcha.cases.actions.common import text_within_limit
from darcha.cases.actions.documents import content_of, document_answer, give_out, told_of
from darcha.cases.actions.intake import understood
from darcha.cases.actions.owning import act_once
from darcha.cases.rules import Edition, Ended, Issued, Mending, NewApplicant
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor

_Deed = Callable[[models.Case, models.IssuedDocument, date], tuple[models.IssuedDocument, Mapping[str, object]]]
"""Takes the locked case, its valid document and the day; returns the document the entry is about and what it tells more."""


def reissue_document(
    *, case_id: int, because: str, words: str = "", at: datetime, by: Actor, key: str | None = None
) -> Issued:
    """Give out a duplicate of a document that was lost, damaged or stolen; the one before proves nothing any more.

    It says the same, under a number and a code of its own, and whose duplicate it is.

    :raises NoValidDocument: none was given out, or it is annulled.
    :raises OutcomeUnknown: `because` is not of the closed list.
    :raises CaseErased: what stood on it is erased.
    """

    def again(
        case: models.Case, lost: models.IssuedDocument, today: date
    ) -> tuple[models.IssuedDocument, Mapping[str, object]]:
        if because not in rules.GIVEN_AGAIN_BECAUSE:
            raise errors.OutcomeUnknown(outcome=because)
        told = text_within_limit(f"{because}: {words}" if words.strip() else because, field="words")
        _end(lost, Ended.REPLACED, because=told, at=at)
        document = give_out(
            case, content=lost.content, today=today, at=at, by=by, edition=Edition.DUPLICATE, stands_for=lost
        )
        return document, {"stands_for": lost.id, "because": because}

    return _on_the_document(case_id, Kind.DOCUMENT_REISSUED, again, at=at, by=by, key=key)


def correct_document(
    *, case_id: int, mending: Mending, ground: str, at: datetime, by: Actor, key: str | None = None
) -> Issued:
    """Put right what is wrong about the holder, in the file and on paper; the wrong document proves nothing any more.

    :raises NothingToCorrect: everything told stands there already.
    :raises GroundMissing: nobody says how it is known.
    :raises NameMissing, NameTooLong, ApplicantNotUnderstood: it cannot be taken down.
    :raises NoValidDocument, CaseErased: as in `reissue_document`.
    """

    def put_right(
        case: models.Case, wrong: models.IssuedDocument, today: date
    ) -> tuple[models.IssuedDocument, Mapping[str, object]]:
        told = _told(ground, case=case)
        row = models.Applicant.objects.get(case_id=case.id)
        holder = NewApplicant(row.name, row.sex, row.birth_year, row.phone, row.personal_number)
        right, fields = rules.mended(holder, mending)
        if not fields:
            raise errors.NothingToCorrect(case_id=case_id)
        right = understood(right, year=today.year)
        row.name, row.birth_year, row.personal_number = right.name, right.birth_year, right.personal_number
        row.save(update_fields=["name", "birth_year", "personal_number", "personal_number_index"])
        case.initials = rules.initials(right.name)
        case.save(update_fields=["initials"])
        _end(wrong, Ended.CORRECTED, because=told, at=at)
        document = give_out(
            case, content=content_of(case), today=today, at=at, by=by, edition=Edition.CORRECTED, stands_for=wrong
        )
        return document, {"stands_for": wrong.id, "fields": list(fields)}

    return _on_the_document(case_id, Kind.DOCUMENT_CORRECTED, put_right, at=at, by=by, key=key)


def annul_document(*, case_id: int, ground: str, at: datetime, by: Actor, key: str | None = None) -> Issued:
    """Take a document's validity away, with its ground; the decision on the case stays as it was taken.

    :raises GroundMissing: without a ground.
    :raises NoValidDocument, CaseErased: as in `reissue_document`.
    """

    def annul(
        case: models.Case, document: models.IssuedDocument, _today: date
    ) -> tuple[models.IssuedDocument, Mapping[str, object]]:
        _end(document, Ended.ANNULLED, because=_told(ground, case=case), at=at)
        return document, {}

    return _on_the_document(case_id, Kind.DOCUMENT_ANNULLED, annul, at=at, by=by, key=key)


def _told(ground: str, *, case: models.Case) -> str:
    ground = text_within_limit(ground, field="ground")
    if not ground:
        raise errors.GroundMissing(case_id=case.id)
    return ground


def _end(document: models.IssuedDocument, ended: Ended, *, because: str, at: datetime) -> None:
    document.ended, document.annulled_at, document.annulled_because = ended.value, at, because
    document.save(update_fields=["ended", "annulled_at", "annulled_because"])


def _on_the_document(case_id: int, kind: Kind, deed: _Deed, *, at: datetime, by: Actor, key: str | None) -> Issued:
    """Do something to the valid document of a case, in one transaction and with one entry."""

    def act(case: models.Case, today: date) -> Issued:
        # Two who give out a duplicate at once wait for each other here; the second finds another document than it saw.
        valid = models.IssuedDocument.objects.filter(case_id=case_id, annulled_at=None).first()
        if valid is None:
            raise errors.NoValidDocument(case_id=case_id)
        if case.erased_at is not None or valid.erased_at is not None:
            raise errors.CaseErased(case_id=case_id)
        document, told = deed(case, valid, today)
        return told_of(document, kind, case=case, at=at, by=by, key=key, data=told)

    return act_once(act, document_answer, kind, case_id=case_id, at=at, by=by, key=key)
