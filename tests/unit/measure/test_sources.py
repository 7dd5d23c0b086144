"""Files are told apart by content."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from holistic_core.coach.samples import still_jpeg
from holistic_core.errors import VideoError
from holistic_core.measure.sources import default_picture, is_picture, open_source


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"  # a picture by content
    path.write_bytes(cv2.imencode(".png", np.full((80, 90, 3), 200, np.uint8))[1].tobytes())
    return path


def test_a_picture_by_content(picture: Path) -> None:
    source = open_source(picture)
    assert not source.is_video
    assert [frame.shape for frame in source.frames] == [(80, 90, 3)]


def test_a_video_is_sampled(tmp_path: Path) -> None:
    path = tmp_path / "film.jpg"
    writer = cv2.VideoWriter(str(tmp_path / "film.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 10, (96, 64))
    for _ in range(7):
        writer.write(np.zeros((64, 96, 3), np.uint8))
    writer.release()
    (tmp_path / "film.avi").rename(path)
    source = open_source(path, every=3)
    assert source.is_video
    assert len(list(source.frames)) == 3


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    assert not is_picture(tmp_path / "gone.jpg")
    with pytest.raises(VideoError, match=r"gone\.jpg"):
        open_source(tmp_path / "gone.jpg")


def test_the_default_picture(tmp_path: Path, picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert default_picture(picture).rgb.shape == (80, 90, 3)
    monkeypatch.delenv("HOLISTIC_TEST_MEDIA", raising=False)
    shipped = default_picture()
    stored = cv2.imdecode(np.frombuffer(still_jpeg("counting_five"), np.uint8), cv2.IMREAD_COLOR)
    assert np.abs(shipped.rgb.astype(int) - stored[..., ::-1]).mean() < 2
    (tmp_path / "images").mkdir()
    picture.rename(tmp_path / "images" / "tensorflow_pose.jpg")
    monkeypatch.setenv("HOLISTIC_TEST_MEDIA", str(tmp_path))
    assert default_picture().rgb.shape == (80, 90, 3)
