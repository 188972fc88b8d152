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
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.errors import LimitReachedError
from pypdf.filters import ASCII85Decode, ASCIIHexDecode, LZWDecode, RunLengthDecode
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

_MEMORY_BYTES = 250 << 20
"""Beside what a reader has before it sees a file, some 30 MB: a sheet of 40 million coloured pixels takes 160 MB."""

_SECONDS = 30
_STRIP = 256
"""Rows of an image converted at once."""
_MOST_PASSES = 200
"""A progressive JPEG of a camera comes in ten passes; each costs the time of the whole image."""

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
_WHEN_TOUCHED = ("/A", "/AA", "/PA", "/Dest")
_FLATE = frozenset({"/FlateDecode", "/Fl"})
_SWELLING: dict[str, Callable[[bytes], bytes]] = {
    "/FlateDecode": bytes,
    "/Fl": bytes,
    "/LZWDecode": LZWDecode.decode,
    "/LZW": LZWDecode.decode,
    "/RunLengthDecode": RunLengthDecode.decode,
    "/RL": RunLengthDecode.decode,
}
_SPELT: dict[str, Callable[[bytes], bytes]] = {
    "/ASCII85Decode": ASCII85Decode.decode,
    "/A85": ASCII85Decode.decode,
    "/ASCIIHexDecode": ASCIIHexDecode.decode,
    "/AHx": ASCIIHexDecode.decode,
}
"""Packings that only spell bytes in letters."""

_MOST_UNPACKED = 32 << 20
"""Bytes of drawing on one page."""

_NOT_OF_THE_PAGE = ("/AA", "/Metadata", "/PieceInfo", "/Thumb")


def look(content: bytes, *, limits: Limits) -> Recognised:
    """Do what `recognise` promises, in this very process. Any other exception means: unreadable."""
    kind = kind_of(content)
    if kind is None:
        raise NotRecognised("unknown beginning")
    try:
        return _pages_only(content, limits) if kind == PDF else _drawn_anew(content, limits)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise TooLarge("pixels") from bomb
    except LimitReachedError as swells:
        raise Harmful("swells") from swells


def _drawn_anew(content: bytes, limits: Limits) -> Recognised:
    """Return an image of the same pixels and nothing else: no place, no camera, no text, nothing behind its end."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
    # The head tells the size; nothing is unpacked before it is believed to fit.
    pixels = image.width * image.height
    if pixels > limits.pixels:
        raise TooLarge("pixels")
    if _unpacked_bytes(image) > _MEMORY_BYTES:
        raise TooLarge("memory")
    # A telephone's picture (MPO) is a JPEG with further ones behind it.
    media_type = PNG if image.format == "PNG" else JPEG
    if media_type == JPEG and content.count(b"\xff\xda") > _MOST_PASSES:
        raise Harmful("passes")
    # How the camera was held stands in what is dropped; so the image is turned first, without a copy where it stands.
    ImageOps.exif_transpose(image, in_place=True)
    plain = _on_white(image)
    plain.info.clear()
    written = io.BytesIO()
    if media_type == PNG:
        plain.save(written, "PNG")
    else:
        plain.save(written, "JPEG", quality=90)
    return Recognised(media_type, written.getvalue(), None, pixels)


def _unpacked_bytes(image: Image.Image) -> int:
    """Return what the pixels take at least, in bytes: 4 for each, and in a progressive JPEG 2 more for each sample."""
    pixels = image.width * image.height
    layers = getattr(image, "layer", None) if image.info.get("progressive") else None
    if not layers:
        return pixels * (1 if image.mode in {"1", "L", "P"} else 4)
    across, down = max(layer[1] for layer in layers), max(layer[2] for layer in layers)
    samples = pixels * sum(int(layer[1]) * int(layer[2]) for layer in layers) // (int(across) * int(down))
    return pixels * (1 if image.mode == "L" else 4) + 2 * samples


def _on_white(image: Image.Image) -> Image.Image:
    """Return an image in plain grey, black-and-white or colour; what shines through lies on white paper.

    Strip by strip, so that of a large one only two copies lie in the memory and not four.
    """
    image.load()
    if image.mode in {"1", "L", "RGB"} and "transparency" not in image.info:
        return image
    sheet = Image.new("L" if image.mode.startswith("I") else "RGB", image.size, "white")
    for top in range(0, image.height, _STRIP):
        strip = image.crop((0, top, image.width, min(top + _STRIP, image.height)))
        strip.info = image.info
        if image.mode.startswith("I"):
            # Sixteen bits of grey; a plain conversion would cut them off instead of scaling.
            sheet.paste(strip.convert("I").point(lambda grey: grey * (1 / 256)).convert("L"), (0, top))
        elif image.mode in {"CMYK", "YCbCr", "LAB", "HSV"}:
            sheet.paste(strip.convert("RGB"), (0, top))
        else:
            layered = strip.convert("RGBA")
            sheet.paste(layered, (0, top), layered)
    return sheet


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
    _must_only_show(reader, limits)
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
    for part in _parts(writer.root_object):
        _do_nothing_when_touched(part)
        _forget_the_camera(part)
    written = io.BytesIO()
    writer.write(written)
    return Recognised(PDF, written.getvalue(), pages, None)


def _must_only_show(reader: PdfReader, limits: Limits) -> None:
    for part in _parts(reader.trailer):
        _must_be_still(part)
        if isinstance(part, StreamObject):
            _must_stay_small(part, limits)


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


def _must_stay_small(part: StreamObject, limits: Limits) -> None:
    """Pass a stream that its reader can unpack: an image of the pixels allowed, anything else of 32 MB.

    :raises TooLarge: more pixels, as the image or the JPEG in it says.
    :raises Harmful: it swells beyond that, or is packed more than once.
    """
    data, most, coding = part._data, _MOST_UNPACKED, _coding(part)  # noqa: SLF001 -- as it lies, not unpacked
    if "/Subtype" in part and str(part["/Subtype"]) == "/Image":
        most = 4 * limits.pixels
        if _pixels(part, coding) > limits.pixels:
            raise TooLarge("pixels")
    if len([one for one in coding if one not in _SPELT and one in _SWELLING]) > 1:
        raise Harmful("packed twice")
    for one in coding:
        if one in _FLATE:
            _must_unpack_within(data, most)
        elif one in _SWELLING and len(_SWELLING[one](data)) > most:
            raise Harmful("swells")
        if one not in _SPELT:
            return
        data = _SPELT[one](data)


def _pixels(part: StreamObject, coding: list[str]) -> int:
    """Return how many pixels an image in a PDF has: as it says, or as the JPEG in it says when that is more."""
    pixels = int(str(part["/Width"])) * int(str(part["/Height"]))
    if coding[-1:] != ["/DCTDecode"] or not part._data.startswith(b"\xff\xd8"):  # noqa: SLF001 -- as it lies
        return pixels
    picture = Image.open(io.BytesIO(part._data), formats=("JPEG",))  # noqa: SLF001 -- as it lies
    return max(pixels, picture.width * picture.height)


def _must_unpack_within(packed: bytes, most: int) -> None:
    unpacking, unpacked = zlib.decompressobj(), 0
    try:
        while packed:
            unpacked += len(unpacking.decompress(packed, 1 << 20))
            packed = unpacking.unconsumed_tail
            if unpacked > most:
                raise Harmful("swells")
    except zlib.error:
        return


def _coding(part: StreamObject) -> list[str]:
    """Return the names of how a stream is packed, the outermost first."""
    coding: object = part["/Filter"] if "/Filter" in part else []  # noqa: SIM401 -- `get` would not follow a reference
    names = coding if isinstance(coding, list) else [coding]
    return [str(one.get_object() if isinstance(one, IndirectObject) else one) for one in names]


def _do_nothing_when_touched(part: object) -> None:
    """Take out of a part of a page what would happen when somebody touches it: a link, a jump."""
    assert isinstance(part, DictionaryObject)
    for key in _WHEN_TOUCHED:
        part.pop(key, None)


def _forget_the_camera(part: object) -> None:
    """Take place and camera out of a photograph within a PDF; its pixels stay as they are."""
    if not isinstance(part, StreamObject):
        return
    if _coding(part) == ["/DCTDecode"]:
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
    most = _memory_now() + _MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        found = look(content, limits=limits)
    except MemoryError:
        # An image is what it says it is, only too large; a PDF that swells was made to.
        no = Harmful if kind_of(content) == PDF else TooLarge
        _tell({"no": no.__name__, "because": "memory"}, b"")
    except (NotRecognised, TooLarge, Harmful) as no:
        _tell({"no": type(no).__name__, "because": str(no)}, b"")
    else:
        head = {"media_type": found.media_type, "pages": found.pages, "pixels": found.pixels}
        _tell(head, found.content)


def _memory_now() -> int:
    """Return how much address space this process has, in bytes."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def _tell(head: Mapping[str, object], clean: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
    sys.stdout.buffer.write(clean)


if __name__ == "__main__":
    _main()
