"""Results: units, equality with NaN, immutability."""

import pickle

import numpy as np
import pytest

from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import FACE, FACE_REFINED, LEFT_HAND, POSE, RIGHT_HAND, topology_named


def pose(shift: float = 0.0) -> Landmarks:
    xyz = np.random.default_rng(1).random((33, 3)).astype(np.float32) + np.float32(shift)
    xyz[4] = np.nan
    return Landmarks.from_xyz(POSE, xyz, visibility=np.linspace(0, 1, 33))


def test_pixels_are_fractions_times_the_size() -> None:
    landmarks = pose()
    assert np.allclose(landmarks.xy_px((200, 100))[0], landmarks.xyz_norm[0, :2] * [200, 100])
    assert np.allclose(landmarks.xyz_px((200, 100))[0], landmarks.xyz_norm[0] * [200, 100, 200])


def test_units_cannot_be_mixed_up() -> None:
    world = Landmarks.from_xyz(POSE, np.zeros((33, 3)), space="world")
    assert world.xyz_m.shape == (33, 3)
    with pytest.raises(AttributeError, match="metres"):
        _ = world.xyz_norm
    with pytest.raises(AttributeError, match="fractions"):
        _ = pose().xyz_m


def test_equality_treats_nan_as_equal_and_sees_a_difference() -> None:
    assert pose() == pose()
    assert pose() != pose(1e-6)
    assert HolisticResult((4, 3), pose=pose(), stage_ms={"a": 1.0}) == HolisticResult(
        (4, 3), pose=pose(), stage_ms={"a": 1.0}
    )
    assert HolisticResult((4, 3), pose=pose()) != HolisticResult((4, 3))
    mask = np.zeros((3, 4), np.float32)
    assert HolisticResult((4, 3), segmentation=mask) != HolisticResult((4, 3), segmentation=mask + 1)


def test_arrays_cannot_be_changed_and_have_the_right_shape() -> None:
    landmarks = pose()
    with pytest.raises(ValueError, match="read-only"):
        landmarks.xyz[0, 0] = 1
    with pytest.raises(ValueError, match=r"\(33, 3\)"):
        Landmarks.from_xyz(POSE, np.zeros((21, 3)))


def test_parts_found_counts_543_points() -> None:
    def part(topology: object) -> Landmarks:
        return Landmarks.from_xyz(topology, np.zeros((len(topology.names), 3)))  # type: ignore[attr-defined,arg-type]

    result = HolisticResult(
        (4, 3), pose=part(POSE), face=part(FACE), left_hand=part(LEFT_HAND), right_hand=part(RIGHT_HAND)
    )
    assert result.parts_found == ("pose", "face", "left_hand", "right_hand")
    assert result.landmark_count == 543
    assert HolisticResult((4, 3)).parts_found == ()


def test_results_travel_between_processes() -> None:
    result = HolisticResult((4, 3), pose=pose(), stage_ms={"pose_detector": 1.5})
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301 -- our own bytes


@pytest.mark.parametrize("topology", [POSE, LEFT_HAND, RIGHT_HAND, FACE, FACE_REFINED])
def test_topologies_are_consistent(topology: object) -> None:
    names = topology.names  # type: ignore[attr-defined]
    groups = topology.edge_groups.values()  # type: ignore[attr-defined]
    edges = [*topology.edges, *(edge for group in groups for edge in group)]  # type: ignore[attr-defined]
    assert len(set(names)) == len(names) == len(topology.sides)  # type: ignore[attr-defined]
    assert all(0 <= one < len(names) and 0 <= other < len(names) and one != other for one, other in edges)
    assert topology_named(topology.name) is topology  # type: ignore[attr-defined]
