"""People are counted, with their size and parts."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from holistic_core.detector import Detector
from holistic_core.measure.people_count import format_people, run_people
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import POSE


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "crowd.png"
    cv2.imwrite(str(path), np.full((96, 96, 3), 30, np.uint8))
    return path


def test_people_with_their_height(picture: Path, fake_detector: Callable[..., Detector]) -> None:
    xyz = np.zeros((33, 3))
    xyz[:, 1] = np.linspace(0.1, 0.6, 33)
    person = HolisticResult((96, 96), pose=Landmarks.from_xyz(POSE, xyz), pose_score=0.9)
    report = run_people([picture], max_people=2, detector=fake_detector(lambda *_: person, lambda *_: 3))
    (row,) = report.pictures
    assert [each.height_percent for each in row.people] == pytest.approx([50, 50])
    assert row.people[0].parts == ("pose",)
    assert row.people_ms >= 0
    assert "crowd.png" in format_people(report)
    assert "50 % (1 parts)" in format_people(report)


def test_nobody(picture: Path, fake_detector: Callable[..., Detector]) -> None:
    report = run_people([picture], detector=fake_detector(lambda *_: HolisticResult((96, 96)), lambda *_: 0))
    assert report.pictures[0].people == ()
    assert "nobody" in format_people(report)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "people"),
    [("tensorflow_three_people.jpg", 3), ("tensorflow_pose.jpg", 1), ("vladmandic_background.jpg", 0)],
)
def test_people_of_the_test_media(test_media: Path, name: str, people: int) -> None:
    (row,) = run_people([test_media / "images" / name]).pictures
    assert len(row.people) == people
