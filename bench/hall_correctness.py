"""A hall over HTTP under kills and repeated requests, and whether it did everything once.

    python -m bench.hall_correctness [--visitors 10000] [--officers 32] [--workers 4]

A real server with several worker processes, one of which is killed every two seconds; visitors at kiosks and officers at
windows who click twice, leave before the answer and ask again with the same key. Their log and the journal are judged by
`bench.hall_checker`, which knows nothing else. So that it is known to see anything, bugs are planted: some in a house of
the bench's own, some in a record of a small right run. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.hall import forged, planted
from bench.hall.clients import Manners
from bench.hall.records import read_lines
from bench.hall.running import Ground, Plan, Run, ground, run
from bench.hall_checker import caught_by, check

_SMALL = Plan(
    visitors=90,
    officers=6,
    workers=2,
    kill_every=0,
    kiosks=4,
    speed=200,
    manners=Manners(
        at_once=0.1, again=0.1, cut=0.1, late=0.05, sent_on=0.15, aside=0.1, undone=0.1, by_hand=0.1, booked=0.2
    ),
)
"""A hall in which a bug is planted: fast hours and restless visits, so that even a short run has some of everything."""

_BOOKED = 240
"""How many appointments there are, from the hour the hall opens on."""


def figures_of(played: Run, *, tell: bool = False) -> dict[str, Any]:
    """Return what the checker finds."""
    return check(read_lines([played.log]), read_lines([played.journal]), tell=tell)


def plant_all(on: Ground) -> tuple[int, int]:
    """Plant each bug, print what caught it; return how many were caught, and how many were planted."""
    clean = run(on, _SMALL, name="small")
    wrong = caught_by(figures_of(clean, tell=True))
    print(f"{'none: a small right run':28} {'nothing found' if not wrong else 'FOUND ' + ', '.join(wrong)}", flush=True)
    caught = 0
    for name, bug in planted.IN_THE_HOUSE.items():
        by = caught_by(figures_of(run(on, replace(_SMALL, plant=name), name=f"bug_{name}")))
        caught += _tell(name, bug.what, by)
    log, journal = read_lines([clean.log]), read_lines([clean.journal])
    for name, record_bug in forged.IN_THE_RECORD.items():
        caught += _tell(name, record_bug.what, caught_by(check(*forged.broken(name, log, journal))))
    return (0 if wrong else caught), len(planted.IN_THE_HOUSE) + len(forged.IN_THE_RECORD)


def _tell(name: str, what: str, by: list[str]) -> bool:
    print(f"{name:28} {'yes, by ' + ', '.join(by) if by else 'NO':60} {what}", flush=True)
    return bool(by)


def main() -> None:
    """Play, judge, plant, and print one JSON object last."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--visitors", type=int, default=10_000)
    arguments.add_argument("--officers", type=int, default=32)
    arguments.add_argument("--workers", type=int, default=4)
    arguments.add_argument("--kill-every", type=float, default=2.0, help="seconds between kills (2)")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument(
        "--speed", type=float, default=20.0, help="how many times as fast the hall's clock runs (20)"
    )
    arguments.add_argument("--keep", type=Path, help="a directory for the log and the journal of the run")
    arguments.add_argument("--no-planting", action="store_true", help="the run alone")
    chosen = arguments.parse_args()
    # Leave through every `finally`: the embedded server is not to outlive the bench.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    began = time.monotonic()
    plan = Plan(
        visitors=chosen.visitors,
        officers=chosen.officers,
        workers=chosen.workers,
        kill_every=chosen.kill_every,
        seed=chosen.seed,
        speed=chosen.speed,
    )
    with (
        tempfile.TemporaryDirectory() as place,
        ground(Path(place), officers=max(plan.officers, _SMALL.officers), appointments=_BOOKED) as on,
    ):
        played = run(on, plan, name="full")
        print(
            f"{plan.visitors} visitors in {played.seconds:.0f} s, {plan.visitors / played.seconds:.1f} a second;"
            f" {played.kills} kills, {len(played.stuck)} officers gave up",
            flush=True,
        )
        if chosen.keep:
            chosen.keep.mkdir(parents=True, exist_ok=True)
            for file in (played.log, played.journal):
                shutil.copy(file, chosen.keep)
        figures = figures_of(played, tell=True)
        caught, many = (0, 0) if chosen.no_planting else plant_all(on)
    print(
        json.dumps(
            figures
            | {
                "visitors": plan.visitors,
                "officers": plan.officers,
                "workers": plan.workers,
                "kills": played.kills,
                "duplicated_requests": played.repeated,
                "lost_answers": played.lost,
                "planted_caught": caught,
                "planted": many,
                "seconds": round(time.monotonic() - began, 1),
            }
        )
    )
    raise SystemExit(1 if caught_by(figures) or caught < many else 0)


if __name__ == "__main__":
    main()
