"""Single jumps vanish, movements stay."""

import numpy as np
import pytest

from holistic_core.exercises.smoothing import RunningMedian


def smoothed(values: list[float], fps: float) -> list[float]:
    median = RunningMedian()
    return [median(value, number / fps) for number, value in enumerate(values)]


@pytest.mark.parametrize("fps", [10, 15, 25, 30, 60])
def test_a_jump_of_one_frame_vanishes(fps: float) -> None:
    values = [170.0] * 9 + [60.0] + [170.0] * 9
    assert smoothed(values, fps) == [170.0] * 19


@pytest.mark.parametrize("fps", [10, 25, 60])
def test_a_steady_movement_is_late_by_at_most_a_tenth_of_a_second(fps: float) -> None:
    values = list(np.arange(0, 90, 100 / fps))  # 100° a second
    late_deg = np.array(values) - smoothed(values, fps)
    assert late_deg.max() <= 10 + 1e-9


def test_few_frames_are_left_as_they_are() -> None:
    values = [170.0, 120.0, 90.0, 130.0]
    assert smoothed(values, 5) == values


def test_nothing_is_remembered_after_a_reset() -> None:
    median = RunningMedian()
    for number in range(5):
        median(170.0, number / 30)
    median.reset()
    assert median(60.0, 5 / 30) == 60.0
