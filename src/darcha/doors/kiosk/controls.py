"""What each control of a page is called, as somebody hears it who does not see the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_NAMED_BY_CONTENT = frozenset({"a", "button", "summary"})
_NAMED_BY_LABEL = frozenset({"input", "select", "textarea"})
_NOT_THERE = frozenset({"noscript", "template"})
"""What stands in these is no control while scripts run."""


@dataclass(slots=True)
class _Element:
    """A control or a label: its words, and the id it has or speaks for."""

    tag: str
    id: str
    told: str = ""
    words: list[str] = field(default_factory=list)
    label: _Element | None = None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.controls: list[_Element] = []
        self.labels: dict[str, _Element] = {}
        self._open: list[_Element] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _NOT_THERE
        if self._unseen:
            return
        known = {name: value or "" for name, value in attrs}
        if tag == "label":
            label = _Element(tag, known.get("for", ""))
            self.labels[label.id] = label
            self._open.append(label)
        elif (tag in _NAMED_BY_CONTENT and (tag != "a" or "href" in known)) or (
            tag in _NAMED_BY_LABEL and known.get("type") != "hidden"
        ):
            around = next((one for one in reversed(self._open) if one.tag == "label"), None)
            control = _Element(tag, known.get("id", ""), known.get("aria-label", ""), label=around)
            self.controls.append(control)
            if tag in _NAMED_BY_CONTENT:
                self._open.append(control)

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _NOT_THERE
        if self._open and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for one in self._open:
            one.words.append(data)


def names(page: str) -> list[str]:
    """Return the name of each control of an HTML page, in its order: what is told, what stands in it, or its label.

    Controls are links, buttons, summaries and fields that are not hidden; the kiosk's aids.js counts the same.
    """
    reader = _Reader()
    reader.feed(page)
    found = []
    for control in reader.controls:
        words = control.words if control.tag in _NAMED_BY_CONTENT else []
        if control.tag in _NAMED_BY_LABEL:
            label = control.label or (reader.labels.get(control.id) if control.id else None)
            words = label.words if label else []
        # Pieces stand in elements of their own: a voice needs a breath between them.
        found.append(control.told or ", ".join(text for piece in words if (text := " ".join(piece.split()))))
    return found
