"""Files kept by what they hold."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from darcha.plumbing import storing

PAPER = b"a scanned passport"


def _files(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    digest = storing.keep(PAPER, store=tmp_path / "files")
    assert storing.read(digest, store=tmp_path / "files") == PAPER


def test_a_file_lies_two_folders_deep_under_its_own_digest(tmp_path: Path) -> None:
    digest = storing.keep(PAPER, store=tmp_path)
    assert _files(tmp_path) == [tmp_path / digest[:2] / digest[2:4] / digest]


def test_only_the_house_may_read_it(tmp_path: Path) -> None:
    digest = storing.keep(PAPER, store=tmp_path / "files")
    path = storing.path_of(digest, store=tmp_path / "files")
    assert path.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in (tmp_path / "files").rglob("*") if folder.is_dir()} == {0o700}


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    assert storing.keep(PAPER, store=tmp_path) == storing.keep(PAPER, store=tmp_path)
    assert len(_files(tmp_path)) == 1


def test_a_file_that_the_disk_changed_is_not_handed_out(tmp_path: Path) -> None:
    digest = storing.keep(PAPER, store=tmp_path)
    storing.path_of(digest, store=tmp_path).write_bytes(PAPER.replace(b"s", b"S", 1))
    with pytest.raises(storing.FileDamaged):
        storing.read(digest, store=tmp_path)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(storing.FileDamaged):
        storing.read(storing.digest_of(PAPER), store=tmp_path)


def test_the_same_paper_scanned_again_heals_what_the_disk_changed(tmp_path: Path) -> None:
    digest = storing.keep(PAPER, store=tmp_path)
    storing.path_of(digest, store=tmp_path).write_bytes(b"")
    storing.keep(PAPER, store=tmp_path)
    assert storing.read(digest, store=tmp_path) == PAPER


def test_half_a_file_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    for folder in ("coming", storing.digest_of(PAPER)[:2]):
        (tmp_path / folder).mkdir()
    (tmp_path / storing.digest_of(PAPER)[:2] / storing.digest_of(PAPER)[2:4]).mkdir()
    with pytest.raises(OSError, match="No space"):
        storing.keep(PAPER, store=tmp_path)
    assert _files(tmp_path) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "ab" * 31, "AB" * 32, "ab" * 32 + "/.."])
def test_nobody_leaves_the_store_by_a_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        storing.path_of(name, store=tmp_path)


def test_what_is_let_go_is_gone(tmp_path: Path) -> None:
    digest = storing.keep(PAPER, store=tmp_path)
    storing.let_go(digest, store=tmp_path)
    assert _files(tmp_path) == []


def test_what_a_killed_process_was_writing_goes_when_it_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = storing.keep(PAPER, store=tmp_path)
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(Path, "replace", lambda _written, _name: os.kill(os.getpid(), signal.SIGKILL))
        storing.keep(PAPER * 2, store=tmp_path)
    os.waitpid(child, 0)
    assert len(_files(tmp_path)) == 2

    assert storing.let_go_unfinished(store=tmp_path) == 1
    assert _files(tmp_path) == [storing.path_of(kept, store=tmp_path)]
    assert storing.let_go_unfinished(store=tmp_path) == 0


def test_who_writes_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace, waited = Path.replace, []

    def slow(written: Path, name: Path) -> Path:
        waited.append(looking.submit(storing.let_go_unfinished, store=tmp_path))
        time.sleep(0.1)
        assert not waited[0].done()
        return replace(written, name)

    monkeypatch.setattr(Path, "replace", slow)
    with ThreadPoolExecutor(1) as looking:
        digest = storing.keep(PAPER, store=tmp_path)
        assert waited[0].result() == 0
    assert storing.read(digest, store=tmp_path) == PAPER
