"""What the hall's screen shows, put together from the queue's board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext, pgettext

from darcha.centres import reading
from darcha.centres.reading import Panel
from darcha.doors.display.errors import PanelCannotBeRead
from darcha.doors.porch import speech
from darcha.doors.porch.languages import HTML_LANG
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.names import LANGUAGES
from darcha.plumbing import clock
from darcha.queue import queries as queue
from darcha.queue.queries import Board, BoardCall, BoardLine
from darcha.queue.rules import Message

TWO_LANGUAGES = ("uz", "ru")
"""What the screen of a hall speaks unless it is asked for one language."""

_REPLAYED_SECONDS = 300
"""A call that old is not news any more: whoever was called was found, or was given up."""


@dataclass(frozen=True, slots=True)
class Look:
    """How one screen wants its board: the languages of its words, and the panel it hangs on."""

    languages: tuple[str, ...] = TWO_LANGUAGES
    panel: Panel = field(default_factory=Panel)

    @property
    def language(self) -> str:
        """Return the first language: that of the page."""
        return self.languages[0]

    @property
    def message_languages(self) -> tuple[str, ...]:
        """Return the languages of a message: it turns through all of the house unless one is asked for."""
        return self.languages if len(self.languages) == 1 else LANGUAGES


@dataclass(frozen=True, slots=True)
class Said:
    """Words in one language."""

    html_lang: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One call on the screen. `is_wanted`: the one lit window; `call`: how the page knows it from another."""

    call: str
    number: str
    window: int
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything that changes on the screen.

    `next` None: there is no room for them. `faces`: the messages, a language each, shown in turn.
    """

    seq: int
    rows: tuple[Row, ...]
    next: tuple[str, ...] | None
    lines: tuple[BoardLine, ...]
    last: tuple[Said, ...]
    faces: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class News:
    """A call somebody has to hear: at journal entry `seq`, spoken in `languages`."""

    seq: int
    call_id: int
    number: str
    languages: tuple[str, ...]


def look(*, language: str | None, panel: Panel) -> Look:
    """Return the look a screen asked for; an unknown language is none.

    :raises PanelCannotBeRead: from the farthest seat nobody could.
    """
    if not reading.rows(panel):
        raise PanelCannotBeRead(panel=panel.inches, distance=panel.metres)
    return Look((language,) if language in LANGUAGES else TWO_LANGUAGES, panel)


def words(look: Look) -> dict[str, str]:
    """Return the headings of the screen in its languages, "Chipta / Талон"."""
    found: dict[str, list[str]] = {}
    for language in look.languages:
        with translation.override(language):
            for name, text in (
                ("ticket", pgettext("hall screen", "Ticket")),
                ("window", pgettext("hall screen", "Window")),
                ("next", pgettext("hall screen", "Next")),
                ("wait", pgettext("hall screen", "Wait, min")),
                ("message", pgettext("hall screen", "Message")),
            ):
                found.setdefault(name, []).append(text)
    return {name: " / ".join(texts) for name, texts in found.items()}


def screen(board: Board, look: Look) -> Screen:
    """Return what a screen shows of a board: who is wanted first, then who is being served, the newest first.

    A message that nobody could read on this panel is left out; what is shown leaves that many fewer rows.
    """
    hall_lines = len(board.lines)
    faces = tuple(face for message in board.messages for face in _faces(message, look, hall_lines))
    message_lines = max((reading.lines_of(face.text, look.panel) for face in faces), default=0)
    wanted = [call for call in board.calls if call.state == "called"]
    ordered = [*wanted, *(call for call in board.calls if call.state != "called")]
    coming = reading.coming(look.panel, hall_lines=hall_lines, message_lines=message_lines)
    shown = ordered[: reading.rows(look.panel, message_lines=message_lines)]
    return Screen(
        seq=board.seq,
        rows=tuple(_row(call, is_wanted=bool(wanted) and call is shown[0]) for call in shown),
        next=board.next[:coming] if coming else None,
        lines=board.lines,
        last=_last(shown[0], look) if shown else _spoken_aloud(look),
        faces=faces,
    )


def _faces(message: Message, look: Look, hall_lines: int) -> tuple[Said, ...]:
    texts = {language: message.names.in_language(language) for language in look.message_languages}
    most = reading.message_lines_at_most(look.panel, hall_lines=hall_lines)
    if max(reading.lines_of(text, look.panel) for text in texts.values()) > most:
        return ()
    return tuple(Said(HTML_LANG[language], text) for language, text in texts.items())


def _row(call: BoardCall, *, is_wanted: bool) -> Row:
    return Row(f"{call.call_id}-{call.recalls}", call.number, call.counter_number, is_wanted)


def _last(call: BoardCall, look: Look) -> tuple[Said, ...]:
    said = [
        Said(
            HTML_LANG[language],
            speech.sentence(number=call.number, window=call.counter_number, language=language),
        )
        for language in look.languages
    ]
    return (*said, *_spoken_aloud(look)) if len(said) == 1 else tuple(said)


def _spoken_aloud(look: Look) -> tuple[Said, ...]:
    found = []
    for language in look.languages:
        with translation.override(language):
            found.append(Said(HTML_LANG[language], gettext("Your number is spoken aloud")))
    return tuple(found)


def now_on(*, centre_id: str, at: datetime, look: Look) -> tuple[Board, str]:
    """Return the board of this moment and its part of the page, as a fresh load and as live news alike."""
    board = queue.board(centre_id=centre_id, at=at)
    with translation.override(look.language):
        part = render_to_string(
            "display/region.html", {"screen": screen(board, look), "words": words(look), "language": look.language}
        )
    return board, part


def news(*, centre_id: str, board: Board) -> Sequence[News]:
    """Return every call of the last minutes that is still open, up to the board's journal entry, in order."""
    open_calls = {call.call_id: call for call in board.calls}
    if not open_calls:
        return ()
    age = timedelta(seconds=_REPLAYED_SECONDS) * clock.clock().speed
    now = clock.now()
    since = max(now - age, min(call.called_at for call in board.calls))
    epoch = journal.head(centre_id=centre_id).epoch
    found = []
    # Clocks of two machines never agree wholly: what is dated ahead of this one has happened all the same.
    for entry in journal.entries_between(
        centre_id=centre_id, since=since, until=now + age, kinds=[Kind.TICKET_CALLED, Kind.TICKET_RECALLED]
    ):
        call = open_calls.get(int(str(entry.data["call"])))
        if call and entry.epoch == epoch and entry.seq <= board.seq:
            found.append(News(entry.seq, call.call_id, call.number, speech.languages_of(call.ticket_language)))
    return found


def stale(look: Look) -> tuple[Said, ...]:
    """Return what a screen says when it has heard nothing for ten seconds; %s is how old its numbers are."""
    found = []
    for language in look.languages:
        with translation.override(language):
            text = gettext("The connection is lost. These numbers are %(seconds)s seconds old: please ask a colleague.")
        found.append(Said(HTML_LANG[language], text % {"seconds": "{}"}))
    return tuple(found)
