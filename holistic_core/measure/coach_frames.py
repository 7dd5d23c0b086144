"""Frames of the rendered person at chosen moments, with their truth: what sweeps and tables look at."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from holistic_core.coach.motions import MotionOptions, duration_s, moment_of
from holistic_core.coach.renderer import Renderer
from holistic_core.coach.scene import Scene
from holistic_core.coach.truth import FrameTruth, frame_truth
from holistic_core.errors import OptionsError
from holistic_core.measure.accuracy_report import RGB

# Quiet standing that is left before and after the movement, for the tracking to begin.
_MARGIN_S: Final = 0.4


def rendered_frames(scene: Scene, motion: MotionOptions, times_s: Sequence[float]) -> Iterator[tuple[RGB, FrameTruth]]:
    """The picture and the truth of every moment, rendered when it is asked for."""
    renderer = Renderer(scene)
    for number, time_s in enumerate(times_s):
        pose = moment_of(motion, time_s, scene.figure).pose
        yield renderer.render(pose, frame=number), frame_truth(scene, motion, time_s)


def movement_times_s(motion: MotionOptions, fps: float) -> tuple[float, ...]:
    """Moments of the movement at a frame rate, with a little of the rest before and after it."""
    start, end = _movement_s(motion)
    start, end = max(0.0, start - _MARGIN_S), min(duration_s(motion), end + _MARGIN_S)
    return tuple(float(start + number / fps) for number in range(int(np.floor((end - start) * fps)) + 1))


def spread_times_s(motion: MotionOptions, frames: int) -> tuple[float, ...]:
    """`frames` moments spread evenly over the movement: the middles of as many equal parts. OptionsError below one."""
    if frames < 1:
        raise OptionsError(f"frames is {frames}; at least one is needed.")
    start, end = _movement_s(motion)
    return tuple(start + (number + 0.5) * (end - start) / frames for number in range(frames))


def _movement_s(motion: MotionOptions) -> tuple[float, float]:
    """From the beginning of the first to the end of the last repetition: the rests around them are equally long."""
    rest_s = (duration_s(motion) - motion.repetitions * motion.seconds_each) / 2
    return rest_s, duration_s(motion) - rest_s
