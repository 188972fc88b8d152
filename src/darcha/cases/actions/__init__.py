"""What people do with a case."""

from darcha.cases.actions.acting import set_representative
from darcha.cases.actions.applying import (
    attach_to_draft,
    begin_draft,
    delete_draft,
    erase_draft,
    keep_draft,
    remove_from_draft,
    send_draft,
)
from darcha.cases.actions.clock import extend_case, move_due_dates, resume_case, serve_notice, suspend_case
from darcha.cases.actions.correcting import add_to_correction, answer_correction
from darcha.cases.actions.deciding import confirm_decision, decide, give_back_proposal, propose_decision
from darcha.cases.actions.documents import issue_document
from darcha.cases.actions.erasing import erase, remove_orphans
from darcha.cases.actions.evidence import look_for_papers
from darcha.cases.actions.fees import set_fee
from darcha.cases.actions.handing import hand_item, send_item_back
from darcha.cases.actions.intake import open_case, resubmit
from darcha.cases.actions.moving import choose_rules, follow_versions
from darcha.cases.actions.payments import (
    ask_refund,
    confirm_refund,
    end_refund,
    record_payment,
    reverse_payment,
    undo_payment,
)
from darcha.cases.actions.reading import give_reason, read_case
from darcha.cases.actions.replacing import annul_document, correct_document, reissue_document
from darcha.cases.actions.scans import attach_scan, read_scan
from darcha.cases.actions.telling import HeldActing, HeldCase, HeldPerson, tell_person
from darcha.cases.actions.watching import Watched, watch_terms
from darcha.cases.actions.work import complete_work_item

__all__ = [
    "HeldActing",
    "HeldCase",
    "HeldPerson",
    "Look",
    "Watched",
    "add_to_correction",
    "annul_document",
    "answer_correction",
    "ask_refund",
    "attach_scan",
    "attach_to_draft",
    "begin_draft",
    "choose_rules",
    "complete_work_item",
    "confirm_decision",
    "confirm_refund",
    "correct_document",
    "decide",
    "delete_draft",
    "end_refund",
    "erase",
    "erase_draft",
    "extend_case",
    "follow_versions",
    "give_back_proposal",
    "give_reason",
    "hand_item",
    "issue_document",
    "keep_draft",
    "look_for_papers",
    "move_due_dates",
    "open_case",
    "propose_decision",
    "read_case",
    "read_scan",
    "record_payment",
    "reissue_document",
    "remove_from_draft",
    "remove_orphans",
    "resubmit",
    "resume_case",
    "reverse_payment",
    "send_draft",
    "send_item_back",
    "serve_notice",
    "set_fee",
    "set_representative",
    "suspend_case",
    "tell_person",
    "undo_payment",
    "watch_terms",
]
