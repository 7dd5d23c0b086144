"""TIFF: the first page of it."""

import io
import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from PIL.TiffImagePlugin import TiffImageFile

from holistic_core.media.formats.source import DamagedPictureError, Source, image_raster
from holistic_core.media.orientation import UPRIGHT, xmp_orientation

# Tag numbers: TIFF 6.0 and its supplements; the last one is of DNG 1.7.
_NEW_SUBFILE_TYPE: Final = 254
_WIDTH, _HEIGHT = 256, 257
_COMPRESSION, _PHOTOMETRIC = 259, 262
_UNCOMPRESSED, _YCBCR = 1, 6
_ORIENTATION: Final = 274
_STRIPS_AND_TILES: Final = frozenset((273, 279, 324, 325))
_SUB_IFDS: Final = 330
_DNG_VERSION: Final = 50706
# Bytes of one value: types 1-13 of TIFF 6.0 and its supplements, and 16-18 of BigTIFF.
_VALUE_BYTES: Final = dict(enumerate((1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4), start=1)) | dict.fromkeys((16, 17, 18), 8)

_MAX_TAGS: Final = 1000
# A strip for each row of any usual picture; each of them becomes a Python object.
_MAX_STRIPS: Final = 65_536


class _Layout(NamedTuple):
    """How the two kinds of TIFF write their tables: formats of `struct`, and the bytes of a value kept in place."""

    first_table: str
    first_table_at: int
    entry_count: str
    entry: str
    in_place: int


_CLASSIC: Final = _Layout("L", 4, "H", "HHLL", 4)
_BIG: Final = _Layout("Q", 8, "Q", "HHQQ", 8)


class _Tag(NamedTuple):
    number: int
    values: int
    size: int
    offset: int | None


class _StoredTiff(TiffImageFile):
    """A TIFF left as it is stored: turning upright is done for all formats alike."""

    def load_end(self) -> None:
        self._size = self.im.size


def open_tiff(data: bytes) -> Source:
    """The header of a TIFF or BigTIFF."""
    try:
        tags = {tag.number: tag for tag in _tags(data)}
    except struct.error:
        raise DamagedPictureError("it ends before its table of contents") from None
    _check(tags, len(data))
    image = _StoredTiff(io.BytesIO(data))
    if image.tag_v2.get(_NEW_SUBFILE_TYPE) == 1 and _SUB_IFDS in tags:
        raise DamagedPictureError("it is a raw file of a camera, and its first picture only a small preview")
    if image.tag_v2.get(_PHOTOMETRIC) == _YCBCR and image.tag_v2.get(_COMPRESSION, _UNCOMPRESSED) == _UNCOMPRESSED:
        raise DamagedPictureError("its colours are stored as uncompressed YCbCr, which is not read here")
    xmp = image.info.get("xmp")
    marked = image.tag_v2.get(_ORIENTATION) or xmp_orientation(xmp if isinstance(xmp, bytes) else None)
    return Source(
        size=(image.tag_v2[_WIDTH], image.tag_v2[_HEIGHT]),
        decode=lambda: image_raster(image),
        orientation=marked or UPRIGHT,
        profile=image.info.get("icc_profile"),
        advice=["The file has several pages; only the first is looked at."] if image.is_animated else [],
    )


def _tags(data: bytes) -> Iterator[_Tag]:
    """The tags of the first page; `struct.error` when the table reaches behind the end of the file."""
    order = "<" if data.startswith(b"II") else ">"
    layout = _BIG if struct.unpack_from(f"{order}H", data, 2)[0] == 43 else _CLASSIC  # noqa: PLR2004 -- BigTIFF
    table = struct.unpack_from(order + layout.first_table, data, layout.first_table_at)[0]
    count = struct.unpack_from(order + layout.entry_count, data, table)[0]
    if count > _MAX_TAGS:
        raise DamagedPictureError(f"its table of contents has more than {_MAX_TAGS:,} entries")
    start, step = table + struct.calcsize(order + layout.entry_count), struct.calcsize(order + layout.entry)
    struct.unpack_from(order + layout.first_table, data, start + count * step)  # where the next page begins
    for at in range(start, start + count * step, step):
        number, kind, values, offset = struct.unpack_from(order + layout.entry, data, at)
        size = values * _VALUE_BYTES.get(kind, 0)
        yield _Tag(number, values, size, offset if size > layout.in_place else None)


def _check(tags: dict[int, _Tag], file_size: int) -> None:
    """Refuse what would be copied many times over, or from behind the end, before anything follows the table."""
    elsewhere = [tag for tag in tags.values() if tag.offset is not None]
    if any((tag.offset or 0) + tag.size > file_size for tag in elsewhere):
        raise DamagedPictureError("its table of contents points behind its end")
    if sum(tag.size for tag in elsewhere) > file_size:
        raise DamagedPictureError("its table of contents describes more data than the file has")
    if any(tags[number].values > _MAX_STRIPS for number in _STRIPS_AND_TILES & tags.keys()):
        raise DamagedPictureError(f"it is cut into more than {_MAX_STRIPS:,} strips")
    if _DNG_VERSION in tags:
        raise DamagedPictureError("it is a raw file of a camera (DNG)")
