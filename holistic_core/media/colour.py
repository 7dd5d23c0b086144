"""From the pixel kinds files use to 8-bit sRGB."""

import io
import logging
from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

from holistic_core.media.formats.source import DamagedPictureError

_log: Final = logging.getLogger(__name__)

Rgb = npt.NDArray[np.uint8]
_Convert = Callable[[Image.Image], Image.Image]

_PROFILE_SPACES: Final = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}
# Differences of a few levels are nothing a model or a person sees, and most profiles are some spelling of sRGB.
_SAME_LEVELS: Final = 3


class ToSrgb:
    """Turns strips of one picture into sRGB.

    profile: the ICC profile of the file, or None. One that is broken, or is for another kind of pixels, is ignored,
    as is one that differs from sRGB by at most 3 of 255 levels.
    """

    def __init__(self, profile: bytes | None) -> None:
        self._space, self._convert = _profile_conversion(profile) if profile else ("", None)

    def __call__(self, strip: Image.Image) -> Rgb:
        """uint8 `(height, width, 3)`; transparent parts become white."""
        plain = _opaque(strip)
        if self._convert is not None and plain.mode == self._space:
            plain = self._convert(plain)
        return np.asarray(plain if plain.mode == "RGB" else plain.convert("RGB"))


def _opaque(strip: Image.Image) -> Image.Image:
    """The strip as mode L, RGB, CMYK or YCbCr, on white."""
    if strip.mode.startswith("I;16"):
        return Image.fromarray(_eight_bits(np.asarray(strip)))
    if strip.has_transparency_data:
        layer = strip.convert("RGBA")
        white = Image.new("RGB", strip.size, "white")
        white.paste(layer, mask=layer.getchannel("A"))
        return white
    match strip.mode:
        case "L" | "RGB" | "CMYK" | "YCbCr":
            return strip
        case "1":
            return strip.convert("L")
        case "P" | "RGBX":
            return strip.convert("RGB")
        case "I" | "F":
            raise DamagedPictureError("its pixels have 32 bits a channel; 8 and 16 are possible")
        case _:
            raise DamagedPictureError("its kind of colours is not known here")


def _eight_bits(grey: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint8]:
    """0-65535 → 0-255, rounded."""
    return ((grey.astype(np.uint32) + 128) // 257).astype(np.uint8)


def _profile_conversion(profile: bytes) -> tuple[str, _Convert | None]:
    """The pixel mode a profile is for, and the conversion to sRGB; None when there is nothing to convert."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = _PROFILE_SPACES.get(source.profile.xcolor_space, "")
        if not mode:
            return "", None
        transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError) as problem:
        _log.info("A colour profile is ignored: %s", problem)
        return "", None

    def convert(strip: Image.Image) -> Image.Image:
        return ImageCms.applyTransform(strip, transform)  # type: ignore[return-value]

    return mode, None if mode == "RGB" and _changes_nothing(convert) else convert


def _changes_nothing(convert: _Convert) -> bool:
    levels = np.arange(0, 256, 15, dtype=np.uint8)
    colours = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(len(levels), -1, 3)
    changed = np.asarray(convert(Image.fromarray(colours)))
    return bool(np.abs(changed.astype(np.int16) - colours).max() <= _SAME_LEVELS)
