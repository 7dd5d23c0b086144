"""HEIC and AVIF: pictures in the HEIF container."""

import io
import re
from typing import Final

from PIL import Image
from PIL.AvifImagePlugin import AvifImageFile

from holistic_core.media.formats.source import FIRST_FRAME_ADVICE, DamagedPictureError, Raster, Source, image_raster
from holistic_core.media.orientation import UPRIGHT, exif_orientation

# An entry of the item table that announces EXIF: ISO/IEC 14496-12, box "infe", version 2 or 3.
_EXIF_ITEM: Final = re.compile(rb"(infe[\x02\x03].{3}(?:.{4}|.{6}))Exif", re.DOTALL)


def open_heic(data: bytes) -> Source:
    """The header of a HEIC; of several pictures the one marked as the main one.

    libheif turns it upright while decoding, as the format demands; its EXIF orientation has no meaning.
    """
    # Imported here: it loads 20 MB of libraries that most pictures do not need.
    from pillow_heif import HeifFile  # noqa: PLC0415

    pictures = HeifFile(io.BytesIO(data), convert_hdr_to_8bit=True)  # type: ignore[no-untyped-call]
    several = ["The file holds several pictures; only the main one is looked at."] if len(pictures) > 1 else []

    def decode() -> Raster:
        # Not through a Pillow image: that would be a second copy of the picture.
        pixels, (width, height) = memoryview(pictures.data), pictures.size
        mode, stride = pictures.mode, pictures.stride
        if len(pixels) < height * stride:
            raise DamagedPictureError("its end is missing")

        def strip(start: int, stop: int) -> Image.Image:
            rows = bytes(pixels[start * stride : stop * stride])
            return Image.frombytes(mode, (width, stop - start), rows, "raw", mode, stride)

        return Raster((width, height), strip)

    return Source(pictures.size, decode, profile=pictures.info.get("icc_profile"), advice=several)


def open_avif(data: bytes) -> Source:
    """The header of an AVIF, or of the first frame of an animated one.

    Its EXIF is hidden from Pillow, which would parse all of it. The orientation of an AVIF is a property of its own,
    which Pillow hands over as a new EXIF block.
    """
    image = AvifImageFile(io.BytesIO(_EXIF_ITEM.sub(rb"\1skip", data)))
    return Source(
        size=image.size,
        decode=lambda: image_raster(image),
        orientation=exif_orientation(image.info.get("exif")) or UPRIGHT,
        profile=image.info.get("icc_profile"),
        advice=[FIRST_FRAME_ADVICE] if image.is_animated else [],
    )
