"""Counting clips: what is counted in which file, against what is known, and what people are told otherwise."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from holistic_core.angles import joint_angles
from holistic_core.coach.samples import sample_truth
from holistic_core.detector import Detector
from holistic_core.errors import OptionsError, VideoError
from holistic_core.exercises import EXERCISES, RepetitionCounter
from holistic_core.measure import repetitions as measured
from holistic_core.measure.repetitions import format_repetitions, run_repetitions
from holistic_core.media.video_files import read_video, write_mp4
from holistic_core.options import BODY_AND_HANDS, FindOptions
from holistic_core.results import HolisticResult

NOBODY = HolisticResult((64, 64))
VIDEOS = (
    "tensorflow_pose_squats.mp4",
    "AmirKaseb_squat.mp4",
    "AmirKaseb_pushup.mp4",
    "derived_squat_vfr.mp4",
    "derived_squats_tiny.mp4",
)


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """A grey video of as many frames as the clip `squat_side` has."""
    path = tmp_path / "squats.mp4"
    write_mp4(path, [np.full((64, 64, 3), 90, np.uint8)] * len(sample_truth("squat_side")), 20)
    return path


@pytest.fixture
def coach(fake_detector: Callable[..., Detector]) -> Detector:
    """A detector that sees the clip `squat_side` once, whatever it is shown."""
    frames = iter(sample_truth("squat_side"))
    return fake_detector(lambda *_: next(frames).result)


@pytest.fixture
def blind(fake_detector: Callable[..., Detector]) -> Detector:
    return fake_detector(lambda *_: NOBODY)


def manifest(folder: Path, *rows: str) -> Path:
    path = folder / "videos.csv"
    path.write_text("\n".join(["file,exercise_expected,reps_expected", *rows]), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["squat", "Squat"])
def test_a_video_is_counted_without_an_expectation(video: Path, coach: Detector, name: str) -> None:
    report = run_repetitions([video], exercise=name, detector=coach)
    (clip,) = report.clips
    assert (clip.clip, clip.exercise, clip.frames, clip.unseen) == ("squats.mp4", "squat", 165, 0)
    assert (clip.counted, clip.expected, clip.passed, report.passed) == (2, None, True, True)


@pytest.mark.parametrize(("expected", "passed", "told"), [(2, True, "ok"), (3, False, "WRONG")])
def test_a_manifest_tells_what_is_expected(
    video: Path, coach: Detector, expected: int, passed: bool, told: str
) -> None:
    table = manifest(video.parent, f"squats.mp4,squat,{expected}", "portrait.jpg,,")
    report = run_repetitions(manifest=table, detector=coach)
    assert [(each.clip, each.expected, each.counted) for each in report.clips] == [("squats.mp4", expected, 2)]
    assert report.passed is passed
    assert told in format_repetitions(report)


def test_nobody_does_nothing(video: Path, blind: Detector) -> None:
    (clip,) = run_repetitions([video], exercise="push-up", detector=blind).clips
    assert (clip.exercise, clip.counted, clip.unseen, clip.cues) == ("push_up", 0, 165, ())


@pytest.mark.slow
def test_the_kept_clips_have_their_true_count(blind: Detector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measured, "read_video", lambda _: iter([(0.0, np.zeros((64, 64, 3), np.uint8))]))
    report = run_repetitions(detector=blind)
    assert {each.exercise for each in report.clips} == set(EXERCISES) - {"hand_open_close"}
    assert {each.clip: each.expected for each in report.clips}["jumping_jack_front"] == 3
    assert not report.passed, "nobody was seen, so nothing was counted"
    squats = run_repetitions(exercise="squat", detector=blind)
    assert {each.clip for each in squats.clips} == {"squat_side", "squat_shallow"}


@pytest.mark.parametrize(
    ("exercise", "told"), [(None, "No exercise was given for squats.mp4; choose one of squat"), ("waltz", "'waltz'")]
)
def test_an_exercise_is_needed(video: Path, blind: Detector, exercise: str | None, told: str) -> None:
    with pytest.raises(OptionsError, match=told):
        run_repetitions([video], exercise=exercise, detector=blind)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("file,exercise_expected\na.mp4,squat", "no column reps_expected"),
        ("", "no column file"),
        ("file,exercise_expected,reps_expected\na.mp4,squat,two", "a.mp4 is 'two'"),
        ("file,exercise_expected,reps_expected\na.mp4,squat", "a.mp4 is ''"),
        ("file,exercise_expected,reps_expected\na.mp4,waltz,2", "'waltz' for a.mp4"),
    ],
)
def test_a_manifest_that_makes_no_sense_is_explained(tmp_path: Path, blind: Detector, text: str, told: str) -> None:
    path = tmp_path / "videos.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OptionsError, match=told):
        run_repetitions(manifest=path, detector=blind)


def test_a_manifest_that_is_no_text_or_not_there_is_explained(tmp_path: Path, blind: Detector) -> None:
    (tmp_path / "picture.csv").write_bytes(b"\xff\xd8\xff\xe0")
    for name in ("picture.csv", "nothing.csv"):
        with pytest.raises(OptionsError, match=f"{name} cannot be read"):
            run_repetitions(manifest=tmp_path / name, detector=blind)


def test_a_file_that_is_no_video_is_an_error(tmp_path: Path, blind: Detector) -> None:
    path = tmp_path / "notes.mp4"
    path.write_text("not a video")
    with pytest.raises(VideoError):
        run_repetitions([path], exercise="squat", detector=blind)


@pytest.mark.slow
def test_the_kept_clips_are_counted_right_by_detection() -> None:
    report = run_repetitions()
    assert report.passed, format_repetitions(report)
    assert {each.clip: each.cues for each in report.clips if each.cues} == {"squat_shallow": ("deeper",)}


@pytest.mark.slow
def test_the_test_media_are_counted_right(test_media: Path, tmp_path: Path) -> None:
    lines = (test_media / "MANIFEST.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if any(line.startswith(f"videos/{name},") for name in VIDEOS)]
    assert len(kept) == len(VIDEOS)
    (tmp_path / "videos").symlink_to(test_media / "videos")
    path = tmp_path / "videos.csv"
    path.write_text("\n".join([lines[0], *kept]), encoding="utf-8")
    report = run_repetitions(manifest=path)
    assert report.passed, format_repetitions(report)
    assert all(each.cues == () for each in report.clips)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "exercise", "expected"),
    [
        ("tensorflow_pose_squats.mp4", "squat", 2),
        ("AmirKaseb_squat.mp4", "squat", 2),
        ("AmirKaseb_pushup.mp4", "push_up", 2),
    ],
)
def test_the_count_has_room_to_either_side(test_media: Path, name: str, exercise: str, expected: int) -> None:
    """Other thresholds, fewer frames and noise give the same count."""
    with Detector() as detector, detector.open_stream(FindOptions(parts=BODY_AND_HANDS)) as stream:
        frames = [
            (time_s, stream.process(rgb, timestamp_s=time_s))
            for time_s, rgb in read_video(test_media / "videos" / name)
        ]
    usual = EXERCISES[exercise].thresholds
    random = np.random.default_rng(0)

    def count(shift_deg: float = 0.0, every: int = 1, noise_deg: float = 0.0) -> int:
        moved = replace(usual, enter_deg=usual.enter_deg + shift_deg, leave_deg=usual.leave_deg + shift_deg)
        counter = RepetitionCounter(EXERCISES[exercise], moved)
        for time_s, result in frames[::every]:
            angles = tuple(
                replace(
                    each,
                    deg_2d=each.deg_2d + random.normal(0, noise_deg),
                    deg_3d=each.deg_3d + random.normal(0, noise_deg),
                )
                for each in joint_angles(result)
            )
            state = counter.update(result, angles, time_s)
        return state.repetitions

    assert {count(shift_deg=shift) for shift in (-20, -10, 10)} == {expected}
    assert {count(every=every) for every in (2, 3)} == {expected}
    assert {count(noise_deg=3) for _ in range(3)} == {expected}
