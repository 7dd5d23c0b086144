"""The video page with real clips, without a browser."""

import gc
import json
import threading
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from holistic_core.coach.samples import SAMPLES, clip_mp4, sample_truth
from tests.video_page import LONG_S, VIDEO_PAGE, bring, control, figures, metrics, no_trouble, own_elements, titles
from tests.waiting import wait_until
from ui import video_runs
from ui.texts import ENGLISH
from ui.video_runs import VideoResult, VideoRun, processed_samples

pytestmark = pytest.mark.slow

FIRST = next(iter(SAMPLES))


@pytest.fixture(scope="module", autouse=True)
def _samples_once() -> Iterator[None]:
    processed_samples.clear()
    yield
    processed_samples.clear()


@pytest.fixture
def page(dashboard: AppTest) -> AppTest:
    return dashboard.run().switch_page(VIDEO_PAGE).run(timeout=LONG_S)


def curves(page: AppTest) -> list[dict[str, Any]]:
    (figure,) = [each for each in figures(page) if each["layout"]["title"]["text"].startswith("Joint angles")]
    return figure["data"]


def test_the_sample_is_there_at_once_and_counted_as_it_is_true(page: AppTest) -> None:
    assert no_trouble(page)
    truth = sample_truth(FIRST)
    assert metrics(page)[ENGLISH["video.repetitions"]] == str(truth.frames[-1].repetitions)
    (player,) = own_elements(page, "video_player")
    links = {link["file_name"]: link["address"] for link in own_elements(page, "file_link")}
    assert set(links) == {"annotated.mp4", f"{PurePath(SAMPLES[FIRST].label).stem}.zip"}
    assert links["annotated.mp4"] == f"{player['address']}?download=annotated.mp4"
    assert not page.get("video"), "Streamlit's own player reads the file into memory"
    slider = next(each for each in page.slider if each.key.startswith("video.frame-"))
    assert slider.max == len(truth.frames)
    keys = {button.key for button in page.get("download_button")}
    assert {"download-video_trc", "download-video_mot", "download-video_report"} <= keys
    assert not {"download-video_mp4", "download-video_zip"} & keys, "as above"


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in SAMPLES if name not in (FIRST, "waving_dim")])
def test_every_sample_is_counted_as_it_is_true(page: AppTest, name: str) -> None:
    control(page, "selectbox", "sample").set_value(name).run(timeout=LONG_S)
    assert no_trouble(page)
    assert metrics(page)[ENGLISH["video.repetitions"]] == str(sample_truth(name).frames[-1].repetitions)


def test_who_comes_later_finds_the_sample_done(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("looked at again")

    monkeypatch.setattr(video_runs, "process_video", forbidden)
    other = AppTest.from_file("dashboard.py", default_timeout=60).run().switch_page(VIDEO_PAGE).run()
    assert no_trouble(other) and metrics(other) == metrics(page)


def test_the_filter_without_delay_is_the_default_and_the_page_says_who_lags(page: AppTest) -> None:
    choice = control(page, "selectbox", "filter")
    assert choice.value == "butterworth"
    assert "zero phase" in choice.help and "default for clips" in choice.help and "lags" in choice.help
    assert any("zero phase" in caption.value for caption in page.caption)
    choice.set_value("one_euro").run()
    assert any("lags" in caption.value for caption in page.caption)


def test_another_filter_changes_the_bold_curves_alone(page: AppTest) -> None:
    def bold_and_thin() -> tuple[str, str]:
        lines = [line for line in curves(page) if line["mode"] == "lines"]
        thin = [line["y"] for line in lines if line["name"].endswith("measured")]
        bold = [line["y"] for line in lines if not line["name"].endswith("measured")]
        return json.dumps(bold), json.dumps(thin)

    before = bold_and_thin()
    control(page, "slider", "cutoff_hz").set_value(1.0).run()
    after = bold_and_thin()
    assert no_trouble(page)
    assert after[0] != before[0] and after[1] == before[1]
    for kind in ("one_euro", "median", "hampel", "none"):
        control(page, "selectbox", "filter").set_value(kind).run()
        assert no_trouble(page), kind


@pytest.mark.parametrize("tab", ["repetitions", "phase", "symmetry", "velocity", "compare"])
def test_every_tab_has_its_chart(page: AppTest, tab: str) -> None:
    if tab == "symmetry":
        # Seen from the side there is nothing to compare.
        control(page, "selectbox", "sample").set_value("jumping_jack_front").run(timeout=LONG_S)
    before = titles(page)
    page.session_state["video.tab"] = ENGLISH[f"tab.video_{tab}"]
    page.run()
    assert no_trouble(page)
    assert len(titles(page)) >= 2 and (tab == "repetitions" or titles(page) != before)


def test_the_coach_is_much_like_its_own_truth_and_the_score_is_explained(page: AppTest) -> None:
    page.session_state["video.tab"] = ENGLISH["tab.video_compare"]
    page.run()
    score = int(metrics(page)[ENGLISH["video.score"]].split()[0])
    assert 70 <= score <= 100
    assert any("100 × (1 − d / s)" in each.value for each in page.caption)


def test_another_frame_is_another_picture(page: AppTest) -> None:
    slider = next(each for each in page.slider if each.key.startswith("video.frame-"))
    slider.set_value(1).run()
    (first,) = [c for image in page.main.image for c in image.captions if c.startswith("Frame ")]
    assert no_trouble(page) and first.startswith("Frame 1 · 0.00 s")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("audio_only.mp4", "sound"),
        ("random_bytes.mp4", "video"),
        ("empty.mp4", "empty"),
        ("video_8k_gray.mp4", "megapixels"),
        ("jpeg_renamed.mp4", "picture"),
    ],
)
def test_a_bad_file_is_told_and_the_page_lives_on(page: AppTest, test_media: Path, file: str, said: str) -> None:
    bring(page, file, (test_media / "broken" / file).read_bytes())
    assert not page.exception
    (error,) = page.error
    assert said in error.value.lower() and "Error" not in error.value and "/" not in error.value.replace("://", "")
    control(page, "button_group", "source").set_value("sample").run(timeout=LONG_S)
    assert no_trouble(page) and metrics(page)


def test_what_breaks_half_way_shows_its_good_part(page: AppTest, test_media: Path) -> None:
    bring(page, "half.mp4", (test_media / "broken" / "midstream_corrupt.mp4").read_bytes())
    assert no_trouble(page) and metrics(page)
    assert any("damaged" in warning.value or "cut off" in warning.value for warning in page.warning)


def test_cancel_keeps_what_is_done(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    original = video_runs.start_run
    started: list[VideoRun] = []

    def cancelled_soon(*arguments: Any, **options: Any) -> VideoRun:
        run = original(*arguments, **options)
        started.append(run)

        def cancel() -> None:
            wait_until(lambda: run.watch.progress is not None and run.watch.progress.frames >= 5, LONG_S)
            run.job.progress.cancel()

        threading.Thread(target=cancel, daemon=True).start()
        return run

    monkeypatch.setattr(video_runs, "start_run", cancelled_soon)
    bring(page, "mine.mp4", clip_mp4("jumping_jack_front"))
    assert no_trouble(page)
    result: VideoResult | None = started[-1].job.result()
    assert result is not None and result.movement.cancelled
    frames = len(result.frames)
    assert 5 <= frames < len(sample_truth("jumping_jack_front").frames)
    assert any(warning.value.startswith(f"Stopped after {frames} of ") for warning in page.warning)
    assert len(own_elements(page, "video_player")) == 1 and np.isfinite(result.frames.times_s).all()


def test_nothing_of_a_visitor_stays_on_disk(page: AppTest) -> None:
    bring(page, "mine.mp4", clip_mp4(FIRST))
    clip = page.session_state["clip.upload"]
    run = page.session_state["clip.run"]
    source, folder = clip.path, run.job.result().folder.path
    assert source.is_file() and (folder / "annotated.mp4").is_file()
    del clip, run
    next(button for button in page.button if button.key == "video-forget").click().run(timeout=LONG_S)
    assert no_trouble(page) and metrics(page), "the sample is back"
    assert not source.exists() and not folder.exists()


def test_files_go_with_the_session(page: AppTest) -> None:
    bring(page, "mine.mp4", clip_mp4(FIRST))
    paths = [page.session_state["clip.upload"].path, page.session_state["clip.run"].job.result().folder.path]
    assert all(path.exists() for path in paths)
    for key in ("clip.upload", "clip.run"):
        del page.session_state[key]
    control(page, "button_group", "source").set_value("sample").run(timeout=LONG_S)
    gc.collect()
    assert not any(path.exists() for path in paths)
