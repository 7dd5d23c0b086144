"""From the bytes of a file to an upright picture, within limits; and back."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import cv2
import numpy as np
import numpy.typing as npt

from holistic_core.errors import ImageError, OptionsError
from holistic_core.media.colour import ToSrgb
from holistic_core.media.formats import OPENERS
from holistic_core.media.formats.source import DamagedPictureError, Raster, Source
from holistic_core.media.limits import PictureLimits
from holistic_core.media.orientation import place_upright, upright_size
from holistic_core.media.sniff import SAVE_AGAIN, PictureFormat, other_kind, picture_format

_log: Final = logging.getLogger(__name__)

Rgb = npt.NDArray[np.uint8]
EncodedKind = Literal["png", "jpeg"]

_DEFAULT_LIMITS: Final = PictureLimits()


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture ready for detection.

    name: what the file is called, for people. format: found from the content.
    rgb: uint8 `(height, width, 3)`, sRGB, upright. stored_size: `(width, height)` in the file, before turning.
    advice: sentences for people about what was left out or could go better; often empty.
    """

    name: str
    rgb: Rgb
    format: PictureFormat
    stored_size: tuple[int, int]
    advice: tuple[str, ...] = ()


def read_picture(source: bytes | Path, *, name: str = "", limits: PictureLimits = _DEFAULT_LIMITS) -> Picture:
    """Read a picture in one of the eight formats, told apart by content, upright and on white.

    source: the content of a file, or where it is. name: for people; by default the name of the file.
    Of an animation the first frame, of several pages the first. EXIF (else XMP) orientation is applied, an ICC profile
    converted to sRGB, 16 bits scaled to 8. A picture whose end is missing is read as far as it goes, with advice.
    `ImageError` when it is above a limit, damaged or something else. The limits are checked before pixels are decoded.
    """
    if isinstance(source, Path):
        name = name or source.name
        data = _file_content(source, limits)
    else:
        data = source
        limits.check_bytes(len(data))
    if not data:
        raise ImageError(f"This file is empty: it has 0 bytes. {limits.text} Choose or save the picture again.")
    kind = picture_format(data)
    if kind is None:
        other = other_kind(data)
        raise ImageError(f"This is {other.name}. {limits.text} {other.what_to_do}")
    try:
        opened = OPENERS[kind](data)
        limits.check_size(*opened.size)
        raster = opened.decode()
        # The decoded size can differ from the announced one in damaged files.
        limits.check_size(*raster.size)
        return _picture(name, kind, opened, raster, limits)
    except ImageError:
        raise
    except DamagedPictureError as problem:
        raise ImageError(f"This {kind} picture cannot be read: {problem}. {limits.text} {SAVE_AGAIN}") from problem
    except MemoryError as problem:
        raise ImageError(f"Too little memory is free for this picture. {limits.text} Make it smaller.") from problem
    except Exception as problem:  # decoders meet arbitrary bytes here and raise almost anything
        _log.info("A %s picture cannot be read.", kind, exc_info=True)
        raise ImageError(
            f"This {kind} picture cannot be read: it is damaged or of a rare kind. {limits.text} {SAVE_AGAIN}"
        ) from problem


def _file_content(path: Path, limits: PictureLimits) -> bytes:
    try:
        if not path.is_file():
            raise ImageError(f"There is no file named {path.name!r}. Check the name, or choose another file.")
        limits.check_bytes(path.stat().st_size)
        return path.read_bytes()
    except OSError as problem:
        raise ImageError(f"The file {path.name!r} cannot be read: {problem.strerror}.") from problem


def _picture(name: str, kind: PictureFormat, opened: Source, raster: Raster, limits: PictureLimits) -> Picture:
    to_srgb = ToSrgb(opened.profile)
    advice = list(opened.advice)
    if raster.cut_off:
        advice.append(_cut_off_advice(raster, to_srgb))
    width, height = upright_size(raster.size, opened.orientation)
    rgb = np.empty((height, width, 3), np.uint8)
    for start, stop in raster.strip_bounds():
        place_upright(to_srgb(raster.strip(start, stop)), start, raster.size[1], opened.orientation, rgb)
    shape_advice = limits.shape_advice(width, height)
    if shape_advice:
        advice.append(shape_advice)
    return Picture(name, rgb, kind, opened.size, tuple(advice))


def _cut_off_advice(raster: Raster, to_srgb: ToSrgb) -> str:
    """Tell how much is missing: the rows at the bottom that have one and the same colour."""
    height = raster.size[1]
    filler = to_srgb(raster.strip(height - 1, height))[-1, -1]
    missing = 0
    for start, stop in reversed(list(raster.strip_bounds())):
        filled = np.flatnonzero((to_srgb(raster.strip(start, stop)) != filler).any(axis=(1, 2)))
        missing = height - start if not filled.size else height - start - 1 - int(filled[-1])
        if filled.size:
            break
    if missing == height:
        raise DamagedPictureError("it ends before its first pixel")
    percent = round(100 * missing / height)
    part = f"the lowest {percent} % are empty" if percent else "parts of it can be wrong or blurred"
    return f"The file is damaged or was cut off: {part}. Send or save the picture again for a whole one."


def encode_picture(rgb: Rgb, kind: EncodedKind = "png", quality: int = 92) -> bytes:
    """Write a picture as PNG (lossless) or JPEG.

    rgb: uint8 `(height, width, 3)`. quality: of a JPEG, 1-100; at 92 there are no blocks around thin lines, and for
    their sake colours keep the full resolution. `ImageError` for another array, `OptionsError` for another kind or
    quality.
    """
    if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or not rgb.size:  # noqa: PLR2004
        raise ImageError(f"A picture is uint8 (height, width, 3), at least 1 × 1; this is {rgb.dtype} {rgb.shape}.")
    if not 1 <= quality <= 100:  # noqa: PLR2004
        raise OptionsError(f"quality is {quality!r}; it must be a whole number from 1 to 100.")
    if kind == "png":
        parameters = [cv2.IMWRITE_PNG_COMPRESSION, 3]
    elif kind == "jpeg":
        sampling = cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444
        parameters = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, sampling]
    else:
        raise OptionsError(f"kind is {kind!r}; choose 'png' or 'jpeg'.")
    _, encoded = cv2.imencode(f".{kind}", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), parameters)
    return encoded.tobytes()
