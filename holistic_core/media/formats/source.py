"""What every picture format is brought to: facts from the header, and a way to decode strip by strip."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from PIL import Image, ImageFile

from holistic_core.media.orientation import UPRIGHT

_log: Final = logging.getLogger(__name__)

# About 2 million pixels: 8 MB a strip, large enough that the work for each strip does not count.
_STRIP_PIXELS: Final = 2_000_000
MAX_PROFILE_BYTES: Final = 4_000_000
MAX_METADATA_BYTES: Final = 1_000_000
FIRST_FRAME_ADVICE: Final = "The file is an animation; only its first frame is looked at."


class DamagedPictureError(Exception):
    """A file of a known format that cannot be decoded; the message is a clause without full stop."""


@dataclass
class Raster:
    """Decoded pixels as they are stored.

    size: `(width, height)` as decoded. strip: `(first row, row after the last)` → those rows as a Pillow image.
    cut_off: the end of the file is missing or damaged, and so may be the last rows.
    """

    size: tuple[int, int]
    strip: Callable[[int, int], Image.Image]
    cut_off: bool = False

    def strip_bounds(self) -> Iterator[tuple[int, int]]:
        """First row and row after the last of every strip, from the top."""
        width, height = self.size
        rows = max(1, _STRIP_PIXELS // width)
        return ((start, min(start + rows, height)) for start in range(0, height, rows))


@dataclass
class Source:
    """What the header of a picture tells, without a pixel decoded.

    size: `(width, height)` as stored. decode: does the decoding; once.
    orientation: 1-8 as in EXIF. profile: ICC colour profile. advice: sentences about what is left out.
    """

    size: tuple[int, int]
    decode: Callable[[], Raster]
    orientation: int = UPRIGHT
    profile: bytes | None = None
    advice: list[str] = field(default_factory=list)


def image_raster(image: ImageFile.ImageFile) -> Raster:
    """Decode with Pillow, keeping what was decoded before the data broke off.

    `DamagedPictureError` when nothing was decoded.
    """
    cut_off = False
    try:
        image.load()
    except MemoryError:
        raise
    except Exception as problem:  # decoders meet arbitrary bytes here and raise almost anything
        _log.info("A %s picture broke off: %s", image.format, problem)
        if getattr(image, "_im", None) is None:
            raise DamagedPictureError("none of its pixels can be read") from problem
        # Without tiles left to decode, Pillow hands out what the decoder wrote so far.
        image.tile = []
        cut_off = True
    width, height = image.im.size
    return Raster((width, height), lambda start, stop: image.crop((0, start, width, stop)), cut_off)
