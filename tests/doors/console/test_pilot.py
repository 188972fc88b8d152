"""`darcha pilot` and `darcha report`, as two commands at a terminal; what is played is tests/rooms/practice's."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DARCHA = Path(sys.executable).parent / "darcha"
BLUEPRINTS = ROOT / "blueprints" / "uzbekistan"
PROGRESS = re.compile(r"^2010-04-\d\d +\d+ of \d+ visitors  about \d+ min left", re.MULTILINE)

pytestmark = pytest.mark.xdist_group("console")


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("DARCHA_", "DATABASE_"))}


def darcha(*words: object, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DARCHA, *map(str, words), "--data", str(data)],
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def parameters(folder: Path, *, visitors: int, women: int) -> Path:
    """Write the pilot's parameters with other totals, for its first three weeks."""
    told = (BLUEPRINTS / "pilot.yaml").read_text(encoding="utf-8")
    for name, value in {"until": "2010-04-28", "visitors": visitors, "women": women}.items():
        told, found = re.subn(rf"^{name}: \S+", f"{name}: {value}", told, flags=re.MULTILINE)
        assert found == 1, name
    file = folder / "small.yaml"
    file.write_text(told, encoding="utf-8")
    return file


def reported(data: Path) -> dict[str, dict[str, float]]:
    told = darcha("report", "--from", "2010-04-07", "--to", "2010-12-06", "--format", "json", data=data)
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    assert isinstance(found, dict)
    return found


def _play_until_some_days_are_done(data: Path, file: Path) -> tuple[int, str]:
    process = subprocess.Popen(
        [DARCHA, "pilot", "--parameters", str(file), "--data", str(data)],
        env=_environment(),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    said, stopped = "", False
    assert process.stderr
    with process.stderr as stream:
        for line in stream:
            said += line
            if not stopped and said.count(" of ") == 5:
                stopped = True
                time.sleep(0.3)
                os.killpg(process.pid, signal.SIGINT)
    return process.wait(30), said


def test_a_pilot_tells_how_far_it_is_is_stopped_goes_on_and_is_reported(house: Path, tmp_path: Path) -> None:
    file = parameters(tmp_path, visitors=150, women=90)
    status, said = _play_until_some_days_are_done(house, file)
    assert status == 130, said
    assert "The house is empty: the catalogue and the centre SRG are loaded first." in said
    assert PROGRESS.search(said), said
    assert "Start it again with the same seed and it goes on from here." in said
    assert "Traceback" not in said
    before = reported(house)["visitors"]["served"]
    assert 0 < before < 150

    on = darcha("pilot", "--parameters", file, data=house)
    assert on.returncode == 0, on.stderr
    assert "done before" in on.stderr
    assert "150 visitors played" in on.stderr
    told = reported(house)
    assert told["visitors"]["served"] == 150
    assert told["visitors"]["women"] == 90
    assert told["visitors"]["men"] == 60
    assert told["departments"] == 14
    assert darcha("verify", data=house).returncode == 0


def test_parameters_with_a_fault_are_named_and_nothing_is_played(tmp_path: Path) -> None:
    data = tmp_path / "data"
    file = parameters(tmp_path, visitors=10, women=11)
    refused = darcha("pilot", "--parameters", file, data=data)
    assert refused.returncode == 2
    assert "women: cannot be more than visitors" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert darcha("migrate", "--check", data=data).returncode == 1, "the tables are still to be made"

    missing = darcha("pilot", "--parameters", tmp_path / "nowhere.yaml", data=data)
    assert missing.returncode == 2
    assert "nowhere.yaml" in missing.stderr
    assert "Traceback" not in missing.stderr
