"""What is known of a live viewer: its finished pictures, and how it is just now."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from holistic_core.exercises import ExerciseState
from holistic_core.live.meter import Speed
from holistic_core.live.recording import Recording
from holistic_core.options import EngineName, Part

RGB = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Overlay:
    """A finished picture. rgb: as it is shown. number: of its frame, counted from 1. time_s: on the viewer's clock."""

    rgb: RGB
    number: int
    time_s: float


@dataclass(frozen=True, eq=False)
class LiveStatus:
    """How a viewer is.

    engine: that answers. image_size: `(width, height)` of the frames, None before the first. speed: of the last
    seconds. received, processed, dropped: frames since the start. parts: found in the last frame. asked: looked for.
    exercise: the state of the counter, None without one. error: what is wrong now, for people, else None.
    recording: what is being recorded, or was last.
    """

    engine: EngineName
    image_size: tuple[int, int] | None
    speed: Speed
    received: int
    processed: int
    dropped: int
    parts: tuple[Part, ...]
    asked: frozenset[Part]
    exercise: ExerciseState | None
    error: str | None
    recording: Recording | None
    closed: bool
