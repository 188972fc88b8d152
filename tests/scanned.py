"""Files as they come to a counter: honest scans, broken ones, and some that were made to hurt."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)


def _paper(width: int = 240, height: int = 320) -> Image.Image:
    """A sheet with lines of grey writing."""
    sheet = Image.new("RGB", (width, height), "white")
    for top in range(20, height - 20, 16):
        sheet.paste((60, 60, 90), (20, top, width - 20, top + 5))
    return sheet


def jpeg(*, width: int = 240, height: int = 320) -> bytes:
    written = io.BytesIO()
    _paper(width, height).save(written, "JPEG", quality=90)
    return written.getvalue()


def photograph() -> bytes:
    """A photograph of a paper, the telephone held upright: turned by EXIF, with place, maker and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Telefon Zavodi"
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 13.0, 30.0), 3: "E", 4: (69.0, 13.0, 10.0)})
    written = io.BytesIO()
    _paper(320, 240).save(written, "JPEG", quality=90, exif=exif, comment=b"Yuldosheva Madina")
    return written.getvalue()


def png(mode: str = "RGB") -> bytes:
    sheet = _paper().convert("L").convert("I").point(lambda grey: grey * 257) if mode == "I;16" else _paper()
    written = io.BytesIO()
    sheet.convert(mode).save(written, "PNG")
    return written.getvalue()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_bomb(side: int = 60_000) -> bytes:
    """A few kilobytes that say they are `side` x `side` pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _written(writer: PdfWriter) -> bytes:
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _book(pages: int = 1) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(width=595, height=842)
        content = DecodedStreamObject()
        content.set_data(b"0.2 g 72 700 200 12 re f")
        page[NameObject("/Contents")] = writer._add_object(content)
    writer.add_metadata({"/Author": "Yuldosheva Madina", "/Title": "passport"})
    return writer


def pdf(pages: int = 1) -> bytes:
    return _written(_book(pages))


def pdf_with_javascript() -> bytes:
    writer = _book()
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('Salom');")}
    )
    writer._root_object[NameObject("/OpenAction")] = writer._add_object(script)
    return _written(writer)


def pdf_with_a_hidden_script() -> bytes:
    """The action stands behind a reference and its name is written in hex digits."""
    writer = _book()
    kind = writer._add_object(NameObject("/JavaScript"))
    script = DictionaryObject({NameObject("/S"): kind, NameObject("/J#53"): TextStringObject("app.alert(1)")})
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): writer._add_object(script)})
    return _written(writer)


def pdf_with_an_attached_file() -> bytes:
    writer = _book()
    writer.add_attachment("bill.exe", b"MZ not a bill")
    return _written(writer)


def pdf_that_starts_a_program() -> bytes:
    writer = _book()
    action = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")})
    writer._root_object[NameObject("/OpenAction")] = action
    return _written(writer)


def pdf_with_a_password() -> bytes:
    writer = _book()
    writer.encrypt("sir", algorithm="RC4-128")
    return _written(writer)


def pdf_with_a_photograph() -> bytes:
    """What a scanner app makes: the telephone's JPEG as it came, put on a page."""
    writer = _book()
    picture = StreamObject()
    picture._data = photograph()
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(320),
            NameObject("/Height"): NumberObject(240),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): ArrayObject([NameObject("/DCTDecode")]),
        }
    )
    named = DictionaryObject({NameObject("/Photo"): writer._add_object(picture)})
    writer.pages[0][NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): named})
    return _written(writer)


PAGE_OF_A_SITE = b"<!doctype html><html><script>alert(1)</script></html>"
DRAWING = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
LETTER = b"Salom, bu pasport emas."
PROGRAM = b"MZ\x90\0" + b"\0" * 200
ARCHIVE = b"PK\x03\x04" + b"\0" * 200
GIF = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"


def pdf_behind_a_page_of_a_site() -> bytes:
    """A page for a browser, a PDF for a reader that looks for the head within the first kilobyte."""
    return PAGE_OF_A_SITE + pdf()


def pdf_before_a_page_of_a_site() -> bytes:
    return pdf() + PAGE_OF_A_SITE


def jpeg_before_a_page_of_a_site() -> bytes:
    return jpeg() + PAGE_OF_A_SITE


def number_of_pages(content: bytes) -> int:
    return len(PdfReader(io.BytesIO(content)).pages)
