"""Light on the figure: brighter towards the lamp, soft and warm on skin, dimmed with the scene."""

import numpy as np
import pytest

from holistic_core.coach.figure_mesh import SURFACES
from holistic_core.coach.lighting import Lighting
from holistic_core.coach.scene import Light
from holistic_core.coach.shading import MATERIALS, Point, shaded, unit

DOWN = np.array([0.0, -1.0, 0.0], np.float32)
ANGLES_DEG = np.arange(0, 181, 5.0)


def around_a_cylinder(surface: str, brightness: float = 1.0, lit: float = 1.0, opened: float = 1.0) -> np.ndarray:
    """Light from an upright cylinder, (3, k), from the side of the key light to the other."""
    angle = np.radians(ANGLES_DEG + 90)
    normal = np.stack([np.sin(angle), np.zeros_like(angle), np.cos(angle)]).astype(np.float32)
    count = len(angle)
    point = Point(
        np.full(count, SURFACES.index(surface), np.uint8),
        np.ones((3, count), np.float32),
        normal,
        unit(np.tile(np.array([[0.0], [0.2], [1.0]], np.float32), count)),
        np.full((3, count), 0.4, np.float32),
        np.full(count, opened, np.float32),
        np.full(count, lit, np.float32),
    )
    return shaded(point, Lighting(Light(brightness, 90, 20)), DOWN)


def test_every_surface_has_a_material() -> None:
    assert len(MATERIALS) == len(SURFACES)


@pytest.mark.parametrize("surface", SURFACES)
def test_the_side_towards_the_lamp_is_brighter(surface: str) -> None:
    light = around_a_cylinder(surface)
    assert np.isfinite(light).all()
    assert (light > 0).all()
    assert (light[:, 0] > 1.5 * light[:, 90 // 5 + 9]).all()


@pytest.mark.parametrize("surface", SURFACES)
def test_brightness_dims_everything_alike(surface: str) -> None:
    np.testing.assert_allclose(around_a_cylinder(surface, 0.1), 0.1 * around_a_cylinder(surface), rtol=1e-4)


def test_shade_of_the_key_light_and_of_creases_is_darker() -> None:
    lit = around_a_cylinder("shirt")
    assert (around_a_cylinder("shirt", lit=0.0)[:, :12] < 0.8 * lit[:, :12]).all()
    assert (around_a_cylinder("shirt", opened=0.3) < lit).all()


def test_the_edge_of_the_shade_is_warm_on_skin_only() -> None:
    terminator = int(np.flatnonzero(ANGLES_DEG == 95)[0])

    def redness(surface: str) -> float:
        light = around_a_cylinder(surface) / around_a_cylinder("sole")
        return float(light[0, terminator] / light[2, terminator])

    assert redness("skin") > 1.1
    assert redness("shirt") == pytest.approx(1, abs=0.05)


def test_hair_shines_across_its_strands() -> None:
    """Turning the strands moves the highlight; cloth does not care."""
    count = 50
    angle = np.linspace(-1.2, 1.2, count)
    normal = np.stack([np.zeros(count), np.sin(angle), np.cos(angle)]).astype(np.float32)
    ones = np.ones(count, np.float32)
    camera = np.tile(np.array([[0.0], [0.0], [1.0]], np.float32), count)

    def light(surface: str, strands: tuple[float, float, float]) -> np.ndarray:
        kind = np.full(count, SURFACES.index(surface), np.uint8)
        point = Point(kind, np.ones((3, count), np.float32), normal, camera, np.full((3, count), 0.05), ones, ones)
        return shaded(point, Lighting(Light(1, 0, 45)), np.array(strands, np.float32))

    assert np.abs(light("hair", (0, -1, 0)) - light("hair", (1, 0, 0))).max() > 0.01
    np.testing.assert_array_equal(light("shirt", (0, -1, 0)), light("shirt", (1, 0, 0)))
