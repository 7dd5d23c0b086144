"""`parity` compares what it is given and its exit code follows the verdict."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from holistic_core.__main__ import main
from holistic_core.measure import parity_report
from holistic_core.measure.parity_report import Criteria, Limits


@pytest.fixture
def folder(tmp_path: Path, portrait: np.ndarray) -> Path:
    """A picture, a file that only begins like one, and one that is something else."""
    cv2.imwrite(str(tmp_path / "portrait.png"), cv2.cvtColor(portrait, cv2.COLOR_RGB2BGR))
    (tmp_path / "broken.png").write_bytes((tmp_path / "portrait.png").read_bytes()[:40])
    (tmp_path / "notes.txt").write_text("notes")
    return tmp_path


@pytest.fixture
def video(tmp_path: Path, portrait: np.ndarray) -> Path:
    path = tmp_path / "portrait.avi"
    height, width = portrait.shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (width, height))
    for _ in range(4):
        writer.write(cv2.cvtColor(portrait, cv2.COLOR_RGB2BGR))
    writer.release()
    return path


def exact(monkeypatch: pytest.MonkeyPatch, limits: Limits) -> None:
    """Other limits than the usual ones, which are for more pictures than there are here."""
    from holistic_core.measure import parity  # noqa: PLC0415 -- after the fixtures

    for name in ("STILL_CRITERIA", "VIDEO_CRITERIA"):
        criteria = Criteria(dict.fromkeys(("pose", "face", "left_hand", "right_hand"), limits), 100.0)  # type: ignore[arg-type]
        monkeypatch.setattr(parity, name, criteria)
        monkeypatch.setattr(parity_report, name, criteria)


def test_pictures(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    exact(monkeypatch, Limits(1, 1, 1))
    assert main(["parity", "--images", str(folder), "--threads", "1"]) == 0
    shown = capsys.readouterr()
    assert "1 pictures" in shown.out
    assert "Verdict: parity" in shown.out
    assert "portrait.png" in shown.err
    assert "broken.png left out" in shown.err
    assert "not a picture left out" in shown.err


def test_over_the_limit_is_exit_code_1(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    exact(monkeypatch, Limits(-1, 1, 1))
    assert main(["parity", "--images", str(folder / "portrait.png")]) == 1
    assert "Verdict: NO PARITY" in capsys.readouterr().out


def test_several_videos_are_summed_up(
    video: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    exact(monkeypatch, Limits(1, 1))
    code = main(["parity", "--video", str(video), str(video), "--frames", "2", "--refine-face", "--json"])
    reports = json.loads(capsys.readouterr().out)
    assert code == 0
    assert [report["pictures"] for report in reports] == [2, 2, 4]
    assert reports[-1]["source"] == "all 2 videos"
    assert all(report["kind"] == "video, one step" for report in reports)


@pytest.mark.parametrize(
    "arguments", [[], ["--images"], ["--images", "a", "--video", "b"], ["--images", "a", "--threads", "0"]]
)
def test_bad_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parity", *arguments]) == 2
    assert capsys.readouterr().err


def test_a_missing_video_is_an_error_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parity", "--video", str(tmp_path / "gone.mp4")]) == 1
    shown = capsys.readouterr()
    assert "gone.mp4" in shown.err
    assert "Traceback" not in shown.err
