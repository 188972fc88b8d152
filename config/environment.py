"""What the environment says, read once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings a deployment may give.

    `DARCHA_DATA` (directory of the embedded server and of what is stored as files; ./var), `DATABASE_URL` (another
    server, as the application role), `DATABASE_OWNER_URL` (the same as the owning role, for migrations),
    `DARCHA_SECRET_KEY`, `DARCHA_HOSTS` (comma-separated), `DARCHA_ORIGINS` (https origins behind a proxy),
    `DARCHA_PROXIES` (addresses of the proxies whose word on the visitor is taken; 127.0.0.1), `DARCHA_ADDRESS` (the
    public address printed on papers, no trailing slash), `DARCHA_PRINTER` ("file", or "tcp://host:port" of the kiosk's
    slip printer), `DARCHA_KEYS` (the file of the keys that open personal data; `keys` in the data directory),
    `DARCHA_SIGNING` (the file of the key documents are signed with; `signing.pem` in the data directory),
    `DARCHA_SMS`, `DARCHA_TELEGRAM`, `DARCHA_EMAIL` (routes of notices: addresses of apprise with "{to}" for the receiver, or
    "file"; without one the house is silent there), `DARCHA_CLOCK` (of the demo only).
    """

    data_dir: Path
    keys_file: Path
    signing_file: Path
    database_url: str | None
    owner_url: str | None
    secret_key: str | None
    hosts: tuple[str, ...]
    origins: tuple[str, ...]
    proxies: tuple[str, ...]
    address: str
    printer: str
    notice_routes: dict[str, str]
    clock: str | None
    debug: bool


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def read_environment() -> Environment:
    """Return what the environment says now."""
    get = os.environ.get
    database_url = get("DATABASE_URL") or None
    data_dir = Path(get("DARCHA_DATA") or "var").resolve()
    return Environment(
        data_dir=data_dir,
        keys_file=Path(get("DARCHA_KEYS") or data_dir / "keys").resolve(),
        signing_file=Path(get("DARCHA_SIGNING") or data_dir / "signing.pem").resolve(),
        database_url=database_url,
        owner_url=get("DATABASE_OWNER_URL") or database_url,
        secret_key=get("DARCHA_SECRET_KEY") or None,
        hosts=_listed(get("DARCHA_HOSTS") or "localhost,127.0.0.1,[::1]"),
        origins=_listed(get("DARCHA_ORIGINS") or ""),
        proxies=_listed(get("DARCHA_PROXIES") or "127.0.0.1"),
        address=(get("DARCHA_ADDRESS") or "http://localhost:8000").rstrip("/"),
        printer=get("DARCHA_PRINTER") or "file",
        notice_routes={
            channel: route for channel in ("sms", "telegram", "email") if (route := get(f"DARCHA_{channel.upper()}"))
        },
        clock=get("DARCHA_CLOCK") or None,
        debug=get("DARCHA_DEBUG") == "1",
    )
