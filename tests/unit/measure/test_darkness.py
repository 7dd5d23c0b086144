"""Gains and losses of CLAHE are counted frame by frame."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from holistic_core.detector import Detector
from holistic_core.measure.darkness import FOUND, Change, format_dark, run_dark
from holistic_core.options import FindOptions
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import LEFT_HAND, POSE

LEVELS = (10, 30, 90)
HAND = Landmarks.from_xyz(LEFT_HAND, np.zeros((21, 3)))
BODY = Landmarks.from_xyz(POSE, np.zeros((33, 3)))


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """Three frames, from dark to bright."""
    path = tmp_path / "evening.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (96, 96))
    for level in LEVELS:
        writer.write(np.full((96, 96, 3), level, np.uint8))
    writer.release()
    return path


def answer(rgb: np.ndarray, find: FindOptions) -> HolisticResult:
    """The body is found above a brightness that CLAHE lowers; CLAHE loses the hand that was found without it."""
    visible = rgb.mean() > (20 if find.clahe else 60)
    return HolisticResult(
        (96, 96), pose=BODY if visible else None, left_hand=HAND if visible and not find.clahe else None
    )


def count(rgb: np.ndarray, find: FindOptions) -> int:
    return 2 if find.clahe else int(rgb.mean() > 60)


def test_gains_and_losses(video: Path, fake_detector: Callable[..., Detector]) -> None:
    said: list[str] = []
    report = run_dark([video], every=1, detector=fake_detector(answer, count), progress=said.append)
    (file,) = report.files
    changes = {change.found: change for change in file.changes}
    assert said == ["evening.avi"]
    assert file.frames == 3
    assert file.brightness == pytest.approx(sum(LEVELS) / 3, abs=3)
    assert tuple(changes) == FOUND
    assert changes["people"] == Change("people", 1, 6, 5, 0)
    assert changes["pose"] == Change("pose", 1, 2, 1, 0)
    assert changes["left_hand"] == Change("left_hand", 1, 0, 0, 1)
    assert changes["face"] == Change("face", 0, 0, 0, 0)
    shown = format_dark(report)
    assert "1 → 6 +5" in shown
    assert "1 → 0 −1" in shown
    assert "0 → 0" in shown


def test_a_picture_is_one_frame(tmp_path: Path, fake_detector: Callable[..., Detector]) -> None:
    path = tmp_path / "night.png"
    cv2.imwrite(str(path), np.full((96, 96, 3), 30, np.uint8))
    (file,) = run_dark([path], detector=fake_detector(answer, count)).files
    assert file.frames == 1
    assert {change.found: change.gained for change in file.changes}["pose"] == 1


@pytest.mark.slow
def test_dark_test_media(test_media: Path) -> None:
    path = test_media / "images" / "derived_three_people_dark.jpg"
    (file,) = run_dark([path]).files
    changes = {change.found: change for change in file.changes}
    assert changes["people"].without == changes["people"].with_clahe == 3
    assert changes["pose"].with_clahe == 1
