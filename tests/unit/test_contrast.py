import numpy as np
import pytest

from holistic_core.contrast import equalise_contrast


def scene(lightest: int, darkest: int = 0) -> np.ndarray:
    """A reddish ramp with a fine pattern on it, 120 × 160."""
    x, y = np.meshgrid(np.linspace(0, 1, 160), np.linspace(0, 1, 120))
    level = darkest + (lightest - darkest) * (0.6 * x + 0.3 * y + 0.1 * (np.sin(40 * x) * np.sin(40 * y) > 0))
    return (level[..., None] * (1.0, 0.6, 0.4)).round().astype(np.uint8)


def local_contrast(picture: np.ndarray) -> float:
    """Mean spread of grey levels within squares of 10 pixels."""
    squares = picture.mean(axis=2).reshape(12, 10, 16, 10)
    return float(squares.std(axis=(1, 3)).mean())


def test_a_dark_picture_gets_lighter_and_richer_in_detail() -> None:
    dark = scene(40)
    even = equalise_contrast(dark)
    assert even.shape == dark.shape and even.dtype == np.uint8
    assert even.mean() > 1.4 * dark.mean()
    assert local_contrast(even) > 1.3 * local_contrast(dark)


def test_the_picture_itself_is_not_touched() -> None:
    dark = scene(40)
    before = dark.copy()
    equalise_contrast(dark)
    assert np.array_equal(dark, before)


def test_colours_keep_their_hue() -> None:
    even = equalise_contrast(scene(90, 30)).reshape(-1, 3).astype(float)
    red, green, blue = even.mean(axis=0)
    assert red > green > blue


def test_grey_stays_grey() -> None:
    grey = np.repeat(scene(60)[..., :1], 3, axis=2)
    even = equalise_contrast(grey).astype(int)
    assert np.abs(even - even[..., :1]).max() <= 1


def test_noise_on_black_is_not_blown_up() -> None:
    noise = np.random.default_rng(0).integers(0, 4, (120, 160, 3)).astype(np.uint8)
    assert equalise_contrast(noise).std() < 12


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 5, 3), (7, 640, 3)])
def test_tiny_and_odd_pictures_work(shape: tuple[int, int, int]) -> None:
    assert equalise_contrast(np.full(shape, 30, np.uint8)).shape == shape
