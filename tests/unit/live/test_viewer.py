"""One viewer: newest frame in, newest overlay out, whatever happens on the way."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from holistic_core.drawing import DrawOptions
from holistic_core.errors import ModelError, OptionsError
from holistic_core.live import viewer as viewer_module
from holistic_core.live.options import LiveOptions
from holistic_core.live.status import Overlay
from holistic_core.live.viewer import LiveViewer
from holistic_core.options import BODY, FindOptions
from holistic_core.results import HolisticResult
from tests.unit.live.fake_detector import RGB, Door, FakeDetector, person, picture
from tests.waiting import wait_until

PLAIN = LiveOptions(draw=DrawOptions(parts=frozenset({"face"})), mirror=False)
MakeViewer = Callable[..., LiveViewer]


@pytest.fixture
def make_viewer() -> Iterator[MakeViewer]:
    made: list[LiveViewer] = []

    def make(detector: Any, options: LiveOptions = PLAIN, **more: Any) -> LiveViewer:
        made.append(LiveViewer(detector, options, **more))
        return made[-1]

    yield make
    for viewer in made:
        viewer.close()


def test_a_frame_becomes_an_overlay(make_viewer: MakeViewer) -> None:
    shown: list[Overlay] = []
    viewer = make_viewer(FakeDetector(), on_overlay=shown.append)
    viewer.offer(lambda: picture(128), 77.0)
    assert viewer.wait_for_frame(5)
    assert viewer.overlay is shown[-1]
    assert (viewer.overlay.number, viewer.overlay.time_s) == (1, 0.0)
    assert (viewer.overlay.rgb == 128).all()
    status = viewer.status()
    assert (status.received, status.processed, status.dropped) == (1, 1, 0)
    assert status.image_size == (64, 48)
    assert status.parts == ("pose",)
    assert {"mailbox", "decoding", "pose", "angles", "drawing"} == set(status.speed.stage_ms)
    assert len(viewer.angles.recent().times_s) == 1


def test_while_one_frame_is_looked_at_only_the_newest_of_the_others_is_kept(make_viewer: MakeViewer) -> None:
    door = Door()
    detector = FakeDetector(door)
    viewer = make_viewer(detector)
    viewer.offer(lambda: picture(1))
    assert door.entered.wait(5)
    start = time.monotonic()
    for value in range(2, 52):
        viewer.offer(lambda value=value: picture(value))  # type: ignore[misc]
    assert time.monotonic() - start < 0.5, "offering never waits"
    door.opened.set()
    assert viewer.wait_for_frame(5)
    assert [value for value, _ in detector.seen] == [1, 51]
    status = viewer.status()
    assert (status.received, status.processed, status.dropped) == (51, 2, 49)


def test_while_a_frame_is_drawn_the_next_one_is_looked_at(
    make_viewer: MakeViewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing, go_on = threading.Event(), threading.Event()

    def slowly_drawn(rgb: RGB, *_: object) -> RGB:
        drawing.set()
        assert go_on.wait(5)
        return rgb

    monkeypatch.setattr(viewer_module, "drawn", slowly_drawn)
    detector = FakeDetector()
    viewer = make_viewer(detector)
    viewer.offer(lambda: picture(1))
    assert drawing.wait(5)
    viewer.offer(lambda: picture(2))
    wait_until(lambda: len(detector.seen) == 2)
    assert viewer.overlay is None
    go_on.set()
    assert viewer.wait_for_frame(5)
    assert viewer.overlay is not None and viewer.overlay.number == 2


def test_a_drawing_that_fails_is_told_and_the_next_frame_is_drawn(
    make_viewer: MakeViewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_once(rgb: RGB, *_: object) -> RGB:
        if (rgb == 1).all():
            raise OptionsError("this cannot be drawn")
        return rgb

    monkeypatch.setattr(viewer_module, "drawn", fails_once)
    viewer = make_viewer(FakeDetector())
    viewer.offer(lambda: picture(1))
    assert not viewer.wait_for_frame(5)
    assert viewer.status().error == "this cannot be drawn"
    viewer.offer(lambda: picture(2))
    assert viewer.wait_for_frame(5)
    assert viewer.status().error is None


def test_a_frame_that_is_overtaken_is_not_even_decoded(make_viewer: MakeViewer) -> None:
    door, decoded = Door(), []
    viewer = make_viewer(FakeDetector(door))
    viewer.offer(picture)
    assert door.entered.wait(5)
    for number in range(3):

        def read(number: int = number) -> RGB:
            decoded.append(number)
            return picture()

        viewer.offer(read)
    door.opened.set()
    assert viewer.wait_for_frame(5)
    assert decoded == [2]


@pytest.mark.parametrize("error", [ModelError("The models are tired; wait a moment."), ZeroDivisionError("secret")])
def test_an_error_is_told_and_the_next_frame_is_another_chance(make_viewer: MakeViewer, error: Exception) -> None:
    def answer(rgb: RGB) -> HolisticResult:
        if rgb[0, 0, 0] == 13:
            raise error
        return person((64, 48))

    viewer = make_viewer(FakeDetector(answer))
    viewer.offer(lambda: picture(13))
    assert not viewer.wait_for_frame(5)
    told = viewer.status().error
    assert told is not None
    assert ("tired" in told) == isinstance(error, ModelError)
    assert "secret" not in told
    assert "Error" not in told
    viewer.offer(lambda: picture(14))
    assert viewer.wait_for_frame(5)
    assert viewer.status().error is None


def test_a_frame_that_cannot_be_read_is_an_error_like_any_other(make_viewer: MakeViewer) -> None:
    def broken() -> RGB:
        raise OSError("no picture")

    viewer = make_viewer(FakeDetector())
    viewer.offer(broken)
    assert not viewer.wait_for_frame(5)
    assert viewer.status().error


@pytest.mark.slow
def test_a_viewer_whose_frames_always_fail_asks_ever_less_of_the_models(make_viewer: MakeViewer) -> None:
    def fail(rgb: RGB) -> HolisticResult:
        raise ModelError("No.")

    detector = FakeDetector(fail)
    viewer = make_viewer(detector)
    end_s = time.monotonic() + 1.5
    while time.monotonic() < end_s:
        viewer.offer(picture)
        time.sleep(0.01)
    assert 2 <= len(detector.seen) <= 4


@pytest.mark.slow
def test_a_viewer_that_floods_asks_less_of_the_models(make_viewer: MakeViewer) -> None:
    def look(rgb: RGB) -> HolisticResult:
        time.sleep(0.02)
        return person((64, 48))

    seen = {}
    for name, frames_at_once in (("camera", 1), ("flood", 10)):
        detector = FakeDetector(look)
        viewer = make_viewer(detector)
        end_s = time.monotonic() + 2.0
        while time.monotonic() < end_s:
            for _ in range(frames_at_once):
                viewer.offer(picture)
            time.sleep(0.03)
        viewer.close()
        seen[name] = len(detector.seen)
    assert 2 <= seen["flood"] < 0.5 * seen["camera"]


def test_closing_returns_at_once_and_gives_the_stream_back_when_the_model_is_done(make_viewer: MakeViewer) -> None:
    door = Door()
    detector = FakeDetector(door)
    viewer = make_viewer(detector)
    viewer.offer(picture)
    assert door.entered.wait(5)
    start = time.monotonic()
    viewer.close()
    assert time.monotonic() - start < 0.5
    assert not viewer.join(0.05)
    door.opened.set()
    assert viewer.join(5)
    assert [stream.closed for stream in detector.streams] == [True]
    assert viewer.overlay is None, "what was finished too late is not shown"
    viewer.offer(picture)
    assert len(detector.seen) == 1


def test_other_options_apply_without_a_new_stream(make_viewer: MakeViewer) -> None:
    detector = FakeDetector()
    viewer = make_viewer(detector)
    viewer.offer(lambda: picture(1))
    assert viewer.wait_for_frame(5)
    viewer.configure(replace(PLAIN, find=FindOptions(parts=BODY), mirror=True))
    viewer.offer(lambda: picture(2))
    assert viewer.wait_for_frame(5)
    assert len(detector.streams) == 1
    assert detector.streams[0].find.parts == BODY
    assert viewer.status().asked == BODY


def test_another_engine_opens_its_own_stream_and_closes_the_other(make_viewer: MakeViewer) -> None:
    one, other = FakeDetector(), FakeDetector(engine="mediapipe")
    viewer = make_viewer(one)
    viewer.offer(lambda: picture(1))
    assert viewer.wait_for_frame(5)
    viewer.configure(PLAIN, other)  # type: ignore[arg-type]
    viewer.offer(lambda: picture(2))
    assert viewer.wait_for_frame(5)
    assert one.streams[0].closed
    assert [value for value, _ in other.seen] == [2]
    assert viewer.status().engine == "mediapipe"
    assert viewer.status().processed == 2


def test_the_picture_is_mirrored_and_the_landmarks_are_not(make_viewer: MakeViewer) -> None:
    half = picture()
    half[:, :32] = 200
    viewer = make_viewer(FakeDetector(lambda rgb: person((64, 48), 0.1)), replace(PLAIN, mirror=True))
    viewer.offer(lambda: half)
    assert viewer.wait_for_frame(5)
    assert viewer.overlay is not None
    assert (viewer.overlay.rgb[:, 32:] == 200).all()
    assert (viewer.overlay.rgb[:, :32] == 0).all()
    assert viewer.result is not None
    assert viewer.result.pose is not None
    assert viewer.result.pose.xyz_norm[0, 0] == pytest.approx(0.1)
    assert (half[:, :32] == 200).all(), "the frame itself is not written to"


def test_nobody_in_the_picture_is_no_error(make_viewer: MakeViewer) -> None:
    viewer = make_viewer(FakeDetector(lambda rgb: HolisticResult((64, 48), stage_ms={"pose": 1.0})))
    viewer.offer(lambda: picture(5))
    assert viewer.wait_for_frame(5)
    assert viewer.status().parts == ()
    assert np.isnan(viewer.angles.recent().deg_2d).all()


def test_stills_have_no_memory_of_one_another(make_viewer: MakeViewer) -> None:
    detector = FakeDetector()
    viewer = make_viewer(detector, replace(PLAIN, stills=True))
    viewer.offer(picture)
    assert viewer.wait_for_frame(5)
    assert (detector.stills, detector.streams) == (1, [])


def test_a_camera_that_changes_size_goes_on(make_viewer: MakeViewer) -> None:
    viewer = make_viewer(FakeDetector())
    for size in ((64, 48), (48, 64), (320, 240)):
        viewer.offer(lambda size=size: picture(0, size))  # type: ignore[misc]
        assert viewer.wait_for_frame(5)
        assert viewer.status().image_size == size


def test_recording_keeps_what_comes_until_it_is_stopped(make_viewer: MakeViewer) -> None:
    viewer = make_viewer(FakeDetector())

    def show(count: int) -> None:
        for _ in range(count):
            viewer.offer(lambda: picture(9))
            assert viewer.wait_for_frame(5)

    show(1)
    assert not viewer.is_recording
    viewer.start_recording()
    assert viewer.is_recording
    show(3)
    viewer.stop_recording()
    show(2)
    recording = viewer.status().recording
    assert recording is not None
    assert recording.frames == 3
    viewer.close()
    assert viewer.status().recording is recording


def test_an_unknown_exercise_is_refused() -> None:
    with pytest.raises(OptionsError, match="exercise is 'sleeping'; choose one of"):
        LiveOptions(exercise="sleeping")


def test_many_threads_may_offer_and_look_at_once(make_viewer: MakeViewer) -> None:
    viewer = make_viewer(FakeDetector())
    stop = threading.Event()
    errors: list[BaseException] = []

    def busy(work: Callable[[], object]) -> None:
        try:
            while not stop.is_set():
                work()
        except BaseException as error:
            errors.append(error)

    work = [lambda: viewer.offer(lambda: picture(3)), viewer.status, viewer.angles.recent]
    threads = [threading.Thread(target=busy, args=(each,)) for each in work for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert viewer.status().error is None
