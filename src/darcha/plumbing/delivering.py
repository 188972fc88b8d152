"""Short messages on their way out of the house: through apprise to whoever carries them, or into a drawer.

A route is an address of apprise with "{to}" where the receiver belongs ("jsons://gateway.example/send?:phone={to}"), or
"file": then nothing leaves the house, and what was said is kept in a drawer, without the receiver.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from apprise import Apprise

DRAWER = "file"
TO = "{to}"

_SOMEBODY = "998901234567"


class RouteUnusable(Exception):
    """A route lacks "{to}", or apprise does not understand it; the message names the channel and never the route."""


class CouldNotDeliver(Exception):
    """Whoever carries messages did not take this one."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A message in the drawer."""

    at: datetime
    channel: str
    text: str


def check(routes: Mapping[str, str]) -> None:
    """Pass silently when a message can be given to every route.

    :raises RouteUnusable: not to this one.
    """
    for channel, route in routes.items():
        if route != DRAWER and (TO not in route or not _carriers(route, _SOMEBODY)):
            raise RouteUnusable(f'The route for {channel} is no address of apprise with "{TO}" in it.')


def deliver(route: str, *, channel: str, to: str, text: str, at: datetime, drawer: Path) -> None:
    """Hand a message to whoever carries it, and come back when it was taken.

    :raises CouldNotDeliver: it was not.
    """
    if route == DRAWER:
        _keep(drawer, Kept(at, channel, text))
        return
    from apprise import NotifyFormat  # noqa: PLC0415 -- half a second of a hundred carriers, for who delivers alone

    if not _carriers(route, to).notify(body=text, body_format=NotifyFormat.TEXT):
        raise CouldNotDeliver


def _carriers(route: str, to: str) -> Apprise:
    from apprise import Apprise, AppriseAsset  # noqa: PLC0415 -- as above

    carriers = Apprise(asset=AppriseAsset(app_id="Darcha", async_mode=False))
    carriers.add(route.replace(TO, quote(to, safe="")))
    return carriers


def _keep(drawer: Path, message: Kept) -> None:
    told = {"at": message.at.isoformat(), "channel": message.channel, "text": message.text}
    try:
        drawer.parent.mkdir(parents=True, exist_ok=True)
        with drawer.open("a", encoding="utf-8") as file:
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
    except OSError as failure:
        raise CouldNotDeliver from failure


def newest(drawer: Path, count: int) -> list[Kept]:
    """Return the messages put into the drawer last, the newest first."""
    try:
        lines = drawer.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    told = [json.loads(line) for line in lines[-count:]]
    return [Kept(datetime.fromisoformat(one["at"]), one["channel"], one["text"]) for one in reversed(told)]
