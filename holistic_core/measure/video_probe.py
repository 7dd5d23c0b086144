"""Makes an annotated video of one file, as the app would, and tells what came of it; for a process of its own."""

import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from holistic_core.detector import Detector
from holistic_core.errors import HolisticError
from holistic_core.measure.peak_memory import PeakMemory
from holistic_core.media.video_limits import VideoLimits
from holistic_core.media.video_source import VideoSource
from holistic_core.options import FindOptions
from holistic_core.process_memory import share_freed_memory
from holistic_core.video.options import VideoOptions
from holistic_core.video.processing import process_video


@dataclass(frozen=True)
class VideoProbe:
    """What came of one file.

    frames: looked at, 0 when it was refused. whole: to its end. text: the message for people, or "". played: frames
    that the annotated video has when it is read back. repetitions: counted. extra_peak_mb: above the waiting process.
    """

    frames: int
    whole: bool
    text: str
    played: int
    repetitions: int
    size: tuple[int, int]
    duration_s: float
    mp4_s: float
    seconds: float
    extra_peak_mb: float


def probe_video(path: str, exercise: str | None) -> dict[str, Any]:
    """The fields of a `VideoProbe`. exercise: name of `EXERCISES` to count, or None."""
    share_freed_memory()
    with Detector() as detector, tempfile.TemporaryDirectory() as folder:
        detector.warm_up(FindOptions())
        return asdict(_probe(Path(path), exercise, detector, Path(folder, "annotated.mp4")))


def _probe(path: Path, exercise: str | None, detector: Detector, mp4: Path) -> VideoProbe:
    start_s = time.perf_counter()
    refusal, movement = "", None
    with PeakMemory() as memory:
        try:
            movement = process_video(
                path,
                detector,
                VideoOptions(exercise=exercise, mp4=mp4, angles=("left_knee", "right_knee", "left_elbow")),
                limits=VideoLimits.from_environment(),
            )
        except HolisticError as error:
            refusal = str(error)
    seconds = time.perf_counter() - start_s
    if movement is None:
        return VideoProbe(0, False, refusal, 0, 0, (0, 0), 0.0, 0.0, seconds, memory.extra_mb)
    with VideoSource(mp4) as played:
        count = sum(1 for _ in played)
        mp4_s = played.info.duration_s
    return VideoProbe(
        frames=len(movement.frames),
        whole=movement.ended_early is None,
        text=movement.ended_early or "",
        played=count,
        repetitions=len(movement.repetitions),
        size=movement.info.size,
        duration_s=movement.info.duration_s,
        mp4_s=mp4_s,
        seconds=seconds,
        extra_peak_mb=memory.extra_mb,
    )
