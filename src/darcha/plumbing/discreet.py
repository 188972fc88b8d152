"""What the log is not to know: the codes in addresses, and the rows the database quotes when it refuses one."""

from __future__ import annotations

import logging
import re
from types import TracebackType

_ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

# "DETAIL:  Failing row contains (7, Nigora Karimova, ...)": up to where the traceback goes on, or ends.
_QUOTED_ROW = re.compile(
    r"^DETAIL:.*?(?=^The above exception was |^During handling of the above |\Z)", re.MULTILINE | re.DOTALL
)


class Discreet(logging.Formatter):
    """Writes an entry of the log without secrets and without personal data."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the entry; an address is told by its pattern, "t/<str:code>/", since the code in it opens a page."""
        request = getattr(record, "request", None)
        if request is None or not hasattr(request, "path"):
            return super().format(record)
        match = getattr(request, "resolver_match", None)
        pattern = f"/{match.route}" if match else "an address nothing is at"
        kept = record.args
        if isinstance(kept, tuple):
            record.args = tuple(
                pattern if value in {request.path, request.get_full_path()} else value for value in kept
            )
        try:
            return super().format(record)
        finally:
            record.args = kept

    def formatException(self, ei: _ExceptionInfo) -> str:  # noqa: N802 -- logging's own name
        """Return the traceback without the rows that the database quotes in it."""
        return _QUOTED_ROW.sub("DETAIL: (a row, not told)\n\n", super().formatException(ei)).rstrip()
