"""Messages to the hall: what is shown now, ready sentences, and own words as they are typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext

from darcha.centres import queries as centres
from darcha.doors.porch import languages, sentences
from darcha.kernel.names import Names
from darcha.kernel.refusal import Refusal
from darcha.queue import errors, queries
from darcha.queue.rules import MESSAGE_MINUTES, MOST_MESSAGES, READY, Message, message_words

END_OF_DAY = "day"
USUAL_SPAN = "30"

_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it came: `span` one of the minutes or `END_OF_DAY`."""

    ready: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    span: str = USUAL_SPAN

    @property
    def minutes(self) -> int | None:
        """Return the minutes chosen, None for the end of the day, 0 for what nobody offers."""
        if self.span == END_OF_DAY:
            return None
        return int(self.span) if self.span in map(str, MESSAGE_MINUTES) else 0

    @property
    def names(self) -> Names:
        """Return the words in the four languages."""
        return message_words(**{language: self.words.get(language, "") for language in ("uz", "ru", "en")})


@dataclass(frozen=True, slots=True)
class Field:
    """One language of own words: what was typed, and what is wrong with it."""

    language: str
    html_lang: str
    word: str
    value: str
    problem: str


@dataclass(frozen=True, slots=True)
class ShownBox:
    """A message in the hall."""

    message: Message
    minutes_left: int


@dataclass(frozen=True, slots=True)
class MessagesPage:
    """All of the page. `problem`: why the last form was refused, beyond its fields."""

    shown: tuple[ShownBox, ...]
    most: int
    ready: tuple[tuple[str, Names], ...]
    fields: tuple[Field, ...]
    spans: tuple[tuple[str, str], ...]
    span: str
    problem: str
    panel_inches: int
    seat_metres: int


def messages_page(
    *, centre_id: str, at: datetime, typed: Typed | None = None, refusal: Refusal | None = None
) -> MessagesPage:
    """Return the page, with what was typed and why it was refused."""
    centre = centres.centre(code=centre_id)
    typed = typed or Typed()
    shown = tuple(
        ShownBox(message, message.minutes_left(at)) for message in queries.messages(centre_id=centre_id, at=at)
    )
    problems = _problems(typed, refusal)
    return MessagesPage(
        shown=shown,
        most=MOST_MESSAGES,
        ready=tuple(READY.items()),
        fields=tuple(
            Field(
                language,
                languages.HTML_LANG[language],
                languages.LOCAL_NAMES[language],
                typed.words.get(language, ""),
                problems.get(language, ""),
            )
            for language in ("uz", "ru", "en")
        ),
        spans=(
            *((str(minutes), f"{minutes}{_NO_BREAK}{gettext('min')}") for minutes in MESSAGE_MINUTES),
            (END_OF_DAY, gettext("until the end of the day")),
        ),
        span=typed.span,
        problem=sentences.sentence(refusal.code, refusal.details) if refusal and not problems else "",
        panel_inches=centre.panel_inches,
        seat_metres=centre.seat_metres,
    )


def _problems(typed: Typed, refusal: Refusal | None) -> dict[str, str]:
    """Return what is wrong with each language."""
    if not isinstance(refusal, errors.MessageCannotBeRead):
        return {}
    lengths = {language: len(typed.names.in_language(language)) for language in refusal.too_long}
    return {
        **{language: gettext("Write the message in this language too.") for language in refusal.missing},
        **{
            language: gettext(
                "Too long: of %(of)s signs the first %(signs)s can be read from %(metres)s metres. Say it shorter."
            )
            % {"of": lengths[language], "signs": signs, "metres": refusal.metres}
            for language, signs in refusal.too_long.items()
        },
    }
