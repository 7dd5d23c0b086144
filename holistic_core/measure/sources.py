"""Pictures and videos from files, told apart by content, for experiments that look at files one by one."""

import importlib.util
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from holistic_core.errors import ImageError, VideoError
from holistic_core.measure.frames import RGB, video_frames
from holistic_core.media.pictures import Picture, read_picture
from holistic_core.media.sniff import picture_format

_HEAD_BYTES: Final = 4096
_PANNED_PICTURE: Final = Path("images", "tensorflow_pose.jpg")
_SHIPPED_PICTURE: Final = Path("mpl-data", "sample_data", "grace_hopper.jpg")


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
    """The picture for measurements: `path`, else that of the test media, else the portrait that ships with matplotlib.

    The test media are in the folder that the environment variable `HOLISTIC_TEST_MEDIA` names; their picture shows a
    person with face and both hands, the portrait shows no hands.
    """
    if path is not None:
        return read_picture(path)
    return read_picture(next(_default_paths()))


def _default_paths() -> Iterator[Path]:
    media = os.environ.get("HOLISTIC_TEST_MEDIA")
    if media and Path(media, _PANNED_PICTURE).is_file():
        yield Path(media, _PANNED_PICTURE)
    matplotlib = importlib.util.find_spec("matplotlib")
    for folder in (matplotlib.submodule_search_locations or []) if matplotlib else []:
        if Path(folder, _SHIPPED_PICTURE).is_file():
            yield Path(folder, _SHIPPED_PICTURE)
    raise ImageError("There is no sample picture on this machine. Name one: --image FILE.")
