"""What a visitor chooses about a clip is what is done: its part, its frames, its sound, a second clip, and the turn."""

import time
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from holistic_core.coach.samples import SAMPLES, clip_mp4, sample_truth
from holistic_core.movement.filter_settings import FilterSettings
from tests.unit.media.video_builders import make_video
from tests.video_page import LONG_S, VIDEO_PAGE, bring, button, control, metrics, no_trouble, own_elements, put
from tests.waiting import wait_until
from ui import video_runs, video_wait
from ui.texts import ENGLISH
from ui.video_runs import VideoResult, processed_samples

pytestmark = pytest.mark.slow

FIRST = next(iter(SAMPLES))
FRAME_S = 0.05


@pytest.fixture(scope="module", autouse=True)
def _samples_once() -> Iterator[None]:
    processed_samples.clear()
    yield
    processed_samples.clear()


@pytest.fixture
def page(dashboard: AppTest) -> AppTest:
    return dashboard.run().switch_page(VIDEO_PAGE).run(timeout=LONG_S)


def result_of(page: AppTest) -> VideoResult:
    result = page.session_state["clip.run"].job.result()
    assert isinstance(result, VideoResult)
    return result


def streams_of(path: Path | None) -> tuple[list[float], list[str]]:
    """Times of the pictures of a video, and the codecs of its sound."""
    assert path is not None
    with av.open(str(path)) as container:
        return [frame.time for frame in container.decode(video=0)], [each.name for each in container.streams.audio]


def test_only_the_chosen_part_is_looked_at(page: AppTest) -> None:
    control(page, "number_input", "start").set_value(1.0)
    control(page, "number_input", "end").set_value(2.0).run(timeout=LONG_S)
    assert no_trouble(page)
    truth_s = [frame.time_s for frame in sample_truth(FIRST).frames if 1.0 <= frame.time_s < 2.0]
    result = result_of(page)
    np.testing.assert_allclose(result.frames.times_s, truth_s, atol=0.001)
    slider = next(each for each in page.slider if each.key.startswith("video.frame-"))
    assert slider.max == len(truth_s)
    slider.set_value(1).run()
    assert any(c.startswith("Frame 1 · 1.00 s") for image in page.main.image for c in image.captions)
    times_s, _ = streams_of(result.movement.mp4)
    assert len(times_s) == len(truth_s)
    assert times_s[0] == pytest.approx(0.0, abs=0.001) and times_s[-1] == pytest.approx(1.0, abs=2 * FRAME_S)


def test_a_part_that_makes_no_sense_is_told(page: AppTest) -> None:
    control(page, "number_input", "start").set_value(5.0)
    control(page, "number_input", "end").set_value(2.0).run(timeout=LONG_S)
    assert not page.exception
    (error,) = page.error
    assert "5" in error.value and "2" in error.value
    control(page, "number_input", "end").set_value(None)
    control(page, "number_input", "start").set_value(0.0).run(timeout=LONG_S)
    assert no_trouble(page) and metrics(page)


def test_every_third_frame_is_looked_at_and_the_video_lasts_as_long(page: AppTest) -> None:
    control(page, "number_input", "every").set_value(3).run(timeout=LONG_S)
    assert no_trouble(page)
    truth = sample_truth(FIRST)
    result = result_of(page)
    np.testing.assert_allclose(result.frames.times_s, [each.time_s for each in truth.frames[::3]], atol=0.001)
    times_s, _ = streams_of(result.movement.mp4)
    assert times_s[-1] == pytest.approx(truth.frames[-1].time_s, abs=3 * FRAME_S)
    assert metrics(page)[ENGLISH["video.repetitions"]] == str(truth.frames[-1].repetitions)


@pytest.mark.parametrize("kept", [True, False])
def test_sound_is_kept_or_dropped_as_chosen(page: AppTest, kept: bool, tmp_path: Path) -> None:
    if not kept:
        control(page, "toggle", "keep_audio").set_value(False).run(timeout=LONG_S)
    clip = make_video(tmp_path / "tone.mp4", tuple(number / 25 for number in range(25)), sound="aac")
    bring(page, "tone.mp4", clip.read_bytes())
    assert no_trouble(page)
    times_s, sound = streams_of(result_of(page).movement.mp4)
    assert len(times_s) == 25
    assert sound == (["aac"] if kept else [])


def comparing(page: AppTest) -> AppTest:
    """The page with the tab "Compare" open in the next run; a page without a browser forgets it after each."""
    page.session_state["video.tab"] = ENGLISH["tab.video_compare"]
    return page


def test_a_second_clip_is_compared_with_the_first_and_can_be_taken_away(page: AppTest) -> None:
    bring(page, "first.mp4", clip_mp4(FIRST))
    comparing(page).run()
    control(comparing(page), "button_group", "compare_with").set_value("clip").run()
    assert any(info.value == ENGLISH["video.second_note"] for info in page.info)
    assert ENGLISH["video.score"] not in metrics(page)

    put(comparing(page), "video.uploader-second", "second.mp4", clip_mp4("squat_shallow"))
    assert no_trouble(page)
    alike = int(metrics(page)[ENGLISH["video.score"]].split()[0])
    assert 0 < alike < 100
    assert any("second.mp4" in caption.value for caption in page.caption)
    second = page.session_state["clip.second_run"].job.result()
    assert second.movement.mp4 is None, "nobody watches it"
    folder, source = second.folder.path, page.session_state["clip.upload-second"].path
    compared = page.session_state["clip.compared"].of(result_of(page), FilterSettings(), in_space=True)
    assert compared is not None and compared.other.label == "second.mp4", "it is in the report"
    del second

    put(comparing(page), "video.uploader-second", "same.mp4", clip_mp4(FIRST))
    assert no_trouble(page)
    assert int(metrics(page)[ENGLISH["video.score"]].split()[0]) > alike, "a movement is most like itself"
    assert not folder.exists() and not source.exists()

    button(comparing(page), "video-forget-second").click().run()
    assert no_trouble(page) and ENGLISH["video.score"] not in metrics(page)
    assert "clip.second_run" not in page.session_state


class Turns:
    """All turns of visitors' clips are taken by others; the page is left alone as soon as it waits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._turns = video_runs._turns("video")
        self._looked = 0
        for _ in range(video_runs._AT_A_TIME):
            assert self._turns.acquire(timeout=10)
        monkeypatch.setattr(video_wait, "time", self)

    monotonic = staticmethod(time.monotonic)

    def sleep(self, seconds: float) -> None:
        """In the place of the page's own: as if the visitor looked at it in this moment."""
        if st.session_state["clip.run"].job.progress.waiting:
            self._looked += 1
            if self._looked > 1:  # it was told in between
                st.stop()
        time.sleep(seconds)

    def give_back(self) -> None:
        for _ in range(video_runs._AT_A_TIME):
            self._turns.release()


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Turns:
    return Turns(monkeypatch)


def waits(page: AppTest) -> bool:
    return any(info.value == ENGLISH["video.others"] for info in page.info)


def test_who_waits_for_a_turn_is_told_and_gets_it(page: AppTest, turns: Turns) -> None:
    bring(page, "mine.mp4", clip_mp4(FIRST))
    assert no_trouble(page) and waits(page)
    assert button(page, "video-cancel").label.endswith(ENGLISH["job.cancel"])
    turns.give_back()
    page.run(timeout=LONG_S)
    assert no_trouble(page) and not waits(page)
    assert metrics(page)[ENGLISH["video.repetitions"]] == str(sample_truth(FIRST).frames[-1].repetitions)


def test_who_waits_for_a_turn_can_give_it_up(page: AppTest, turns: Turns) -> None:
    bring(page, "mine.mp4", clip_mp4(FIRST))
    assert waits(page)
    run = page.session_state["clip.run"]
    button(page, "video-cancel").click().run(timeout=LONG_S)
    wait_until(lambda: not run.job.running)
    page.run(timeout=LONG_S)
    assert not page.exception and run.job.result() is None
    assert [warning.value for warning in page.warning] == [ENGLISH["video.stopped_early"]]
    turns.give_back()


def test_a_sample_does_not_wait_for_visitors_clips(page: AppTest, turns: Turns) -> None:
    control(page, "number_input", "every").set_value(5).run(timeout=LONG_S)
    assert no_trouble(page) and not waits(page) and own_elements(page, "video_player")
    turns.give_back()
