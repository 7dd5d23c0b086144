import math
from typing import Any

import numpy as np
import pytest

from holistic_core.coach.figure import FIGURES, FINGERS, Figure
from holistic_core.errors import OptionsError


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("height_m", -1.7),
        ("height_m", math.nan),
        ("height_m", 3.0),
        ("build", 1.5),
        ("shape", -0.1),
        ("skin", "pink"),
        ("hair", "mohawk"),
        ("sleeves", "torn"),
        ("bottoms", "kilt"),
        ("shoe_colour", "#12"),
    ],
)
def test_an_impossible_body_is_refused_by_name(parameter: str, value: Any) -> None:
    with pytest.raises(OptionsError, match=f"^{parameter} is "):
        Figure(**{parameter: value})


def test_people_differ_in_more_than_their_clothes() -> None:
    assert len(FIGURES) >= 4
    assert all(name == figure.name for name, figure in FIGURES.items())
    for looks in ("height_m", "skin", "hair_colour"):
        assert len({getattr(figure, looks) for figure in FIGURES.values()}) == len(FIGURES)


@pytest.mark.parametrize("height_m", [1.2, 1.75, 2.2])
def test_lengths_add_up_to_the_height(height_m: float) -> None:
    body = Figure(height_m=height_m).proportions
    legs = body.ankle_height_m + body.shank_m + body.thigh_m
    above = body.chest_m[1] + body.neck_m[1] + body.head_m[1] + 0.104 * height_m
    assert legs + above == pytest.approx(height_m)


@pytest.mark.parametrize("shape", [0.0, 1.0])
def test_every_length_grows_with_the_height(shape: float) -> None:
    small, large = (Figure(height_m=height, shape=shape).proportions for height in (1.4, 2.1))
    for name in ("thigh_m", "shank_m", "upper_arm_m", "forearm_m", "hip_m", "shoulder_m", "heel_m", "toes_m"):
        np.testing.assert_allclose(np.asarray(getattr(small, name)) * 1.5, getattr(large, name), err_msg=name)
    for finger in FINGERS:
        np.testing.assert_allclose(np.multiply(small.phalanges_m[finger], 1.5), large.phalanges_m[finger])


def test_shoulders_are_wider_than_hips_and_more_so_in_a_masculine_body() -> None:
    def ratio(shape: float) -> float:
        body = Figure(shape=shape).proportions
        return float((body.clavicle_m + body.shoulder_m)[0] / body.hip_m[0])

    assert ratio(0.0) > ratio(1.0) > 1.4
