"""`darcha serve`: answer browsers until Ctrl-C."""

from __future__ import annotations

import argparse
import sys

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import import_string

from darcha.doors.console import jobs
from darcha.plumbing.delivering import RouteUnusable
from darcha.plumbing.signing import house_signer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--workers", type=int, default=1, help="processes that answer, about one a core (1)")


def run(options: argparse.Namespace) -> int:
    """Serve the doors."""
    if options.workers < 1:
        print("--workers must be at least 1.", file=sys.stderr)
        return 2
    if house_signer() is None:
        print(f"Documents are given out unsigned: there is no {settings.SIGNING_FILE}.", file=sys.stderr)
    call_command("collectstatic", verbosity=0, interactive=False)
    if options.workers == 1:
        # The application decides how its process connects; the jobs are of the same process.
        import_string(settings.ASGI_APPLICATION)
    try:
        with jobs.beside():
            _answer(options)
    except RouteUnusable as unusable:
        print(unusable, file=sys.stderr)
        return 1
    return 0


def _answer(options: argparse.Namespace) -> None:
    print(f"Darcha listens on http://{options.host}:{options.port}/ (Ctrl-C to stop)", flush=True)
    uvicorn.run(
        "config.asgi:application",
        host=options.host,
        port=options.port,
        workers=options.workers,
        log_level="warning",
        # An address may hold the code that opens an application; only the pattern of it is ever logged.
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.TRUSTED_PROXIES,
        # Open screens hold their stream of news; they come back by themselves.
        timeout_graceful_shutdown=2,
    )
