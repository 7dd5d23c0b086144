"""The angles of the last seconds."""

import numpy as np
import pytest

from holistic_core.angles import ANGLES, Angle
from holistic_core.live.history import AngleHistory


def angles(value: float) -> tuple[Angle, ...]:
    return tuple(Angle(definition, value + column, -value) for column, definition in enumerate(ANGLES))


def test_an_angle_is_found_by_its_name_in_both_planes() -> None:
    history = AngleHistory()
    for step in range(5):
        history.add(step / 10, angles(step))
    recent = history.recent()
    column = [definition.name for definition in ANGLES].index("left_knee")
    assert recent.times_s == pytest.approx([0, 0.1, 0.2, 0.3, 0.4])
    assert recent.of("left_knee") == pytest.approx([step + column for step in range(5)])
    assert recent.of("left_knee", in_space=True) == pytest.approx([0, -1, -2, -3, -4])


def test_only_the_window_is_given_oldest_first_however_long_it_runs() -> None:
    history = AngleHistory()
    for step in range(3000):
        history.add(step / 30, angles(step))
    recent = history.recent(10)
    assert recent.times_s[-1] == pytest.approx(2999 / 30)
    assert recent.times_s[0] == pytest.approx(2999 / 30 - 10, abs=0.04)
    assert (np.diff(recent.times_s) > 0).all()
    assert recent.deg_2d[:, 0] == pytest.approx(recent.times_s * 30, abs=0.01)


def test_nan_stays_nan_and_what_was_given_does_not_change() -> None:
    history = AngleHistory()
    history.add(0.0, angles(float("nan")))
    before = history.recent()
    history.add(0.1, angles(1.0))
    assert len(before.times_s) == 1
    assert np.isnan(before.deg_2d).all()
