"""Refusals of the display."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class PanelCannotBeRead(Refusal):
    """From the farthest seat nobody could read this panel, or nobody measured it. Details: panel, distance."""

    code = "display.panel_cannot_be_read"
    status: ClassVar[int] = 422
