"""A constant offset of a joint is found from the pictures of several views, and told apart from what no view shows."""

import math

import numpy as np
import pytest

from holistic_core.coach.camera import Camera
from holistic_core.coach.figure import Figure
from holistic_core.coach.landmarks import body_landmarks_m
from holistic_core.coach.pose import Arm, Leg, Pose, Trunk
from holistic_core.coach.skeleton import skeleton_of
from holistic_core.measure.joint_offsets import JointOffset, OffsetFit, format_offsets
from holistic_core.results import Landmarks
from holistic_core.topology import POSE

SIZE = (480, 640)
NOBODY_HIDDEN = np.zeros(33, np.bool_)
SQUAT = Pose(
    Trunk(lean_deg=30),
    Arm(80, 90),
    Arm(80, 90),
    Leg(90, 90, knee_deg=80),
    Leg(90, 90, knee_deg=80),
)
# In millimetres, in the frame of the left side's bone.
MOVED = {"knee": ("thigh", (5.0, -12.0, 20.0)), "hip": ("pelvis", (30.0, 8.0, -4.0))}


def seen(pose: Pose, azimuth_deg: float, fit: OffsetFit, hidden: np.ndarray = NOBODY_HIDDEN) -> None:
    """One frame in which the knees and hips are measured off their places."""
    skeleton = skeleton_of(pose, Figure())
    view = Camera(azimuth_deg=azimuth_deg, distance_m=8.0).view(SIZE)
    joints = body_landmarks_m(skeleton)
    measured = joints.copy()
    for joint, (bone, offset_mm) in MOVED.items():
        for side, mirror in (("left", 1.0), ("right", -1.0)):
            rotation = skeleton.bones[bone if bone == "pelvis" else f"{side}_{bone}"].rotation
            measured[POSE.index(f"{side}_{joint}")] += rotation @ (np.array(offset_mm) * [mirror, 1, 1]) / 1e3
    xy_norm = view.project(measured)[0] / SIZE
    landmarks = Landmarks.from_xyz(POSE, np.column_stack([xy_norm, np.zeros(33)]), visibility=np.ones(33))
    fit.add(skeleton, view, joints, hidden, landmarks)


def by_joint(fit: OffsetFit) -> dict[str, JointOffset]:
    return {each.joint: each for each in fit.offsets()}


def test_the_offset_is_found_from_two_views() -> None:
    fit = OffsetFit()
    for pose in (Pose(), SQUAT):
        for azimuth_deg in (0, 45, 90):
            seen(pose, azimuth_deg, fit)
    found = by_joint(fit)
    knee, hip, elbow = found["knee"], found["hip"], found["elbow"]
    # Perspective: a point nearer to the camera looks a little farther from the axis.
    assert (knee.outward_mm, knee.up_mm, knee.front_mm) == pytest.approx((5, -12, 20), abs=1.0)
    assert (hip.outward_mm, hip.up_mm, hip.front_mm) == pytest.approx((30, 8, -4), abs=1.0)
    assert (elbow.outward_mm, elbow.rms_mm) == pytest.approx((0, 0), abs=1e-3)
    assert knee.n == 12
    assert knee.rest_mm < 2 < knee.rms_mm
    assert "knee" in format_offsets(fit.offsets()).splitlines()[3:5][1]


def test_what_no_view_has_shown_is_not_known() -> None:
    fit = OffsetFit()
    seen(Pose(), 90, fit)
    hip = by_joint(fit)["hip"]
    assert math.isnan(hip.outward_mm)
    assert hip.front_mm == pytest.approx(-4, abs=1.5)


def test_hidden_and_missing_points_do_not_count() -> None:
    fit = OffsetFit()
    seen(Pose(), 0, fit, hidden=np.ones(33, np.bool_))
    skeleton = skeleton_of(Pose(), Figure())
    fit.add(skeleton, Camera().view(SIZE), body_landmarks_m(skeleton), NOBODY_HIDDEN, None)
    assert fit.offsets() == ()
