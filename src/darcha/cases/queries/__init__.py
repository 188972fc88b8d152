"""What can be asked about cases. None of it hands out a name but the document's own page and a draft."""

from darcha.cases.queries.applicants import (
    case_by_tracking_code,
    cases_of_ticket,
    document_pdf,
    refusal_pdf,
    verify_document,
)
from darcha.cases.queries.drafts import draft, drafts_over
from darcha.cases.queries.files import ReasonView, case_id_by_number, papers_with_scans, reasons
from darcha.cases.queries.late import Late, LateRow, SilenceRow, late
from darcha.cases.queries.lists import (
    PAGE,
    Backlog,
    Backlogs,
    Place,
    backlogs,
    ready_to_decide,
    ready_to_issue,
    to_confirm,
    work_list,
)
from darcha.cases.queries.money import money_moves, payable, receipt_of, receipt_pdf, refunds_asked
from darcha.cases.queries.retention import over, returned_cases
from darcha.cases.queries.standings import CaseStanding, case_standing
from darcha.cases.queries.ties import FileLookedAt, files_looked_at

__all__ = [
    "PAGE",
    "Backlog",
    "Backlogs",
    "CaseStanding",
    "FileLookedAt",
    "Late",
    "LateRow",
    "Place",
    "ReasonView",
    "SilenceRow",
    "backlogs",
    "case_by_tracking_code",
    "case_id_by_number",
    "case_standing",
    "cases_of_ticket",
    "document_pdf",
    "draft",
    "drafts_over",
    "files_looked_at",
    "late",
    "money_moves",
    "over",
    "papers_with_scans",
    "payable",
    "ready_to_decide",
    "ready_to_issue",
    "reasons",
    "receipt_of",
    "receipt_pdf",
    "refunds_asked",
    "refusal_pdf",
    "returned_cases",
    "to_confirm",
    "verify_document",
    "work_list",
]
