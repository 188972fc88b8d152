"""Files made to hurt whoever opens them, with what becomes of each: `KEPT` as a clean copy, or the code of its refusal.

Whatever is hidden in one of them is marked by `CANARY`, which no copy may hold.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from tests import scanned

KEPT = "kept"
NOT_RECOGNISED = "cases.scan_not_recognised"
TOO_LARGE = "cases.scan_too_large"
HARMFUL = "cases.scan_harmful"

CANARY = b"kanareyka"
_WORD = CANARY.decode()
_SCRIPT = b"<script>" + CANARY + b"()</script>"
_PAGE = b"<!doctype html><html>" + _SCRIPT + b"</html>"
_DRAWING = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="' + CANARY + b'()">' + _SCRIPT + b"</svg>"
)

_SIDE = 6_300
"""39.7 million pixels: as many as are taken."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file: the name and type it comes with, who makes it, what becomes of it; `heavy`: it is after the memory."""

    name: str
    declared: str
    make: Callable[[], bytes]
    becomes: str
    heavy: bool = False


def _archive() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(f"{_WORD}.html", _PAGE)
    return written.getvalue()


def _image(mode: str, kind: str, side: int, **how: object) -> bytes:
    written = io.BytesIO()
    Image.new(mode, (side, side), "white" if mode == "RGB" else 0).save(written, kind, **how)
    return written.getvalue()


def _tiff() -> bytes:
    return _image("RGB", "TIFF", 20)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _clear_png(side: int) -> bytes:
    """A sheet of glass: all its pixels are there, and nothing is to be seen."""
    packing = zlib.compressobj(1)
    rows = b"".join(packing.compress(bytes(1 + 4 * side)) for _ in range(side)) + packing.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _png_with(*chunks: bytes) -> bytes:
    """A sheet with further chunks behind its head."""
    sheet, head = scanned.png(), 8 + 25
    return sheet[:head] + b"".join(chunks) + sheet[head:]


def _png_with_words() -> bytes:
    written, words = io.BytesIO(), PngImagePlugin.PngInfo()
    words.add_text("Comment", _DRAWING.decode(), zip=False)
    words.add_itxt("XML:com.adobe.xmp", _PAGE.decode())
    Image.open(io.BytesIO(scanned.png())).save(written, "PNG", pnginfo=words)
    return written.getvalue()


def _png_words_bomb() -> bytes:
    return _png_with(_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 50_000_000, 9)))


def _png_profile_bomb() -> bytes:
    return _png_with(_chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(b"\0" * 50_000_000, 9)))


def _jpeg_with_a_comment() -> bytes:
    written = io.BytesIO()
    Image.open(io.BytesIO(scanned.jpeg())).save(written, "JPEG", comment=b"*/=1;" + _SCRIPT)
    return written.getvalue()


def _jpeg_of_huge_size() -> bytes:
    """A small JPEG whose head says 65,500 x 65,500."""
    sheet = scanned.jpeg()
    at = sheet.index(b"\xff\xc0") + 5
    return sheet[:at] + struct.pack(">HH", 65_500, 65_500) + sheet[at + 4 :]


def _jpeg_of_many_passes() -> bytes:
    """A progressive JPEG whose last pass is written five hundred times more."""
    sheet = _image("RGB", "JPEG", 1_000, progressive=True)
    last = sheet.rindex(b"\xff\xda")
    return sheet[:-2] + sheet[last:-2] * 500 + sheet[-2:]


def _written(writer: PdfWriter) -> bytes:
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _book() -> PdfWriter:
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    return writer


def _named(**entries: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})


def _action(kind: str, **entries: object) -> DictionaryObject:
    return _named(S=NameObject(f"/{kind}"), **entries)


def _pdf_opening_with(action: DictionaryObject) -> bytes:
    writer = _book()
    writer._root_object[NameObject("/OpenAction")] = action
    return _written(writer)


def _pdf_with_javascript() -> bytes:
    return _pdf_opening_with(_action("JavaScript", JS=TextStringObject(f"{_WORD}()")))


def _pdf_that_starts_a_program() -> bytes:
    return _pdf_opening_with(_action("Launch", F=TextStringObject(f"{_WORD}.exe")))


def _pdf_that_sends_a_form() -> bytes:
    return _pdf_opening_with(_action("SubmitForm", F=TextStringObject(f"https://{_WORD}.example/")))


def _pdf_with_a_form_of_scripts() -> bytes:
    writer = _book()
    form = DecodedStreamObject()
    form.set_data(b"<xdp>" + _SCRIPT + b"</xdp>")
    writer._root_object[NameObject("/AcroForm")] = _named(XFA=writer._add_object(form), Fields=ArrayObject())
    return _written(writer)


def _noted(**entries: object) -> bytes:
    """A page with one note on it."""
    writer = _book()
    place = ArrayObject(NumberObject(edge) for edge in (0, 0, 595, 842))
    note = _named(Type=NameObject("/Annot"), Rect=place, **entries)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    return _written(writer)


def _pdf_with_a_film() -> bytes:
    return _noted(Subtype=NameObject("/RichMedia"), Contents=TextStringObject(_WORD))


def _pdf_with_a_link() -> bytes:
    """The whole page leads to a site when it is touched."""
    there = _action("URI", URI=TextStringObject(f"https://{_WORD}.example/"))
    return _noted(Subtype=NameObject("/Link"), A=there)


def pdf_drawing(data: bytes, *coding: str) -> bytes:
    """A page with one drawing, packed as told, the outermost first."""
    writer = _book()
    drawing = StreamObject()
    drawing._data = data
    drawing[NameObject("/Filter")] = ArrayObject(NameObject(f"/{one}") for one in coding)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(drawing)
    return _written(writer)


def _pdf_that_swells() -> bytes:
    return pdf_drawing(zlib.compress(b" " * 100_000_000, 9), "FlateDecode")


def _pdf_that_swells_in_letters() -> bytes:
    packed = zlib.compress(b" " * 50_000_000, 9).hex().encode() + b">"
    return pdf_drawing(packed, "ASCIIHexDecode", "FlateDecode")


def _pdf_packed_twice() -> bytes:
    return pdf_drawing(zlib.compress(zlib.compress(b" " * 50_000_000, 9), 9), "FlateDecode", "FlateDecode")


def _pdf_of_long_runs() -> bytes:
    return pdf_drawing(b"\x81 " * 300_000 + b"\x80", "RunLengthDecode")


def _pdf_picturing(data: bytes, coding: str, width: int, height: int) -> bytes:
    writer = _book()
    picture = StreamObject()
    picture._data = data
    entries = {
        "Type": NameObject("/XObject"),
        "Subtype": writer._add_object(NameObject("/Image")),
        "Width": NumberObject(width),
        "Height": NumberObject(height),
        "ColorSpace": NameObject("/DeviceRGB"),
        "BitsPerComponent": NumberObject(8),
        "Filter": NameObject(f"/{coding}"),
    }
    picture.update(_named(**entries))
    shown = _named(XObject=_named(Photo=writer._add_object(picture)))
    writer.pages[0][NameObject("/Resources")] = shown
    return _written(writer)


def _pdf_of_huge_size() -> bytes:
    return _pdf_picturing(zlib.compress(b"\0" * 1_000), "FlateDecode", 30_000, 30_000)


def _pdf_with_a_lying_picture() -> bytes:
    return _pdf_picturing(_jpeg_of_huge_size(), "DCTDecode", 240, 320)


def _objects(*bodies: bytes, root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1, written by hand."""
    written, places = b"%PDF-1.5\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(written))
        written += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, root, len(written))
    return written + table + trailer


def _pdf_that_holds_itself() -> bytes:
    return _objects(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>")


def _pdf_without_a_bottom() -> bytes:
    deep = b"[" * 50_000 + b"]" * 50_000
    return _objects(b"<< /Type /Catalog /Pages 2 0 R /Deep " + deep + b" >>", b"<< /Type /Pages /Kids [] /Count 0 >>")


def _pdf_with_swelling_objects() -> bytes:
    """The parts of the document lie in a stream that unpacks to 100 MB."""
    inner = b"2 0 << /Type /Pages /Kids [] /Count 0 >>" + b" " * 100_000_000
    packed = zlib.compress(inner, 9)
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    written, places = b"%PDF-1.5\n", []
    for number, body in ((1, b"<< /Type /Catalog /Pages 2 0 R >>"), (3, stream + packed + b"\nendstream")):
        places.append(len(written))
        written += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    rows = [(0, 0, 255), (1, places[0], 0), (2, 3, 0), (1, places[1], 0), (1, len(written), 0)]
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    head = b"<< /Type /XRef /W [1 4 1] /Size 5 /Root 1 0 R /Length %d >>\nstream\n" % len(table)
    return written + b"4 0 obj\n" + head + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % len(written)


def _polyglots() -> list[Hostile]:
    return [
        Hostile("page.pdf", "application/pdf", lambda: _PAGE + scanned.pdf(), NOT_RECOGNISED),
        Hostile("pages.pdf", "application/pdf", lambda: scanned.pdf() + _PAGE, HARMFUL),
        Hostile("archive.pdf", "application/pdf", lambda: scanned.pdf() + _archive(), HARMFUL),
        Hostile("page.jpg", "image/jpeg", lambda: scanned.jpeg() + _PAGE, KEPT),
        Hostile("archive.png", "image/png", lambda: scanned.png() + _archive(), KEPT),
        Hostile("script.jpg", "image/jpeg", _jpeg_with_a_comment, KEPT),
        Hostile("words.png", "image/png", _png_with_words, KEPT),
        Hostile("chunk.png", "image/png", lambda: _png_with(_chunk(b"pwNd", _SCRIPT)), KEPT),
    ]


def _under_another_name() -> list[Hostile]:
    return [
        Hostile("drawing.svg", "image/svg+xml", lambda: _DRAWING, NOT_RECOGNISED),
        Hostile("drawing.png", "image/png", lambda: _DRAWING, NOT_RECOGNISED),
        Hostile("site.jpg", "image/jpeg", lambda: _PAGE, NOT_RECOGNISED),
        Hostile("program.pdf", "application/pdf", lambda: b"MZ\x90\0" + CANARY * 20, NOT_RECOGNISED),
        Hostile("letter.docx.jpg", "image/jpeg", _archive, NOT_RECOGNISED),
        Hostile("fax.jpg", "image/jpeg", _tiff, NOT_RECOGNISED),
        Hostile("empty.pdf", "application/pdf", lambda: b"", NOT_RECOGNISED),
        Hostile("head.png", "image/png", lambda: b"\x89PNG\r\n\x1a\n" + _PAGE, NOT_RECOGNISED),
        Hostile("photo.exe", "application/octet-stream", scanned.jpeg, KEPT),
        Hostile("pdf.png", "image/png", scanned.pdf, KEPT),
    ]


def _bombs() -> list[Hostile]:
    progressive = {"progressive": True, "subsampling": 0}
    return [
        Hostile("wall.png", "image/png", scanned.png_bomb, TOO_LARGE),
        Hostile("wall.jpg", "image/jpeg", _jpeg_of_huge_size, TOO_LARGE),
        Hostile("clear.png", "image/png", lambda: _clear_png(_SIDE), TOO_LARGE, heavy=True),
        Hostile("fine.jpg", "image/jpeg", lambda: _image("RGB", "JPEG", _SIDE, **progressive), TOO_LARGE, heavy=True),
        Hostile("sheet.jpg", "image/jpeg", lambda: _image("RGB", "JPEG", _SIDE), KEPT, heavy=True),
        Hostile("passes.jpg", "image/jpeg", _jpeg_of_many_passes, HARMFUL),
        Hostile("words-bomb.png", "image/png", _png_words_bomb, NOT_RECOGNISED, heavy=True),
        Hostile("profile-bomb.png", "image/png", _png_profile_bomb, NOT_RECOGNISED, heavy=True),
        Hostile("swells.pdf", "application/pdf", _pdf_that_swells, HARMFUL, heavy=True),
        Hostile("letters.pdf", "application/pdf", _pdf_that_swells_in_letters, HARMFUL),
        Hostile("twice.pdf", "application/pdf", _pdf_packed_twice, HARMFUL),
        Hostile("runs.pdf", "application/pdf", _pdf_of_long_runs, HARMFUL),
        Hostile("objects.pdf", "application/pdf", _pdf_with_swelling_objects, HARMFUL, heavy=True),
        Hostile("wall.pdf", "application/pdf", _pdf_of_huge_size, TOO_LARGE),
        Hostile("lies.pdf", "application/pdf", _pdf_with_a_lying_picture, TOO_LARGE),
        Hostile("itself.pdf", "application/pdf", _pdf_that_holds_itself, NOT_RECOGNISED),
        Hostile("deep.pdf", "application/pdf", _pdf_without_a_bottom, NOT_RECOGNISED),
    ]


def _scripts() -> list[Hostile]:
    return [
        Hostile("script.pdf", "application/pdf", _pdf_with_javascript, HARMFUL),
        Hostile("hidden.pdf", "application/pdf", scanned.pdf_with_a_hidden_script, HARMFUL),
        Hostile("carries.pdf", "application/pdf", scanned.pdf_with_an_attached_file, HARMFUL),
        Hostile("starts.pdf", "application/pdf", _pdf_that_starts_a_program, HARMFUL),
        Hostile("sends.pdf", "application/pdf", _pdf_that_sends_a_form, HARMFUL),
        Hostile("form.pdf", "application/pdf", _pdf_with_a_form_of_scripts, HARMFUL),
        Hostile("film.pdf", "application/pdf", _pdf_with_a_film, HARMFUL),
        Hostile("locked.pdf", "application/pdf", scanned.pdf_with_a_password, HARMFUL),
        Hostile("link.pdf", "application/pdf", _pdf_with_a_link, KEPT),
    ]


CORPUS: tuple[Hostile, ...] = (*_polyglots(), *_under_another_name(), *_bombs(), *_scripts())
