"""Real renderings and detections, as small as they can be."""

import io
import json
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from holistic_core.coach.motions import MotionOptions
from holistic_core.coach.truth_json import from_json as truth_from_json
from holistic_core.errors import OptionsError
from holistic_core.measure.accuracy_files import from_json
from holistic_core.media.video_files import read_video
from holistic_core.options import FindOptions
from tests.coach_clips import TINY, thinned_clip
from tests.own_pictures import pixels
from ui import accuracy_runs
from ui.accuracy_choice import AccuracyChoice, Looking, image_size
from ui.accuracy_downloads import zip_of
from ui.accuracy_measured import Measured, measured_samples
from ui.accuracy_preview import preview_jpeg
from ui.accuracy_runs import SWEEP_FRAMES, measure_job, sweep_job
from ui.accuracy_sweep import sweep_table
from ui.detector import close_all
from ui.jobs import Job

OWN = AccuracyChoice(TINY, Looking())
PATIENCE_S = 60.0


@pytest.fixture(autouse=True, scope="module")
def _detectors_closed_at_the_end() -> Iterator[None]:
    yield
    close_all()


def wait_for(job: Job[object]) -> None:
    give_up_s = time.monotonic() + PATIENCE_S
    while job.running:
        assert time.monotonic() < give_up_s, "took too long"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def measured() -> Measured:
    job = measure_job(OWN)
    wait_for(job)
    found = job.result()
    assert found is not None
    return found


@pytest.mark.slow
def test_a_clip_of_ones_own_is_rendered_and_measured(measured: Measured) -> None:
    assert measured.complete and len(measured) == len(measured.run) == len(measured.truth.frames) > 8
    assert measured.run.parts[0].found == len(measured), "the body in every frame"
    assert measured.run.agreement_of("left_knee").mae < 15
    assert (measured.name, measured.sample, measured.question) == ("Squat", None, OWN.question)


def test_the_picture_shows_both_skeletons_and_is_large_enough(measured: Measured) -> None:
    plain, drawn = pixels(measured.jpegs[measured.first_look]), pixels(measured.drawn_jpeg(measured.first_look))
    assert min(plain.shape[:2]) == 192 and min(drawn.shape[:2]) == 720
    three = pixels(measured.steps_jpeg(0))
    assert three.shape == (drawn.shape[0], 3 * drawn.shape[1], 3)


def test_the_first_look_is_where_the_movement_is_far(measured: Measured) -> None:
    knee = measured.run.truth_deg("left_knee")
    assert knee[measured.first_look] < knee.min() + 15


def test_the_zip_holds_everything_and_all_of_it_can_be_read(measured: Measured, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(zip_of(measured))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert set(files) == {
        *("summary.csv", "angles.csv", "joints.csv", "accuracy.json", "accuracy.npz"),
        *("clip.mp4", "clip.json", "comparison.jpg"),
    }
    back = from_json(files["accuracy.json"])
    np.testing.assert_allclose(back.truth_deg("left_knee"), measured.run.truth_deg("left_knee"), atol=1e-3)
    assert len(truth_from_json(files["clip.json"]).frames) == len(measured)
    (tmp_path / "clip.mp4").write_bytes(files["clip.mp4"])
    clip = [rgb for _, rgb in read_video(tmp_path / "clip.mp4")]
    assert len(clip) == len(measured)
    shown = pixels(measured.jpegs[0])[:, :, ::-1].astype(int)
    assert np.abs(clip[0].astype(int) - shown).mean() < 6
    assert pixels(files["comparison.jpg"]).shape[2] == 3
    assert np.load(io.BytesIO(files["accuracy.npz"]))["time_s"].shape == (len(measured),)
    assert b"left_knee" in files["summary.csv"] and json.loads(files["accuracy.json"])["engine"] == "litert"


def test_a_cancel_keeps_the_frames_that_were_measured() -> None:
    many = AccuracyChoice(
        type(TINY)(TINY.scene, MotionOptions("squat", repetitions=20), fps=25.0),
        Looking(find=FindOptions(smooth=False)),
    )
    job = measure_job(many)
    while job.progress.done < 2:
        time.sleep(0.02)
    job.progress.cancel()
    wait_for(job)
    kept = job.result()
    assert kept is not None and 2 <= len(kept) < kept.count and not kept.complete
    assert len(kept.run) == len(kept.truth.frames) == len(kept)
    assert from_json(zipfile.ZipFile(io.BytesIO(zip_of(kept))).read("accuracy.json")).measured_deg("neck").shape == (
        len(kept),
    )


def test_a_sample_is_measured_once_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def counted(name: str) -> object:
        opened.append(name)
        return thinned_clip(name)

    measured_samples.clear()
    monkeypatch.setattr(accuracy_runs, "sample_clip", counted)
    choice = AccuracyChoice("squat_side", Looking())
    jobs = [measure_job(choice), measure_job(choice)]
    for job in jobs:
        wait_for(job)
    one, other = (job.result() for job in jobs)
    assert one is other is measured_samples().peek(choice.question)
    assert one is not None and one.sample == "squat_side"
    measured_samples.clear()


def test_only_so_many_are_rendered_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, lock = 0, 0, threading.Lock()

    def slow(*_: object, **__: object) -> Iterator[object]:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.3)
        with lock:
            running -= 1
        raise OptionsError("not rendered in this test")
        yield

    monkeypatch.setattr(accuracy_runs, "render_clip", slow)
    jobs = [measure_job(OWN) for _ in range(5)]
    for job in jobs:
        wait_for(job)
    assert most == 2


@pytest.mark.slow
def test_a_sweep_measures_every_value_and_a_cancelled_one_keeps_whole_values() -> None:
    job = sweep_job(OWN, "light")
    wait_for(job)
    table = job.result()
    assert table is not None and len(table.values) == 6 and table.frames == SWEEP_FRAMES
    assert job.progress.done == job.progress.count
    frame = sweep_table(table)
    assert len(frame) == len(table.angles) * 6 * 2
    job = sweep_job(OWN, "light")
    while job.progress.done < SWEEP_FRAMES + 1:
        time.sleep(0.02)
    job.progress.cancel()
    wait_for(job)
    part = job.result()
    assert part is not None and 1 <= len(part.values) < 6


def test_a_sweep_cancelled_at_once_has_nothing_to_show() -> None:
    job = sweep_job(OWN, "noise")
    job.progress.cancel()
    wait_for(job)
    assert job.result() is None


def test_a_preview_is_quick_and_remembered() -> None:
    preview_jpeg(TINY, 1.0)
    start_s = time.perf_counter()
    fresh = preview_jpeg(TINY, 1.5)
    took_s = time.perf_counter() - start_s
    assert pixels(fresh).shape == (256, 192, 3)
    assert took_s < 2.0, "two a second where nothing else runs"
    start_s = time.perf_counter()
    assert preview_jpeg(TINY, 1.5) is fresh
    assert time.perf_counter() - start_s < 0.01


@pytest.mark.parametrize(("upright", "expected"), [(True, (480, 640)), (False, (640, 480))])
def test_pictures_are_three_to_four(upright: bool, expected: tuple[int, int]) -> None:
    assert image_size(480, upright=upright) == expected
