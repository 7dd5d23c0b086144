import numpy as np
import pytest

from holistic_core.coach.figure import FIGURES
from holistic_core.coach.figure_mesh import FigureMesh
from holistic_core.coach.pose import HAND_FIST, Arm, Leg, Pose, Trunk
from holistic_core.coach.rest_pose import REST_POSE, rest_skeleton
from holistic_core.coach.skeleton import skeleton_of
from holistic_core.coach.skinning import Share, matrices_of, rotation_vectors

ALEX = FIGURES["alex"]
BENT = Pose(
    Trunk(lean_deg=30, bend_deg=15, twist_deg=10, look_deg=20),
    Arm(shoulder_deg=150, plane_deg=40, rotation_deg=30, elbow_deg=60, pronation_deg=60, wrist_deg=150, hand=HAND_FIST),
    Arm(shoulder_deg=10, plane_deg=0, elbow_deg=170),
    Leg(hip_deg=75, plane_deg=85, knee_deg=65),
    Leg(hip_deg=165, plane_deg=-90, knee_deg=90),
)


def test_rotations_and_their_vectors() -> None:
    vectors = np.array([(0, 0, 0), (0.3, -0.2, 0.9), (3.1, 0, 0), (0, -2.5, 1.0), (1e-9, 0, 0), (0, 0, 3.1)])
    turns = matrices_of(vectors)
    np.testing.assert_allclose(turns @ turns.transpose(0, 2, 1), np.tile(np.eye(3), (len(vectors), 1, 1)), atol=1e-12)
    np.testing.assert_allclose(rotation_vectors(turns), vectors, atol=1e-7)


def test_a_quarter_turn_is_counter_clockwise_about_its_vector() -> None:
    (turn,) = matrices_of(np.array([(0, 0, np.pi / 2)]))
    np.testing.assert_allclose(turn, [(0, -1, 0), (1, 0, 0), (0, 0, 1)], atol=1e-12)


def test_shares_keep_only_what_moves() -> None:
    share = Share.of([0, 0.5, 1, 0.25, 0, 1])
    assert share.whole.tolist() == [2, 5]
    assert share.part.tolist() == [1, 3]
    assert share.weight.tolist() == [0.5, 0.25]


def test_the_rest_pose_is_where_it_was_modelled(mesh: FigureMesh) -> None:
    vertices, normals = mesh.posed(skeleton_of(REST_POSE, ALEX))
    np.testing.assert_allclose(vertices, mesh.rest_m, atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("bone", "along"),
    [("head", 0.5), ("left_forearm", 0.55), ("left_shank", 0.5), ("right_shank", 0.5), ("left_foot", 0.5)],
)
def test_skin_between_joints_moves_with_its_bone(mesh: FigureMesh, bone: str, along: float) -> None:
    """A ring of skin half-way along a bone keeps its distance from the bone's axis and its place along it."""
    rest, posed = rest_skeleton(ALEX).bones[bone], skeleton_of(BENT, ALEX).bones[bone]
    vertices, _ = mesh.posed(skeleton_of(BENT, ALEX))
    axis = rest.rotation[:, 1] * (1 if bone == "head" else -1)
    middle = rest.origin_m + axis * along * rest.length_m
    ring = np.linalg.norm(mesh.rest_m - middle, axis=1) < 0.10
    level = np.abs((mesh.rest_m - middle) @ axis) < 0.008
    chosen = ring & level
    assert chosen.sum() > 20
    before = (mesh.rest_m[chosen] - rest.origin_m) @ rest.rotation
    after = (vertices[chosen] - posed.origin_m) @ posed.rotation
    np.testing.assert_allclose(after[:, 1], before[:, 1], atol=2e-3)
    np.testing.assert_allclose(np.hypot(after[:, 0], after[:, 2]), np.hypot(before[:, 0], before[:, 2]), atol=2e-3)


def test_bent_joints_keep_their_thickness(mesh: FigureMesh) -> None:
    """Skin around a knee keeps its distance from the joint, which blended matrices would pull inwards."""
    rest, posed = rest_skeleton(ALEX).bones["left_shank"], skeleton_of(BENT, ALEX).bones["left_shank"]
    vertices, _ = mesh.posed(skeleton_of(BENT, ALEX))
    near = np.linalg.norm(mesh.rest_m - rest.origin_m, axis=1) < 0.07
    assert near.sum() > 50
    before = np.linalg.norm(mesh.rest_m[near] - rest.origin_m, axis=1)
    after = np.linalg.norm(vertices[near] - posed.origin_m, axis=1)
    np.testing.assert_allclose(after, before, atol=3e-3)
