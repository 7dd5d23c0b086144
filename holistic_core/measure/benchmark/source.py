"""What an experiment looks at: a sample of the rendered person, or a picture or video of the user's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from holistic_core.coach.limits import one_of
from holistic_core.coach.samples import SAMPLES, STILLS, clip_mp4, still_jpeg
from holistic_core.errors import VideoError
from holistic_core.measure.frames import RGB, View, video_frames
from holistic_core.measure.sources import is_picture
from holistic_core.media.pictures import read_picture
from holistic_core.media.video_files import read_video

DEFAULT_SAMPLE: Final = "counting_five"
_MOST_FRAMES: Final = 24
_FEWEST_FRAMES: Final = 4
_MOST_BYTES: Final = 150_000_000


@dataclass(frozen=True)
class Source:
    """sample: name of a kept clip or still, "" for a file. path: of that file. label: what people call it."""

    sample: str = DEFAULT_SAMPLE
    path: str = ""
    label: str = ""

    @classmethod
    def of_sample(cls, name: str) -> "Source":
        """A kept clip or still of the rendered person; OptionsError for an unknown name."""
        one_of("sample", name, {**SAMPLES, **STILLS})
        return cls(name, "", {**SAMPLES, **STILLS}[name].label)

    @classmethod
    def of_file(cls, path: Path, label: str = "") -> "Source":
        """A picture or video; VideoError when there is no such file. What is in it is looked at later."""
        if not path.is_file():
            raise VideoError(f"There is no file {path.name}. Check its name.")
        return cls("", str(path), label or path.name)

    def frames(self, longer_px: int = 0) -> list[RGB]:
        """The first frames, at most 24, resized so that the longer side has `longer_px` pixels (0: as it is).

        A picture is panned over. Fewer frames are taken when they are large. ImageError, VideoError: cannot be read.
        """
        first, others = self._raw()
        size = _size(first, longer_px)
        count = min(_MOST_FRAMES, max(_FEWEST_FRAMES, _MOST_BYTES // (size[0] * size[1] * 3)))
        return [_resized(frame, size) for frame in islice(others, count)]

    def _raw(self) -> tuple[RGB, "islice[RGB]"]:
        if self._is_still:
            rgb = read_picture(still_jpeg(self.sample) if self.sample else Path(self.path), name=self.label).rgb
            pan = (View().frame(rgb, number) for number in range(_MOST_FRAMES))
            return rgb, islice(pan, None)
        if self.sample:
            clip = (rgb for _, rgb in read_video(BytesIO(clip_mp4(self.sample))))
        else:
            clip = (rgb for rgb in video_frames(Path(self.path), most=_MOST_FRAMES, name=self.label))
        frames = list(islice(clip, _MOST_FRAMES))
        if not frames:
            raise VideoError(f"{self.label} holds no frame that can be read. Use a video that a browser can play.")
        return frames[0], islice(iter(frames), None)

    @property
    def _is_still(self) -> bool:
        return self.sample in STILLS if self.sample else is_picture(Path(self.path))


def frame_at(frames: Sequence[RGB], number: int) -> RGB:
    """Frame `number` of an endless clip that plays forwards and backwards, so that nobody jumps."""
    if len(frames) == 1:
        return frames[0]
    place = number % (2 * len(frames) - 2)
    return frames[min(place, 2 * len(frames) - 2 - place)]


def _size(rgb: RGB, longer_px: int) -> tuple[int, int]:
    height, width = rgb.shape[:2]
    scale = longer_px / max(width, height) if longer_px else 1.0
    return max(1, round(width * scale)), max(1, round(height * scale))


def _resized(rgb: RGB, size: tuple[int, int]) -> RGB:
    if (rgb.shape[1], rgb.shape[0]) == size:
        return np.ascontiguousarray(rgb)
    method = cv2.INTER_AREA if size[0] < rgb.shape[1] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(rgb, size, interpolation=method), np.uint8)
