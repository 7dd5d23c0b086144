"""How far the LiteRT engine is from MediaPipe itself, in pictures and in videos.

Videos are compared one step at a time: before each frame the session is given MediaPipe's own region of interest and
MediaPipe's own last hands and face. Left to themselves two runs drift apart, because what a frame finds decides where
the next one looks: MediaPipe differs from MediaPipe by percents when one grey level in a hundred is changed by one.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

import numpy as np
import numpy.typing as npt

from holistic_core.engines.tracking import TrackingState
from holistic_core.measure.parity_report import STILL_CRITERIA, VIDEO_CRITERIA, Comparison, ParityReport
from holistic_core.measure.reference import Reference
from holistic_core.options import FindOptions
from holistic_core.results import HolisticResult

RGB = npt.NDArray[np.uint8]
NamedPicture = tuple[str, RGB]
Progress = Callable[[str], None]


class StillEngine(Protocol):
    """An engine that looks at single pictures."""

    def still(self, rgb: RGB, find: FindOptions) -> HolisticResult:
        """What is in one picture."""


class SteerableSession(Protocol):
    """A session whose memory can be overwritten between frames."""

    state: TrackingState

    def process(self, rgb: RGB, find: FindOptions) -> HolisticResult:
        """The next frame."""


def compare_stills(
    pictures: Iterable[NamedPicture],
    engine: StillEngine,
    find: FindOptions,
    *,
    source: str = "",
    progress: Progress | None = None,
) -> ParityReport:
    """Every picture by itself, with a MediaPipe made anew for each."""
    comparison = Comparison(STILL_CRITERIA)
    for name, rgb in pictures:
        if progress:
            progress(name)
        with Reference(find, static=True) as reference:
            comparison.add(name, engine.still(rgb, find), reference.process(rgb).result)
    return comparison.report("stills", source)


def compare_video(
    frames: Iterable[RGB],
    session: SteerableSession,
    find: FindOptions,
    *,
    source: str = "",
    progress: Progress | None = None,
    total: Comparison | None = None,
) -> ParityReport:
    """Every frame of a video, each started from where MediaPipe was.

    total: also takes the frames in, to sum up several videos.
    """
    comparison = Comparison(VIDEO_CRITERIA)
    with Reference(find, static=False) as reference:
        for number, rgb in enumerate(frames):
            name = f"{source} frame {number}"
            if progress and number % 25 == 0:
                progress(name)
            ours, theirs = session.process(rgb, find), reference.process(rgb)
            for each in (comparison, total):
                if each is not None:
                    each.add(name, ours, theirs.result)
            session.state.pose_roi = theirs.next_pose_roi
            session.state.previous = theirs.previous()
    return comparison.report("video, one step", source)
