"""Frames a second from a video to an annotated video, against the loop everybody writes, in turns in one process."""

import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from holistic_core.detector import Detector
from holistic_core.measure.table import format_table
from holistic_core.measure.usual_loop import LoopRun, Written, usual_loop
from holistic_core.options import PARTS, DetectorOptions, FindOptions, Part, Priority
from holistic_core.video.options import VideoMovement, VideoOptions
from holistic_core.video.processing import process_video

Progress = Callable[[str], None]

TIMES_LIMIT: Final = 1.6
WRITTEN: Final[tuple[Written, ...]] = ("mp4v", "h264")
# A part may be found in so many frames fewer, as a share of all: engines differ in a frame at the edge of a threshold.
_FEWER_SHARE: Final = 0.05


@dataclass(frozen=True)
class VideoSpeed:
    """One video, one codec of the usual loop; this project always writes H.264.

    fps of every run, usual and ours; times: ours over usual of the same run; median of them. found: frames with each
    part, (usual, ours) of the last run; same_parts: ours are not fewer. stage_ms: medians of the stages, last run.
    """

    file: str
    written: Written
    frames: int
    usual_fps: tuple[float, ...]
    ours_fps: tuple[float, ...]
    times: tuple[float, ...]
    median: float
    found: dict[Part, tuple[int, int]]
    same_parts: bool
    stage_ms: dict[str, float]
    limit: float
    passed: bool


@dataclass(frozen=True)
class VideoSpeedReport:
    """All videos. detector: how the shared detector was set up. passed: every median within the limit."""

    detector: str
    videos: tuple[VideoSpeed, ...]
    passed: bool


def run_video(
    paths: Sequence[Path],
    *,
    runs: int = 3,
    detector: DetectorOptions | None = None,
    progress: Progress | None = None,
) -> VideoSpeedReport:
    """Decode, detect, draw and encode each video by both loops, taking turns, who comes first changing every run.

    Both find all parts with the same model (complexity 1) and draw them; models are loaded before. VideoError: not a
    video, or damaged. detector: as the pages have it when left out.
    """
    say = progress or (lambda _: None)
    options = detector or DetectorOptions()
    rows = []
    with Detector(options) as shared, tempfile.TemporaryDirectory() as folder:
        shared.warm_up(FindOptions())
        target = Path(folder, "annotated.mp4")
        for path in paths:
            for written in WRITTEN:
                pairs = []
                for run in range(runs):
                    turns: list[Callable[[], LoopRun | VideoMovement]] = [
                        lambda path=path, written=written: usual_loop(path, target, written),  # type: ignore[misc]
                        lambda path=path: _ours(path, shared, target),  # type: ignore[misc]
                    ]
                    first, second = (0, 1) if run % 2 == 0 else (1, 0)
                    results = {first: turns[first](), second: turns[second]()}
                    usual, ours = results[0], results[1]
                    assert isinstance(usual, LoopRun) and isinstance(ours, VideoMovement)  # noqa: S101
                    pairs.append((usual, ours))
                    say(f"{path.name}, {written}, run {run + 1}: {usual.fps:.1f} and {ours.fps:.1f} frames a second")
                rows.append(_row(path.name, written, pairs))
    mode = f"{options.engine}, {options.mode}, {options.threads} threads"
    return VideoSpeedReport(mode, tuple(rows), all(row.passed for row in rows))


def format_video(report: VideoSpeedReport) -> str:
    """A row a video and codec, then where our time goes."""
    rows = [
        [
            each.file,
            each.written,
            each.frames,
            *(f"{statistics.median(values):.1f}" for values in (each.usual_fps, each.ours_fps)),
            *(" ".join(f"{value:.2f}" for value in each.times).split()),
            f"{each.median:.2f}",
            f"{each.limit:g}",
            _verdict(each),
        ]
        for each in report.videos
    ]
    runs = len(report.videos[0].times) if report.videos else 0
    headers = ["video", "usual writes", "frames", "usual fps", "ours fps", *(f"run {n + 1}" for n in range(runs))]
    table = format_table(
        [*headers, "median", "limit", ""],
        rows,
        title=f"Decode, detect, draw, encode: how many times as fast as the usual loop ({report.detector})",
    )
    found = format_table(
        ["video", *PARTS],
        [
            [each.file, *(f"{each.found[part][0]} / {each.found[part][1]}" for part in PARTS)]
            for each in report.videos
            if each.written == WRITTEN[0]
        ],
        title="Frames in which a part was found: usual loop / ours",
    )
    stages = format_table(
        ["video", "decode", "detect", "draw", "encode"],
        [
            [each.file, *(f"{each.stage_ms.get(stage, 0.0):.1f}" for stage in ("decode", "detect", "draw", "encode"))]
            for each in report.videos
            if each.written == WRITTEN[0]
        ],
        title="Median milliseconds of our stages, which overlap",
    )
    return "\n\n".join((table, found, stages))


def _verdict(row: VideoSpeed) -> str:
    if not row.same_parts:
        return "OTHER PARTS FOUND"
    return "ok" if row.passed else "UNDER THE LIMIT"


def _ours(path: Path, detector: Detector, target: Path) -> VideoMovement:
    options = VideoOptions(mp4=target, keep_audio=False, priority=Priority.BENCHMARK, keep_face=True)
    two_step = detector.open_two_step(options.find, priority=options.priority)
    if two_step is not None:
        two_step.warm_up()  # not of the time, as in the usual loop
    return process_video(path, detector, options)


def _row(file: str, written: Written, pairs: Sequence[tuple[LoopRun, VideoMovement]]) -> VideoSpeed:
    usual_fps = tuple(usual.fps for usual, _ in pairs)
    ours_fps = tuple(ours.fps for _, ours in pairs)
    times = tuple(one / other for one, other in zip(ours_fps, usual_fps, strict=True))
    usual, ours = pairs[-1]
    results = list(ours.frames.results())
    found = {part: (usual.found.get(part, 0), sum(part in each.parts_found for each in results)) for part in PARTS}
    most_fewer = max(1.0, _FEWER_SHARE * usual.frames)
    same = len(results) == usual.frames and all(theirs - own <= most_fewer for theirs, own in found.values())
    median = statistics.median(times)
    return VideoSpeed(
        file=file,
        written=written,
        frames=usual.frames,
        usual_fps=usual_fps,
        ours_fps=ours_fps,
        times=times,
        median=median,
        found=found,
        same_parts=same,
        stage_ms=dict(ours.stage_ms),
        limit=TIMES_LIMIT,
        passed=median >= TIMES_LIMIT and same,
    )
