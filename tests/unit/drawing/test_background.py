"""Backgrounds: black, blurred, replaced, and the mask they need."""

import time
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from holistic_core.drawing import DrawOptions, draw
from holistic_core.errors import OptionsError
from holistic_core.results import HolisticResult
from tests.stick_person import standing

SIZE = (640, 480)
NOTHING_DRAWN = frozenset[str]()


def noise() -> npt.NDArray[np.uint8]:
    return np.random.default_rng(3).integers(0, 255, (480, 640, 3), np.uint8)


def masked(left: int, right: int, size: tuple[int, int] = SIZE) -> HolisticResult:
    """A person whose mask is a band of columns."""
    mask = np.zeros((size[1], size[0]), np.float32)
    mask[:, left:right] = 1
    return replace(standing(size), segmentation=mask)


def behind(picture: npt.NDArray[np.uint8], people: object, **options: object) -> npt.NDArray[np.uint8]:
    return draw(picture, people, DrawOptions(parts=NOTHING_DRAWN, **options))  # type: ignore[arg-type]


def test_black_keeps_the_skeleton_and_nothing_of_the_picture() -> None:
    drawn = draw(noise(), standing(), DrawOptions(background="black"))
    np.testing.assert_array_equal(drawn, draw(np.zeros_like(noise()), standing()))
    assert drawn.any()


def test_replaced_keeps_the_person_and_colours_the_rest() -> None:
    drawn = behind(noise(), masked(200, 400), background="replaced", background_colour="#0A64C8")
    np.testing.assert_array_equal(drawn[:, 215:385], noise()[:, 215:385])
    assert (drawn[:, :185] == (10, 100, 200)).all() and (drawn[:, 415:] == (10, 100, 200)).all()


def test_the_outline_is_soft() -> None:
    black = np.zeros((480, 640, 3), np.uint8)
    row = behind(black, masked(200, 400), background="replaced", background_colour="#FFFFFF")[240, :, 0].astype(int)
    edge = row[185:215]
    assert (np.diff(edge) <= 0).all() and ((edge > 0) & (edge < 255)).sum() >= 2


def test_blurred_keeps_the_person_sharp_and_the_rest_without_detail() -> None:
    drawn = behind(noise(), masked(200, 400), background="blurred")
    np.testing.assert_array_equal(drawn[:, 215:385], noise()[:, 215:385])
    assert drawn[:, :150].std() < 0.15 * noise()[:, :150].std()


def test_a_blur_does_not_take_colour_from_the_person() -> None:
    """A red person before a grey wall leaves no red shine on the wall."""
    picture = np.full((480, 640, 3), 128, np.uint8)
    picture[:, 200:400] = (255, 0, 0)
    wall = behind(picture, masked(200, 400), background="blurred")[:, :180].astype(int)
    assert np.abs(wall - 128).max() <= 6


def test_everybodys_mask_counts() -> None:
    drawn = behind(noise(), [masked(50, 150), masked(400, 500)], background="replaced", background_colour="#000000")
    for left, right in ((65, 135), (415, 485)):
        np.testing.assert_array_equal(drawn[:, left:right], noise()[:, left:right])
    assert not drawn[:, 200:350].any()


def test_a_mask_of_another_size_is_fitted_to_the_picture() -> None:
    drawn = behind(noise(), masked(400, 800, (1280, 960)), background="replaced", background_colour="#000000")
    np.testing.assert_array_equal(drawn[:, 220:380], noise()[:, 220:380])
    assert not drawn[:, :180].any()


@pytest.mark.parametrize("background", ["blurred", "replaced"])
def test_without_a_mask_the_message_says_what_to_switch_on(background: str) -> None:
    with pytest.raises(OptionsError, match="switch segmentation on"):
        behind(noise(), standing(), background=background)
    with pytest.raises(OptionsError, match="switch segmentation on"):
        behind(noise(), [masked(0, 100), standing()], background=background)


@pytest.mark.parametrize("background", ["blurred", "replaced"])
def test_a_moment_without_anybody_is_background_everywhere(background: str) -> None:
    """Somebody leaves the camera's view: no mask, and no error."""
    for people in ([], HolisticResult(SIZE)):
        drawn = behind(noise(), people, background=background)
        assert drawn.std() < 0.15 * noise().std()


def test_a_person_who_fills_the_picture_leaves_no_background() -> None:
    for background in ("blurred", "replaced"):
        np.testing.assert_array_equal(behind(noise(), masked(0, 640), background=background), noise())


def test_a_blurred_background_is_quick_enough_for_live_pictures() -> None:
    """Processor time, so that a busy machine does not matter much; the limit is several times the usual 4 ms."""
    picture, person = noise(), masked(200, 400)
    times = []
    for _ in range(15):
        start = time.thread_time()
        draw(picture, person, DrawOptions(background="blurred"))
        times.append((time.thread_time() - start) * 1e3)
    assert np.median(times) < 20


@pytest.mark.parametrize("size", [(64, 64), (64, 1900), (2000, 90)])
def test_odd_shapes_are_fine(size: tuple[int, int]) -> None:
    picture = np.zeros((size[1], size[0], 3), np.uint8)
    for background in ("black", "blurred", "replaced"):
        assert behind(picture, masked(0, 30, size), background=background).shape == picture.shape
