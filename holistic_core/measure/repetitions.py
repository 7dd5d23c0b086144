"""Whether repetitions are counted right: the kept clips of the rendered person, and videos whose count is known."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Final

from holistic_core.angles import joint_angles
from holistic_core.coach.samples import SAMPLES, clip_mp4, sample_truth
from holistic_core.detector import Detector
from holistic_core.errors import OptionsError
from holistic_core.exercises import EXERCISES, RepetitionCounter
from holistic_core.measure.table import format_table
from holistic_core.media.video_files import read_video
from holistic_core.options import BODY_AND_HANDS, FindOptions, Priority

Progress = Callable[[str], None]

# Columns of a manifest: where a video is, what is done in it, and how often.
FILE: Final = "file"
EXERCISE: Final = "exercise_expected"
EXPECTED: Final = "reps_expected"


@dataclass(frozen=True)
class CountedClip:
    """One clip. expected: repetitions known before, or None. cues: names of those that fired, of the exercise's order.

    unseen: frames in which the joints were not visible. passed: counted as expected, or nothing was expected.
    """

    clip: str
    exercise: str
    frames: int
    unseen: int
    expected: int | None
    counted: int
    cues: tuple[str, ...]
    passed: bool


@dataclass(frozen=True)
class RepetitionReport:
    """All clips. passed: every one of them did."""

    clips: tuple[CountedClip, ...]
    passed: bool


@dataclass(frozen=True)
class CountTask:
    """A video, what is done in it, and how often; None where that is not known."""

    clip: str
    source: Path | IO[bytes]
    exercise: str
    expected: int | None


def run_repetitions(
    paths: Sequence[Path] = (),
    *,
    exercise: str | None = None,
    manifest: Path | None = None,
    detector: Detector | None = None,
    progress: Progress | None = None,
) -> RepetitionReport:
    """Count the repetitions of every clip, with tracking and smoothing as in the live picture.

    paths: videos in which `exercise` is done. manifest: CSV with the columns `file` (beside the CSV),
    `exercise_expected` and `reps_expected`; rows without an exercise are left out. Neither: the kept clips.
    OptionsError: no or an unknown exercise, or a manifest that cannot be read. VideoError: not a video, or damaged.
    """
    tasks = [CountTask(path.name, path, _known(exercise, path.name), None) for path in paths]
    tasks += manifest_tasks(manifest) if manifest is not None else ()
    if not paths and manifest is None:
        tasks += _kept_clips(exercise)
    if detector is None:
        with Detector() as own:
            return _counted(tasks, own, progress)
    return _counted(tasks, detector, progress)


def format_repetitions(report: RepetitionReport) -> str:
    """A row a clip."""
    rows = [
        [
            each.clip,
            each.exercise,
            each.frames,
            each.unseen,
            each.expected,
            each.counted,
            "" if each.expected is None else "ok" if each.passed else "WRONG",
            ", ".join(each.cues),
        ]
        for each in report.clips
    ]
    headers = ["clip", "exercise", "frames", "unseen", "expected", "counted", "", "cues"]
    return format_table(headers, rows, title="Repetitions, counted and known")


def _counted(tasks: Iterable[CountTask], detector: Detector, progress: Progress | None) -> RepetitionReport:
    say = progress or (lambda _: None)
    clips = []
    for task in tasks:
        clips.append(_count(task, detector))
        say(f"{task.clip}: {clips[-1].counted}")
    return RepetitionReport(tuple(clips), all(each.passed for each in clips))


def _count(task: CountTask, detector: Detector) -> CountedClip:
    exercise = EXERCISES[task.exercise]
    counter = RepetitionCounter(exercise)
    frames = unseen = counted = 0
    fired: set[str] = set()
    with detector.open_stream(FindOptions(parts=BODY_AND_HANDS), priority=Priority.BENCHMARK) as stream:
        for time_s, rgb in read_video(task.source):
            result = stream.process(rgb, timestamp_s=time_s)
            state = counter.update(result, joint_angles(result), time_s)
            frames, unseen, counted = frames + 1, unseen + (not state.visible), state.repetitions
            fired.update(cue.name for cue in state.cues)
    cues = tuple(cue.name for cue in exercise.cues if cue.name in fired)
    passed = task.expected in (None, counted)
    return CountedClip(task.clip, task.exercise, frames, unseen, task.expected, counted, cues, passed)


def _kept_clips(exercise: str | None) -> Iterator[CountTask]:
    """The clips of the package in which an exercise is done; only `exercise` when it is given."""
    wanted = None if exercise is None else _known(exercise, "")
    for name, sample in SAMPLES.items():
        motion = sample.options.motion.name
        if motion in EXERCISES and wanted in (None, motion):
            yield CountTask(name, BytesIO(clip_mp4(name)), motion, sample_truth(name).repetitions)


def manifest_tasks(manifest: Path) -> Iterator[CountTask]:
    """The videos of a manifest in which an exercise is done; OptionsError when it cannot be read or makes no sense."""
    try:
        with manifest.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            missing = [name for name in (FILE, EXERCISE, EXPECTED) if name not in (reader.fieldnames or ())]
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OptionsError(f"{manifest.name} cannot be read as CSV ({error}). Check the file.") from error
    if missing:
        raise OptionsError(f"{manifest.name} has no column {', '.join(missing)}. Add it to the first line.")
    for row in rows:
        name = row[FILE] or ""
        if row[EXERCISE]:
            expected = row[EXPECTED] or ""
            if not expected.isdigit():
                raise OptionsError(f"{EXPECTED} of {name} is {expected!r}; it must be a whole number of repetitions.")
            yield CountTask(Path(name).name, manifest.parent / name, _known(row[EXERCISE], name), int(expected))


def _known(exercise: str | None, clip: str) -> str:
    """The identifier of an exercise as people write it, "Push-up"; OptionsError when there is none."""
    name = (exercise or "").strip().lower().replace("-", "_").replace(" ", "_")
    if name in EXERCISES:
        return name
    what = f"exercise is {exercise!r}" if exercise else "No exercise was given"
    raise OptionsError(f"{what}{f' for {clip}' if clip else ''}; choose one of {', '.join(EXERCISES)}.")
