"""Recordings whose truth is known."""

from collections.abc import Callable
from functools import cache

import pytest

from holistic_core.coach.samples import sample_truth
from holistic_core.export.session_frames import FrameStore, SessionFrames

TruthFrames = Callable[[str], SessionFrames]


@pytest.fixture(scope="session")
def truth_frames() -> TruthFrames:
    """A kept clip by its name, as a detector without errors would have recorded it."""

    @cache
    def frames(name: str) -> SessionFrames:
        store = FrameStore()
        for frame in sample_truth(name):
            store.add(frame.time_s, frame.result, frame.angles, frame.repetitions, 0.0)
        return store.frames()

    return frames
