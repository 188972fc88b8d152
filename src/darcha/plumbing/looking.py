"""The process in which a stranger's file is opened: `recognising` starts it, gives it the bytes and reads its answer.

It may read nothing but its input and write nothing but its output.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
import warnings
from collections.abc import Iterator, Mapping

from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from darcha.plumbing.recognising import (
    JPEG,
    PDF,
    PNG,
    Harmful,
    Limits,
    NotRecognised,
    Recognised,
    TooLarge,
    kind_of,
)

_MEMORY_BYTES = 1 << 30
_SECONDS = 30
_MOST_OBJECTS = 50_000
"""A PDF of sixty scanned pages has a few hundred."""

_HARMFUL_KEYS = frozenset(
    {"/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
)
_HARMFUL_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/RichMediaExecute"}
)
_HARMFUL_TYPES = frozenset({"/EmbeddedFile", "/Filespec", "/F"})
_HARMFUL_SUBTYPES = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
_NOT_OF_THE_PAGE = ("/AA", "/Metadata", "/PieceInfo", "/Thumb")


def look(content: bytes, *, limits: Limits) -> Recognised:
    """Do what `recognise` promises, in this very process. Any other exception means: unreadable."""
    kind = kind_of(content)
    if kind is None:
        raise NotRecognised("unknown beginning")
    return _pages_only(content, limits) if kind == PDF else _drawn_anew(content, limits)


def _drawn_anew(content: bytes, limits: Limits) -> Recognised:
    """Return an image of the same pixels and nothing else: no place, no camera, no text, nothing behind its end."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise TooLarge("pixels") from bomb
    # The head tells the size; nothing is unpacked before it is believed to fit.
    pixels = image.width * image.height
    if pixels > limits.pixels:
        raise TooLarge("pixels")
    # A telephone's picture (MPO) is a JPEG with further ones behind it.
    media_type = PNG if image.format == "PNG" else JPEG
    # How the camera was held stands in what is dropped; so the image is turned first.
    turned = ImageOps.exif_transpose(image)
    plain = _on_white(turned)
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    written = io.BytesIO()
    if media_type == PNG:
        bare.save(written, "PNG")
    else:
        bare.save(written, "JPEG", quality=90)
    return Recognised(media_type, written.getvalue(), None, pixels)


def _on_white(image: Image.Image) -> Image.Image:
    """Return an image in plain grey, black-and-white or colour; what shines through lies on white paper."""
    if image.mode.startswith("I"):
        # Sixteen bits of grey; a plain conversion would cut them off instead of scaling.
        return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if image.mode in {"1", "L", "RGB"} and "transparency" not in image.info:
        return image
    if image.mode in {"CMYK", "YCbCr", "LAB", "HSV"}:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("RGB")


def _pages_only(content: bytes, limits: Limits) -> Recognised:
    """Return a PDF with the pages of this one and nothing that stands beside them."""
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise NotRecognised("no end")
    if content[end + len(b"%%EOF") :].strip(b"\0\t\n\f\r "):
        raise Harmful("something behind the end")
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise Harmful("locked")
    for part in _parts(reader.trailer):
        _must_be_still(part)
    pages = len(reader.pages)
    if pages > limits.pages:
        raise TooLarge("pages")
    if pages == 0:
        raise NotRecognised("no page")
    writer = PdfWriter()
    for page in reader.pages:
        for key in _NOT_OF_THE_PAGE:
            page.pop(key, None)
        writer.add_page(page)
    # Who wrote it, with which program, when.
    writer.metadata = None
    for part in writer._objects:  # noqa: SLF001 -- there is no public way to every stream
        _forget_the_camera(part)
    written = io.BytesIO()
    writer.write(written)
    return Recognised(PDF, written.getvalue(), pages, None)


def _parts(root: object) -> Iterator[object]:
    """Yield every dictionary of a PDF that can be reached, each once."""
    waiting, known = [root], set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, IndirectObject):
            if part.idnum in known:
                continue
            known.add(part.idnum)
            if len(known) > _MOST_OBJECTS:
                raise TooLarge("objects")
            part = part.get_object()
        if isinstance(part, DictionaryObject):
            yield part
            waiting += [dict.__getitem__(part, key) for key in part]
        elif isinstance(part, ArrayObject):
            waiting += list.__iter__(part)


def _must_be_still(part: object) -> None:
    """Pass a dictionary of a PDF that only shows something.

    :raises Harmful: it acts or carries a file.
    """
    assert isinstance(part, DictionaryObject)
    found = _HARMFUL_KEYS & set(part)
    for key, harmful in (("/S", _HARMFUL_ACTIONS), ("/Type", _HARMFUL_TYPES), ("/Subtype", _HARMFUL_SUBTYPES)):
        # Indexing follows a reference; `get` would be deceived by one.
        found |= harmful & {str(part[key])} if key in part else set()
    if isinstance(part, StreamObject):
        # What it shows lies in another file.
        found |= {"/F", "/FFilter"} & set(part)
    if found:
        raise Harmful(min(found))


def _forget_the_camera(part: object) -> None:
    """Take place and camera out of a photograph within a PDF; its pixels stay as they are."""
    if not isinstance(part, StreamObject):
        return
    coding = part["/Filter"] if "/Filter" in part else ""  # noqa: SIM401 -- `get` would not follow a reference
    if [str(one) for one in (coding if isinstance(coding, ArrayObject) else [coding])] == ["/DCTDecode"]:
        part._data = without_notes(part._data)  # noqa: SLF001 -- as it lies, not unpacked


_MARK = 0xFF
_SCAN = 0xDA
_NOTES = frozenset({0xFE, *range(0xE1, 0xF0)}) - {0xEE}
"""Comments and what programs write; APP14 alone tells how the colours are meant."""


def without_notes(jpeg: bytes) -> bytes:
    """Return a JPEG without what programs noted in it.

    What does not begin as a JPEG is returned as it is.
    """
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == _MARK and jpeg[at + 1] != _SCAN:
        length = 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] not in _NOTES:
            kept.append(jpeg[at : at + length])
        at += length
    kept.append(jpeg[at:])
    return b"".join(kept)


def _main() -> None:
    """Look at what comes on standard input; the limits are the one argument."""
    limits = Limits(**json.loads(sys.argv[1]))
    # The formats are loaded before the doors are locked.
    Image.preinit()
    logging.disable()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        found = look(sys.stdin.buffer.read(), limits=limits)
    except (NotRecognised, TooLarge, Harmful) as no:
        _tell({"no": type(no).__name__, "because": str(no)}, b"")
    else:
        head = {"media_type": found.media_type, "pages": found.pages, "pixels": found.pixels}
        _tell(head, found.content)


def _tell(head: Mapping[str, object], clean: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + clean)


if __name__ == "__main__":
    _main()
