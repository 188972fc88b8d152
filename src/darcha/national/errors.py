"""Refusals of the room national: a blueprint with errors, as the kernel names it."""

from __future__ import annotations

from darcha.kernel.blueprint import BlueprintError as BlueprintError
from darcha.kernel.blueprint import BlueprintHasErrors as BlueprintHasErrors
