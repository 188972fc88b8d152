"""When a slip of paper counts as come, and how often one may be asked for again."""

from __future__ import annotations

from datetime import timedelta

NO_PAPER = "no_paper"
NO_ANSWER = "no_answer"
SLIP_FAILS_BECAUSE = (NO_PAPER, NO_ANSWER)
"""Why a slip does not come: the printer has no paper; the printer, or who asked it, does not answer."""

PRINTER_PATIENCE = timedelta(seconds=20)
"""A slip not answered for within this has not come: whoever carried it to the printer is gone. Longer than any attempt."""

MOST_COPIES = 3
