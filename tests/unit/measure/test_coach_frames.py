"""Which moments of a movement are looked at."""

import numpy as np
import pytest

from holistic_core.coach.figure import Figure
from holistic_core.coach.motions import MOTIONS, MotionOptions, duration_s, moment_of
from holistic_core.errors import OptionsError
from holistic_core.measure.coach_frames import movement_times_s, spread_times_s


@pytest.mark.parametrize("name", MOTIONS)
def test_the_movement_with_a_little_rest_around_it(name: str) -> None:
    motion = MotionOptions(name, repetitions=1)
    times = movement_times_s(motion, 12.0)
    assert 0 <= times[0] < times[-1] <= duration_s(motion)
    assert times[-1] - times[0] == pytest.approx(min(duration_s(motion), motion.seconds_each + 0.8), abs=1 / 12)
    assert np.diff(times) == pytest.approx(1 / 12)
    assert moment_of(motion, times[0], Figure()).phase == "rest"
    assert moment_of(motion, times[-1], Figure()).repetitions == 1


def test_moments_are_spread_over_the_movement_only() -> None:
    motion = MotionOptions("squat", repetitions=2)
    times = spread_times_s(motion, 4)
    assert len(times) == 4
    assert np.diff(times) == pytest.approx(motion.seconds_each / 2)
    assert all(moment_of(motion, time_s, Figure()).phase != "rest" for time_s in times)
    with pytest.raises(OptionsError, match="frames"):
        spread_times_s(motion, 0)
