"""What can be chosen about a video, what is told while it is looked at, and what comes of it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from holistic_core.angles import ANGLES
from holistic_core.drawing import DrawOptions
from holistic_core.drawing.brush import Image
from holistic_core.errors import OptionsError
from holistic_core.exercises import EXERCISES, Repetition, Thresholds
from holistic_core.export.session_frames import SessionFrames
from holistic_core.media.video_header import VideoInfo
from holistic_core.options import FindOptions, Priority


@dataclass(frozen=True)
class VideoOptions:
    """How a video is looked at, and what is drawn into it.

    find, draw: of the detection and of the overlay. exercise: name of `EXERCISES` whose repetitions are counted, or
    None. thresholds: instead of the exercise's own. start_s, end_s, every: which frames, as of `VideoSource`.
    mp4: where the annotated video is written, None for none. keep_audio: with the sound of the source.
    angles: names of `ANGLES` that are written beside their joints. keep_face: keep the face's landmarks as well, which
    doubles the memory of a frame. priority: who goes first when there is more work than machine.
    OptionsError for an unknown exercise or angle.
    """

    find: FindOptions = field(default_factory=FindOptions)
    draw: DrawOptions = field(default_factory=DrawOptions)
    exercise: str | None = None
    thresholds: Thresholds | None = None
    start_s: float = 0.0
    end_s: float | None = None
    every: int = 1
    keep_audio: bool = True
    angles: tuple[str, ...] = ()
    mp4: Path | None = None
    keep_face: bool = False
    priority: Priority = Priority.VIDEO

    def __post_init__(self) -> None:
        if self.exercise is not None and self.exercise not in EXERCISES:
            raise OptionsError(f"exercise is {self.exercise!r}; choose one of {', '.join(EXERCISES)}, or none.")
        known = {each.name for each in ANGLES}
        unknown = [name for name in self.angles if name not in known]
        if unknown:
            raise OptionsError(f"There is no angle {', '.join(unknown)}; choose from {', '.join(sorted(known))}.")


@dataclass(frozen=True, eq=False)
class VideoProgress:
    """How far it is.

    frames: done so far. of_frames: expected, 0 when not known. share: of the part that was chosen, 0-1, NaN when not
    known. fps: frames a second, of the last seconds. left_s: NaN while not known.
    preview: the newest drawn frame, `(height, width, 3)`, at most 640 pixels long; None when there is no newer one.
    waiting: it waits for other visitors' turns.
    """

    frames: int
    of_frames: int
    share: float
    fps: float
    left_s: float
    preview: Image | None
    waiting: bool


@dataclass(frozen=True, eq=False)
class VideoMovement:
    """What was found in a video.

    frames: one row a frame that was looked at, at its time in the clip: a part that starts at 3 s begins at 3 s.
    repetitions: all that were counted. ended_early: what to tell people when the clip was not good to its end, or None.
    cancelled: it was stopped; everything is of the part before. mp4: the annotated video, or None; its clock starts
    with the first frame. seconds: it took. stage_ms: medians over frames: "decode", the detector's stages, "draw",
    "encode".
    """

    info: VideoInfo
    frames: SessionFrames
    exercise: str | None
    repetitions: tuple[Repetition, ...]
    ended_early: str | None
    cancelled: bool
    mp4: Path | None
    seconds: float
    stage_ms: Mapping[str, float]

    @property
    def fps(self) -> float:
        """Frames a second that were dealt with; NaN when it took no time."""
        return len(self.frames) / self.seconds if self.seconds > 0 else math.nan
