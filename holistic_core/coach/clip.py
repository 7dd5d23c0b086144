"""Clips of the figure in motion: pictures, each with what is true of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach import truth
from holistic_core.coach.limits import in_range
from holistic_core.coach.motions import MotionOptions, moment_of
from holistic_core.coach.renderer import Renderer
from holistic_core.coach.scene import Scene
from holistic_core.coach.truth import ClipTruth, FrameTruth

RGB = npt.NDArray[np.uint8]
Progress = Callable[[int, int], None]

FPS: Final = (1.0, 60.0)


@dataclass(frozen=True)
class ClipOptions:
    """What to render. fps: frames per second, 1-60. OptionsError for a value outside its range, naming it."""

    scene: Scene = field(default_factory=Scene)
    motion: MotionOptions = field(default_factory=MotionOptions)
    fps: float = 25.0

    def __post_init__(self) -> None:
        in_range("fps", self.fps, *FPS)


def frame_times_s(options: ClipOptions) -> list[float]:
    """Times of all frames of a clip."""
    return truth.frame_times_s(options.motion, options.fps)


def clip_truth(options: ClipOptions) -> ClipTruth:
    """What is true of every frame, without rendering any."""
    return truth.clip_truth(options.scene, options.motion, options.fps)


def render_clip(
    options: ClipOptions,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[tuple[RGB, FrameTruth]]:
    """Pictures uint8 `(height, width, 3)` and their truth, in order.

    progress: called with the frames done and their number. cancelled: asked before every frame; once true, it ends.
    """
    renderer = Renderer(options.scene)
    times_s = frame_times_s(options)
    for number, time_s in enumerate(times_s):
        if cancelled is not None and cancelled():
            return
        moment = moment_of(options.motion, time_s, options.scene.figure)
        rgb = renderer.render(moment.pose, frame=number)
        yield rgb, truth.frame_truth(options.scene, options.motion, time_s)
        if progress is not None:
            progress(number + 1, len(times_s))
