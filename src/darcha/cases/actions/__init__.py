"""What people do with a case."""

from darcha.cases.actions.intake import open_case, resubmit
from darcha.cases.actions.reading import read_case
from darcha.cases.actions.work import complete_work_item, decide, issue_document

__all__ = ["complete_work_item", "decide", "issue_document", "open_case", "read_case", "resubmit"]
