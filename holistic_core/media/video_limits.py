"""What is too large or too long of a video, and how that is said to people."""

import math
from dataclasses import dataclass
from typing import Final, Self

from holistic_core.configuration import Given, read
from holistic_core.errors import OptionsError, VideoError

FORMATS_TEXT: Final = "MP4, MOV, MKV, WebM, AVI and GIF"
_VARIABLES: Final = {
    "megabytes": "HOLISTIC_VIDEO_MB",
    "megapixels": "HOLISTIC_VIDEO_MEGAPIXELS",
    "duration_s": "HOLISTIC_VIDEO_SECONDS",
}
_MIN_SIDE_PX: Final = 32
# Slow motion of phones; nothing honest has more frames a second.
_MOST_FPS: Final = 240
_MINUTE_S: Final = 60


@dataclass(frozen=True, slots=True)
class VideoLimits:
    """Bounds of a video: checked in its header, and again while it is read, because headers lie.

    megabytes: size of the file, in 10^6 bytes. megapixels: of one frame; 4K (3,840 × 2,160) has 8.3.
    duration_s: of the part that is looked at. adjustable: whoever reads the messages sets the limits, and is told how.
    OptionsError unless all are numbers above 0.
    """

    megabytes: float = 200.0
    megapixels: float = 9.0
    duration_s: float = 600.0
    adjustable: bool = False

    def __post_init__(self) -> None:
        for name in _VARIABLES:
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
                raise OptionsError(f"{name} is {value!r}; it must be a number above 0.")

    @classmethod
    def from_environment(cls, given: Given | None = None, *, adjustable: bool = False) -> Self:
        """The limits a host has set: HOLISTIC_VIDEO_MB, HOLISTIC_VIDEO_MEGAPIXELS and HOLISTIC_VIDEO_SECONDS.

        given: instead of what the host has set. OptionsError names a variable that is not a number above 0.
        """
        values: dict[str, float] = {name: read(variable, given) for name, variable in _VARIABLES.items()}
        return cls(**values, adjustable=adjustable)

    @property
    def text(self) -> str:
        """What can be read, in one sentence."""
        return (
            f"Videos in {FORMATS_TEXT} can be read, up to {self.megabytes:g} MB, {self.megapixels:g} megapixels a "
            f"frame and {told_s(self.duration_s)}."
        )

    @property
    def most_frames(self) -> int | None:
        """Frames that the longest video may have; None without a limit of its duration."""
        return None if math.isinf(self.duration_s) else math.ceil(self.duration_s * _MOST_FPS)

    def check_bytes(self, name: str, size: int) -> None:
        """`VideoError` when the file is empty or too large."""
        if size == 0:
            raise VideoError(f"{name} is empty: the file has 0 bytes. Get or make it again.")
        if size > self.megabytes * 1e6:
            raise VideoError(
                f"{name} has {size / 1e6:,.1f} MB; the limit is {self.megabytes:g} MB. "
                f"Cut it shorter, or save it with a lower quality{self._raised('megabytes')}."
            )

    def check_size(self, name: str, width: int, height: int) -> None:
        """`VideoError` when a frame of `width` × `height` pixels is too large or too small."""
        if width * height > self.megapixels * 1e6:
            raise VideoError(
                f"The frames of {name} have {width:,} × {height:,} pixels, {width * height / 1e6:,.1f} megapixels; "
                f"the limit is {self.megapixels:g} megapixels. Save the video in a smaller size, for example in "
                f"1080p{self._raised('megapixels')}."
            )
        if min(width, height) < _MIN_SIDE_PX:
            raise VideoError(
                f"The frames of {name} have {width:,} × {height:,} pixels; at least {_MIN_SIDE_PX} × {_MIN_SIDE_PX} "
                "are needed to find a person. Use the video in its original size."
            )

    def check_duration(self, name: str, duration_s: float) -> None:
        """`VideoError` when the part that is looked at is too long; NaN (not known) passes."""
        if duration_s > self.duration_s:
            raise VideoError(
                f"{name} lasts {told_s(duration_s)}; the limit is {told_s(self.duration_s)}. "
                f"Choose a part of it by start and end, or cut it shorter{self._raised('duration_s')}."
            )

    def _raised(self, name: str) -> str:
        return f"; or set {_VARIABLES[name]} higher" if self.adjustable else ""


def told_s(seconds: float) -> str:
    """A time for people: "13.0 s", "10 min", "2 min 30 s"."""
    if seconds < 2 * _MINUTE_S:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), _MINUTE_S)
    return f"{minutes:,} min" + (f" {rest} s" if rest else "")
