"""Reading YAML so that every mistake in it can be told with its line.

`read` gives the plain values and keeps the line of every key path; `validated` puts them through a pydantic model and
tells everything that is wrong at once. Numbers with a point come as `Decimal`: what the author wrote, not the nearest
binary fraction. Dates come as `date`, times of day ("09:00") as text.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from darcha.kernel.blueprint import BlueprintError, BlueprintHasErrors

Path = tuple[str | int, ...]
"""Where a value stands: keys and positions (from 0) from the top of the file."""

Model = TypeVar("Model", bound=BaseModel)

_TOLD_LETTERS = 80
"""A value is told up to this length."""


@dataclass(frozen=True, slots=True)
class Lined:
    """A YAML file's values with the line each of them stands on."""

    file: str
    value: Any
    lines: dict[Path, int]
    mistakes: list[BlueprintError] = field(default_factory=list)

    def line(self, path: Sequence[str | int]) -> int:
        """Return the line (from 1) of the value at `path`, or of the nearest value above that exists."""
        steps = tuple(path)
        while steps and steps not in self.lines:
            steps = steps[:-1]
        return self.lines.get(steps, 1)

    def at(self, path: Sequence[str | int]) -> Any:
        """Return the value at `path`, or None when there is none."""
        found = self.value
        for step in path:
            in_mapping = isinstance(found, dict) and step in found
            in_list = isinstance(found, list) and isinstance(step, int) and 0 <= step < len(found)
            if not (in_mapping or in_list):
                return None
            found = found[step]
        return found

    def field_name(self, path: Sequence[str | int]) -> str:
        """Return `path` as its author would say it: an item of a list by its code where it has one."""
        told = ""
        for depth, step in enumerate(path):
            if isinstance(step, int):
                item = self.at([*path[: depth + 1]])
                code = (
                    next((item[key] for key in ("code", "key", "number", "letter", "login") if item.get(key)), None)
                    if isinstance(item, dict)
                    else None
                )
                told += f"[{step if code is None else code}]"
            else:
                told += f".{step}" if told else str(step)
        return told

    def error(self, path: Sequence[str | int], *, expected: str, got: str | None = None) -> BlueprintError:
        """Return the mistake at `path`; `got` defaults to the value that stands there."""
        return BlueprintError(
            file=self.file,
            line=self.line(path),
            field=self.field_name(path),
            got=_told(self.at(path)) if got is None else got,
            expected=expected,
        )

    def refuse(self, errors: Sequence[BlueprintError]) -> None:
        """Pass silently when there are no errors.

        :raises BlueprintHasErrors: there are; sorted by line.
        """
        if errors:
            raise BlueprintHasErrors(errors=tuple(sorted(set(errors), key=lambda one: (one.line, one.field))))


def _told(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = f"'{value}'" if isinstance(value, str) else str(value)
    return text if len(text) <= _TOLD_LETTERS else f"{text[: _TOLD_LETTERS - 3]}..."


def read(*, text: str, file: str) -> Lined:
    """Return the values of a YAML text with their lines.

    A key written twice is remembered in `mistakes` and reported by `validated`.

    :raises BlueprintHasErrors: the text is not YAML.
    """
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except RecursionError as error:
        problem = BlueprintError(file, 1, "", "values too deep inside each other", "well-formed YAML")
        raise BlueprintHasErrors(errors=(problem,)) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = BlueprintError(file, line, "", str(error.problem or error.context or "no YAML"), "well-formed YAML")
        raise BlueprintHasErrors(errors=(problem,)) from error
    except YAMLError as error:
        problem = BlueprintError(file, 1, "", str(error).splitlines()[0], "well-formed YAML")
        raise BlueprintHasErrors(errors=(problem,)) from error
    lines: dict[Path, int] = {}
    slips: list[_Slip] = []
    value = _Values(lines, slips).of(node, ()) if node is not None else None
    lined = Lined(file=file, value=value, lines=lines)
    for slip in slips:
        lined.mistakes.append(
            BlueprintError(
                file,
                slip.line or lined.line(slip.path),
                lined.field_name(slip.path),
                got=slip.got,
                expected=slip.expected,
            )
        )
    return lined


@dataclass(frozen=True, slots=True)
class _Slip:
    """A mistake found before the file's values are known, and with them the names of its fields."""

    path: Path
    got: str
    expected: str
    line: int | None = None


class _Values:
    """Turns nodes into plain values, keeping their lines."""

    def __init__(self, lines: dict[Path, int], slips: list[_Slip]) -> None:
        self.lines = lines
        self.slips = slips
        self.seen: set[int] = set()

    def of(self, node: Node, path: Path) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if id(node) in self.seen:
            # An alias could repeat itself without end, and its mistakes would be told at another line.
            self.slips.append(_Slip(path, "an alias", "the value itself, written out"))
            return None
        self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return self.of_mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.of(item, (*path, position)) for position, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return self.of_scalar(node, path)

    def of_mapping(self, node: MappingNode, path: Path) -> dict[Hashable, Any]:
        found: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            inner, line = (*path, key), key_node.start_mark.line + 1
            if key in found:
                self.slips.append(_Slip(inner, f"'{key}' a second time", "every key once", line))
                continue
            found[key] = self.of(value_node, inner)
            self.lines[inner] = line
        return found

    def of_scalar(self, node: ScalarNode, path: Path) -> Any:
        kind = str(node.tag).rpartition(":")[2]
        text = str(node.value)
        meaning = _MEANINGS.get(kind)
        try:
            return text if meaning is None else meaning(text)
        except (ValueError, ArithmeticError):
            expected = f"a possible {_KINDS.get(kind, kind)}"
            self.slips.append(_Slip(path, f"'{text}'", expected))
            return None


_MEANINGS: dict[str, Callable[[str], Any]] = {
    "null": lambda _: None,
    "bool": lambda text: text.lower() == "true",
    "int": lambda text: int(text.replace("_", ""), 0),
    "float": lambda text: Decimal(text.replace("_", "")),
    "timestamp": date.fromisoformat,
}
_KINDS = {"int": "whole number", "float": "number", "timestamp": "day"}


def problems(*, error: ValidationError, lined: Lined) -> list[BlueprintError]:
    """Return pydantic's findings as mistakes of the file, each with its line."""
    found = []
    for finding in error.errors(include_url=False):
        path = _path_in(lined, finding["loc"])
        kind = finding["type"]
        if kind == "missing":
            found.append(lined.error(path, got="nothing", expected="a value, this field is required"))
        elif kind == "extra_forbidden":
            found.append(lined.error(path, got=f"'{path[-1]}'", expected="no field of this name"))
        else:
            expected = finding["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
            found.append(lined.error(path, expected=expected))
    return found


def _path_in(lined: Lined, loc: tuple[str | int, ...]) -> Path:
    """Return pydantic's `loc` without the steps that name a branch of a union or a dictionary's key."""
    path: list[str | int] = []
    for position, step in enumerate(loc):
        last = position == len(loc) - 1
        here = lined.at(path)
        known = (isinstance(here, dict) and step in here) or (isinstance(here, list) and isinstance(step, int))
        if known or (last and isinstance(here, dict) and step != "[key]"):
            path.append(step)
    return tuple(path)


def validated(lined: Lined, *, model: type[Model]) -> tuple[Model | None, list[BlueprintError]]:
    """Return the file as `model` (None when it does not fit) and everything that is wrong with its shape."""
    errors = list(lined.mistakes)
    if not isinstance(lined.value, dict):
        return None, [*errors, lined.error((), expected="a mapping of sections")]
    try:
        return model.model_validate(lined.value), errors
    except ValidationError as error:
        # What a slip left empty must not be told a second time as missing.
        told = {(one.line, one.field) for one in errors}
        shape = [one for one in problems(error=error, lined=lined) if (one.line, one.field) not in told]
        return None, errors + shape
