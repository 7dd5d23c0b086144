"""GIF: the first picture of it."""

import io
import struct
from typing import Final

from PIL.GifImagePlugin import GifImageFile

from holistic_core.media.formats.source import FIRST_FRAME_ADVICE, DamagedPictureError, Source, image_raster

_SCREEN_BYTES: Final = 13
_IMAGE_BYTES: Final = 10
_IMAGE, _EXTENSION = b",", b"!"
_GRAPHIC_CONTROL: Final = 0xF9
# 25 MB in full blocks of 255 bytes are 98,000 blocks.
_MAX_BLOCKS: Final = 200_000


class _Reader:
    """Steps over the blocks of a GIF."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = _SCREEN_BYTES + _table_bytes(data[10])
        self._blocks_left = _MAX_BLOCKS

    def skip_blocks(self) -> None:
        """Move behind a chain of data blocks, which ends with an empty one."""
        while self.at < len(self.data) and self.data[self.at]:
            self.at += 1 + self.data[self.at]
            self._blocks_left -= 1
            if self._blocks_left < 0:
                raise DamagedPictureError(f"it has more than {_MAX_BLOCKS:,} sections")
        self.at += 1

    def next_image(self) -> bytes | None:
        """Move to the next picture; gives its graphic control extension (or b""), None at the end of the file."""
        control = b""
        while (kind := self.data[self.at : self.at + 1]) == _EXTENSION:
            start = self.at
            self.at += 2
            self.skip_blocks()
            if self.data[start + 1 : start + 2] == bytes((_GRAPHIC_CONTROL,)):
                control = self.data[start : self.at]
        return control if kind == _IMAGE and self.at + _IMAGE_BYTES <= len(self.data) else None


def open_gif(data: bytes) -> Source:
    """The header of a GIF and of its first picture. Comments and application data are left out."""
    if len(data) < _SCREEN_BYTES:
        raise DamagedPictureError("it ends before its first pixel")
    reader = _Reader(data)
    screen = data[: reader.at]
    control = reader.next_image()
    if control is None:
        raise DamagedPictureError("it ends before its first pixel")
    start = reader.at
    size = _canvas(screen, data[start : start + _IMAGE_BYTES])
    reader.at += _IMAGE_BYTES + _table_bytes(data[start + 9]) + 1
    reader.skip_blocks()
    picture = b"".join((screen, control, data[start : reader.at], b";"))
    return Source(
        size=size,
        decode=lambda: image_raster(GifImageFile(io.BytesIO(picture))),
        advice=[FIRST_FRAME_ADVICE] if reader.next_image() is not None else [],
    )


def _table_bytes(flags: int) -> int:
    """Bytes of the colour table that follows, told by the flags of a screen or picture."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _canvas(screen: bytes, image: bytes) -> tuple[int, int]:
    """Size of the screen, grown to hold the picture when that reaches out of it."""
    width, height = struct.unpack_from("<HH", screen, 6)
    left, top, image_width, image_height = struct.unpack_from("<HHHH", image, 1)
    if 0 in (width, height, image_width, image_height):
        raise DamagedPictureError("it has a width or height of 0 pixels")
    return max(width, left + image_width), max(height, top + image_height)
