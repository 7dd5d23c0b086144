"""Regions of interest: hand-computed cases and round trips."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holistic_core.geometry import (
    Rect,
    aligned_rect,
    bounding_rect,
    rect_corners,
    rotation_from,
    scaled_square,
    to_picture,
    to_roi,
    wrap_angle,
)

angles = st.floats(-20, 20)
coordinates = st.floats(-2000, 2000)


@given(angles)
def test_wrapped_angle_is_the_same_direction_in_one_turn(angle: float) -> None:
    wrapped = wrap_angle(angle)
    assert -math.pi <= wrapped < math.pi + 1e-9
    assert math.isclose(math.cos(wrapped), math.cos(angle), abs_tol=1e-9)
    assert math.isclose(math.sin(wrapped), math.sin(angle), abs_tol=1e-9)


@pytest.mark.parametrize(
    ("end", "target", "expected"),
    [
        ((0, -5), math.pi / 2, 0.0),  # pointing up already points to 90°
        ((5, 0), math.pi / 2, math.pi / 2),  # pointing right must turn a quarter clockwise
        ((5, 0), 0.0, 0.0),
        ((0, 5), 0.0, math.pi / 2),
    ],
)
def test_rotation_from_start_to_end(end: tuple[float, float], target: float, expected: float) -> None:
    assert rotation_from((0.0, 0.0), end, target) == pytest.approx(expected)


def test_aligned_rect_reaches_the_edge_point() -> None:
    rect = aligned_rect((10.0, 20.0), (13.0, 24.0), math.pi / 2)
    assert (rect.cx, rect.cy, rect.width, rect.height) == (10.0, 20.0, 10.0, 10.0)


def test_scaled_square_shifts_by_the_height_before_it_is_squared() -> None:
    square = scaled_square(Rect(100, 100, 40, 20, 0.0), 2.0, -0.1)
    assert square == Rect(100, 98, 80, 80, 0.0)
    turned = scaled_square(Rect(100, 100, 40, 20, math.pi / 2), 2.0, -0.1)
    assert (turned.cx, turned.cy) == pytest.approx((102, 100))


def test_bounding_rect_of_points() -> None:
    assert bounding_rect(np.array([[1.0, 5.0], [3.0, 1.0], [2.0, 2.0]]), 0.3) == Rect(2.0, 3.0, 2.0, 4.0, 0.3)


@given(coordinates, coordinates, st.floats(1, 3000), angles, st.integers(1, 4000), st.integers(1, 4000))
def test_roi_and_picture_coordinates_round_trip(
    cx: float, cy: float, side: float, rotation: float, width: int, height: int
) -> None:
    roi = Rect(cx, cy, side, side, rotation)
    points = np.array([[0.0, 0.0, 0.1], [1.0, 0.5, -2.0], [0.3, 0.9, 0.0]])
    assert np.allclose(to_roi(to_picture(points, roi, (width, height)), roi, (width, height)), points, atol=1e-7)


def test_corners_of_an_upright_and_a_turned_square() -> None:
    assert rect_corners(Rect(10, 10, 4, 4, 0.0)).tolist() == [[8, 8], [12, 8], [12, 12], [8, 12]]
    # Turned clockwise on screen by a quarter, the top left corner is where the top right one was.
    assert np.allclose(rect_corners(Rect(10, 10, 4, 4, math.pi / 2))[0], [12, 8])
