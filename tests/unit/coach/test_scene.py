import math
from typing import Any

import pytest

from holistic_core.coach.scene import Light, Scene
from holistic_core.errors import OptionsError


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("brightness", 0.0), ("brightness", math.nan), ("azimuth_deg", math.inf), ("elevation_deg", 5)],
)
def test_an_impossible_light_is_refused_by_name(parameter: str, value: float) -> None:
    with pytest.raises(OptionsError, match=f"^{parameter}.*must be"):
        Light(**{parameter: value})


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        *(("image_size", (10, 640)), ("image_size", (480, 4000)), ("image_size", (480.5, 640))),
        *(("seed", -1), ("seed", 0.5), ("noise", -1), ("noise", math.nan), ("blur_px", 9)),
    ],
)
def test_an_impossible_picture_is_refused_by_name(parameter: str, value: Any) -> None:
    with pytest.raises(OptionsError, match=f"^{parameter}.*must be"):
        Scene(**{parameter: value})
