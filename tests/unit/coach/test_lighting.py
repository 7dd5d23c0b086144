"""Light comes from where the scene says, and as much of it."""

import numpy as np
import pytest

from holistic_core.coach.lighting import Lighting
from holistic_core.coach.scene import Light


@pytest.mark.parametrize(
    ("azimuth", "elevation", "direction"),
    [(0, 45, (0, 0.7071, 0.7071)), (90, 45, (0.7071, 0.7071, 0)), (180, 30, (0, 0.5, -0.8660))],
)
def test_the_key_light_stands_like_a_camera(azimuth: float, elevation: float, direction: tuple[float, ...]) -> None:
    np.testing.assert_allclose(Lighting(Light(1, azimuth, elevation)).key_direction, direction, atol=1e-4)


def test_all_light_is_dimmed_together() -> None:
    full, dim = Lighting(Light(1.0)), Lighting(Light(0.1))
    for name in ("key", "fill", "back", "sky", "ground"):
        np.testing.assert_allclose(getattr(dim, name), 0.1 * getattr(full, name), rtol=1e-5)
        assert (getattr(full, name) > 0).all()


def test_fill_and_back_light_come_from_elsewhere() -> None:
    light = Lighting(Light())
    assert light.key_direction @ light.fill_direction < 0.5
    assert light.key_direction @ light.back_direction < 0.2
