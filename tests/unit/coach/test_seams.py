"""Cloth ends where its edges are."""

from dataclasses import replace

import numpy as np
import pytest

from holistic_core.coach.figure import Figure
from holistic_core.coach.rest_pose import rest_skeleton
from holistic_core.coach.seams import FAR_M, bottoms_edge_m, shirt_edge_m

FIGURE = Figure()
BONES = rest_skeleton(FIGURE).bones
SPACING_M = 0.01


def tube(bone: str, start: float, end: float, radius_m: float) -> tuple[np.ndarray, np.ndarray]:
    """Points around a bone and how far along it they are, as lengths."""
    joint, length_m = BONES[bone], BONES[bone].length_m
    along = np.arange(start * length_m, end * length_m, SPACING_M)
    turn = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    places = [
        joint.at(np.array([radius_m * np.cos(angle), -distance, radius_m * np.sin(angle)]))
        for distance in along
        for angle in turn
    ]
    return np.array(places, np.float32), np.repeat(along, len(turn))


@pytest.mark.parametrize(("sleeves", "bone"), [("short", "left_upper_arm"), ("long", "right_forearm")])
def test_a_sleeve_ends_at_its_far_end(sleeves: str, bone: str) -> None:
    sleeve, along = tube(bone, 0.3, 0.6, 0.055)
    trunk = np.array([[0, y, 0.1] for y in np.arange(0.8, 1.3, 0.01)], np.float32)
    edge = shirt_edge_m(replace(FIGURE, sleeves=sleeves), np.concatenate([sleeve, trunk]), np.zeros((0, 3), np.float32))
    np.testing.assert_allclose(edge[: len(sleeve)], along.max() - along, atol=1e-4)
    np.testing.assert_allclose(edge[len(sleeve) :], trunk[:, 1] - trunk[:, 1].min(), atol=1e-5)


def test_the_collar_runs_around_the_skin_that_looks_out() -> None:
    """One point of skin above the shirt is the rim; skin inside of it and arms beyond the sleeves are not."""
    neck = BONES["neck"].origin_m
    out, under = neck + np.array([0, 0.25, 0]), neck - np.array([0, 0.12, 0])
    arm = BONES["left_forearm"].end_m
    shirt = np.array([out - np.array([0, 0.08, 0]), under], np.float32)
    far = np.array([[0, 0.5, 0]], np.float32)  # the lower edge is somewhere else
    edge = shirt_edge_m(FIGURE, np.concatenate([shirt, far]), np.array([out, under, arm], np.float32))
    assert edge[0] == pytest.approx(0.08, abs=0.006)
    assert edge[1] == pytest.approx(np.linalg.norm(out - under), abs=0.006)


@pytest.mark.parametrize(("bottoms", "bone"), [("shorts", "left_thigh"), ("trousers", "right_shank")])
def test_a_leg_of_cloth_ends_at_its_far_end(bottoms: str, bone: str) -> None:
    leg, along = tube(bone, 0.3, 0.7, 0.06)
    edge = bottoms_edge_m(replace(FIGURE, bottoms=bottoms), leg)
    np.testing.assert_allclose(edge, along.max() - along, atol=1e-4)
    assert bottoms_edge_m(FIGURE, np.array([[0, 1.1, 0.1]], np.float32)) == FAR_M  # the waist is no edge
