"""Angles are written beside their joints, and nowhere else."""

import numpy as np
import pytest

from holistic_core.angles import joint_angles
from holistic_core.drawing.angle_labels import draw_angle_labels
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import LEFT_HAND, POSE

SIZE = (640, 480)


def standing(knee_x: float = 0.3) -> HolisticResult:
    points = np.full((33, 3), 0.5)
    points[POSE.index("left_hip")] = (0.3, 0.3, 0)
    points[POSE.index("left_knee")] = (knee_x, 0.5, 0)
    points[POSE.index("left_ankle")] = (0.4, 0.6, 0)
    body = Landmarks.from_xyz(POSE, points, visibility=np.ones(33))
    hand = np.linspace(0.8, 0.9, 21)[:, None] * np.ones((1, 3))
    return HolisticResult(SIZE, pose=body, left_hand=Landmarks.from_xyz(LEFT_HAND, hand))


@pytest.mark.parametrize("scale", [1, 2])
def test_a_label_stands_beside_its_joint(scale: int) -> None:
    image = np.full((480 * scale, 640 * scale, 3), 90, np.uint8)
    result = standing()
    draw_angle_labels(image, result, joint_angles(result), ("left_knee",))
    rows, columns = np.nonzero((image != 90).any(axis=2))
    knee = np.array((0.3 * 640, 0.5 * 480)) * scale
    assert 0 < columns.min() - knee[0] < 30 * scale
    assert abs(rows.mean() - knee[1]) < 10 * scale
    assert (image == 255).all(axis=2).any()


@pytest.mark.parametrize(("names", "knee_x"), [((), 0.3), (("right_knee",), 0.3), (("left_knee",), float("nan"))])
def test_nothing_is_written_without_an_angle(names: tuple[str, ...], knee_x: float) -> None:
    image = np.full((480, 640, 3), 90, np.uint8)
    result = standing(knee_x)
    draw_angle_labels(image, result, joint_angles(result), names)
    assert (image == 90).all()


def test_tilts_and_fingers_have_a_place_too() -> None:
    result = standing()
    angles = joint_angles(result)
    told = [angle for angle in angles if not np.isnan(angle.deg_2d)]
    for angle in told:
        image = np.full((480, 640, 3), 90, np.uint8)
        draw_angle_labels(image, result, angles, {angle.definition.name})
        assert (image != 90).any(), angle.definition.name
    assert {angle.definition.group for angle in told} >= {"legs", "left_hand"}
