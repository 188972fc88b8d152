"""A slip of paper says what it should, in letters the printer has."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from darcha.plumbing.printing import (
    Big,
    FilePrinter,
    Line,
    NetworkPrinter,
    PaperIsOut,
    PrinterDoesNotAnswer,
    Rule,
    Square,
    printer,
    slip_bytes,
)
from tests.printers import NO_PAPER, PAPER, PlayedPrinter

CODE_PAGES = {0: "cp437", 17: "cp866"}
FONTS = sorted(Path("src/darcha/doors/porch/static/vendor/fonts").glob("noto-sans-*-standard-normal.woff2"))


def read(slip: bytes) -> str:
    """Return the text a printer would put on paper: the code page it is told, then the letters."""
    without_codes = re.sub(rb"\x1d\(k(..).*?\n", lambda found: b"\n", slip, flags=re.DOTALL)
    text = ""
    for piece in re.split(rb"(?=\x1bt.)", without_codes):
        page, letters = (piece[2], piece[3:]) if piece[:2] == b"\x1bt" else (0, piece)
        letters = re.sub(rb"\x1b[!aEGM].|\x1b@|\x1d!.|\x1bd.|\x1dV.", b"", letters, flags=re.DOTALL)
        text += letters.decode(CODE_PAGES[page])
    return text


def test_a_russian_slip_is_sent_in_the_printers_cyrillic() -> None:
    slip = slip_bytes([Big("K 051"), Line("Пенсия по старости", bold=True), Line("Ожидание 15–25 мин")])
    assert read(slip).split("\n")[:3] == ["K 051", "Пенсия по старости", "Ожидание 15-25 мин"]


def test_an_uzbek_slip_has_the_apostrophe_people_type() -> None:
    assert read(slip_bytes([Line("Toʻgʻri oʻquv daʼvosi")])).startswith("To'g'ri o'quv da'vosi\n")


def test_no_letter_becomes_a_question_mark() -> None:
    for text in ("Ўзбекистон", "Қариялик пенсияси ғ ҳ", "Пенсия «по старости» №1…", "Oʻzbekiston"):
        assert "?" not in read(slip_bytes([Line(text)])), text


def test_letters_no_printer_has_are_drawn_when_there_is_a_font() -> None:
    if not FONTS:
        pytest.skip("the fonts have not been fetched")
    slip = slip_bytes([Big("K 051"), Line("Қариялик пенсияси")], fonts=FONTS)
    assert b"\x1dv0" in slip
    assert b"K 051" in slip
    assert b"\x1dv0" not in slip_bytes([Line("Oʻzbekiston")], fonts=FONTS)


def test_the_number_is_as_large_as_the_printer_can() -> None:
    assert b"\x1d!\x77" in slip_bytes([Big("K 051")])


def test_the_square_holds_the_whole_address_and_the_slip_is_cut() -> None:
    slip = slip_bytes([Square("https://darcha.example/t/abc-123/")])
    assert b"1P0https://darcha.example/t/abc-123/" in slip
    assert slip.endswith(b"\x1dV\x00")


def test_a_long_name_is_broken_between_words() -> None:
    name = "Registration of a birth and of the name of the child by both parents together"
    lines = read(slip_bytes([Line(name), Rule()])).split("\n")
    assert " ".join(lines[:2]) == name
    assert all(len(line) <= 42 for line in lines)


def test_slips_in_the_drawer_are_numbered(tmp_path: Path) -> None:
    for slip in (b"one", b"two"):
        printer("file", drawer=tmp_path / "printed").print(slip)
    assert [path.read_bytes() for path in sorted((tmp_path / "printed").iterdir())] == [b"one", b"two"]


def test_a_drawer_that_cannot_be_opened_is_a_printer_that_does_not_answer(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PrinterDoesNotAnswer):
        FilePrinter(tmp_path / "file").print(b"slip")


def test_a_full_drawer_is_not_listed_for_every_slip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "000041.bin").touch()
    FilePrinter(tmp_path).print(b"one")
    (tmp_path / "000043.bin").touch()  # another process of the house
    monkeypatch.setattr(Path, "glob", lambda *_: pytest.fail("the drawer was listed again"))
    FilePrinter(tmp_path).print(b"two")
    assert [(tmp_path / f"{number:06}.bin").read_bytes() for number in (42, 44)] == [b"one", b"two"]


def test_a_printer_on_the_network_gets_the_bytes_and_is_asked_for_its_paper_before_and_after() -> None:
    with PlayedPrinter() as played:
        NetworkPrinter("127.0.0.1", played.port).print(b"K 051")
    assert played.heard == b"\x10\x04\x04\x10\x04\x02K 051\x1dr\x01"


def test_a_printer_that_answers_no_question_has_printed_what_it_took() -> None:
    with PlayedPrinter({}) as played:
        printer(f"tcp://127.0.0.1:{played.port}", drawer=Path()).print(b"K 051")
    assert played.heard == b"\x10\x04\x04K 051"


@pytest.mark.parametrize("question", [b"\x10\x04\x04", b"\x10\x04\x02"])
def test_a_printer_without_paper_gets_no_slip(question: bytes) -> None:
    with PlayedPrinter({**PAPER, question: NO_PAPER[question]}) as played, pytest.raises(PaperIsOut):
        NetworkPrinter("127.0.0.1", played.port).print(b"K 051")
    assert b"K 051" not in played.heard


def test_paper_that_ends_with_the_slip_is_told() -> None:
    with PlayedPrinter({**PAPER, b"\x1dr\x01": b"\x0c"}) as played, pytest.raises(PaperIsOut):
        NetworkPrinter("127.0.0.1", played.port).print(b"K 051")
    assert b"K 051" in played.heard


def test_paper_that_is_low_is_paper() -> None:
    with PlayedPrinter({**PAPER, b"\x10\x04\x04": b"\x1e", b"\x1dr\x01": b"\x03"}) as played:
        NetworkPrinter("127.0.0.1", played.port).print(b"K 051")
    assert b"K 051" in played.heard


def test_a_printer_that_is_off_does_not_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(PrinterDoesNotAnswer):
        NetworkPrinter("127.0.0.1", port).print(b"slip")


@pytest.mark.parametrize("address", ["", "usb", "http://printer:9100", "tcp://"])
def test_an_address_that_names_no_printer_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="tcp://host:port"):
        printer(address, drawer=Path())
