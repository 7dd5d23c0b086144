"""A detector that is wrong by a known amount is measured to be wrong by that amount."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from holistic_core.angles import ANGLES
from holistic_core.coach.truth import FrameTruth, frame_truth
from holistic_core.errors import VideoError
from holistic_core.measure.accuracy import measure_clip
from holistic_core.measure.accuracy_report import AccuracyRun
from holistic_core.measure.accuracy_table import format_accuracy
from holistic_core.options import FindOptions
from holistic_core.results import HolisticResult
from holistic_core.topology import POSE
from tests.coach_oracle import FPS, FRAMES, SCENE, SQUAT, START_S, Oracle, perfect, seen


def measured(oracle: Oracle, **options: Any) -> AccuracyRun:
    return measure_clip(oracle.frames(), SCENE, oracle, fps=FPS, **options)  # type: ignore[arg-type]


def test_a_perfect_detector_has_no_error() -> None:
    oracle = Oracle(perfect)
    run = measured(oracle)
    assert len(run) == FRAMES
    assert oracle.times_s == pytest.approx([START_S + number / FPS for number in range(FRAMES)])
    assert (oracle.streams, oracle.closed, oracle.stills) == (1, 1, 0)
    knee = run.agreement_of("left_knee")
    assert (knee.n, knee.missing) == (FRAMES, 0)
    assert knee.mae == pytest.approx(0, abs=1e-3)
    assert knee.correlation == pytest.approx(1)
    assert np.nanmax(run.position_error_px()) == pytest.approx(0, abs=1e-3)
    assert np.nanmax(run.world_error_mm()) == pytest.approx(0, abs=1e-2)
    assert run.repetitions.tolist() == [
        frame_truth(SCENE, SQUAT, START_S + number / FPS).repetitions for number in range(FRAMES)
    ]
    assert all(each.figures.mae == pytest.approx(0, abs=1e-2) for each in run.agreements)


def test_the_whole_picture_shifted_is_no_error_of_angles() -> None:
    """Every landmark 6 px to the right and 8 px down: 10 px in the picture, nothing in the angles."""

    def shifted(truth: FrameTruth, find: FindOptions) -> HolisticResult:
        result = seen(truth)
        assert result.pose is not None
        width, height = SCENE.image_size
        moved = result.pose.xyz + np.array([6 / width, 8 / height, 0], np.float32)
        return replace(result, pose=replace(result.pose, xyz=moved))

    run = measured(Oracle(shifted))
    nose = run.joints[0]
    assert (nose.joint, nose.n) == ("nose", FRAMES)
    assert (nose.median_px, nose.p95_px) == pytest.approx((10, 10), abs=0.01)
    assert nose.share_of_height == pytest.approx(float(np.median(10 / run.height_px)), rel=1e-3)
    # 1.78 m at 3.3 m with 50 mm on 36 mm: 1.78 × 640 × 50/36 / 3.3 px.
    assert run.height_px[0] == pytest.approx(1.78 * 640 * 50 / 36 / 3.3, rel=0.03)
    assert run.agreement_of("left_knee").mae == pytest.approx(0, abs=1e-2)


def test_a_known_bias_in_2d_and_3d() -> None:
    """The left ankle is turned about the knee by 7° in the picture and by 11° in space; so are the inner angles."""

    def turned(points: np.ndarray, degrees: float) -> np.ndarray:
        hip, knee, ankle = (POSE.index(f"left_{joint}") for joint in ("hip", "knee", "ankle"))
        one, other = points[hip] - points[knee], points[ankle] - points[knee]
        across = other - one * (other @ one) / (one @ one)
        across *= np.linalg.norm(other) / np.linalg.norm(across)
        along = one / np.linalg.norm(one) * np.linalg.norm(other)
        cosine = (one @ other) / np.linalg.norm(one) / np.linalg.norm(other)
        angle = math.acos(cosine) - math.radians(degrees)
        moved = points.copy()
        moved[ankle] = points[knee] + math.cos(angle) * along + math.sin(angle) * across
        return moved

    def wrong(truth: FrameTruth, find: FindOptions) -> HolisticResult:
        result = seen(truth)
        pose, world = result.pose, result.pose_world
        assert pose is not None and world is not None
        xy_px = turned(pose.xy_px(SCENE.image_size).astype(np.float64), 7)
        xyz = np.column_stack([xy_px / SCENE.image_size, pose.xyz[:, 2]])
        xyz_m = turned(world.xyz_m.astype(np.float64), 11)
        return replace(
            result,
            pose=replace(pose, xyz=xyz.astype(np.float32)),
            pose_world=replace(world, xyz=xyz_m.astype(np.float32)),
        )

    oracle = Oracle(wrong)
    side = replace(SCENE, camera=replace(SCENE.camera, azimuth_deg=90))
    times = [2.2, 2.5, 2.8]
    run = measure_clip(oracle.frames(times, side), side, oracle, fps=FPS)  # type: ignore[arg-type]
    flat, deep = run.agreement_of("left_knee", "2d"), run.agreement_of("left_knee", "3d")
    assert (flat.bias, flat.sd) == pytest.approx((-7, 0), abs=0.05)
    assert (deep.bias, deep.mae) == pytest.approx((-11, 11), abs=0.05)
    assert run.agreement_of("right_knee", "3d").bias == pytest.approx(0, abs=1e-3)


def test_what_is_not_found_is_missing_and_counted() -> None:
    def now_and_then(truth: FrameTruth, find: FindOptions) -> HolisticResult:
        if truth.time_s > START_S + 0.35:
            return HolisticResult(SCENE.image_size)
        return replace(perfect(truth, find), left_hand=None)

    run = measured(Oracle(now_and_then))
    knee = run.agreement_of("left_knee")
    assert (knee.n, knee.missing) == (4, 4)
    parts = {each.part: each for each in run.parts}
    assert (parts["pose"].expected, parts["pose"].found) == (8, 4)
    assert parts["pose"].missed_s == pytest.approx((2.1, 2.2, 2.3, 2.4))
    assert parts["pose"].share == pytest.approx(0.5)
    assert parts["left_hand"].found == 0
    assert run.measured.result(6).pose is None
    assert run.measured.result(0).left_hand is None
    measured_pose, true_pose = run.measured.result(0).pose, run.truth.result(0).pose
    assert measured_pose is not None and true_pose is not None
    np.testing.assert_array_equal(measured_pose.xyz, true_pose.xyz)
    shown = format_accuracy(run)
    assert "2.10 2.20 2.30 2.40" in shown
    assert "4/8" in shown


def test_points_that_are_not_visible_enough_give_no_angle() -> None:
    def dim(truth: FrameTruth, find: FindOptions) -> HolisticResult:
        pose = truth.result.pose
        assert pose is not None
        return replace(truth.result, pose=replace(pose, visibility=np.full(33, 0.3, np.float32)))

    assert measured(Oracle(dim)).agreement_of("left_knee").n == 0
    assert measured(Oracle(dim), min_visibility=0.2).agreement_of("left_knee").n == FRAMES


@pytest.mark.parametrize("smooth", [True, False])
def test_options_reach_the_stream(smooth: bool) -> None:
    oracle = Oracle(perfect)
    run = measured(oracle, find=FindOptions(smooth=smooth))
    assert oracle.find.smooth is smooth
    assert run.find.smooth is smooth
    assert (", smoothed" in format_accuracy(run)) is smooth


def test_stills_open_no_stream() -> None:
    oracle = Oracle(perfect)
    run = measured(oracle, tracked=False)
    assert (oracle.streams, oracle.stills) == (0, FRAMES)
    assert "each frame by itself" in format_accuracy(run)


def test_progress_cancelling_and_kept_pictures() -> None:
    done: list[int] = []
    oracle = Oracle(perfect)
    run = measured(oracle, keep=(1, 5), progress=done.append, cancelled=lambda: len(done) == 3)
    assert done == [1, 2, 3]
    assert len(run) == 3
    assert list(run.pictures) == [1]
    assert oracle.closed == 1


def test_a_detector_that_fails_leaves_no_stream_open() -> None:
    def fail(truth: FrameTruth, find: FindOptions) -> HolisticResult:
        raise VideoError("no")

    oracle = Oracle(fail)
    with pytest.raises(VideoError, match="no"):
        measured(oracle)
    assert oracle.closed == 1


def test_no_frames_is_an_error_for_people() -> None:
    with pytest.raises(VideoError, match="no frame"):
        measure_clip([], SCENE, Oracle(perfect), fps=FPS)  # type: ignore[arg-type]


def test_a_face_turned_away_is_not_expected() -> None:
    behind = replace(SCENE, camera=replace(SCENE.camera, azimuth_deg=180))
    oracle = Oracle(perfect)
    run = measure_clip(oracle.frames(scene=behind), behind, oracle, fps=FPS)  # type: ignore[arg-type]
    face = next(each for each in run.parts if each.part == "face")
    assert (face.expected, face.found, face.beyond) == (0, 0, FRAMES)
    assert math.isnan(face.share)


def test_angles_without_a_true_value_have_no_row() -> None:
    rows = measured(Oracle(perfect)).agreements
    assert {each.plane for each in rows} == {"2d", "3d"}
    assert len({(each.definition.name, each.plane) for each in rows}) == len(rows) <= 2 * len(ANGLES)
