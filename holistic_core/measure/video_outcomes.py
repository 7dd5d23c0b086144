"""What becomes of good, bad and broken videos: outcome, seconds, memory, and repetitions where they are known."""

import math
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from holistic_core.errors import HolisticError, VideoError
from holistic_core.measure.fresh_process import call_in_fresh_process
from holistic_core.measure.repetitions import CountTask, manifest_tasks
from holistic_core.measure.table import format_table
from holistic_core.measure.video_probe import VideoProbe
from holistic_core.media.sniff import other_kind, picture_format

Outcome = Literal["whole", "good part", "refused", "failed"]

MEMORY_LIMIT_MB: Final = 250.0
_ENDINGS: Final = frozenset({".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".gif"})
_HEAD_BYTES: Final = 4096


@dataclass(frozen=True)
class VideoRow:
    """One file.

    outcome: "whole", "good part" (with a message where it stopped), "refused" (with a message), or "failed": anything
    else, which is a bug. frames: looked at. seconds: from the file to the annotated video. extra_peak_mb: above a
    process whose models are loaded, NaN where the system does not tell. expected, counted: repetitions, None where not
    known. passed: not failed, within the limit of memory, every frame in the annotated video, and counted right.
    """

    file: str
    outcome: Outcome
    text: str
    frames: int
    seconds: float
    extra_peak_mb: float
    limit_mb: float
    expected: int | None
    counted: int | None
    passed: bool


def run_videos(
    paths: Sequence[Path], *, manifest: Path | None = None, progress: Callable[[str], None] | None = None
) -> list[VideoRow]:
    """Make an annotated video of every file, each in a process of its own.

    paths: files, and folders whose files are taken that have a video's content or ending. manifest: as of
    `repetitions`. VideoError: there is none among them. OptionsError: the manifest cannot be read.
    """
    known = {task.clip: task for task in (manifest_tasks(manifest) if manifest is not None else ())}
    files = list(_videos(paths))
    if not files:
        raise VideoError("There is no video among these files. Name videos, or folders that hold some.")
    rows = []
    for path in files:
        rows.append(_row(path, known.get(path.name)))
        if progress is not None:
            progress(f"{path.name}: {rows[-1].outcome}, {rows[-1].seconds:.1f} s")
    return rows


def format_videos(rows: Sequence[VideoRow]) -> str:
    """A row a file, and how many there are of each outcome."""
    table = format_table(
        ("file", "outcome", "frames", "s", "extra MB", "limit MB", "reps", "known", "", "message"),
        [
            (
                row.file,
                row.outcome,
                row.frames,
                f"{row.seconds:.1f}",
                "–" if math.isnan(row.extra_peak_mb) else f"{row.extra_peak_mb:.0f}",
                f"{row.limit_mb:g}",
                row.counted,
                row.expected,
                "ok" if row.passed else "FAIL",
                row.text,
            )
            for row in rows
        ],
        title="Videos: read, looked at, drawn and written, each in a process of its own",
    )
    outcomes: tuple[Outcome, ...] = ("whole", "good part", "refused", "failed")
    counts = ", ".join(f"{sum(row.outcome == each for row in rows)} {each}" for each in outcomes)
    return f"{table}\n\n{len(rows)} files: {counts}; {sum(row.passed for row in rows)} passed."


def _videos(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.iterdir() if each.is_file() and _may_be_video(each))
        else:
            yield path


def _may_be_video(path: Path) -> bool:
    if path.suffix.lower() in _ENDINGS:
        return True
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    return picture_format(head) is None and "video" in other_kind(head).name


def _row(path: Path, task: CountTask | None) -> VideoRow:
    exercise, expected = (None, None) if task is None else (task.exercise, task.expected)
    try:
        fields = call_in_fresh_process(
            "holistic_core.measure.video_probe", "probe_video", str(path.absolute()), exercise
        )
    except (HolisticError, subprocess.TimeoutExpired) as error:
        return VideoRow(
            path.name, "failed", str(error), 0, math.nan, math.nan, MEMORY_LIMIT_MB, expected, None, passed=False
        )
    probe = VideoProbe(**{**fields, "size": tuple(fields["size"])})
    outcome: Outcome = "whole" if probe.whole else "good part" if probe.frames else "refused"
    counted = probe.repetitions if exercise is not None and probe.frames else None
    # NaN, where memory cannot be measured, is not above the limit.
    within = not probe.extra_peak_mb > MEMORY_LIMIT_MB
    return VideoRow(
        file=path.name,
        outcome=outcome,
        text=probe.text,
        frames=probe.frames,
        seconds=probe.seconds,
        extra_peak_mb=probe.extra_peak_mb,
        limit_mb=MEMORY_LIMIT_MB,
        expected=expected,
        counted=counted,
        passed=within and probe.played == probe.frames and expected in (None, counted),
    )
