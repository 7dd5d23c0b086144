"""WebP, and the first picture of an animated WebP."""

import struct
from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
from PIL import Image

from holistic_core.media.formats.source import (
    FIRST_FRAME_ADVICE,
    MAX_METADATA_BYTES,
    MAX_PROFILE_BYTES,
    DamagedPictureError,
    Raster,
    Source,
)
from holistic_core.media.orientation import UPRIGHT, exif_orientation, xmp_orientation

_MAX_CHUNKS: Final = 10_000
_METADATA_LIMITS: Final = {b"EXIF": MAX_METADATA_BYTES, b"XMP ": MAX_METADATA_BYTES, b"ICCP": MAX_PROFILE_BYTES}


@dataclass
class _Chunks:
    """size: of the canvas, from the first chunk that tells it. metadata: name of a chunk → content."""

    size: tuple[int, int] | None = None
    frames: int = 0
    metadata: dict[bytes, bytes] = field(default_factory=dict)


def open_webp(data: bytes) -> Source:
    """The header of a WebP (RFC 9649)."""
    chunks = _walk(data)
    if chunks.size is None:
        raise DamagedPictureError("its header is missing")
    exif, xmp = chunks.metadata.get(b"EXIF"), chunks.metadata.get(b"XMP ")
    return Source(
        size=chunks.size,
        decode=lambda: _decode(data),
        orientation=exif_orientation(exif) or xmp_orientation(xmp) or UPRIGHT,
        profile=chunks.metadata.get(b"ICCP"),
        advice=[FIRST_FRAME_ADVICE] if chunks.frames > 1 else [],
    )


def _decode(data: bytes) -> Raster:
    # Not Pillow: its decoder for animations is used for all WebP and holds the picture five times.
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.dtype != np.uint8:
        raise DamagedPictureError("its end is missing or damaged")
    cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA if pixels.shape[2:] == (4,) else cv2.COLOR_BGR2RGB, dst=pixels)
    height, width = pixels.shape[:2]
    return Raster((width, height), lambda start, stop: Image.fromarray(pixels[start:stop]))


def _walk(data: bytes) -> _Chunks:
    chunks = _Chunks()
    at = 12
    for _ in range(_MAX_CHUNKS):
        if at + 8 > len(data):
            return chunks
        name, length = struct.unpack_from("<4sL", data, at)
        at += 8
        chunks.size = chunks.size or _size(name, data[at : at + 10])
        chunks.frames += name == b"ANMF"
        if length <= _METADATA_LIMITS.get(name, 0):
            chunks.metadata.setdefault(name, data[at : at + length])
        at += length + length % 2
    raise DamagedPictureError(f"it has more than {_MAX_CHUNKS:,} sections")


def _size(name: bytes, start: bytes) -> tuple[int, int] | None:
    """Width and height told by the first 10 bytes of a chunk; None for other chunks."""
    if len(start) < 10:  # noqa: PLR2004 -- the shortest header
        return None
    if name == b"VP8X":
        return int.from_bytes(start[4:7], "little") + 1, int.from_bytes(start[7:10], "little") + 1
    if name == b"VP8 ":
        width, height = struct.unpack_from("<HH", start, 6)
        return width & 0x3FFF, height & 0x3FFF
    if name == b"VP8L":
        bits = int.from_bytes(start[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None
