"""Shadows fall away from the light, are soft, and stay off the side that is lit."""

import numpy as np
import pytest

from holistic_core.coach.shadow import Receiver, cast_on, contact, receiver, shadow_map

UP = np.array([0.0, 0.8, 0.6], np.float32)  # light from the front, high up
LENGTH_M = 2.4


def plate(height_m: float, half_m: float = 0.3, steps: int = 21) -> tuple[np.ndarray, np.ndarray]:
    """A level square of small triangles whose front is up."""
    line = np.linspace(-half_m, half_m, steps)
    x, z = np.meshgrid(line, line)
    vertices = np.stack([x.ravel(), np.full(x.size, height_m), z.ravel()], axis=1).astype(np.float32)
    index = np.arange(x.size).reshape(x.shape)
    a, b, c, d = (part.ravel() for part in (index[:-1, :-1], index[:-1, 1:], index[1:, :-1], index[1:, 1:]))
    return vertices, np.concatenate([np.stack([a, c, b], 1), np.stack([b, c, d], 1)]).astype(np.int32)


def floor(light: np.ndarray = UP) -> tuple[np.ndarray, Receiver]:
    """Points of the floor on a grid of 2 cm; x along columns, z along rows."""
    steps = np.arange(-LENGTH_M, LENGTH_M, 0.02)
    x, z = np.meshgrid(steps, steps)
    points = np.stack([x, np.zeros_like(x), z], axis=-1).astype(np.float32)
    return points, receiver(points, light)


def shade(height_m: float) -> np.ndarray:
    points, room = floor()
    cast = cast_on(room, shadow_map(*plate(height_m), UP))
    assert cast is not None
    whole = np.zeros(points.shape[:2])
    whole[cast[0]] = cast[1]
    return whole


def test_the_shadow_lies_behind_what_throws_it() -> None:
    """One metre up, light from the front with slope 0.8 : 0.6 moves the shadow back by 0.75 m."""
    points, _ = floor()
    dark = shade(1.0)
    assert 0.95 < dark.max() <= 1
    weight = dark / dark.sum()
    assert (weight * points[..., 0]).sum() == pytest.approx(0, abs=0.02)
    assert (weight * points[..., 2]).sum() == pytest.approx(-0.75, abs=0.03)
    assert dark.sum() * 0.02**2 == pytest.approx(0.36, rel=0.12)  # the area of the plate


def test_shadows_are_softer_far_from_what_throws_them() -> None:
    def half_lit(dark: np.ndarray) -> int:
        return int(np.count_nonzero((dark > 0.1) & (dark < 0.9)))

    assert half_lit(shade(1.4)) > 1.5 * half_lit(shade(0.1))


def test_no_shadow_falls_towards_the_light_or_above_what_throws_it() -> None:
    dark = shade(1.0)
    points, _ = floor()
    assert dark[points[..., 2] > 0.2].max() == 0
    points, _ = floor()
    points[..., 1] = 2.0  # a floor above the plate
    cast = cast_on(receiver(points, UP), shadow_map(*plate(1.0), UP))
    assert cast is None or cast[1].max() == 0


def test_the_side_that_is_lit_has_no_shadow_of_its_own() -> None:
    vertices, triangles = plate(1.0)
    found = shadow_map(vertices, triangles, UP)
    up = np.zeros_like(vertices.T)
    up[1] = 1
    np.testing.assert_allclose(found.lit(vertices.T, up), 1)


def test_what_is_below_is_dark_and_the_edge_between() -> None:
    found = shadow_map(*plate(1.0), UP)
    line = np.zeros((3, 400), np.float32)
    line[2] = np.linspace(-1.5, 0.5, 400)
    up = np.zeros_like(line)
    up[1] = 1
    lit = found.lit(line, up)
    shaded = np.abs(line[2] + 0.75) < 0.25
    assert lit[shaded].max() == 0
    assert lit[np.abs(line[2] + 0.75) > 0.35].min() == 1
    assert len(np.unique(lit[(lit > 0) & (lit < 1)])) > 4


def test_a_shadow_out_of_sight_is_none() -> None:
    points, _ = floor()
    points += np.float32(20)
    assert cast_on(receiver(points, UP), shadow_map(*plate(1.0), UP)) is None


def test_the_floor_is_darkest_below_what_touches_it() -> None:
    touching, hovering, high = (contact(plate(height, steps=101)[0]) for height in (0.0, 0.1, 1.2))
    x, z = (np.array([[value]], np.float32) for value in (0.0, 0.0))
    darks = [float(each.at(x, z)[0, 0]) for each in (touching, hovering, high)]
    assert darks[0] > 0.7
    assert darks[0] > darks[1] > darks[2] > 0
    beside = touching.at(np.array([[0.8]], np.float32), np.array([[0.0]], np.float32))[0, 0]
    assert beside < 0.1
    assert 0 <= touching.taken.min() <= touching.taken.max() <= 1
