"""How well a detector measures the rendered person, whose true joints and angles are known."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from holistic_core.angles import check_min_visibility, joint_angles
from holistic_core.coach.scene import Scene
from holistic_core.errors import VideoError
from holistic_core.measure.accuracy_report import RGB, AccuracyRun, Floats
from holistic_core.measure.facing import expected_parts, height_px
from holistic_core.measure.track import Track
from holistic_core.options import PARTS, EngineName, FindOptions, Priority
from holistic_core.results import HolisticResult
from holistic_core.topology import POSE

if TYPE_CHECKING:
    from holistic_core.angles import Angle
    from holistic_core.coach.truth import FrameTruth
    from holistic_core.detector import Detector

Progress = Callable[[int], None]
Cancelled = Callable[[], bool]
DEFAULT_VISIBILITY: Final = 0.5


def measure_clip(
    frames: "Iterable[tuple[RGB, FrameTruth]]",
    scene: Scene,
    detector: "Detector",
    find: FindOptions | None = None,
    *,
    fps: float,
    source: str = "",
    tracked: bool = True,
    min_visibility: float = DEFAULT_VISIBILITY,
    keep: Collection[int] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> AccuracyRun:
    """Look for the person in every frame, and hold what is found against the truth.

    frames: pictures and their truth, in order. scene: in which they were rendered. find: its `smooth` counts only when
    tracked. tracked: as one stream, each frame at its `time_s`; else every frame by itself. fps: of the clip.
    keep: frames whose pictures stay in the report. progress: called with the number of frames done.
    cancelled: asked before every frame; once true, the report is about the frames until then.
    VideoError when there are no frames; errors of the detector and of `frames` pass through.
    """
    check_min_visibility(min_visibility)
    find = find or FindOptions()
    truths: list[FrameTruth] = []
    results: list[HolisticResult] = []
    pictures: dict[int, RGB] = {}
    stopped = cancelled or (lambda: False)
    stream = detector.open_stream(find, priority=Priority.BENCHMARK) if tracked else None
    try:
        for number, (rgb, truth) in enumerate(frames):
            if stopped():
                break
            if stream is None:
                results.append(detector.detect(rgb, find, priority=Priority.BENCHMARK))
            else:
                results.append(stream.process(rgb, truth.time_s))
            truths.append(truth)
            if number in keep:
                pictures[number] = rgb
            if progress is not None:
                progress(number + 1)
    finally:
        if stream is not None:
            stream.close()
    return accuracy_of(
        truths,
        results,
        scene,
        engine=detector.options.engine,
        find=find,
        fps=fps,
        source=source,
        tracked=tracked,
        min_visibility=min_visibility,
        pictures=pictures,
    )


def accuracy_of(
    truths: "Sequence[FrameTruth]",
    results: Sequence[HolisticResult],
    scene: Scene,
    *,
    engine: EngineName,
    find: FindOptions,
    fps: float,
    source: str = "",
    tracked: bool = True,
    min_visibility: float = DEFAULT_VISIBILITY,
    pictures: dict[int, RGB] | None = None,
) -> AccuracyRun:
    """The report on results that are already there, one for each truth; arguments as of `measure_clip`."""
    if not truths:
        raise VideoError("There is no frame to measure. Render at least one, or choose another clip.")
    expected = [expected_parts(truth, scene) for truth in truths]
    truth_2d, truth_3d = _degrees([truth.angles for truth in truths])
    found_2d, found_3d = _degrees([joint_angles(result, min_visibility=min_visibility) for result in results])
    return AccuracyRun(
        source=source,
        engine=engine,
        find=find,
        tracked=tracked,
        min_visibility=min_visibility,
        fps=fps,
        time_s=np.array([truth.time_s for truth in truths], np.float64),
        phases=tuple(truth.phase for truth in truths),
        phase_share=np.array([truth.phase_share for truth in truths], np.float64),
        repetitions=np.array([truth.repetitions for truth in truths], np.int64),
        truth=Track.of(scene.image_size, [truth.result for truth in truths]),
        measured=Track.of(scene.image_size, results),
        truth_2d_deg=truth_2d,
        truth_3d_deg=truth_3d,
        measured_2d_deg=found_2d,
        measured_3d_deg=found_3d,
        found={part: np.array([result.part(part) is not None for result in results]) for part in PARTS},
        expected={part: np.array([parts[part] for parts in expected]) for part in PARTS},
        height_px=np.array([height_px(truth, scene) for truth in truths]),
        occluded=np.array([truth.occluded["pose"] for truth in truths], np.bool_).reshape(-1, len(POSE.names)),
        pictures=pictures or {},
    )


def _degrees(frames: "Sequence[Sequence[Angle]]") -> tuple[Floats, Floats]:
    """`(n, k)` in the picture plane and in space."""
    both = np.array([[(angle.deg_2d, angle.deg_3d) for angle in angles] for angles in frames], np.float64)
    return both[..., 0], both[..., 1]
