"""The tables of a case. Who the applicant is stands in a table of its own, apart from what happens to the case."""

from darcha.cases.models.cases import Applicant, Case, Paper, Register
from darcha.cases.models.charges import Charge, DepartmentNotice, EndedRefund, Payment, Reversal
from darcha.cases.models.clock import Extension, Suspension
from darcha.cases.models.decisions import Decision, IssuedDocument
from darcha.cases.models.drafts import Draft
from darcha.cases.models.moves import RuleChange
from darcha.cases.models.proposals import Proposal
from darcha.cases.models.reasons import Reason
from darcha.cases.models.reminders import Reminder
from darcha.cases.models.representatives import Representative
from darcha.cases.models.rounds import Round
from darcha.cases.models.scans import Scan
from darcha.cases.models.work import WorkItem

__all__ = [
    "Applicant",
    "Case",
    "Charge",
    "Decision",
    "DepartmentNotice",
    "Draft",
    "EndedRefund",
    "Extension",
    "IssuedDocument",
    "Paper",
    "Payment",
    "Proposal",
    "Reason",
    "Register",
    "Reminder",
    "Representative",
    "Reversal",
    "Round",
    "RuleChange",
    "Scan",
    "Suspension",
    "WorkItem",
]
