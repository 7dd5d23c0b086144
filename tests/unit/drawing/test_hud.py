"""What is written into live pictures: where, how large, and how legible."""

import numpy as np
import numpy.typing as npt
import pytest

from holistic_core.drawing.hud import draw_counter

Image = npt.NDArray[np.uint8]
SIZES = [(320, 240), (640, 480), (960, 720), (1280, 720), (480, 640)]


def grey(size: tuple[int, int] = (640, 480), level: int = 200) -> Image:
    return np.full((size[1], size[0], 3), level, np.uint8)


def written(count: int = 12, *words: str, size: tuple[int, int] = (640, 480), level: int = 200) -> Image:
    image = grey(size, level)
    draw_counter(image, count, *words)
    return image


def extent(image: Image, level: int = 200) -> tuple[int, int]:
    """Width and height of what was changed, and that it lies in the upper left corner."""
    rows, columns = np.nonzero((image != level).any(axis=2))
    assert columns.min() < 0.05 * image.shape[1] and rows.min() < 0.05 * image.shape[0]
    return int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1


@pytest.mark.parametrize("size", SIZES)
def test_it_takes_a_corner_of_every_size_of_picture(size: tuple[int, int]) -> None:
    width, height = extent(written(12, "down", "28 fps", size=size))
    assert width < 0.6 * size[0] and height < 0.25 * size[1]


@pytest.mark.parametrize("size", SIZES)
def test_the_number_is_large_enough_to_be_read_across_a_room(size: tuple[int, int]) -> None:
    digits = (written(8, size=size) > 230).all(axis=2)
    assert np.ptp(np.nonzero(digits)[0]) + 1 >= max(24, 0.1 * min(size))


@pytest.mark.parametrize("size", SIZES)
def test_the_words_are_large_enough_for_a_phone(size: tuple[int, int]) -> None:
    plain, with_phase = (written(8, *words, size=size) for words in ((), ("l",)))
    letter = (with_phase > 230).all(axis=2) & ~(plain > 230).all(axis=2)
    assert np.ptp(np.nonzero(letter)[0]) + 1 >= 12


@pytest.mark.parametrize("level", [0, 128, 255])
def test_white_on_darkened_is_legible_on_any_picture(level: int) -> None:
    """Contrast by WCAG 2: (L1 + 0.05) / (L2 + 0.05)."""
    image = written(12, "down", level=level)
    assert (image == 255).all(axis=2).any()
    behind = image[16, 20, 0] / 255
    luminance = behind / 12.92 if behind <= 0.04045 else ((behind + 0.055) / 1.055) ** 2.4
    assert 1.05 / (luminance + 0.05) >= 4.5


def test_number_phase_and_status_are_each_seen() -> None:
    looks = [written(12), written(13), written(12, "down"), written(12, "up"), written(12, "", "28 fps")]
    looks.append(written(12, "down", "28 fps"))
    for index, one in enumerate(looks):
        assert all((one != other).any() for other in looks[index + 1 :])


def test_the_number_stays_where_it_is_when_words_come_and_go() -> None:
    plain, with_words = ((written(12, *words) == 255).all(axis=2) for words in ((), ("down", "28 fps")))
    width = extent(written(12))[0]
    np.testing.assert_array_equal(plain[:, : width - 10], with_words[:, : width - 10])


@pytest.mark.parametrize("size", [*SIZES, (64, 64)])
def test_long_words_and_large_numbers_do_not_leave_the_picture(size: tuple[int, int]) -> None:
    words = "a phase with a name that is far too long for any picture"
    image = written(12, words, size=size)
    assert image.shape == (size[1], size[0], 3)
    if min(size) > 64:
        last = (image[:, -2:] > 230).all(axis=2)
        assert not last.any()
        assert (image != written(12, words[:-7], size=size)).any()
    draw_counter(image, 10**9, words, words)


def test_other_characters_are_question_marks() -> None:
    np.testing.assert_array_equal(written(12, "höher"), written(12, "h?her"))


def test_the_rest_of_the_picture_is_left_alone() -> None:
    image = written(12, "down", "28 fps")
    assert (image[120:] == 200).all() and (image[:, 400:] == 200).all()
