"""Cues on form fire for what lasts, and only then; what they measure is told from the right side."""

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest

from holistic_core.coach.camera import Camera
from holistic_core.coach.motions import MotionOptions, duration_s
from holistic_core.coach.scene import Scene
from holistic_core.coach.truth import frame_truth
from holistic_core.exercises import EXERCISES, Cue, CueRule, DepthRule, Exercise, RepetitionCounter
from holistic_core.exercises.measures import (
    feet_together,
    hands_uneven,
    hips_bent_deg,
    hips_height,
    knees_inward,
    trunk_forward_deg,
)
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import LEFT_HAND
from tests.exercise_angles import NOBODY, angles_of, squats, states

SQUAT = EXERCISES["squat"]
FAULT = Cue("fault", "Do better.", "warning")
MEASURES = (feet_together, hands_uneven, hips_bent_deg, hips_height, knees_inward, trunk_forward_deg)


def posed(motion: str, share: float, azimuth_deg: float, *faults: str, repetition_s: float = 2.0) -> HolisticResult:
    """The coach at a share of the first repetition, with every landmark visible."""
    options = MotionOptions(motion, 1, tempo_s=repetition_s, faults=faults)
    lead_s = (duration_s(options) - repetition_s) / 2
    scene = Scene(camera=Camera(azimuth_deg=azimuth_deg))
    return visible(frame_truth(scene, options, lead_s + share * repetition_s).result)


def visible(result: HolisticResult, value: float = 1.0) -> HolisticResult:
    def seen(landmarks: Landmarks | None) -> Landmarks | None:
        if landmarks is None:
            return None
        return replace(landmarks, visibility=[value] * len(landmarks))  # type: ignore[arg-type]

    return replace(result, pose=seen(result.pose), pose_world=seen(result.pose_world))


@pytest.mark.parametrize(
    ("measure", "motion", "fault", "azimuth_deg"),
    [
        (knees_inward, "squat", "knees_inward", 0),
        (knees_inward, "squat", "knees_inward", 45),
        (trunk_forward_deg, "squat", "rounded_back", 0),
        (trunk_forward_deg, "squat", "rounded_back", 90),
        (trunk_forward_deg, "lunge", "rounded_back", 45),
        (hips_bent_deg, "push_up", "rounded_back", 90),
        (hands_uneven, "biceps_curl", "uneven_arms", 0),
        (hands_uneven, "shoulder_press", "uneven_arms", 45),
        (hands_uneven, "jumping_jack", "uneven_arms", 0),
    ],
)
def test_a_fault_of_the_coach_is_over_the_limit_and_clean_form_is_not(
    measure: Callable[[HolisticResult], float], motion: str, fault: str, azimuth_deg: float
) -> None:
    (limit,) = [rule.limit for rule in EXERCISES[motion].form if rule.measure is measure]
    assert measure(posed(motion, 0.5, azimuth_deg, fault)) > limit
    assert measure(posed(motion, 0.5, azimuth_deg)) < limit


@pytest.mark.parametrize("azimuth_deg", [0, 45, 90, 180])
@pytest.mark.parametrize("motion", ["squat", "lunge"])
def test_hips_are_low_in_a_full_movement_only(motion: str, azimuth_deg: float) -> None:
    rule = EXERCISES[motion].depth
    assert rule is not None
    assert hips_height(posed(motion, 0.51, azimuth_deg)) < rule.limit
    assert hips_height(posed(motion, 0.51, azimuth_deg, "half_depth")) > rule.limit
    assert hips_height(posed(motion, 0.0, azimuth_deg)) == pytest.approx(1.0, abs=0.03)


def test_feet_are_told_together_or_apart() -> None:
    (limit,) = [rule.limit for rule in EXERCISES["jumping_jack"].form if rule.measure is feet_together]
    assert feet_together(posed("jumping_jack", 0.5, 0)) < limit
    assert feet_together(posed("jumping_jack", 0.0, 0)) > limit


@pytest.mark.parametrize(
    ("measure", "motion", "azimuth_deg"),
    [(knees_inward, "squat", 90), (knees_inward, "squat", 65), (hips_bent_deg, "push_up", 0)],
)
def test_what_a_side_does_not_show_is_not_told(
    measure: Callable[[HolisticResult], float], motion: str, azimuth_deg: float
) -> None:
    assert math.isnan(measure(posed(motion, 0.5, azimuth_deg)))


@pytest.mark.parametrize("measure", MEASURES)
def test_nobody_has_no_form(measure: Callable[[HolisticResult], float]) -> None:
    assert math.isnan(measure(NOBODY))


@pytest.mark.parametrize("measure", [feet_together, hands_uneven, hips_bent_deg, knees_inward])
def test_what_is_hidden_is_not_told(measure: Callable[[HolisticResult], float]) -> None:
    for azimuth_deg in (0, 90):
        assert math.isnan(measure(visible(posed("push_up", 0.5, azimuth_deg), 0.3)))


def with_rule(measure: Callable[[HolisticResult], float]) -> Exercise:
    return replace(SQUAT, form=(CueRule(FAULT, measure, 1.0),), depth=None)


def test_a_lasting_fault_fires_stays_to_be_read_and_belongs_to_its_repetition() -> None:
    frames = squats([80, 80])
    faulty = iter([0.0] * 10 + [2.0] * 10 + [0.0] * len(frames))
    seen = states(RepetitionCounter(with_rule(lambda _: next(faulty))), frames)
    assert [each.cues for each in seen[-1].done].count(("fault",)) == 1
    shown = [time_s for (time_s, _), state in zip(frames, seen, strict=True) if FAULT in state.cues]
    assert 2.0 <= shown[-1] - shown[0] <= 2.6
    assert seen[-1].cues == ()


def test_a_fault_of_a_single_frame_is_a_jump() -> None:
    frames = squats([80, 80])
    numbers = iter(range(len(frames)))
    seen = states(RepetitionCounter(with_rule(lambda _: 2.0 if next(numbers) % 5 == 0 else 0.0)), frames)
    assert all(state.cues == () for state in seen)


def test_form_is_looked_at_near_the_far_end_only() -> None:
    looked = []

    def measure(_: HolisticResult) -> float:
        looked.append(1)
        return 0.0

    frames = squats([80])
    states(RepetitionCounter(with_rule(measure)), frames)
    deep = sum(deg <= SQUAT.thresholds.enter_deg for _, deg in frames)
    assert abs(len(looked) - deep) <= 4  # the median is late by two frames, at either end


def test_a_value_that_cannot_be_told_neither_fires_nor_clears() -> None:
    values = iter([2.0, math.nan] * 200)
    seen = states(RepetitionCounter(with_rule(lambda _: next(values))), squats([80]))
    assert seen[-1].done[0].cues == ("fault",)
    seen = states(RepetitionCounter(with_rule(lambda _: math.nan)), squats([80]))
    assert seen[-1].done[0].cues == ()


def test_deeper_is_asked_for_on_the_way_back_of_a_shallow_repetition() -> None:
    seen = states(RepetitionCounter(SQUAT), squats([120, 80]))
    assert [each.cues for each in seen[-1].done] == [("deeper",), ()]
    first = next(state for state in seen if state.cues)
    assert (first.phase, first.cues[0].name) == ("up", "deeper")


def test_deeper_is_withdrawn_when_the_movement_goes_on_down() -> None:
    exercise = replace(SQUAT, depth=None)
    counter = RepetitionCounter(exercise)
    corners = [170.0] * 10 + [165 - 3.0 * n for n in range(15)] + [120 + 2.0 * n for n in range(8)]
    corners += [134 - 4.0 * n for n in range(14)] + [82 + 4.0 * n for n in range(23)]
    seen = states(counter, [(number / 25, deg) for number, deg in enumerate(corners)])
    assert any("deeper" in [cue.name for cue in state.cues] for state in seen)
    assert seen[-1].repetitions == 1
    assert seen[-1].done[0].cues == ()
    assert seen[-1].cues == ()


@pytest.mark.parametrize(("height", "cues"), [(0.6, ()), (0.8, ("deeper",)), (math.nan, ())])
def test_hips_that_stay_high_ask_for_depth_too(height: float, cues: tuple[str, ...]) -> None:
    exercise = replace(SQUAT, form=(), depth=DepthRule(lambda _: height, 0.7))
    assert states(RepetitionCounter(exercise), squats([80]))[-1].done[0].cues == cues


def test_every_repetition_has_its_own_depth() -> None:
    calls = count()
    states(RepetitionCounter(replace(SQUAT, form=(), depth=DepthRule(lambda _: next(calls), 0.7))), squats([80]))
    frames_of_one = next(calls)
    heights = iter([0.6] * frames_of_one + [0.8] * 2 * frames_of_one)
    exercise = replace(SQUAT, form=(), depth=DepthRule(lambda _: next(heights), 0.7))
    done = states(RepetitionCounter(exercise), squats([80, 80]))[-1].done
    assert [each.cues for each in done] == [(), ("deeper",)]


def test_a_reset_takes_the_cues_away() -> None:
    counter = RepetitionCounter(SQUAT)
    frames = squats([120])
    shown = next(index for index, state in enumerate(states(counter, frames)) if state.cues)
    counter.reset()
    assert states(counter, frames[: shown + 1])[-1].cues != ()
    counter.reset()
    assert states(counter, [(frames[shown][0] + 0.1, 170.0)])[-1].cues == ()


def test_warnings_come_first() -> None:
    exercise = replace(with_rule(lambda _: 2.0), depth=DepthRule(lambda _: 0.9, 0.7))
    seen = states(RepetitionCounter(exercise), squats([80]))
    both = next(state.cues for state in seen if len(state.cues) > 1)
    assert [cue.severity for cue in both] == ["warning", "hint"]


def hand(wrist_y: float) -> Landmarks:
    xyz = [[0.5, wrist_y, 0.0]] * 21
    xyz[LEFT_HAND.index("middle_mcp")] = [0.5, wrist_y - 0.1, 0.0]
    return Landmarks.from_xyz(LEFT_HAND, xyz)


@pytest.mark.parametrize(("other_y", "expected"), [(0.4, 125.0), (0.9, 160.0 - 70 * 0.05 / 1.05)])
def test_a_hanging_hand_does_not_count(other_y: float, expected: float) -> None:
    signal = EXERCISES["hand_open_close"].signal
    left = {angle.definition.name: angle for angle in angles_of("hand_open_close", 160, right=False)}
    right = {angle.definition.name: angle for angle in angles_of("hand_open_close", 90, left=False)}
    angles = {name: left[name] if name.startswith("left") else right[name] for name in left}
    result = HolisticResult((100, 100), left_hand=hand(0.4), right_hand=hand(other_y))
    assert signal.deg(result, angles) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(("visibility", "share"), [(0.9, 0.5), (0.7, 1 / 3), (0.5, 0.05 / 1.05)])
def test_a_side_that_fades_out_counts_less_and_less(visibility: float, share: float) -> None:
    pose = posed("squat", 0.0, 0).pose
    assert pose is not None
    values = pose.visibility.copy()
    values[pose.topology.index("right_ankle")] = visibility
    left = {angle.definition.name: angle for angle in angles_of("squat", 100, right=False)}
    right = {angle.definition.name: angle for angle in angles_of("squat", 160, left=False)}
    angles = left | {"right_knee": right["right_knee"]}
    result = HolisticResult((480, 640), pose=replace(pose, visibility=values))
    assert SQUAT.signal.deg(result, angles) == pytest.approx(100 + 60 * share, abs=0.01)
