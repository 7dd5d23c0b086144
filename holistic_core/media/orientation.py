"""Which way up a picture is: reading EXIF and XMP orientation, and turning pixels.

Only the one number is looked for. A full EXIF parser follows every entry of a hostile table and copies what it points
to; 64 kB of EXIF can ask for hundreds of MB that way.
"""

import re
import struct
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]

UPRIGHT: Final = 1
# Orientations whose stored rows are upright columns (EXIF 2.32, tag 0x0112).
SIDEWAYS: Final = frozenset((5, 6, 7, 8))

_ORIENTATIONS: Final = range(1, 9)
_ORIENTATION_TAG: Final = 0x0112
_SHORT: Final = 3
_XMP_ORIENTATION: Final = re.compile(rb"tiff:Orientation(?:\s*=\s*[\"']|>)\s*([1-8])\s*[\"'<]")


def exif_orientation(exif: bytes | None) -> int | None:
    """The orientation 1-8 in an EXIF block (with or without its `Exif` prefix); None when it has none."""
    if not exif:
        return None
    block = exif.removeprefix(b"Exif\0\0")
    byte_order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if byte_order is None or len(block) < 8:  # noqa: PLR2004 -- byte order, the number 42, offset of the table
        return None
    table = struct.unpack_from(f"{byte_order}L", block, 4)[0]
    if table + 2 > len(block):
        return None
    count = struct.unpack_from(f"{byte_order}H", block, table)[0]
    for at in range(table + 2, min(table + 2 + 12 * count, len(block) - 11), 12):
        tag, kind, _values, value = struct.unpack_from(f"{byte_order}HHLH", block, at)
        if tag == _ORIENTATION_TAG and kind == _SHORT and value in _ORIENTATIONS:
            return int(value)
    return None


def xmp_orientation(xmp: bytes | None) -> int | None:
    """The orientation 1-8 in an XMP packet; None when it has none."""
    match = _XMP_ORIENTATION.search(xmp) if xmp else None
    return int(match[1]) if match else None


def upright_size(stored_size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """`(width, height)` after turning a picture of `stored_size` upright."""
    width, height = stored_size
    return (height, width) if orientation in SIDEWAYS else (width, height)


def place_upright(rows: Image, first_row: int, stored_height: int, orientation: int, upright: Image) -> None:
    """Copy some stored rows to where they belong in the upright picture.

    rows: uint8 `(n, stored width, 3)`, the stored rows from `first_row` on.
    upright: uint8 `(height, width, 3)` of the upright picture; written to.
    Row by row, so that a turned picture needs no second copy of the whole.
    """
    start, stop = first_row, first_row + len(rows)
    mirror_start, mirror_stop = stored_height - stop, stored_height - start
    match orientation:
        case 2:
            upright[start:stop] = cv2.flip(rows, 1)
        case 3:
            upright[mirror_start:mirror_stop] = cv2.rotate(rows, cv2.ROTATE_180)
        case 4:
            upright[mirror_start:mirror_stop] = cv2.flip(rows, 0)
        case 5:
            upright[:, start:stop] = cv2.transpose(rows)
        case 6:
            upright[:, mirror_start:mirror_stop] = cv2.rotate(rows, cv2.ROTATE_90_CLOCKWISE)
        case 7:
            upright[:, mirror_start:mirror_stop] = cv2.rotate(cv2.transpose(rows), cv2.ROTATE_180)
        case 8:
            upright[:, start:stop] = cv2.rotate(rows, cv2.ROTATE_90_COUNTERCLOCKWISE)
        case _:
            upright[start:stop] = rows
