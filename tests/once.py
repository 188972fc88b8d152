"""What the workers of a run share: made once, by whoever comes first, and made anew when the house changed."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
DATA = ROOT / "var" / "test"


def fingerprint() -> str:
    """Return a mark that changes whenever what is kept may have to."""
    mark = hashlib.sha256()
    for path in sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "blueprints").rglob("*.yaml")]):
        if "doors" not in path.parts:
            mark.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return mark.hexdigest()[:12]


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Keep the other workers waiting, whatever they wait for under this name."""
    DATA.mkdir(parents=True, exist_ok=True)
    with (DATA / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
