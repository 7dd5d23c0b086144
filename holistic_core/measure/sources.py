"""Pictures and videos from files, told apart by content, for experiments that look at files one by one."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from holistic_core.coach.samples import still_jpeg
from holistic_core.errors import VideoError
from holistic_core.measure.frames import RGB, video_frames
from holistic_core.media.pictures import Picture, read_picture
from holistic_core.media.sniff import picture_format

_HEAD_BYTES: Final = 4096
_PANNED_PICTURE: Final = Path("images", "tensorflow_pose.jpg")
_SHIPPED_STILL: Final = "counting_five"


@dataclass(frozen=True)
class Source:
    """A file and what is looked at in it: the picture, or some frames of the video."""

    name: str
    is_video: bool
    frames: Iterable[RGB]


def open_source(path: Path, *, every: int = 10) -> Source:
    """A picture, or each `every`-th frame of a video.

    ImageError, VideoError: it is neither, damaged, or above a limit; for a video when its frames are asked for.
    """
    if is_picture(path):
        return Source(path.name, False, [read_picture(path).rgb])
    if not path.is_file():
        raise VideoError(f"There is no file {path.name}. Check its name.")
    return Source(path.name, True, video_frames(path, every=every))


def is_picture(path: Path) -> bool:
    """Whether the content of a file begins like a picture."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return picture_format(file.read(_HEAD_BYTES)) is not None


def default_picture(path: Path | None = None) -> Picture:
    """The picture for measurements: `path`, else that of the test media, else the rendered person of the package.

    The test media are in the folder that the environment variable `HOLISTIC_TEST_MEDIA` names. Both show a person with
    face and both hands.
    """
    media = os.environ.get("HOLISTIC_TEST_MEDIA")
    if path is None and media and Path(media, _PANNED_PICTURE).is_file():
        path = Path(media, _PANNED_PICTURE)
    if path is not None:
        return read_picture(path)
    return read_picture(still_jpeg(_SHIPPED_STILL), name=_SHIPPED_STILL)
