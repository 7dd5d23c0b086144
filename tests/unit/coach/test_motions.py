import math
from itertools import pairwise

import numpy as np
import pytest

from holistic_core.coach.figure import FIGURES
from holistic_core.coach.landmarks import body_landmarks_m, hand_landmarks_m
from holistic_core.coach.motions import FAULTS, MOTIONS, MotionOptions, duration_s, moment_of
from holistic_core.coach.scene import Scene
from holistic_core.coach.skeleton import SIDES, skeleton_of, sole_m
from holistic_core.coach.truth import FrameTruth, frame_truth
from holistic_core.errors import OptionsError
from holistic_core.topology import POSE

STEP_S = 0.1
EXERCISES = {"squat", "lunge", "push_up", "biceps_curl", "shoulder_press", "jumping_jack", "side_bend", "walking"}


def times_s(options: MotionOptions, step_s: float = STEP_S) -> list[float]:
    return [step_s * number for number in range(int(duration_s(options) / step_s) + 1)]


def truth(motion: str, share: float, **options: object) -> FrameTruth:
    """At a share of the one repetition."""
    one = MotionOptions(motion, repetitions=1, **options)  # type: ignore[arg-type]
    lead_s = (duration_s(one) - one.seconds_each) / 2
    return frame_truth(Scene(), one, lead_s + share * one.seconds_each)


def angle_deg(frame: FrameTruth, name: str) -> float:
    return next(angle.deg_3d for angle in frame.angles if angle.definition.name == name)


def test_all_exercises_are_there() -> None:
    assert EXERCISES | {"waving", "finger_counting", "t_pose"} == set(MOTIONS)
    assert [name for name, motion in MOTIONS.items() if not motion.upright] == ["push_up"]


@pytest.mark.slow
@pytest.mark.parametrize("person", ["alex", "yuki"])
@pytest.mark.parametrize("name", MOTIONS)
def test_nothing_sinks_into_the_floor_or_jumps(name: str, person: str) -> None:
    figure, options = FIGURES[person], MotionOptions(name, repetitions=1)
    before = None
    for time_s in times_s(options):
        skeleton = skeleton_of(moment_of(options, time_s, figure).pose, figure)
        points = np.concatenate([body_landmarks_m(skeleton), *(hand_landmarks_m(skeleton, side) for side in SIDES)])
        soles = [sole_m(skeleton.bones[f"{side}_foot"], figure.proportions, side) for side in SIDES]
        assert points[:, 1].min() > -0.01
        assert min(sole[:, 1].min() for sole in soles) > -0.012
        if name != "jumping_jack":
            assert min(sole[:, 1].min() for sole in soles) < 0.012, "floats"
        if before is not None:
            assert np.linalg.norm(points - before, axis=1).max() / STEP_S < 8, "faster than a hand can be (m/s)"
        before = points


@pytest.mark.slow
@pytest.mark.parametrize("person", ["alex", "mira", "sam"])
@pytest.mark.parametrize(
    "name", ["squat", "lunge", "biceps_curl", "shoulder_press", "side_bend", "waving", "finger_counting"]
)
def test_hands_stay_out_of_the_thighs(name: str, person: str) -> None:
    """A hand that sinks into a thigh is not seen, though its points lie no deeper than the bones' thickness."""
    figure, options = FIGURES[person], MotionOptions(name, repetitions=1)
    thigh_m = 0.080 * figure.proportions.scale * (1 + 0.13 * figure.build)
    for time_s in times_s(options):
        skeleton = skeleton_of(moment_of(options, time_s, figure).pose, figure)
        for side in SIDES:
            thigh, hand_m = skeleton.bones[f"{side}_thigh"], hand_landmarks_m(skeleton, side)
            along = thigh.end_m - thigh.origin_m
            share = np.clip((hand_m - thigh.origin_m) @ along / (along @ along), 0, 1)
            away_m = np.linalg.norm(hand_m - thigh.origin_m - share[:, None] * along, axis=1)
            assert away_m.min() > thigh_m


@pytest.mark.parametrize("name", ["squat", "biceps_curl", "shoulder_press", "side_bend", "waving", "push_up"])
def test_planted_feet_do_not_slide(name: str) -> None:
    options = MotionOptions(name, repetitions=1)
    figure = FIGURES["alex"]
    lead_s = (duration_s(options) - options.seconds_each) / 2
    toes = POSE.index("left_foot_index")
    places = [
        body_landmarks_m(skeleton_of(moment_of(options, time_s, figure).pose, figure))[toes]
        for time_s in times_s(options)
        if lead_s <= time_s <= lead_s + options.seconds_each
    ]
    assert np.ptp(places, axis=0).max() < 0.012


def test_hands_of_a_push_up_stay_on_the_floor() -> None:
    wrists = [truth("push_up", share).joints_m[POSE.index("left_wrist")] for share in (0, 0.2, 0.49, 0.7)]
    assert np.ptp(wrists, axis=0).max() < 1e-3
    fingers = truth("push_up", 0.49).hands_m["left_hand"]
    assert fingers[:, 1].max() < 0.08


@pytest.mark.parametrize(
    ("motion", "angle", "share", "low", "high"),
    [
        ("squat", "left_knee", 0.49, 55, 80),
        ("squat", "left_knee", 0.0, 165, 180),
        ("lunge", "left_knee", 0.52, 75, 110),
        ("push_up", "left_elbow", 0.49, 50, 105),
        ("push_up", "left_elbow", 0.0, 150, 180),
        ("biceps_curl", "right_elbow", 0.48, 40, 55),
        ("shoulder_press", "left_elbow", 0.48, 160, 170),
        ("jumping_jack", "left_shoulder", 0.48, 150, 165),
        ("t_pose", "left_shoulder", 0.5, 90, 105),
        ("walking", "left_hip", 0.25, 75, 120),
    ],
)
def test_how_far_a_movement_goes(motion: str, angle: str, share: float, low: float, high: float) -> None:
    assert low < angle_deg(truth(motion, share), angle) < high


def test_depth_and_tempo() -> None:
    knees = [angle_deg(truth("squat", 0.49, depth=depth), "left_knee") for depth in (0.4, 0.7, 1.0, 1.1)]
    assert knees == sorted(knees, reverse=True)
    assert knees[0] - knees[-1] > 30
    slow, fast = (MotionOptions("squat", 2, tempo_s=tempo) for tempo in (4.0, 1.0))
    assert duration_s(slow) - duration_s(fast) == pytest.approx(6.0)


def test_faults_show_in_the_angles() -> None:
    right, half = truth("squat", 0.49), truth("squat", 0.49, faults=("half_depth",))
    assert angle_deg(half, "left_knee") > angle_deg(right, "left_knee") + 25
    inward = truth("squat", 0.49, faults=("knees_inward",))
    apart = [
        abs(np.subtract(*frame.joints_m[[POSE.index(f"{side}_knee") for side in SIDES], 0]))
        for frame in (right, inward)
    ]
    assert apart[0] - apart[1] > 0.15
    rounded = truth("squat", 0.49, faults=("rounded_back",))
    assert angle_deg(rounded, "left_hip") < angle_deg(right, "left_hip") - 8
    uneven = truth("shoulder_press", 0.48, faults=("uneven_arms",))
    assert angle_deg(uneven, "left_elbow") - angle_deg(uneven, "right_elbow") > 25


@pytest.mark.slow
@pytest.mark.parametrize("name", MOTIONS)
def test_phases_and_counts(name: str) -> None:
    options = MotionOptions(name, repetitions=3)
    moments = [moment_of(options, time_s, FIGURES["alex"]) for time_s in times_s(options, options.seconds_each / 25)]
    counts = [moment.repetitions for moment in moments]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 3)
    assert moments[0].phase == moments[-1].phase == "rest"
    seen = [one.phase for one, other in pairwise(moments) if one.phase != other.phase]
    expected = [phase for _, phase in MOTIONS[name].phases]
    assert set(expected) <= {*seen, "rest"}
    assert all(0 <= moment.phase_share < 1 for moment in moments)


def test_it_starts_and_ends_standing() -> None:
    for name, motion in MOTIONS.items():
        options = MotionOptions(name, repetitions=1)
        first, last = (moment_of(options, time_s, FIGURES["alex"]) for time_s in (0.0, duration_s(options)))
        ends = [body_landmarks_m(skeleton_of(moment.pose, FIGURES["alex"])) for moment in (first, last)]
        assert np.abs(ends[0] - ends[1]).max() < 0.02
        if motion.upright:
            assert ends[0][POSE.index("left_hip"), 1] > 0.9


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "handstand"}, "motion is 'handstand'; it must be one of: squat, "),
        ({"repetitions": 0}, "repetitions is 0; it must be a whole number from 1 to 20"),
        ({"tempo_s": -1.0}, "tempo_s is -1 s; it must be from 0.5 to 20 s"),
        ({"tempo_s": math.nan}, "tempo_s is nan"),
        ({"depth": 2.0}, "depth is 2; it must be from 0.3 to 1.15"),
        (
            {"faults": ("uneven_arms",)},
            "fault is 'uneven_arms'; for Squat it may be: half_depth, knees_inward, rounded_",
        ),
        ({"name": "waving", "faults": ("half_depth",)}, "for Waving it may be: none"),
    ],
)
def test_impossible_movements_are_refused_by_name(options: dict[str, object], message: str) -> None:
    with pytest.raises(OptionsError) as error:
        MotionOptions(**options)  # type: ignore[arg-type]
    assert message in str(error.value)


def test_every_fault_has_its_words() -> None:
    assert {fault for motion in MOTIONS.values() for fault in motion.faults} == set(FAULTS)
