"""Repetitions of whole recordings against the coach's truth, and speeds and cycles of curves that are known."""

import math
from typing import Any

import numpy as np
import pytest

from holistic_core.coach.samples import SAMPLES, sample_truth
from holistic_core.errors import OptionsError
from holistic_core.exercises import EXERCISES, Repetition, RepetitionCounter, Thresholds
from holistic_core.export.session_frames import SessionFrames
from holistic_core.movement.repetition_table import (
    CYCLE_POINTS,
    counted_repetitions,
    repetition_cycles,
    repetition_rows,
)

NAN = float("nan")
CLIPS = [name for name, sample in SAMPLES.items() if sample.options.motion.name in EXERCISES]
# 140° ± 30°, 2 s each: at rest at 170°, at 110° in the middle.
TIMES = np.arange(301) / 50
CURVE = 140 + 30 * np.cos(math.pi * TIMES)
REPETITIONS = tuple(
    Repetition(number, start_s, start_s + 2, 110, 170, 1.0, 0.0, 1.0)
    for number, start_s in enumerate((0.0, 2.0, 4.0), start=1)
)


@pytest.mark.slow
@pytest.mark.parametrize("name", CLIPS)
def test_a_recording_is_counted_afterwards_as_the_counter_does_live(truth_frames: Any, name: str) -> None:
    truth, exercise = sample_truth(name), EXERCISES[SAMPLES[name].options.motion.name]
    counted = counted_repetitions(truth_frames(name), exercise)
    counter = RepetitionCounter(exercise)
    states = [counter.update(frame.result, frame.angles, frame.time_s) for frame in truth]
    assert len(counted.repetitions) == truth.repetitions > 1
    for after, live in zip(counted.repetitions, states[-1].done, strict=True):
        assert (after.number, after.cues) == (live.number, live.cues)
        assert (after.start_s, after.end_s, after.range_deg) == pytest.approx(
            (live.start_s, live.end_s, live.range_deg), abs=1e-3
        )
    np.testing.assert_array_equal(counted.counts, [state.repetitions for state in states])
    np.testing.assert_allclose(counted.signal_deg, [state.signal_deg for state in states], atol=1e-3)


def test_thresholds_can_be_others(truth_frames: Any) -> None:
    frames, squat = truth_frames("squat_shallow"), EXERCISES["squat"]
    assert len(counted_repetitions(frames, squat).repetitions) == 2
    deep = Thresholds(enter_deg=70.0, leave_deg=150.0, target_deg=60.0)
    assert counted_repetitions(frames, squat, deep).repetitions == ()
    with pytest.raises(OptionsError, match="must be the smaller one"):
        counted_repetitions(frames, squat, Thresholds(enter_deg=150.0, leave_deg=100.0, target_deg=160.0))


def test_nothing_recorded_is_nothing_counted() -> None:
    counted = counted_repetitions(SessionFrames(), EXERCISES["squat"])
    assert (counted.repetitions, len(counted.signal_deg), len(counted.counts)) == ((), 0, 0)


@pytest.mark.parametrize(("curve", "falls", "sign"), [(CURVE, True, -1), (220 - CURVE, False, 1)])
def test_rows_tell_where_the_ways_out_and_back_are_fastest(curve: Any, falls: bool, sign: int) -> None:
    rows = repetition_rows(REPETITIONS, TIMES, curve, falls=falls)
    for each, row in zip(REPETITIONS, rows, strict=True):
        out, back = row.fastest_out, row.fastest_back
        assert row.repetition is each and out is not None and back is not None
        assert (out.time_s - each.start_s, back.time_s - each.start_s) == pytest.approx((0.5, 1.5), abs=0.021)
        assert (out.deg_s, back.deg_s) == pytest.approx((sign * 30 * math.pi, -sign * 30 * math.pi), rel=0.01)


def test_a_repetition_out_of_sight_has_no_speed() -> None:
    unseen = CURVE.copy()
    unseen[(TIMES > 1.9) & (TIMES < 4.1)] = NAN
    rows = repetition_rows(REPETITIONS, TIMES, unseen, falls=True)
    assert (rows[1].fastest_out, rows[1].fastest_back) == (None, None)
    assert rows[0].fastest_out is not None and rows[2].fastest_back is not None


def test_cycles_of_a_cosine_are_one_cosine_whatever_they_last() -> None:
    slow = np.arange(401) / 25
    times = np.concatenate([TIMES[TIMES < 2], 2 + slow])
    curve = np.concatenate([CURVE[TIMES < 2], 140 + 30 * np.cos(2 * math.pi * slow / 16)])
    both = (REPETITIONS[0], Repetition(2, 2.0, 18.0, 110, 170, 8.0, 0.0, 8.0))
    cycles = repetition_cycles(both, times, curve)
    assert cycles.shape == (2, CYCLE_POINTS)
    expected = 140 + 30 * np.cos(2 * math.pi * np.arange(101) / 100)
    np.testing.assert_allclose(cycles, [expected, expected], atol=0.1)


def test_cycles_have_gaps_where_the_curve_has_them_and_end_with_it() -> None:
    curve = CURVE.copy()
    curve[(TIMES > 0.99) & (TIMES < 1.51)] = NAN
    short = TIMES <= 5
    first, _, last = repetition_cycles(REPETITIONS, TIMES[short], curve[short])
    assert np.flatnonzero(np.isnan(first)).tolist() == list(range(50, 76))
    assert np.isfinite(last[:51]).all() and np.isnan(last[51:]).all()
    assert repetition_cycles((), TIMES, CURVE).shape == (0, CYCLE_POINTS)
