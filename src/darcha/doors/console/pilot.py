"""`darcha pilot`: play the pilot's first eight months; stop it with Ctrl-C, start it again, and it goes on."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from django.conf import settings

from darcha.centres import queries as centres
from darcha.kernel.actor import system
from darcha.kernel.refusal import Refusal
from darcha.national import actions as national
from darcha.plumbing.clock import now
from darcha.practice import actions
from darcha.practice.parameters import Parameters, read_parameters


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("--seed", type=int, default=1, help="another seed, other invented people (1)")
    parser.add_argument(
        "--parameters",
        type=_parameters,
        default=str(settings.BLUEPRINTS_DIR / "uzbekistan" / "pilot.yaml"),
        metavar="FILE",
        help="totals and shares (blueprints: pilot.yaml)",
    )


def _parameters(path: str) -> Parameters:
    """Read the file while the words of the command are read: what cannot be played sets nothing up."""
    try:
        return read_parameters(Path(path))
    except (Refusal, OSError) as wrong:
        told = getattr(wrong, "details", {}).get("faults", wrong)
        raise argparse.ArgumentTypeError(f"{path}: {told}") from None


def run(options: argparse.Namespace) -> int:
    """Play, telling how far it is and how long it will take."""
    parameters: Parameters = options.parameters
    _load_what_is_missing(parameters.centre)
    began = time.monotonic()
    done_here = refusals = before = 0
    try:
        for played in actions.play_pilot(parameters=parameters, seed=options.seed):
            if not played.resumed:
                done_here += played.visitors_so_far - before
            before = played.visitors_so_far
            refusals += played.refusals
            left = (played.visitors_in_all - played.visitors_so_far) * (time.monotonic() - began) / max(done_here, 1)
            told = f"about {left / 60:.0f} min left" if done_here else "done before"
            line = f"{played.day}  {played.visitors_so_far:>6} of {played.visitors_in_all} visitors  {told}"
            print(f"\r{line:<70}", end="" if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print("\nStopped. Start it again with the same seed and it goes on from here.", file=sys.stderr)
        return 130
    print(
        f"\n{before} visitors played in {(time.monotonic() - began) / 60:.1f} min; {refusals} requests refused.",
        file=sys.stderr,
    )
    return 0


def _load_what_is_missing(centre_id: str) -> None:
    """Load the pilot's own blueprints into an empty house; a house that has centres keeps what it has."""
    if centres.centres():
        return
    print(f"The house is empty: the catalogue and the centre {centre_id} are loaded first.", file=sys.stderr)
    for file in ("catalogue.yaml", "sergeli.yaml"):
        national.load_blueprint(path=settings.BLUEPRINTS_DIR / "uzbekistan" / file, at=now(), by=system("pilot"))
