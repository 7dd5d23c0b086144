"""What is counted, and what is not: hysteresis, duration, gaps, noise, frame rates."""

import math
from dataclasses import replace
from itertools import groupby

import numpy as np
import pytest

from holistic_core.errors import OptionsError
from holistic_core.exercises import EXERCISES, PHASES, RepetitionCounter
from holistic_core.exercises.counter import KEPT_REPETITIONS
from tests.exercise_angles import NOBODY, NOTHING, angles_of, count, squats, states, wave

SQUAT = EXERCISES["squat"]
NAN = math.nan


def counter(**changes: float) -> RepetitionCounter:
    return RepetitionCounter(SQUAT, replace(SQUAT.thresholds, **changes))


@pytest.mark.parametrize("fps", [2.5, 5, 10, 12, 25, 30, 60])
def test_squats_are_counted_at_any_frame_rate(fps: float) -> None:
    assert count(squats([80, 90, 85], fps=fps)) == 3


@pytest.mark.parametrize("name", EXERCISES)
def test_every_exercise_counts_its_own_movement(name: str) -> None:
    thresholds = EXERCISES[name].thresholds
    sign = -1 if thresholds.falls else 1
    rest, far = thresholds.leave_deg - 10 * sign, thresholds.target_deg + 5 * sign
    corners = [(0, rest), (1, rest), (1.8, far), (2, far), (2.8, rest), (3.2, rest), (4, far), (4.8, rest), (5.5, rest)]
    last = states(RepetitionCounter(EXERCISES[name]), wave(corners, 30))[-1]
    assert last.repetitions == 2
    assert [each.cues for each in last.done] == [(), ()]


@pytest.mark.parametrize(
    ("corners", "expected"),
    [
        pytest.param([(0, 170), (1, 140), (2, 170), (3, 170)], 0, id="too little"),
        pytest.param([(0, 170), (1, 120), (2, 170), (3, 170)], 1, id="half is a repetition"),
        pytest.param([(0, 170), (1, 90), (2, 145), (3, 90), (4, 170), (5, 170)], 1, id="not up in between"),
        pytest.param([(0, 90), (1, 170), (2, 170)], 0, id="begins at the bottom"),
        pytest.param([(0, 90), (1, 170), (2, 90), (3, 170), (4, 170)], 1, id="begins at the bottom, then one"),
        pytest.param([(0, 170), (1, 170), (2, 90)], 0, id="ends at the bottom"),
        pytest.param([(0, 170), (1, 170), (1.15, 90), (1.3, 170), (3, 170)], 0, id="too fast"),
        pytest.param([(0, 170), (1, 90), (70, 90), (71, 170), (72, 170)], 0, id="sat down"),
    ],
)
def test_what_is_a_repetition(corners: list[tuple[float, float]], expected: int) -> None:
    assert count(wave(corners, 25)) == expected


def test_trembling_at_a_threshold_counts_nothing() -> None:
    for middle in (SQUAT.thresholds.enter_deg, SQUAT.thresholds.leave_deg):
        trembling = [(number / 10, middle + 7 * (-1) ** (number // 8)) for number in range(200)]
        assert count([(-1.0, 170.0), *trembling]) == 0


@pytest.mark.parametrize("fps", [5, 12, 25, 60])
@pytest.mark.parametrize("seed", range(3))
def test_noise_and_jumps_of_the_landmarks_change_nothing(fps: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    frames = [(time_s, deg + random.normal(0, 3)) for time_s, deg in squats([85, 80, 90, 85], fps=fps)]
    standing = [index for index, (_, deg) in enumerate(frames) if deg > 160]
    jumps = set(random.choice(standing, len(standing) // 20, replace=False).tolist())
    # Never two in a row: what lasts is not a jump.
    frames = [
        (time_s, 80.0 if index in jumps and index - 1 not in jumps else deg)
        for index, (time_s, deg) in enumerate(frames)
    ]
    assert count(frames) == 4


@pytest.mark.parametrize(
    ("gap_s", "expected"),
    [
        pytest.param((0.2, 0.8), 1, id="while standing"),
        pytest.param((1.7, 2.2), 1, id="short, at the bottom"),
        pytest.param((1.2, 1.7), 1, id="short, on the way down"),
        pytest.param((1.3, 2.6), 0, id="long, around the bottom"),
        pytest.param((1.05, 2.95), 0, id="all of it"),
        pytest.param((2.1, 5.0), 0, id="from the bottom on"),
    ],
)
def test_nothing_is_counted_that_was_not_seen(gap_s: tuple[float, float], expected: int) -> None:
    frames = [(time_s, NAN if gap_s[0] < time_s < gap_s[1] else deg) for time_s, deg in squats([80])]
    seen = states(counter(), frames)
    assert seen[-1].repetitions == expected
    assert all(state.repetitions == 0 for state in seen if state.phase == "unseen")


@pytest.mark.parametrize("fps", [10, 25, 60])
def test_a_jump_to_rest_at_the_bottom_does_not_make_two_of_one(fps: float) -> None:
    frames = wave([(0, 170), (1, 170), (2, 80), (4, 80), (5, 170), (6, 170)], fps)
    middle = next(index for index, (time_s, _) in enumerate(frames) if time_s >= 3)
    frames[middle] = (frames[middle][0], 170.0)
    assert count(frames) == 1


def test_few_frames_a_second_are_no_gap_but_a_hidden_one_among_them_is() -> None:
    slow = [(0.0, 170.0), (0.8, NAN), (1.6, 170.0), (2.4, 90.0), (3.2, 90.0), (4.0, 170.0), (4.8, 170.0)]
    assert count(slow) == 1
    assert count([(time_s, NAN if time_s == 3.2 else deg) for time_s, deg in slow]) == 0
    assert count([(0.0, 170.0), (0.4, 90.0), (0.8, NAN), (1.2, 170.0), (1.6, 170.0)]) == 0


def test_unseen_joints_are_said_to_be_unseen() -> None:
    state = RepetitionCounter(SQUAT).update(NOBODY, NOTHING, 0.0)
    assert (state.phase, state.visible, state.progress, state.repetitions) == ("unseen", False, 0.0, 0)
    assert math.isnan(state.signal_deg)


def test_one_visible_side_is_enough() -> None:
    both, one = RepetitionCounter(SQUAT), RepetitionCounter(SQUAT)
    for time_s, deg in squats([80, 80]):
        last_both = both.update(NOBODY, angles_of("squat", deg), time_s)
        last_one = one.update(NOBODY, angles_of("squat", deg, right=False), time_s)
    assert last_both == last_one
    assert last_one.repetitions == 2


def test_a_camera_that_stood_still_for_seconds_starts_over() -> None:
    frames = squats([80])
    bottom = next(index for index, (_, deg) in enumerate(frames) if deg <= 80)
    later = [(time_s + 10, deg) for time_s, deg in frames[bottom + 1 :]]
    assert count(frames[: bottom + 1] + later) == 0


def test_phases_come_in_order() -> None:
    corners = [(0, 90), (1, 170), (1.5, 170), (2.5, 80), (3.2, 80), (4.2, 170), (5, 170)]
    seen = [state.phase for state in states(counter(), wave(corners, 25))]
    assert list(dict.fromkeys(seen)) == ["ready", "rest", "down", "bottom", "up"]
    assert seen[-1] == "rest"
    assert set(seen) <= set(PHASES)


def test_a_bounce_at_the_bottom_goes_down_again() -> None:
    corners = [(0, 170), (1, 170), (2, 80), (2.4, 110), (2.8, 80), (3.8, 170), (4.2, 170)]
    seen = states(counter(), wave(corners, 25))
    moving = (state.phase for state in seen if state.phase != "bottom")
    assert [phase for phase, _ in groupby(moving)] == ["rest", "down", "up", "down", "up", "rest"]
    assert seen[-1].repetitions == 1


def test_a_pause_before_the_threshold_is_still_on_the_way() -> None:
    seen = states(counter(), wave([(0, 170), (1, 170), (1.3, 143), (2.5, 143)], 25))
    assert {state.phase for state in seen} == {"rest", "down"}


def test_range_and_tempo_of_a_repetition() -> None:
    corners = [(0, 170), (1, 170), (2, 80), (3, 80), (5, 170), (6, 170)]
    (done,) = states(counter(), wave(corners, 50))[-1].done
    assert (done.number, done.lowest_deg, done.highest_deg) == (1, 80, 170)
    assert done.range_deg == 90
    # The angle leaves rest at 150°, 0.22 s after it began to fall, and is back 0.44 s before it stops.
    assert (done.start_s, done.end_s) == pytest.approx((1.22, 4.56), abs=0.1)
    assert (done.out_s, done.far_s, done.back_s) == pytest.approx((0.7, 1.2, 1.4), abs=0.1)
    assert done.out_s + done.far_s + done.back_s == pytest.approx(done.duration_s)


def test_times_are_interpolated_between_few_frames() -> None:
    slow, fast = (states(counter(), squats([80], fps=fps))[-1].done[0] for fps in (5, 60))
    assert (slow.start_s, slow.end_s) == pytest.approx((fast.start_s, fast.end_s), abs=0.08)


def test_progress_goes_from_rest_to_the_full_movement() -> None:
    seen = states(counter(), squats([80]))
    assert seen[0].progress == 0.0
    assert max(state.progress for state in seen) == 1.0
    assert all(0 <= state.progress <= 1 for state in seen)


def test_the_count_only_grows_and_a_reset_forgets_it() -> None:
    one = counter()
    counts = [state.repetitions for state in states(one, squats([80, 80, 80]))]
    assert counts == sorted(counts)
    one.reset()
    assert states(one, squats([80]))[-1].repetitions == 1


def test_a_video_that_starts_again_keeps_the_count() -> None:
    one = counter()
    states(one, squats([80, 80]))
    again = states(one, squats([80, 80]))
    assert again[-1].repetitions == 4
    assert [each.number for each in again[-1].done] == [1, 2, 3, 4]


def test_a_repetition_is_not_made_of_the_ends_of_a_video_that_starts_again() -> None:
    ends_low = wave([(0, 170), (1, 170), (2, 80)], 25)
    begins_low = wave([(0, 80), (1, 170), (2, 170)], 25)
    one = counter()
    states(one, ends_low)
    assert states(one, begins_low)[-1].repetitions == 0


def test_memory_is_bounded() -> None:
    last = states(counter(), squats([80] * (KEPT_REPETITIONS + 5), fps=5))[-1]
    assert last.repetitions == KEPT_REPETITIONS + 5
    assert len(last.done) == KEPT_REPETITIONS
    assert last.done[-1] == last.last
    assert last.done[0].number == 6


def test_thresholds_of_a_user_count() -> None:
    shallow = squats([120, 120])
    assert states(counter(), shallow)[-1].repetitions == 2
    assert states(counter(enter_deg=100), shallow)[-1].repetitions == 0
    assert states(counter(min_repetition_s=3), squats([80]))[-1].repetitions == 0


def test_thresholds_in_the_other_direction_are_refused() -> None:
    with pytest.raises(OptionsError, match=r"Squat.*smaller"):
        counter(enter_deg=160)
    with pytest.raises(OptionsError, match=r"Jumping jack.*larger"):
        RepetitionCounter(EXERCISES["jumping_jack"], SQUAT.thresholds)


@pytest.mark.parametrize("time_s", [math.nan, math.inf])
def test_a_time_that_is_no_time_is_refused(time_s: float) -> None:
    with pytest.raises(OptionsError, match="time_s"):
        counter().update(NOBODY, NOTHING, time_s)
