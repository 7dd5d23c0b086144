"""The numbers in a camera's pictures survive the codec and a mirror, and nothing else is taken for one."""

from fractions import Fraction

import av
import cv2
import numpy as np
import pytest

from tests.live.camera import luma
from tests.live.code_strip import NUMBERS, read, stamp
from tests.live.element_tree import plotted_numbers
from tests.live.reel import Reel, encoded, letterboxed

NOISE = np.random.default_rng(4).integers(0, 256, (480, 640, 3), np.uint8)


def decoded(reel: Reel) -> list[av.VideoFrame]:
    codec = av.CodecContext.create("libvpx", "r")
    assert isinstance(codec, av.VideoCodecContext)
    frames = []
    for number, data in enumerate(reel.packets):
        packet = av.Packet(data)
        packet.pts, packet.time_base = number, Fraction(1, 30)
        frames += codec.decode(packet)
    return frames


@pytest.mark.parametrize("number", [0, 1, 1365, 2730, NUMBERS - 1])
@pytest.mark.parametrize("size", [(640, 480), (320, 240), (1280, 720)])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_number_is_read_back(number: int, size: tuple[int, int], mirrored: bool) -> None:
    grey = cv2.cvtColor(stamp(letterboxed(NOISE, size), number), cv2.COLOR_RGB2GRAY)
    assert read(np.asarray(cv2.flip(grey, 1) if mirrored else grey, np.uint8)) == number


@pytest.mark.parametrize("picture", [NOISE, np.zeros_like(NOISE), np.full_like(NOISE, 255)])
def test_a_picture_without_a_number_has_none(picture: np.ndarray) -> None:
    assert read(np.ascontiguousarray(picture[..., 0])) is None


@pytest.mark.parametrize("number", [-1, NUMBERS])
def test_a_number_that_does_not_fit_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        stamp(NOISE, number)


def test_a_reel_keeps_its_numbers_and_starts_with_a_whole_picture() -> None:
    moving = [np.roll(letterboxed(NOISE[::8, ::8], (640, 480)), 3 * step, 1) for step in range(40)]
    reel = encoded(moving, first=700)
    assert [read(luma(frame)) for frame in decoded(reel)] == list(range(700, 740))
    # The lowest bit of the first byte is 0 in a key frame (RFC 6386, section 9.1).
    assert reel.packets[0][0] & 1 == 0


@pytest.mark.parametrize(
    ("told", "expected"),
    [([1, None, 2.5], [1, np.nan, 2.5]), ({"dtype": "f4", "bdata": "AACAPwAAAEA="}, [1, 2]), ([], [])],
)
def test_what_plotly_plots_is_read(told: object, expected: list[float]) -> None:
    np.testing.assert_array_equal(plotted_numbers(told), np.array(expected, np.float64))
