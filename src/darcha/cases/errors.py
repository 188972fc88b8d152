"""What a case refuses. The codes are eternal; the sentences stand with the doors."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class UnknownCase(Refusal):
    code = "cases.unknown_case"
    status: ClassVar[int] = 404


class UnknownWorkItem(Refusal):
    code = "cases.unknown_work_item"
    status: ClassVar[int] = 404


class UnknownTicket(Refusal):
    code = "cases.unknown_ticket"
    status: ClassVar[int] = 404


class UnknownTrackingCode(Refusal):
    code = "cases.unknown_tracking_code"
    status: ClassVar[int] = 404


class UnknownDocument(Refusal):
    code = "cases.unknown_document"
    status: ClassVar[int] = 404


class ServiceNotOfferedHere(Refusal):
    code = "cases.service_not_offered_here"


class NameTooLong(Refusal):
    code = "cases.name_too_long"
    status: ClassVar[int] = 422


class NameMissing(Refusal):
    code = "cases.name_missing"
    status: ClassVar[int] = 422


class ApplicantNotUnderstood(Refusal):
    """A field of the applicant holds what it cannot: details name the `field`."""

    code = "cases.applicant_not_understood"
    status: ClassVar[int] = 422


class CaseNotReturned(Refusal):
    code = "cases.case_not_returned"


class WorkItemNotOpen(Refusal):
    code = "cases.work_item_not_open"


class NoteMissing(Refusal):
    code = "cases.note_missing"
    status: ClassVar[int] = 422


class WorkItemNotDone(Refusal):
    """There is no answer that could be sent back."""

    code = "cases.work_item_not_done"


class NotOfTheDepartment(Refusal):
    """Who shall have the item does not work for the department."""

    code = "cases.not_of_the_department"
    status: ClassVar[int] = 422


class CaseNotReady(Refusal):
    code = "cases.case_not_ready"


class GroundMissing(Refusal):
    code = "cases.ground_missing"
    status: ClassVar[int] = 422


class FourEyesNeeded(Refusal):
    """The service asks for two officers: one proposes, another confirms."""

    code = "cases.four_eyes_needed"


class FourEyesNotAsked(Refusal):
    """One officer decides this service: nothing is proposed."""

    code = "cases.four_eyes_not_asked"


class AlreadyProposed(Refusal):
    """A decision is proposed already: it is confirmed or given back first."""

    code = "cases.already_proposed"


class NothingProposed(Refusal):
    code = "cases.nothing_proposed"


class SameEyes(Refusal):
    """Who proposed it, or answered for the deciding department, does not confirm it."""

    code = "cases.same_eyes"
    status: ClassVar[int] = 403


class WordsMissing(Refusal):
    """It goes back to a colleague, who has to know why."""

    code = "cases.words_missing"
    status: ClassVar[int] = 422


class TooEarly(Refusal):
    code = "cases.too_early"


class AlreadyDecided(Refusal):
    code = "cases.already_decided"


class CaseNotAccepted(Refusal):
    """Nothing runs yet: the application was returned."""

    code = "cases.case_not_accepted"


class AlreadySuspended(Refusal):
    """The applicant corrects already: one list at a time."""

    code = "cases.already_suspended"


class NotSuspended(Refusal):
    code = "cases.not_suspended"


class ClockStands(Refusal):
    """The applicant corrects: it can be refused, not granted."""

    code = "cases.clock_stands"


class SuspensionGroundUnknown(Refusal):
    code = "cases.suspension_ground_unknown"
    status: ClassVar[int] = 422


class CorrectionMissing(Refusal):
    """The applicant is not told what to correct."""

    code = "cases.correction_missing"
    status: ClassVar[int] = 422


class NotExtendable(Refusal):
    """The catalogue names no longer time for the service."""

    code = "cases.not_extendable"


class ExtensionTooLong(Refusal):
    code = "cases.extension_too_long"
    status: ClassVar[int] = 422


class ExtensionNotLonger(Refusal):
    code = "cases.extension_not_longer"
    status: ClassVar[int] = 422


class ExtensionGroundMissing(Refusal):
    code = "cases.extension_ground_missing"
    status: ClassVar[int] = 422


class ClockHasRunOut(Refusal):
    """The last day is over: a clock is neither stopped nor lengthened any more."""

    code = "cases.clock_has_run_out"


class EventOutOfOrder(Refusal):
    """Something later has happened to the case already."""

    code = "cases.event_out_of_order"


class CaseNotGranted(Refusal):
    code = "cases.case_not_granted"


class AlreadyIssued(Refusal):
    code = "cases.already_issued"


class PurposeMissing(Refusal):
    code = "cases.purpose_missing"
    status: ClassVar[int] = 422


class TextTooLong(Refusal):
    code = "cases.text_too_long"
    status: ClassVar[int] = 422


class OutcomeUnknown(Refusal):
    code = "cases.outcome_unknown"
    status: ClassVar[int] = 422


class RequestKeyUsed(Refusal):
    code = "cases.request_key_used"


class PaperNotAsked(Refusal):
    """A scan of a paper that the service does not ask for: details name the `document_id`."""

    code = "cases.paper_not_asked"
    status: ClassVar[int] = 422


class ScanNotRecognised(Refusal):
    """Neither JPEG nor PNG nor PDF, whatever its name says."""

    code = "cases.scan_not_recognised"
    status: ClassVar[int] = 415


class ScanTooLarge(Refusal):
    """Over a limit; details tell all three: `megabytes`, `pages`, `megapixels`."""

    code = "cases.scan_too_large"
    status: ClassVar[int] = 413


class ScanHarmful(Refusal):
    """It does more than show pages, or swells when it is opened: details tell what was `found`."""

    code = "cases.scan_harmful"
    status: ClassVar[int] = 422


class UnknownScan(Refusal):
    code = "cases.unknown_scan"
    status: ClassVar[int] = 404


class ScanDamaged(Refusal):
    """The row stands, its file does not: scanning the same paper again heals it."""

    code = "cases.scan_damaged"
    status: ClassVar[int] = 503


class CaseErased(Refusal):
    """Its personal data are gone; the journal and the figures keep that it was."""

    code = "cases.case_erased"
    status: ClassVar[int] = 410


class NotOver(Refusal):
    """Personal data are not erased before their time: details name the `kind`."""

    code = "cases.not_over"


class ReasonMissing(Refusal):
    """Neither an open visit nor an assigned item opens the file to this officer; a typed reason does."""

    code = "cases.reason_missing"
    status: ClassVar[int] = 403


class ReasonTooShort(Refusal):
    code = "cases.reason_too_short"
    status: ClassVar[int] = 422


class UnknownDraft(Refusal):
    """Nobody was given this code, or the draft was deleted."""

    code = "cases.unknown_draft"
    status: ClassVar[int] = 404


class DraftIsSent(Refusal):
    """It became an application; nothing is written in it any more."""

    code = "cases.draft_is_sent"


class DraftIncomplete(Refusal):
    """Something is missing, told by the draft itself; nothing was sent."""

    code = "cases.draft_incomplete"
    status: ClassVar[int] = 422


class NotTakenFromHome(Refusal):
    """The service has no form, or the centre takes it at its windows only."""

    code = "cases.not_taken_from_home"


class TooManyDrafts(Refusal):
    """Too many applications were begun from one device or address. `again_at` (ISO moment, UTC): when to try again."""

    code = "cases.too_many_drafts"
    status: ClassVar[int] = 429


class TooManyScans(Refusal):
    """A paper has as many files as are taken of one."""

    code = "cases.too_many_scans"
    status: ClassVar[int] = 422


class IdentityNotShown(Refusal):
    """The application came from home: who fetches the document shows who they are, and the papers."""

    code = "cases.identity_not_shown"


class NoRulesOffered(Refusal):
    """Newer rules are not offered to this case, or others are in force by now."""

    code = "cases.no_rules_offered"


class RulesDoNotFit(Refusal):
    """Something that happened to the case has no place under the newer rules."""

    code = "cases.rules_do_not_fit"


class RulesCameTooLate(Refusal):
    """By the newer rules the last day of the case would be over already."""

    code = "cases.rules_came_too_late"


class FeeNotSet(Refusal):
    """Nobody has said how much it is, so nobody can pay it: the department sets it first."""

    code = "cases.fee_not_set"


class FeeIsReckoned(Refusal):
    """The table of fees tells the amount: nobody sets another."""

    code = "cases.fee_is_reckoned"


class FeeNotUnderstood(Refusal):
    """Neither a whole sum nor a whole number of units: details name the `field`."""

    code = "cases.fee_not_understood"
    status: ClassVar[int] = 422


class FeeWordsMissing(Refusal):
    """The applicant would not read why it costs that."""

    code = "cases.fee_words_missing"
    status: ClassVar[int] = 422


class NothingOwed(Refusal):
    code = "cases.nothing_owed"


class AlreadyPaid(Refusal):
    """It was paid before: details tell the `receipt`."""

    code = "cases.already_paid"


class PaymentNotWhole(Refusal):
    """A fee is paid whole and at once, not more and not less: details tell what is `owed`."""

    code = "cases.payment_not_whole"
    status: ClassVar[int] = 422


class WayToPayUnknown(Refusal):
    code = "cases.way_to_pay_unknown"
    status: ClassVar[int] = 422


class ReferenceNotRight(Refusal):
    """The number of a slip or a transfer is missing, or is none: details name the `problem`."""

    code = "cases.reference_not_right"
    status: ClassVar[int] = 422


class ReferenceUsed(Refusal):
    """The same transfer has paid another fee."""

    code = "cases.reference_used"


class UnknownPayment(Refusal):
    code = "cases.unknown_payment"
    status: ClassVar[int] = 404


class PaymentGone(Refusal):
    """It was taken back, reversed or given back before, or is about to be."""

    code = "cases.payment_gone"


class TooLateToUndo(Refusal):
    """A minute is over, or somebody else recorded it: a mistake is reversed by an entry of its own."""

    code = "cases.too_late_to_undo"


class ReversalGroundMissing(Refusal):
    code = "cases.reversal_ground_missing"
    status: ClassVar[int] = 422


class NoRefund(Refusal):
    """The catalogue gives nothing back: it was not refused, or the service has no such rule."""

    code = "cases.no_refund"


class RefundNeedsAnother(Refusal):
    """Money is given back by four eyes: whoever asked for it does not confirm it."""

    code = "cases.refund_needs_another"
    status: ClassVar[int] = 403


class RefundNotAsked(Refusal):
    code = "cases.refund_not_asked"


class FeeOwed(Refusal):
    """The document is given out once the fee is paid."""

    code = "cases.fee_owed"


class NoticeNotAwaited(Refusal):
    """The law does not start this time with a notice."""

    code = "cases.notice_not_awaited"


class NoticeGiven(Refusal):
    code = "cases.notice_given"


class NoticeWordsMissing(Refusal):
    code = "cases.notice_words_missing"
    status: ClassVar[int] = 422


class NoValidDocument(Refusal):
    """No document of this case is valid: none was given out, or it was annulled."""

    code = "cases.no_valid_document"


class NothingToCorrect(Refusal):
    """What is told stands on the document already."""

    code = "cases.nothing_to_correct"
    status: ClassVar[int] = 422


class DocumentIsOver(Refusal):
    """It proves nothing any more, and is not handed out."""

    code = "cases.document_is_over"
    status: ClassVar[int] = 410


class AppliedAlready(Refusal):
    """The same person has this service open: details tell its `number`, `state` and `case_id`."""

    code = "cases.applied_already"
