"""The video measurement: both loops find the same in the same frames, and the ratio is told with its limit."""

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from holistic_core.coach.samples import clip_mp4
from holistic_core.export.session_frames import FrameStore
from holistic_core.measure.usual_loop import LoopRun, usual_loop
from holistic_core.measure.video_speed import VideoSpeedReport, _row, format_video, run_video
from holistic_core.media.video_header import VideoInfo
from holistic_core.video.options import VideoMovement
from tests.unit.live.fake_detector import person

ALL_DEG_SHAPE = (44, 2)


def ours(seconds: float, frames: int = 10) -> VideoMovement:
    store = FrameStore()
    for number in range(frames):
        store.add_row(number / 25, person((64, 48)), np.full(ALL_DEG_SHAPE, np.nan, np.float32), 0, 0.0)
    info = VideoInfo((64, 48), (64, 48), 25.0, 0.4, frames, 0, False, "h264", "mp4")
    return VideoMovement(info, store.frames(), None, (), None, False, None, seconds, {"decode": 1.0, "detect": 30.0})


@pytest.mark.parametrize(
    ("seconds", "found", "frames", "times", "passed"),
    [
        ((0.5, 0.5, 0.5), {"pose": 10}, 10, (2.0, 2.0, 2.0), True),
        ((0.5, 0.7, 0.5), {"pose": 10}, 10, (2.0, 1 / 0.7, 2.0), True),
        ((0.7, 0.5, 0.7), {"pose": 10}, 10, (1 / 0.7, 2.0, 1 / 0.7), False),
        ((0.5, 0.5, 0.5), {"pose": 10, "face": 1}, 10, (2.0, 2.0, 2.0), True),
        ((0.5, 0.5, 0.5), {"pose": 10, "face": 2}, 10, (2.0, 2.0, 2.0), False),
        ((0.5, 0.5, 0.5), {"pose": 10}, 9, (1.8, 1.8, 1.8), False),
    ],
)
def test_the_median_of_the_runs_counts_and_the_parts_have_to_be_the_same(
    seconds: tuple[float, ...], found: dict[str, int], frames: int, times: tuple[float, ...], passed: bool
) -> None:
    row = _row("clip.mp4", "mp4v", [(LoopRun(10, 1.0, found), ours(each, frames)) for each in seconds])
    assert row.times == pytest.approx(times)
    assert row.passed is passed
    text = format_video(VideoSpeedReport("litert", (row, replace(row, written="h264")), passed))
    assert ("UNDER THE LIMIT" in text) is (row.same_parts and row.median < row.limit)
    assert ("OTHER PARTS FOUND" in text) is (not row.same_parts)
    assert f"{found['pose']} / {frames}" in text


@pytest.mark.slow
@pytest.mark.parametrize("written", ["mp4v", "h264"])
def test_the_usual_loop_finds_and_writes(written: str, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(clip_mp4("waving_dim"))
    run = usual_loop(clip, tmp_path / "out.mp4", written)  # type: ignore[arg-type]
    assert run.found["pose"] > 0.9 * run.frames > 0
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert sum(1 for _ in container.decode(video=0)) == run.frames


@pytest.mark.slow
def test_both_loops_are_measured(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(clip_mp4("waving_dim"))
    report = run_video([clip], runs=1)
    assert [row.written for row in report.videos] == ["mp4v", "h264"]
    assert all(row.same_parts and row.median > 0 for row in report.videos)
