"""BMP of Windows and OS/2."""

import io
from typing import Final

from PIL.BmpImagePlugin import BmpImageFile

from holistic_core.media.formats.source import DamagedPictureError, Source, image_raster

# Run-length encoding, "BI_RLE8" and "BI_RLE4", in a header of 40 bytes or more.
_PACKED: Final = (1, 2)
_LONG_HEADER_BYTES: Final = 40
# Pillow unpacks it in Python, 3 MB a second, and nothing else runs meanwhile. Drawings are far smaller.
_MAX_PACKED_BYTES: Final = 2_000_000


def open_bmp(data: bytes) -> Source:
    """The header of a BMP; it has neither orientation nor a profile worth reading."""
    has_long_header = int.from_bytes(data[14:18], "little") >= _LONG_HEADER_BYTES
    is_packed = has_long_header and int.from_bytes(data[30:34], "little") in _PACKED
    if is_packed and len(data) > _MAX_PACKED_BYTES:
        raise DamagedPictureError(f"packed BMP files are read up to {_MAX_PACKED_BYTES / 1e6:g} MB only")
    image = BmpImageFile(io.BytesIO(data))
    return Source(size=image.size, decode=lambda: image_raster(image))
