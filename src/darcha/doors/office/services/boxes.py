"""The boxes of a draft's form, each with what is missing there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules.completeness import Gap, part
from darcha.catalogue.wording import gap_words
from darcha.doors.office.services.inputs import LANGUAGES, SPARE, flat_demands
from darcha.doors.porch import languages


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an input, in words; `blocks` False: worth a look, and no hindrance."""

    words: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class Box:
    """One input. `name` is its place in the file, and its id."""

    name: str
    value: str
    label: str
    problems: tuple[Problem, ...] = ()
    html_lang: str = ""

    @property
    def is_wrong(self) -> bool:
        """Return whether it hinders the publishing."""
        return any(problem.blocks for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the languages it is written in."""

    label: str
    boxes: tuple[Box, ...]
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One input that is chosen of a list: code and name each."""

    box: Box
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A demand: its paper, which others are enough instead ("d-death", several between blanks), and when."""

    document: Box
    instead: Box
    condition: Box
    several: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a part comes from: keys of sources, or that it is made up."""

    sources: Box
    illustration: bool
    name: str


class Desk:
    """Makes the boxes of one draft."""

    def __init__(self, content: Mapping[str, Any], gaps: Iterable[Gap]) -> None:
        self.content = _flat(content)
        self.problems: dict[str, list[Problem]] = {}
        for gap in gaps:
            problem = Problem(gap_words(gap, language=languages.current()), gap.blocks)
            self.problems.setdefault(gap.field, []).append(problem)

    def box(self, name: str, label: str = "", *, html_lang: str = "") -> Box:
        """Return one input."""
        value = part(self.content, name)
        told = "" if value is None or isinstance(value, dict | list) else str(value)
        return Box(name, told, label, tuple(self.problems.get(name, ())), html_lang)

    def text(self, path: str, label: str, *, is_required: bool = False) -> Text:
        """Return one text in its languages."""
        boxes = tuple(
            self.box(f"{path}.{one}", languages.LOCAL_NAMES[one], html_lang=languages.HTML_LANG[one])
            for one in LANGUAGES
        )
        return Text(label, boxes, is_required)

    def choice(self, name: str, label: str, options: Iterable[tuple[str, str]]) -> Choice:
        """Return one input that is chosen of a list."""
        return Choice(self.box(name, label), tuple(options))

    def written(self, path: str) -> int:
        """Return how many rows of a list are written."""
        found = part(self.content, path)
        return len(found) if isinstance(found, list) else 0

    def count(self, path: str) -> int:
        """Return how many rows of a list are shown."""
        return self.written(path) + SPARE

    def paper(self, path: str) -> PaperRow:
        """Return a demand of a list of papers."""
        instead = self.box(f"{path}.or")
        known = catalogue.document_types()
        others = [known[code].names for code in instead.value.split() if code in known]
        several = ", ".join(names.in_language(languages.current()) for names in others) if len(others) > 1 else ""
        return PaperRow(self.box(f"{path}.document"), instead, self.box(f"{path}.if"), several)

    def origin(self, path: str, label: str) -> Origin:
        """Return where a part comes from: the keys of its sources, told in one input."""
        keys = part(self.content, f"{path}.sources")
        told = ", ".join(map(str, keys)) if isinstance(keys, list) else ""
        box = Box(f"{path}.sources", told, label, tuple(self.problems.get(f"{path}.sources", ())))
        return Origin(box, bool(part(self.content, f"{path}.illustration")), f"{path}.illustration")


def _flat(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a draft with its demands, those of its variants too, as the form shows them."""
    variants = [
        {**one, "docs": flat_demands(one["docs"])} if isinstance(one, Mapping) and one.get("docs") else one
        for one in content.get("variants") or ()
    ]
    return {**content, "docs": flat_demands(content.get("docs") or ()), "variants": variants}
