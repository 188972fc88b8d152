"""Files made to hurt, taken in by the house: what becomes of each, and how much memory it costs.

    python -m bench.hostile_uploads [--heavy]

The files of `tests/hostile` are made in one process and taken in by another, as a counter takes a scan: `recognise` starts
a process for each. `looking_mb` is the most any of these processes had at once, `house_mb` the most the process had that
asks, before and after it has the file. `--heavy`: only those that are after the memory.
"""

from __future__ import annotations

import argparse
import json
import logging
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

LIMIT_MB = 300
_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Came:
    """What became of a file: "kept", or the kind of refusal."""

    name: str
    became: str
    seconds: float


def _make(folder: Path, *, heavy: bool) -> None:
    from tests.hostile.corpus import CORPUS

    told = {}
    for hostile in CORPUS:
        if hostile.heavy or not heavy:
            (folder / hostile.name).write_bytes(hostile.make())
            told[hostile.name] = hostile.becomes
    (folder / "told.json").write_text(json.dumps(told))


def _take_in(folder: Path) -> None:
    # Only what a counter's process needs for this: whatever it has when it starts another counts as that one's memory.
    from darcha.cases.rules import SCAN_BYTES, SCAN_PAGES, SCAN_PIXELS
    from darcha.plumbing.recognising import Harmful, Limits, NotRecognised, TooLarge, recognise

    logging.disable()
    limits = Limits(size_bytes=SCAN_BYTES, pixels=SCAN_PIXELS, pages=SCAN_PAGES)
    codes = {
        NotRecognised: "cases.scan_not_recognised",
        TooLarge: "cases.scan_too_large",
        Harmful: "cases.scan_harmful",
    }
    came = []
    for name in json.loads((folder / "told.json").read_text()):
        content, begun = (folder / name).read_bytes(), time.monotonic()
        try:
            recognise(content, limits=limits)
            became = "kept"
        except (NotRecognised, TooLarge, Harmful) as no:
            became = codes[type(no)]
        came.append([name, became, round(time.monotonic() - begun, 2)])
    print(
        json.dumps(
            {
                "came": came,
                "house_mb": _most_mb(),
                "looking_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
            }
        )
    )


def _most_mb() -> int:
    """Return the most memory this process had; `ru_maxrss` would count what its parent had when it started this one."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024


def measure(*, heavy: bool = False) -> dict[str, object]:
    """Return what became of the files and what it cost, each step in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        steps = [[sys.executable, "-m", "bench.hostile_uploads", step, folder] for step in ("--make", "--take-in")]
        subprocess.run([*steps[0], *(["--heavy"] if heavy else [])], cwd=_ROOT, check=True)
        took = json.loads(subprocess.run(steps[1], cwd=_ROOT, check=True, capture_output=True, text=True).stdout)
        told = json.loads((Path(folder) / "told.json").read_text())
    came = [Came(*one) for one in took["came"]]
    peak = took["looking_mb"] + took["house_mb"]
    return {
        "files": len(came),
        "kept": sum(one.became == "kept" for one in came),
        "otherwise_than_told": [f"{one.name}: {one.became}" for one in came if one.became != told[one.name]],
        "looking_mb": took["looking_mb"],
        "house_mb": took["house_mb"],
        "limit_mb": LIMIT_MB,
        "longest_seconds": max(one.seconds for one in came),
        "holds": peak <= LIMIT_MB and all(one.became == told[one.name] for one in came),
    }


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--heavy", action="store_true")
    asked.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    asked.add_argument("--take-in", type=Path, help=argparse.SUPPRESS)
    told = asked.parse_args()
    if told.make:
        _make(told.make, heavy=told.heavy)
    elif told.take_in:
        _take_in(told.take_in)
    else:
        found = measure(heavy=told.heavy)
        print(json.dumps(found))
        return 0 if found["holds"] else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
