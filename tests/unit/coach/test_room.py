"""The room is closed around every camera, its light can be moved and dimmed, and its floor lies where the floor is."""

from itertools import product

import numpy as np
import pytest

from holistic_core.coach.camera import FARTHEST_M, NEAREST_M, Camera
from holistic_core.coach.room import CEILING_M, HALF_WIDTH_M, Room, room
from holistic_core.coach.scene import Light

SIZE = (48, 64)


def seen(camera: Camera | None = None, light: Light | None = None, supersampling: int = 1) -> Room:
    return room(camera or Camera(), light or Light(), SIZE, supersampling)


@pytest.mark.parametrize(
    ("azimuth", "distance"), list(product((-180, -135, -60, 0, 37, 90, 180, 300), (NEAREST_M, 3.3, FARTHEST_M)))
)
@pytest.mark.parametrize("focal", [18, 50])
def test_every_pixel_shows_a_lit_place_inside_of_the_room(azimuth: float, distance: float, focal: float) -> None:
    found = seen(Camera(azimuth, 1.2, distance, focal))
    for light in (found.key, found.ambient):
        assert np.isfinite(light).all()
        assert (light >= 0).all()
    assert (found.ambient > 0).all()
    far_m = max(HALF_WIDTH_M, distance + 1) + 1e-5
    assert np.abs(found.x_m).max() <= far_m
    assert np.abs(found.z_m).max() <= far_m
    assert found.floor[-1].all()


def test_the_floor_is_where_the_camera_projects_it() -> None:
    camera = Camera(azimuth_deg=25)
    found = seen(camera)
    view = camera.view(SIZE)
    rows, columns = np.nonzero(found.floor)
    places = np.stack([found.x_m[rows, columns], np.zeros(len(rows)), found.z_m[rows, columns]], axis=1)
    xy_px, _ = view.project(places)
    np.testing.assert_allclose(xy_px, np.stack([columns + 0.5, rows + 0.5], axis=1), atol=0.01)


def test_what_the_light_sees_is_in_its_own_axes() -> None:
    """With the light straight from the camera's side, the place along the light is that of the point itself."""
    light = Light(azimuth_deg=90, elevation_deg=45)
    found = seen(Camera(), light)
    floor = found.floor
    np.testing.assert_allclose(found.receiver.towards[floor], found.x_m[floor] * np.sqrt(0.5), atol=1e-4)
    np.testing.assert_allclose(np.abs(found.receiver.right[floor]), np.abs(found.z_m[floor]), atol=1e-4)


def test_less_brightness_is_less_light_everywhere() -> None:
    full, dim = seen(light=Light(1.0)), seen(light=Light(0.2))
    np.testing.assert_allclose(dim.key, 0.2 * full.key, rtol=1e-4, atol=1e-7)
    np.testing.assert_allclose(dim.ambient, 0.2 * full.ambient, rtol=1e-4)


def test_the_wall_behind_the_figure_gets_the_key_light_only_from_its_front() -> None:
    top = np.s_[:10]
    assert seen(light=Light(azimuth_deg=0)).key[top].mean() > 0.1
    assert seen(light=Light(azimuth_deg=180)).key[top].max() == 0


def test_the_ceiling_is_seen_from_below() -> None:
    found = seen(Camera(height_m=0.1, target_height_m=2.0, distance_m=2.0))
    assert not found.floor[0].any()
    assert np.abs(found.z_m[0]).max() < 2 * CEILING_M


def test_more_samples_smooth_the_edges_and_keep_the_mean() -> None:
    one, many = seen(supersampling=1), seen(supersampling=4)
    assert np.abs(one.ambient - many.ambient).max() > 0.01
    np.testing.assert_allclose(one.ambient.mean(), many.ambient.mean(), rtol=0.02)


def test_the_same_room_is_computed_once() -> None:
    assert seen(Camera(azimuth_deg=11)) is seen(Camera(azimuth_deg=11))
