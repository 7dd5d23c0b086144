"""Surfaces have the figure's colours, and their details."""

from dataclasses import replace

import numpy as np
import pytest

from holistic_core.coach.colour import linear
from holistic_core.coach.figure import Figure
from holistic_core.coach.figure_mesh import SURFACES
from holistic_core.coach.paint import painted

FIGURE = Figure(
    skin="#CD987A", hair_colour="#302016", shirt_colour="#34588C", bottoms_colour="#808000", shoe_colour="#E1E1E4"
)
COUNT = 3000
PLACES = np.random.default_rng(3).uniform(-0.3, 0.3, (3, COUNT)).astype(np.float32)


def of(surface: str, detail: float, figure: Figure = FIGURE) -> tuple[np.ndarray, np.ndarray]:
    kind = np.full(COUNT, SURFACES.index(surface), np.uint8)
    return painted(figure, kind, PLACES.copy(), np.full(COUNT, detail, np.float32))


@pytest.mark.parametrize(
    ("surface", "colour"),
    [
        ("skin", "skin"),
        ("hair", "hair_colour"),
        ("shirt", "shirt_colour"),
        ("bottoms", "bottoms_colour"),
        ("shoe", "shoe_colour"),
    ],
)
def test_surfaces_have_the_figures_colours(surface: str, colour: str) -> None:
    mean = of(surface, 0.0 if surface == "skin" else 1.0)[0].mean(axis=1)
    np.testing.assert_allclose(mean, linear(getattr(FIGURE, colour)), rtol=0.03)


def test_the_face_is_painted() -> None:
    kind = np.full(2, SURFACES.index("head"), np.uint8)
    scale = FIGURE.proportions.scale
    eye_and_crown = np.array([[0.031, 0.0], [0.048, 0.15], [0.105, -0.02]], np.float32) * np.float32(scale)
    colour, _ = painted(FIGURE, kind, eye_and_crown, np.zeros(2, np.float32))
    np.testing.assert_allclose(colour[:, 1], linear(FIGURE.skin), rtol=0.05)
    assert colour[:, 0].mean() < 0.5 * colour[:, 1].mean()  # the pupil


def test_cloth_is_darker_at_its_stitches_and_skin_is_not() -> None:
    plain, stitched = (of("shirt", detail)[0].mean() for detail in (1.0, 0.021))
    assert stitched < 0.85 * plain
    assert of("shoe", 0.021)[0].mean() == of("shoe", 1.0)[0].mean()


def test_blood_makes_skin_redder() -> None:
    pale, flushed = (of("skin", detail)[0].mean(axis=1) for detail in (0.0, 1.0))
    assert flushed[0] / flushed[2] > 1.1 * pale[0] / pale[2]


def test_relief_tilts_cloth_and_hair_and_leaves_shoes_smooth() -> None:
    assert np.abs(of("shoe", 1.0)[1]).max() == 0
    assert of("hair", 1.0)[1].std() > of("shirt", 1.0)[1].std() > 0


def test_strands_run_down_from_the_crown() -> None:
    """Around the head the hair's brightness changes from strand to strand, down along one it hardly does."""
    angle = np.linspace(-1, 1, COUNT).astype(np.float32)
    kind = np.full(COUNT, SURFACES.index("hair"), np.uint8)
    around = np.stack([np.sin(angle), np.zeros(COUNT), np.cos(angle)]) * 0.1
    down = np.stack([np.zeros(COUNT), np.sin(angle), np.cos(angle)]) * 0.1

    def changes(places: np.ndarray) -> float:
        colour, _ = painted(FIGURE, kind, places.astype(np.float32), np.ones(COUNT, np.float32))
        return float(np.abs(np.diff(colour[0])).sum())

    assert changes(around) > 3 * changes(down)


def test_another_figure_has_its_own_colours() -> None:
    red = of("shirt", 1.0, replace(FIGURE, shirt_colour="#FF0000"))[0].mean(axis=1)
    assert red[0] > 0.9
    assert red[1:].max() < 0.01
