"""From written colours to light and back to grey levels."""

import numpy as np

from holistic_core.coach.colour import linear, shown


def test_written_colours_are_srgb() -> None:
    np.testing.assert_allclose(linear("#FFFFFF"), 1)
    np.testing.assert_allclose(linear("#000000"), 0)
    np.testing.assert_allclose(linear("#BC0A80"), [0.502886, 0.003035, 0.215861], atol=1e-5)


def test_more_light_is_never_shown_darker_and_white_is_the_end() -> None:
    levels = shown(np.linspace(0, 20, 5000, dtype=np.float32))
    assert (np.diff(levels) >= 0).all()
    assert levels[0] == 0
    assert levels[-1] == 255
    assert shown(np.array([[-0.1, np.float32(1e-9)]], np.float32)).shape == (1, 2)


def test_dark_tones_keep_small_differences() -> None:
    dark = shown(np.linspace(0.002, 0.01, 100, dtype=np.float32))
    assert np.abs(np.diff(dark)).max() < 1
