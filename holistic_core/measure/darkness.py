"""What evening out the contrast (CLAHE) gains or loses, file by file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from holistic_core.detector import Detector
from holistic_core.measure.frames import RGB
from holistic_core.measure.sources import Source, open_source
from holistic_core.measure.table import format_table
from holistic_core.options import PARTS, FindOptions, Priority

Progress = Callable[[str], None]
Found = Literal["people", "pose", "face", "left_hand", "right_hand"]

FOUND: Final[tuple[Found, ...]] = ("people", *PARTS)
_MAX_PEOPLE: Final = 8


@dataclass(frozen=True)
class Change:
    """How often something is found, summed over the frames of a file.

    gained, lost: found only with, only without CLAHE; for people, how many more and how many fewer in each frame.
    """

    found: Found
    without: int
    with_clahe: int
    gained: int
    lost: int


@dataclass(frozen=True)
class DarkFile:
    """One picture (one frame) or video (some frames). brightness: mean grey level of its frames, 0-255."""

    file: str
    frames: int
    brightness: float
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class DarkReport:
    """All files."""

    files: tuple[DarkFile, ...]


def run_dark(
    paths: Iterable[Path],
    *,
    every: int = 10,
    find: FindOptions | None = None,
    detector: Detector | None = None,
    progress: Progress | None = None,
) -> DarkReport:
    """Look at every picture, and at each `every`-th frame of every video, with and without CLAHE, each by itself."""
    if detector is None:
        with Detector() as own:
            return run_dark(paths, every=every, find=find, detector=own, progress=progress)
    say = progress or (lambda _: None)
    files = []
    for path in paths:
        say(path.name)
        files.append(_file(open_source(path, every=every), detector, find or FindOptions()))
    return DarkReport(tuple(files))


def _file(source: Source, detector: Detector, find: FindOptions) -> DarkFile:
    plain, even = [], []
    brightness = []
    for rgb in source.frames:
        plain.append(_counts(detector, rgb, replace(find, clahe=False)))
        even.append(_counts(detector, rgb, replace(find, clahe=True)))
        brightness.append(float(rgb.mean()))
    changes = tuple(
        Change(
            found=what,
            without=sum(counts[what] for counts in plain),
            with_clahe=sum(counts[what] for counts in even),
            gained=sum(max(after[what] - before[what], 0) for before, after in zip(plain, even, strict=True)),
            lost=sum(max(before[what] - after[what], 0) for before, after in zip(plain, even, strict=True)),
        )
        for what in FOUND
    )
    return DarkFile(source.name, len(plain), sum(brightness) / max(len(brightness), 1), changes)


def _counts(detector: Detector, rgb: RGB, find: FindOptions) -> dict[Found, int]:
    people = detector.detect_people(rgb, _MAX_PEOPLE, replace(find, parts=frozenset()), priority=Priority.BENCHMARK)
    result = detector.detect(rgb, find, priority=Priority.BENCHMARK)
    return {"people": len(people), **{part: int(part in result.parts_found) for part in PARTS}}


def format_dark(report: DarkReport) -> str:
    """A row a file; "0 → 3 +3" is found in 3 frames only with CLAHE, "5 → 4 +1 −2" gains one and loses two."""
    rows = [
        [each.file, each.frames, f"{each.brightness:.0f}", *(_text(change) for change in each.changes)]
        for each in report.files
    ]
    return format_table(
        ["file", "frames", "brightness", *FOUND],
        rows,
        title="Found without → with CLAHE, +gained −lost; people by detect_people, parts of the one person of detect",
    )


def _text(change: Change) -> str:
    differences = [f"+{change.gained}"] if change.gained else []
    differences += [f"−{change.lost}"] if change.lost else []
    return " ".join([f"{change.without} → {change.with_clahe}", *differences])
