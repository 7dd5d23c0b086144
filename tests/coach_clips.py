"""Clips of the coach that are small enough to be rendered and measured by fast tests."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from holistic_core.coach.camera import Camera
from holistic_core.coach.clip import ClipOptions
from holistic_core.coach.motions import MotionOptions
from holistic_core.coach.samples import sample_clip
from holistic_core.coach.scene import Scene
from holistic_core.coach.truth import ClipTruth, FrameTruth

TINY = ClipOptions(
    scene=Scene(camera=Camera(azimuth_deg=45.0), image_size=(192, 256)),
    motion=MotionOptions("squat", repetitions=1, tempo_s=1.0),
    fps=4.0,
)


def thinned_clip(name: str) -> tuple[Iterator[tuple[npt.NDArray[np.uint8], FrameTruth]], ClipTruth]:
    """A kept sample with every fifteenth frame only, in the place of `sample_clip`."""
    frames, truth = sample_clip(name)
    kept = (frame for number, frame in enumerate(frames) if number % 15 == 0)
    return kept, replace(truth, frames=truth.frames[::15])
