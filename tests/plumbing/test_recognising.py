"""What a stranger's bytes are, and what is left of them."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image
from pypdf import PdfReader

from darcha.plumbing.looking import look, without_notes
from darcha.plumbing.recognising import JPEG, PDF, PNG, Harmful, Limits, NotRecognised, TooLarge, recognise
from tests import scanned
from tests.hostile.corpus import pdf_drawing

LIMITS = Limits(size_bytes=10_000_000, pixels=40_000_000, pages=60)


def test_each_of_the_three_is_known_by_its_bytes() -> None:
    assert recognise(scanned.jpeg(), limits=LIMITS).media_type == JPEG
    assert recognise(scanned.png(), limits=LIMITS).media_type == PNG
    found = recognise(scanned.pdf(3), limits=LIMITS)
    assert (found.media_type, found.pages, found.pixels) == (PDF, 3, None)
    assert scanned.number_of_pages(found.content) == 3


@pytest.mark.parametrize("make", [scanned.jpeg, scanned.png, scanned.pdf, scanned.pdf_with_a_photograph])
def test_the_same_file_gives_the_same_copy(make) -> None:
    content = make()
    assert look(content, limits=LIMITS).content == look(content, limits=LIMITS).content


@pytest.mark.parametrize(
    "content",
    [
        scanned.LETTER,
        scanned.PAGE_OF_A_SITE,
        scanned.DRAWING,
        scanned.PROGRAM,
        scanned.ARCHIVE,
        scanned.GIF,
        b"",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n" + scanned.PAGE_OF_A_SITE,
        b"%PDF-1.7\n" + scanned.PAGE_OF_A_SITE,
        b"%PDF-1.7\nnothing\n%%EOF",
        scanned.pdf_behind_a_page_of_a_site(),
    ],
    ids=[
        "text",
        "html",
        "svg",
        "exe",
        "zip",
        "gif",
        "nothing",
        "jpeg head",
        "png head",
        "pdf head",
        "empty pdf",
        "both",
    ],
)
def test_everything_else_is_not_recognised(content: bytes) -> None:
    with pytest.raises(NotRecognised):
        recognise(content, limits=LIMITS)


@pytest.mark.parametrize("make", [scanned.jpeg, scanned.png, scanned.pdf])
def test_half_a_file_is_not_recognised(make) -> None:
    content = make()
    with pytest.raises(NotRecognised):
        recognise(content[: len(content) // 2], limits=LIMITS)


@pytest.mark.parametrize(
    "make",
    [
        scanned.pdf_with_javascript,
        scanned.pdf_with_a_hidden_script,
        scanned.pdf_with_an_attached_file,
        scanned.pdf_that_starts_a_program,
        scanned.pdf_with_a_password,
        scanned.pdf_before_a_page_of_a_site,
    ],
)
def test_a_pdf_that_does_more_than_show_is_harmful(make) -> None:
    with pytest.raises(Harmful):
        recognise(make(), limits=LIMITS)


def test_a_bomb_is_refused_by_what_its_head_says() -> None:
    with pytest.raises(TooLarge, match="pixels"):
        recognise(scanned.png_bomb(), limits=LIMITS)
    with pytest.raises(TooLarge, match="pixels"):
        recognise(scanned.png_bomb(7_000), limits=LIMITS)


def test_more_than_the_limits_is_too_large() -> None:
    with pytest.raises(TooLarge, match="bytes"):
        recognise(scanned.jpeg() + b"\0" * 10_000_000, limits=LIMITS)
    with pytest.raises(TooLarge, match="pages"):
        recognise(scanned.pdf(61), limits=LIMITS)


def test_a_photograph_forgets_where_it_was_taken_and_stands_upright() -> None:
    came = scanned.photograph()
    assert dict(Image.open(io.BytesIO(came)).getexif().get_ifd(0x8825))
    kept = recognise(came, limits=LIMITS).content
    image = Image.open(io.BytesIO(kept))
    assert not dict(image.getexif())
    assert not dict(image.getexif().get_ifd(0x8825))
    assert image.size == (240, 320)
    assert not [word for word in (b"Exif", b"Telefon", b"Yuldosheva") if word in kept]


def test_a_photograph_within_a_pdf_forgets_it_too() -> None:
    came = scanned.pdf_with_a_photograph()
    assert b"Telefon" in came
    kept = recognise(came, limits=LIMITS).content
    assert not [word for word in (b"Exif", b"Telefon", b"Yuldosheva", b"/Author") if word in kept]
    assert b"/DCTDecode" in kept


def test_taking_the_notes_out_of_a_jpeg_leaves_every_pixel() -> None:
    came = scanned.photograph()
    before, after = (Image.open(io.BytesIO(content)) for content in (came, without_notes(came)))
    assert before.tobytes() == after.tobytes()
    assert without_notes(b"not a picture") == b"not a picture"


def test_what_hangs_behind_an_image_is_left_behind() -> None:
    kept = recognise(scanned.jpeg_before_a_page_of_a_site(), limits=LIMITS).content
    assert b"<script" not in kept


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16"])
def test_every_kind_of_png_is_drawn_anew(mode: str) -> None:
    image = Image.open(io.BytesIO(recognise(scanned.png(mode), limits=LIMITS).content)).convert("L")
    assert image.size == (240, 320)
    assert image.getpixel((2, 2)) > 200
    assert image.getpixel((120, 22)) < 120


def test_only_the_kind_of_an_error_is_told_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    secret = b"%PDF-1.7\n1 0 obj Yuldosheva endobj\ntrailer << /Root (Yuldosheva) >>\nstartxref\n9\n%%EOF"
    with pytest.raises(NotRecognised):
        recognise(secret, limits=LIMITS)
    assert "Yuldosheva" not in caplog.text


@pytest.mark.parametrize("coding", [(), ("FlateDecode",), ("ASCIIHexDecode", "FlateDecode"), ("RunLengthDecode",)])
def test_an_honest_drawing_is_kept_however_it_is_packed(coding: tuple[str, ...]) -> None:
    data = b"0 g"
    for one in reversed(coding):
        pack = {"FlateDecode": zlib.compress, "ASCIIHexDecode": lambda raw: raw.hex().encode() + b">"}
        data = pack.get(one, lambda raw: bytes([len(raw) - 1]) + raw + b"\x80")(data)
    kept = recognise(pdf_drawing(data, *coding), limits=LIMITS).content
    assert PdfReader(io.BytesIO(kept)).pages[0].get_contents().get_data().strip() == b"0 g"


def test_a_large_sheet_is_whitened_to_its_last_row() -> None:
    glass = Image.new("RGBA", (40, 700), (0, 0, 0, 0))
    glass.paste((0, 0, 0, 255), (0, 690, 40, 700))
    written = io.BytesIO()
    glass.save(written, "PNG")
    image = Image.open(io.BytesIO(recognise(written.getvalue(), limits=LIMITS).content))
    seen = [image.getpixel((20, row)) for row in (0, 255, 256, 600, 695)]
    assert seen == [(255, 255, 255)] * 4 + [(0, 0, 0)]
