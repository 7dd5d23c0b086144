import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holistic_core.coach.camera import Camera
from holistic_core.errors import OptionsError

SIZE = (480, 640)


@given(
    st.floats(-180, 180),
    st.floats(0.1, 2.8),
    st.floats(1.2, 8),
    st.floats(18, 135),
    st.tuples(st.floats(-1, 1), st.floats(0, 2), st.floats(-1, 1)),
)
def test_a_point_is_found_again_from_its_pixel_and_depth(
    azimuth: float, height: float, distance: float, focal: float, point: tuple[float, float, float]
) -> None:
    view = Camera(azimuth, height, distance, focal).view(SIZE)
    xy_px, depth_m = view.project([point])
    if depth_m[0] > 0.01:
        np.testing.assert_allclose(view.from_pixels(xy_px, depth_m), [point], atol=1e-6)
    np.testing.assert_allclose(view.rotation @ view.rotation.T, np.eye(3), atol=1e-12)


def test_a_level_camera_by_hand() -> None:
    view = Camera(0, 1.0, 3.0, 36, target_height_m=1.0).view(SIZE)
    assert view.focal_px == 640
    # 0.3 m to the person's left and 0.15 m up at 3 m: 64 px to the right of the middle, 32 px up.
    np.testing.assert_allclose(view.project([[0.3, 1.15, 0.0]])[0], [[240 + 64, 320 - 32]])
    assert view.project([[0, 1, 1.0]])[1] == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("azimuth", "nearest"), [(0, (0, 0, 1)), (90, (1, 0, 0)), (180, (0, 0, -1)), (-90, (-1, 0, 0))]
)
def test_azimuth_turns_to_the_persons_left(azimuth: float, nearest: tuple[float, float, float]) -> None:
    view = Camera(azimuth, 1.0, 3.0, target_height_m=1.0).view(SIZE)
    around = np.array([(0, 1, 1), (1, 1, 0), (0, 1, -1), (-1, 1, 0)], float)
    closest = around[view.project(around)[1].argmin()]
    np.testing.assert_allclose(closest - [0, 1, 0], nearest)


def test_what_is_behind_the_lens_has_no_pixel() -> None:
    xy_px, depth_m = Camera().view(SIZE).project([[0, 1, 5.0]])
    assert np.isnan(xy_px).all()
    assert depth_m[0] < 0


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("azimuth_deg", math.nan),
        ("height_m", -1),
        ("distance_m", 0.2),
        ("distance_m", math.inf),
        ("focal_length_mm", 0),
        ("target_height_m", 9),
    ],
)
def test_an_impossible_camera_is_refused_by_name(parameter: str, value: float) -> None:
    with pytest.raises(OptionsError, match=rf"^{parameter}.*must be"):
        Camera(**{parameter: value})


def test_a_camera_inside_the_body_is_called_that() -> None:
    with pytest.raises(OptionsError, match=r"inside the body\) is 0\.1 m; it must be from 1\.2 to 8 m"):
        Camera(distance_m=0.1)
