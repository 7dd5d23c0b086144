"""Frames of videos and of pans."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from holistic_core.errors import VideoError
from holistic_core.measure.frames import View, video_frames

FRAMES = 12


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve frames, each a little redder than the one before, with a blue of nothing."""
    path = tmp_path_factory.mktemp("video") / "red.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    for number in range(FRAMES):
        writer.write(np.full((48, 64, 3), (0, 0, 20 * number), np.uint8))
    writer.release()
    return path


def redness(frames: list[np.ndarray]) -> list[int]:
    return [round(float(frame[..., 0].mean()) / 20) for frame in frames]


def test_frames_are_rgb_in_their_order(video: Path) -> None:
    frames = list(video_frames(video))
    assert redness(frames) == list(range(FRAMES))
    assert frames[0].shape == (48, 64, 3)
    assert frames[0].dtype == np.uint8


@pytest.mark.parametrize(
    ("every", "most", "expected"),
    [(1, 3, [0, 1, 2]), (5, None, [0, 5, 10]), (4, 2, [0, 4]), (100, None, [0]), (1, 100, list(range(FRAMES)))],
)
def test_sampling(video: Path, every: int, most: int | None, expected: list[int]) -> None:
    assert redness(list(video_frames(video, every=every, most=most))) == expected


@pytest.mark.parametrize("content", [b"", b"not a video at all" * 100])
def test_what_is_no_video_is_said_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "holiday.mp4"
    path.write_bytes(content)
    with pytest.raises(VideoError, match=r"holiday\.mp4 holds no frame"):
        list(video_frames(path))


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(VideoError, match="nothing"):
        list(video_frames(tmp_path / "nothing.mp4"))


def test_a_pan_starts_at_the_picture_moves_a_little_and_comes_back() -> None:
    rgb = np.random.default_rng(3).integers(0, 256, (60, 80, 3), np.uint8)
    view = View()
    np.testing.assert_array_equal(view.frame(rgb, 0), rgb)
    np.testing.assert_array_equal(view.frame(rgb, 45), view.frame(rgb, 0))
    assert not np.array_equal(view.frame(rgb, 11), rgb)
    assert view.frame(rgb, 11).shape == rgb.shape


def test_a_point_in_a_pan_moves_by_one_percent_at_most() -> None:
    rgb = np.zeros((500, 500, 3), np.uint8)
    rgb[248:253, 248:253] = 255
    places = []
    for number in range(45):
        y, x = np.nonzero(View().frame(rgb, number)[..., 0] > 127)
        places.append((x.mean() - 250, y.mean() - 250))
    assert np.abs(places).max() == pytest.approx(5, abs=0.6)


def test_a_view_turns_and_enlarges() -> None:
    rgb = np.zeros((101, 101, 3), np.uint8)
    rgb[50, 75] = 255
    turned = View(roll_deg=90, zoom=1.6).frame(rgb, 0)
    y, x = np.unravel_index(turned[..., 0].argmax(), turned.shape[:2])
    assert (x, y) == pytest.approx((50, 10), abs=2)
    assert str(View(20, 1.2)) == "rolled by 20°, enlarged 1.2×"
