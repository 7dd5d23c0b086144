"""JPEG: baseline and progressive, grey, colour and CMYK."""

import io
import re
from dataclasses import dataclass, field
from typing import Final

from PIL.JpegImagePlugin import JpegImageFile

from holistic_core.media.formats.source import MAX_PROFILE_BYTES, DamagedPictureError, Raster, Source, image_raster
from holistic_core.media.orientation import UPRIGHT, exif_orientation, xmp_orientation

# Marker codes: ITU-T T.81, table B.1.
_START_OF_SCAN: Final = 0xDA
_END_OF_IMAGE: Final = 0xD9
_FRAME_HEADERS: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_APP0, _APP1, _APP2, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
# Tables, frame headers, JFIF and Adobe: what decides about pixels. All other segments are left out before decoding.
_NEEDED: Final = _FRAME_HEADERS | {0xC4, 0xCC, 0xDB, 0xDD, _APP0, _ADOBE}
_STANDALONE: Final = frozenset((0x01, *range(0xD0, 0xD9)))

_EXIF: Final = b"Exif\0\0"
_XMP: Final = b"http://ns.adobe.com/xap/1.0/\0"
_PROFILE: Final = b"ICC_PROFILE\0"

# Progressive files of any encoder have about ten scans. Each scan visits the whole picture, so a few kB of
# scans could keep a processor busy for minutes.
_MAX_SCANS: Final = 64
_MAX_SEGMENTS: Final = 20_000
# A marker: not a stuffed zero, not a restart marker, not fill bytes.
_MARKER: Final = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")


class _TolerantJpeg(JpegImageFile):
    """A JPEG that ends where its data ends: the rest is filled by libjpeg, in grey."""

    ran_out = False

    def load_read(self, read_bytes: int) -> bytes:
        data = super().load_read(read_bytes)
        if not data and not self.ran_out:
            self.ran_out = True
            return b"\xff\xd9"
        return data


@dataclass
class _Layout:
    """Where things are in the file. header: the segments before the first scan that decide about pixels."""

    header: list[bytes] = field(default_factory=lambda: [b"\xff\xd8"])
    first_scan: int | None = None
    end: int | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    profile_bytes: int = 0


def open_jpeg(data: bytes) -> Source:
    """The header of a JPEG; what follows its first picture (a second view, a film) is left aside."""
    layout = _walk(data)
    if layout.first_scan is None:
        raise DamagedPictureError("it ends before its first pixel")
    image = _TolerantJpeg(io.BytesIO(b"".join((*layout.header, data[layout.first_scan : layout.end]))))
    return Source(
        size=image.size,
        decode=lambda: _decode(image),
        orientation=exif_orientation(layout.exif) or xmp_orientation(layout.xmp) or UPRIGHT,
        profile=image.info.get("icc_profile"),
    )


def _decode(image: _TolerantJpeg) -> Raster:
    raster = image_raster(image)
    raster.cut_off |= image.ran_out
    return raster


def _walk(data: bytes) -> _Layout:
    layout = _Layout()
    at, scans = 2, 0
    for _ in range(_MAX_SEGMENTS):
        found = _MARKER.search(data, at)
        if found is None:
            return layout
        start, at = found.span()
        marker = data[at - 1]
        if marker == _END_OF_IMAGE:
            layout.end = at
            return layout
        if marker in _STANDALONE:
            continue
        at += int.from_bytes(data[at : at + 2], "big")
        if marker == _START_OF_SCAN:
            scans += 1
            layout.first_scan = start if layout.first_scan is None else layout.first_scan
        elif layout.first_scan is None:
            _keep(layout, marker, data[start:at])
        if scans > _MAX_SCANS:
            raise DamagedPictureError(f"it is drawn in more than {_MAX_SCANS} passes")
    raise DamagedPictureError(f"it has more than {_MAX_SEGMENTS:,} sections")


def _keep(layout: _Layout, marker: int, segment: bytes) -> None:
    content = segment[4:]
    if marker in _NEEDED:
        layout.header.append(segment)
    elif marker == _APP1 and content.startswith(_EXIF):
        layout.exif = layout.exif or content
    elif marker == _APP1 and content.startswith(_XMP):
        layout.xmp = layout.xmp or content
    elif marker == _APP2 and content.startswith(_PROFILE):
        layout.profile_bytes += len(content)
        if layout.profile_bytes <= MAX_PROFILE_BYTES:
            layout.header.append(segment)
