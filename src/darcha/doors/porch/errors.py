"""Refusals of the porch itself."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class TooLarge(Refusal):
    """More was sent than is taken at once; `megabytes` is how much that is."""

    code = "porch.too_large"
    status: ClassVar[int] = 413
