"""What is wrong with a blueprint: a file that describes a country's catalogue or a centre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from darcha.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class BlueprintError:
    """One thing wrong in a blueprint, told so that its author finds it.

    `line` counts from 1; `field` is a path such as "services[PJ-03].fee.multiples", empty for the file as a whole.
    """

    file: str
    line: int
    field: str
    got: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " + (f"{self.field}: " if self.field else "")
        return f"{place}got {self.got}, expected {self.expected}"


class BlueprintHasErrors(Refusal):
    """Nothing of the file was loaded; `errors` names everything that is wrong, in the order of the file."""

    code = "blueprint.has_errors"
    status: ClassVar[int] = 422

    def __init__(self, *, errors: tuple[BlueprintError, ...]) -> None:
        super().__init__(file=errors[0].file if errors else "", count=len(errors))
        self.errors = errors

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)
