"""A house that has its tables already: making them takes longer than what most commands are tried for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.once import DATA, fingerprint, one_at_a_time


def _without_a_house() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("DARCHA_", "DATABASE_"))}


@pytest.fixture(scope="session")
def migrated() -> Path:
    """Return what `darcha migrate` left in an empty directory; nobody works in it, it is copied."""
    place = DATA / f"migrated_{fingerprint()}"
    with one_at_a_time("migrated"):
        if not place.exists():
            being_made = place.with_name("migrated_being_made")
            for old in DATA.glob("migrated_*/"):
                shutil.rmtree(old)
            darcha = Path(sys.executable).parent / "darcha"
            subprocess.run(
                [darcha, "migrate", "--data", being_made], env=_without_a_house(), capture_output=True, check=True
            )
            being_made.rename(place)
    return place


@pytest.fixture
def house(migrated: Path, tmp_path: Path) -> Path:
    """Return the directory of a house of this test alone: its tables are there and empty."""
    place = tmp_path / "house"
    subprocess.run(["cp", "-a", migrated, place], check=True)  # with its owner: a server of root's is another user's
    return place
