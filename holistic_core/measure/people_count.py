"""How many people are found in pictures, and how long that takes."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from holistic_core.detector import Detector
from holistic_core.measure.table import format_table
from holistic_core.media.pictures import read_picture
from holistic_core.options import FindOptions, Priority
from holistic_core.results import HolisticResult

Progress = Callable[[str], None]
_T = TypeVar("_T")

_REPEATS: Final = 3


@dataclass(frozen=True)
class PersonFound:
    """One person: height of the box around the body in % of the picture's, score of the body, 0-1, parts found."""

    height_percent: float
    score: float
    parts: tuple[str, ...]


@dataclass(frozen=True)
class PictureOfPeople:
    """One picture: its people, largest first, and the median time of `detect_people` and of `detect`."""

    file: str
    people: tuple[PersonFound, ...]
    people_ms: float
    one_person_ms: float


@dataclass(frozen=True)
class PeopleReport:
    """All pictures. max_people: the most that were looked for."""

    max_people: int
    pictures: tuple[PictureOfPeople, ...]


def run_people(
    paths: Iterable[Path],
    *,
    max_people: int = 4,
    find: FindOptions | None = None,
    detector: Detector | None = None,
    progress: Progress | None = None,
) -> PeopleReport:
    """Find everybody in every picture."""
    if detector is None:
        with Detector() as own:
            return run_people(paths, max_people=max_people, find=find, detector=own, progress=progress)
    say = progress or (lambda _: None)
    wanted = find or FindOptions()
    detector.warm_up(wanted)
    pictures = []
    for path in paths:
        say(path.name)
        rgb = read_picture(path).rgb
        everybody = partial(detector.detect_people, rgb, max_people, wanted, priority=Priority.BENCHMARK)
        people, people_ms = _timed(everybody)
        _, one_ms = _timed(partial(detector.detect, rgb, wanted, priority=Priority.BENCHMARK))
        pictures.append(PictureOfPeople(path.name, tuple(map(_person, people)), people_ms, one_ms))
    return PeopleReport(max_people, tuple(pictures))


def _timed(call: Callable[[], _T]) -> tuple[_T, float]:
    milliseconds = []
    for _ in range(_REPEATS):
        start = time.perf_counter()
        result = call()
        milliseconds.append((time.perf_counter() - start) * 1e3)
    return result, statistics.median(milliseconds)


def _person(result: HolisticResult) -> PersonFound:
    height = float("nan") if result.pose is None else float(np.ptp(result.pose.xyz_norm[:, 1])) * 100
    return PersonFound(height, result.pose_score, result.parts_found)


def format_people(report: PeopleReport) -> str:
    """A row a picture."""
    rows = [
        [
            each.file,
            len(each.people),
            f"{each.people_ms:.0f}",
            f"{each.one_person_ms:.0f}",
            ", ".join(f"{person.height_percent:.0f} % ({len(person.parts)} parts)" for person in each.people)
            or "nobody",
        ]
        for each in report.pictures
    ]
    return format_table(
        ["file", "people", "ms", "ms for one", "height of each in % of the picture"],
        rows,
        title=f"People found, {report.max_people} at most, largest first",
    )
