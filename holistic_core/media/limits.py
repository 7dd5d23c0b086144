"""What is too big, too small or too oddly shaped to be looked at, and how that is said to people."""

from dataclasses import dataclass
from typing import Final

from holistic_core.errors import ImageError
from holistic_core.media.sniff import PICTURE_FORMATS

_FORMATS_TEXT: Final = f"{', '.join(PICTURE_FORMATS[:-1])} and {PICTURE_FORMATS[-1]}"

_BELIEVABLE_PIXELS: Final = 10**12


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """Bounds of a picture, all checked before a pixel is decoded.

    max_pixels: width times height; 50 megapixels is the largest common phone picture (8,160 × 6,120).
    max_bytes: size of the file; a 50-megapixel phone JPEG is 10-20 MB.
    min_side_px: shorter side; below it a face or hand is a handful of pixels.
    advice_ratio: longer to shorter side from which the visitor is advised to crop; the picture is read all the same.
    """

    max_pixels: int = 50_000_000
    max_bytes: int = 25_000_000
    min_side_px: int = 64
    advice_ratio: float = 3.0

    @property
    def text(self) -> str:
        """What can be read, in one sentence."""
        megapixels, megabytes = self.max_pixels / 1e6, self.max_bytes / 1e6
        return f"Pictures in {_FORMATS_TEXT} can be read, up to {megapixels:g} megapixels and {megabytes:g} MB."

    def check_bytes(self, size: int) -> None:
        """`ImageError` when a file of `size` bytes is too large."""
        if size > self.max_bytes:
            raise ImageError(
                f"This file has {_just_above(size / 1e6, self.max_bytes / 1e6)} MB; "
                f"the limit is {self.max_bytes / 1e6:g} MB. "
                "Make the picture smaller, or save it as JPEG with a lower quality."
            )

    def check_size(self, width: int, height: int) -> None:
        """`ImageError` when a picture of `width` × `height` pixels is too large or too small."""
        pixels = width * height
        if pixels > self.max_pixels:
            raise ImageError(
                f"This picture claims to have {width:,} × {height:,} pixels, "
                f"{_megapixels(pixels, self.max_pixels)} megapixels; "
                f"the limit is {self.max_pixels / 1e6:g} megapixels. Make it smaller or crop it to the person."
            )
        if min(width, height) < self.min_side_px:
            raise ImageError(
                f"This picture has {width:,} × {height:,} pixels; at least {self.min_side_px} × {self.min_side_px} are "
                "needed to find a person. Use the picture in its original size."
            )

    def shape_advice(self, width: int, height: int) -> str | None:
        """A sentence for pictures much longer than wide, or the other way round; None for the others."""
        ratio = max(width, height) / min(width, height)
        if ratio <= self.advice_ratio:
            return None
        return (
            f"The picture is {'very wide' if width > height else 'very tall'} ({width:,} × {height:,} pixels, "
            f"1 : {ratio:.1f}). Beyond 1 : {self.advice_ratio:g} a person often fills too little of it to be found: "
            "crop it to the person."
        )


def _megapixels(pixels: int, limit: int) -> str:
    # Beyond that the header is a lie, and its digits would only hide the limit.
    return "more than a million" if pixels > _BELIEVABLE_PIXELS else _just_above(pixels / 1e6, limit / 1e6)


def _just_above(found: float, limit: float) -> str:
    """`found` with one decimal, or as many as show that it is above `limit`."""
    for digits in range(1, 6):
        if float(f"{found:.{digits}f}") > limit:
            return f"{found:,.{digits}f}"
    return f"{found:,.6f}"
