"""How a called visitor hears of it: which channels reach whom, whatever sense is missing and whatever is out of order.

A channel is told by the senses it needs, each way by itself enough. The telephone trembles, but says by eye or by ear
where to go, and reads a notice aloud to who does not see it. Somebody who comes needs none of a visitor's senses, and the officer who calls is never out of order.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

SIGHT = "sight"
HEARING = "hearing"

_MISSING = {"sight": SIGHT, "ear": HEARING, "sign": HEARING}
"""What a need takes from the senses; who cannot stand, uses a wheelchair or has a child sees and hears."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to hear of a call. `ways`: sets of senses, each by itself enough; `personal`: somebody comes."""

    code: str
    ways: tuple[frozenset[str], ...]
    personal: bool = False


DISPLAY = Channel("display", (frozenset({SIGHT}),))
VOICE = Channel("voice", (frozenset({HEARING}),))
PHONE = Channel("phone", (frozenset({SIGHT}), frozenset({HEARING})))
NOTICE = Channel("notice", (frozenset({SIGHT}), frozenset({HEARING})))
HOST = Channel("host", (frozenset(),), personal=True)
OFFICER = Channel("officer", (frozenset(),), personal=True)

CHANNELS = (DISPLAY, VOICE, PHONE, NOTICE, HOST, OFFICER)
"""In the order they are tried. The slip is none: it names the windows, and cannot say when. The notice is an SMS or comes by a
messenger, to who asked for it; where the house sends none it is out of order."""


def senses_of(needs: Collection[str]) -> frozenset[str]:
    """Return the senses a visitor with these needs can be told by."""
    return frozenset({SIGHT, HEARING}) - {_MISSING[need] for need in needs if need in _MISSING}


def reached_by(needs: Collection[str], *, down: Collection[str] = ()) -> tuple[Channel, ...]:
    """Return the channels that reach a visitor with these needs while those named in `down` are out of order."""
    senses = senses_of(needs)
    return tuple(
        channel for channel in CHANNELS if channel.code not in down and any(way <= senses for way in channel.ways)
    )


def must_be_fetched(needs: Collection[str], *, down: Collection[str] = ()) -> bool:
    """Return whether somebody has to come for a called visitor.

    So it is for who does not see: a voice tells them that it is their turn, and windows are found by eye. And for whom
    neither display nor voice reaches; nobody is bound to own a telephone.
    """
    in_the_hall = {DISPLAY.code, VOICE.code}
    told = any(channel.code in in_the_hall for channel in reached_by(needs, down=down))
    return SIGHT not in senses_of(needs) or not told
