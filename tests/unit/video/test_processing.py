"""A whole video: every frame is found, counted, drawn and written; cancelling, failing and waiting."""

import itertools
import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from holistic_core import Detector
from holistic_core.coach.samples import clip_mp4, sample_truth
from holistic_core.errors import BusyError, ModelError, OptionsError, VideoError
from holistic_core.export.session_frames import BLOCK_FRAMES, FrameStore
from holistic_core.media.video_source import VideoSource
from holistic_core.options import BODY_AND_HANDS, FindOptions
from holistic_core.results import HolisticResult
from holistic_core.video import processing
from holistic_core.video.options import VideoMovement, VideoOptions, VideoProgress
from holistic_core.video.processing import process_video
from tests.unit.live.fake_detector import RGB, FakeDetector, FakeStream, person
from tests.unit.media.video_builders import UNEVEN, make_video

SECONDS = tuple(number / 25 for number in range(75))


class Fake(FakeDetector):
    """Takes frames as a whole, like the MediaPipe engine."""

    closed = False

    def open_two_step(self, find: FindOptions, *, priority: object) -> None:
        return None

    def open_stream(self, find: FindOptions, *, priority: object = None) -> FakeStream:
        return super().open_stream(find)


@pytest.fixture(autouse=True)
def no_thread_stays() -> Any:
    yield
    names = {thread.name for thread in threading.enumerate()}
    assert not {f"holistic-{stage}" for stage in ("decode", "bodies", "details", "draw")} & names


def process(source: Any, detector: Any, **options: Any) -> VideoMovement:
    keywords = {name: options.pop(name) for name in ("on_progress", "cancelled", "name") if name in options}
    return process_video(source, detector, VideoOptions(**options), **keywords)


def streams_of(path: Path) -> dict[str, tuple[float, int]]:
    """Seconds and frames of every stream."""
    with av.open(str(path)) as container:
        told = {each.type: float(each.duration * each.time_base) for each in container.streams}
        return {kind: (seconds, container.streams.get({kind: 0})[0].frames) for kind, seconds in told.items()}


@pytest.mark.parametrize(
    ("choice", "times_s"),
    [
        ({}, UNEVEN),
        ({"every": 3}, UNEVEN[::3]),
        ({"start_s": 0.1, "end_s": 0.9}, UNEVEN[2:6]),
    ],
)
def test_every_frame_at_its_own_time(choice: dict[str, float], times_s: tuple[float, ...], tmp_path: Path) -> None:
    detector, mp4 = Fake(), tmp_path / "out.mp4"
    movement = process(make_video(tmp_path / "clip.mp4", UNEVEN, rotation=90), detector, mp4=mp4, **choice)
    assert movement.frames.times_s == pytest.approx(times_s, abs=1e-3)
    assert [time_s for _, time_s in detector.seen] == pytest.approx(times_s, abs=1e-3)
    assert all(stream.closed for stream in detector.streams)
    with VideoSource(mp4) as annotated:
        frames = list(annotated)
    assert [frame.time_s for frame in frames] == pytest.approx([each - times_s[0] for each in times_s], abs=1e-3)
    assert annotated.info.size == movement.info.size == (96, 128)
    assert (movement.mp4, movement.cancelled, movement.ended_early) == (mp4, False, None)
    assert {"decode", "detect", "draw", "encode"} <= set(movement.stage_ms)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clip.mp4", "out.mp4"]


def test_frames_above_1080p_are_made_smaller_and_it_is_told(tmp_path: Path) -> None:
    detector, mp4 = Fake(), tmp_path / "out.mp4"
    clip = make_video(tmp_path / "clip.mp4", (0.0, 0.1), size=(2560, 1440), rotation=90)
    movement = process(clip, detector, mp4=mp4)
    assert (movement.info.size, movement.info.full_size) == ((1080, 1920), (1440, 2560))
    assert movement.frames.result(0).image_size == (1080, 1920)
    with VideoSource(mp4) as annotated:
        assert next(iter(annotated)).rgb.shape == (1920, 1080, 3)


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize("opened", [True, False])
def test_the_sound_is_kept_or_dropped(keep: bool, opened: bool, tmp_path: Path) -> None:
    clip = make_video(tmp_path / "clip.mp4", SECONDS, sound="aac")
    source = BytesIO(clip.read_bytes()) if opened else clip
    process(source, Fake(), mp4=tmp_path / "out.mp4", keep_audio=keep, start_s=1.0, name="clip.mp4")
    streams = streams_of(tmp_path / "out.mp4")
    assert set(streams) == ({"video", "audio"} if keep else {"video"})
    assert streams["video"] == (pytest.approx(2.0, abs=0.04), 50)
    if keep:
        assert streams["audio"][0] == pytest.approx(2.0, abs=0.06)


def test_a_cancel_keeps_what_is_done(tmp_path: Path) -> None:
    detector, calls = Fake(), itertools.count()
    enough = threading.Event()

    def answer(rgb: RGB) -> HolisticResult:
        if len(detector.seen) == 20:
            enough.set()
        if len(detector.seen) > 5:
            threading.Event().wait(0.02)
        return person((rgb.shape[1], rgb.shape[0]))

    detector.answer = answer
    clip = make_video(tmp_path / "clip.mp4", tuple(number / 25 for number in range(400)), sound="aac")
    movement = process(clip, detector, mp4=tmp_path / "out.mp4", cancelled=lambda: next(calls) >= 0 and enough.is_set())
    assert movement.cancelled
    assert 20 <= len(movement.frames) < 200
    streams = streams_of(tmp_path / "out.mp4")
    assert streams["video"][1] == len(movement.frames)
    assert streams["audio"][0] == pytest.approx(streams["video"][0], abs=0.06)


def test_a_cancel_before_the_first_frame(tmp_path: Path) -> None:
    detector = Fake(lambda rgb: threading.Event().wait(0.5) or person((128, 96)))  # type: ignore[func-returns-value]
    clip = make_video(tmp_path / "clip.mp4")
    movement = process(clip, detector, mp4=tmp_path / "out.mp4", cancelled=lambda: True)
    assert movement.cancelled
    assert len(movement.frames) <= 2
    assert (movement.mp4 is None) == (len(movement.frames) == 0) == (not (tmp_path / "out.mp4").exists())


def failing_after(count: int, error: Exception, times: int = 99) -> Callable[[RGB], HolisticResult]:
    numbers = itertools.count()

    def answer(rgb: RGB) -> HolisticResult:
        if count <= next(numbers) < count + times:
            raise error
        return person((rgb.shape[1], rgb.shape[0]))

    return answer


@pytest.mark.parametrize("count", [0, 30])
def test_an_error_reaches_the_caller_and_nothing_is_left(count: int, tmp_path: Path) -> None:
    clip = make_video(tmp_path / "clip.mp4", SECONDS)
    with pytest.raises(ModelError, match="the models failed"):
        process(clip, Fake(failing_after(count, ModelError("the models failed"))), mp4=tmp_path / "out.mp4")
    assert list(tmp_path.iterdir()) == [clip]


def test_models_that_failed_once_are_tried_again(tmp_path: Path) -> None:
    clip = make_video(tmp_path / "clip.mp4")
    detector = Fake(failing_after(5, ModelError("the models did not answer"), times=1))
    assert len(process(clip, detector, mp4=tmp_path / "out.mp4").frames) == 12


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    clip = make_video(tmp_path / "clip.mp4", SECONDS)
    with pytest.raises(VideoError, match=r"The folder for out\.mp4 does not exist"):
        process(clip, Fake(), mp4=tmp_path / "nowhere" / "out.mp4")
    with pytest.raises(OptionsError, match="would replace its source"):
        process(clip, Fake(), mp4=clip)


def test_it_waits_for_its_turn_and_says_so(tmp_path: Path) -> None:
    told: list[VideoProgress] = []
    busy = itertools.count()

    def answer(rgb: RGB) -> HolisticResult:
        if next(busy) < 3:
            raise BusyError("64 pictures are waiting already")
        return person((rgb.shape[1], rgb.shape[0]))

    movement = process(make_video(tmp_path / "clip.mp4"), Fake(answer), on_progress=told.append)
    assert len(movement.frames) == 12
    assert any(each.waiting for each in told) and not told[-1].waiting


def test_a_closed_detector_is_not_waited_for(tmp_path: Path) -> None:
    with Detector() as detector:
        pass
    with pytest.raises(BusyError, match="closed"):
        process(make_video(tmp_path / "clip.mp4"), detector)


@pytest.mark.slow
def test_progress_is_told(tmp_path: Path) -> None:
    told: list[VideoProgress] = []

    def answer(rgb: RGB) -> HolisticResult:
        threading.Event().wait(0.01)
        return person((rgb.shape[1], rgb.shape[0]))

    process(make_video(tmp_path / "clip.mp4", SECONDS, size=(1280, 320)), Fake(answer), on_progress=told.append)
    assert [each.frames for each in told] == sorted(each.frames for each in told)
    assert (told[-1].frames, told[-1].of_frames, told[-1].share) == (75, 75, 1.0)
    assert any(each.fps > 0 and each.left_s >= 0 for each in told[1:])
    previews = [each.preview for each in told if each.preview is not None]
    assert previews and all(each.shape == (160, 640, 3) for each in previews)


@pytest.mark.parametrize("options", [{"exercise": "waltz"}, {"angles": ("left_tail",)}])
def test_unknown_choices_are_told(options: dict[str, Any]) -> None:
    with pytest.raises(OptionsError, match=r"waltz|left_tail"):
        VideoOptions(**options)


def test_angles_and_counter_are_drawn(tmp_path: Path) -> None:
    """What is drawn besides the skeleton changes the picture, in the corner of the counter above all."""
    clip = make_video(tmp_path / "clip.mp4", size=(320, 240))
    pictures = {}
    for exercise in (None, "squat"):
        mp4 = tmp_path / f"{exercise}.mp4"
        process(clip, Fake(), mp4=mp4, exercise=exercise)
        with VideoSource(mp4) as video:
            pictures[exercise] = next(iter(video)).rgb.astype(int)
    difference = np.abs(pictures[None] - pictures["squat"]).mean(axis=2)
    assert difference[:60, :60].mean() > 20
    assert difference[120:, 160:].mean() < 2


def test_what_was_found_does_not_outgrow_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clip with more frames than may be kept gives those that may, and says where it stopped."""
    clip, mp4 = (
        make_video(tmp_path / "clip.mp4", tuple(number / 25 for number in range(200)), size=(64, 48)),
        tmp_path / "out.mp4",
    )
    monkeypatch.setattr(processing, "_MOST_FOUND_BYTES", FrameStore().growth_nbytes)
    movement = process(clip, Fake(), mp4=mp4)
    assert len(movement.frames) == BLOCK_FRAMES == streams_of(mp4)["video"][1]
    assert f"more than {BLOCK_FRAMES} frames" in (movement.ended_early or "")
    assert f"after {movement.frames.times_s[-1]:.1f} s" in (movement.ended_early or "")


def test_a_damaged_video_gives_its_good_part(test_media: Path, tmp_path: Path) -> None:
    mp4 = tmp_path / "out.mp4"
    movement = process(test_media / "broken" / "midstream_corrupt.mp4", Fake(), mp4=mp4)
    assert f"damaged after frame {len(movement.frames)}" in (movement.ended_early or "")
    assert streams_of(mp4)["video"][1] == len(movement.frames) > 0


@pytest.mark.slow
def test_repetitions_of_the_rendered_person(tmp_path: Path) -> None:
    find = FindOptions(parts=BODY_AND_HANDS)
    with Detector() as detector:
        movement = process(
            BytesIO(clip_mp4("squat_side")), detector, find=find, exercise="squat", mp4=tmp_path / "out.mp4"
        )
    truth = sample_truth("squat_side")
    assert len(movement.repetitions) == truth.repetitions == movement.frames.repetitions[-1]
    assert len(movement.frames) == len(truth)
    assert streams_of(tmp_path / "out.mp4")["video"][1] == len(truth)
