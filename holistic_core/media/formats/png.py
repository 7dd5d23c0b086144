"""PNG, and the first picture of an animated PNG."""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from PIL.PngImagePlugin import PngImageFile

from holistic_core.media.formats.source import (
    FIRST_FRAME_ADVICE,
    MAX_METADATA_BYTES,
    MAX_PROFILE_BYTES,
    DamagedPictureError,
    Source,
    image_raster,
)
from holistic_core.media.orientation import UPRIGHT, exif_orientation, xmp_orientation

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_XMP_KEYWORD: Final = b"XML:com.adobe.xmp\0"
_HEADER_BYTES: Final = 13
# 25 MB in the usual pieces of 8 kB are 3,000 chunks.
_MAX_CHUNKS: Final = 100_000


@dataclass
class _Chunks:
    """What matters of the file: chunks that decide about pixels, and three kinds of metadata."""

    header: bytes = b""
    palette: list[tuple[bytes, bytes]] = field(default_factory=list)
    pixels: list[bytes] = field(default_factory=list)
    exif: bytes | None = None
    xmp: bytes | None = None
    profile: bytes | None = None
    frames: int = 1


def open_png(data: bytes) -> Source:
    """The header of a PNG. Texts, times and private chunks are left out, so they cannot grow when unpacked."""
    chunks = _Chunks()
    for name, content in _walk(data):
        _keep(chunks, name, content)
    if len(chunks.header) != _HEADER_BYTES:
        raise DamagedPictureError("its header is missing")
    if not chunks.pixels:
        raise DamagedPictureError("it ends before its first pixel")
    pieces = (
        _SIGNATURE,
        _chunk(b"IHDR", chunks.header),
        *(_chunk(name, content) for name, content in chunks.palette),
        _chunk(b"IDAT", b"".join(chunks.pixels)),
        _chunk(b"IEND", b""),
    )
    chunks.pixels.clear()
    image = PngImageFile(io.BytesIO(b"".join(pieces)))
    return Source(
        size=image.size,
        decode=lambda: image_raster(image),
        orientation=exif_orientation(chunks.exif) or xmp_orientation(chunks.xmp) or UPRIGHT,
        profile=chunks.profile,
        advice=[FIRST_FRAME_ADVICE] if chunks.frames > 1 else [],
    )


def _walk(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of each chunk, up to the end of the picture or of the file, whichever comes first."""
    at = len(_SIGNATURE)
    for _ in range(_MAX_CHUNKS):
        if at + 8 > len(data):
            return
        length, name = struct.unpack_from(">L4s", data, at)
        yield name, data[at + 8 : at + 8 + length]
        if name == b"IEND":
            return
        at += 12 + length
    raise DamagedPictureError(f"it has more than {_MAX_CHUNKS:,} sections")


def _keep(chunks: _Chunks, name: bytes, content: bytes) -> None:
    if name == b"IHDR" and not chunks.header:
        chunks.header = content
    elif name == b"IDAT":
        chunks.pixels.append(content)
    elif name in (b"PLTE", b"tRNS") and not chunks.pixels:
        chunks.palette.append((name, content))
    elif name == b"acTL" and len(content) >= 4:  # noqa: PLR2004 -- number of frames, 32 bits
        chunks.frames = int.from_bytes(content[:4], "big")
    elif name == b"iCCP":
        chunks.profile = _unpacked_profile(content)
    elif name == b"eXIf" and len(content) <= MAX_METADATA_BYTES:
        chunks.exif = content
    elif name == b"iTXt" and content.startswith(_XMP_KEYWORD) and len(content) <= MAX_METADATA_BYTES:
        chunks.xmp = content


def _unpacked_profile(content: bytes) -> bytes | None:
    """The ICC profile after its name and the compression method; None when it is broken or too large."""
    _name, _, packed = content.partition(b"\0")
    unpacker = zlib.decompressobj()
    try:
        profile = unpacker.decompress(packed[1:], MAX_PROFILE_BYTES)
    except zlib.error:
        return None
    return profile if unpacker.eof else None


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(content, zlib.crc32(name))
    return b"".join((struct.pack(">L4s", len(content), name), content, struct.pack(">L", checksum)))
