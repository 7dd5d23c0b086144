"""The files of the package are what their definitions render today."""

from dataclasses import replace
from io import BytesIO

import av
import cv2
import numpy as np
import pytest

from holistic_core.coach.clip import clip_truth, frame_times_s
from holistic_core.coach.motions import moment_of
from holistic_core.coach.renderer import Renderer
from holistic_core.coach.samples import (
    SAMPLES,
    STILLS,
    clip_mp4,
    sample_clip,
    sample_truth,
    still_jpeg,
    truth_text,
)
from holistic_core.coach.truth import ClipTruth, frame_truth
from holistic_core.coach.truth_json import to_json
from holistic_core.errors import OptionsError
from holistic_core.media.pictures import read_picture


def psnr_db(one: np.ndarray, other: np.ndarray) -> float:
    return float(10 * np.log10(255**2 / np.mean((one.astype(float) - other) ** 2)))


def test_there_are_enough_and_they_differ() -> None:
    assert len(SAMPLES) >= 6
    assert len(STILLS) == 4
    assert len({sample.options.motion.name for sample in SAMPLES.values()}) >= 6
    assert len({sample.options.scene.figure.name for sample in SAMPLES.values()}) >= 4
    assert len({sample.options.scene.camera.azimuth_deg for sample in SAMPLES.values()}) >= 3
    assert any(sample.options.motion.faults for sample in SAMPLES.values())
    assert any(sample.options.scene.light.brightness < 0.2 for sample in SAMPLES.values())


@pytest.mark.parametrize("name", SAMPLES)
def test_some_frames_of_the_truth_are_the_same_text_when_made_anew(name: str) -> None:
    """Every clip's first, middle and last frame; all of them take longer and are compared below."""
    options, kept = SAMPLES[name].options, truth_text(name).splitlines()
    times_s = frame_times_s(options)
    chosen = [0, len(times_s) // 2, len(times_s) - 1]
    frames = tuple(frame_truth(options.scene, options.motion, times_s[number]) for number in chosen)
    *head, first, middle, last = to_json(ClipTruth(options.scene, options.motion, options.fps, frames)).splitlines()[
        :-2
    ]
    assert head == kept[: len(head)]
    kept_frames = kept[len(head) : -2]
    assert len(kept_frames) == len(times_s)
    assert [line.rstrip(",") for line in (first, middle, last)] == [
        kept_frames[number].rstrip(",") for number in chosen
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_the_truth_of_a_clip_is_the_same_text_when_made_anew(name: str) -> None:
    assert to_json(clip_truth(SAMPLES[name].options)) == truth_text(name)


@pytest.mark.parametrize("name", STILLS)
def test_the_truth_of_a_still_is_the_same_text_when_made_anew(name: str) -> None:
    options, time_s = STILLS[name].options, STILLS[name].time_s
    assert time_s is not None
    frame = frame_truth(options.scene, options.motion, time_s)
    assert to_json(ClipTruth(options.scene, options.motion, options.fps, (frame,))) == truth_text(name)


def test_all_files_together_are_small() -> None:
    sizes = [len(clip_mp4(name)) for name in SAMPLES] + [len(still_jpeg(name)) for name in STILLS]
    assert sum(sizes) < 3_000_000
    assert sum(len(truth_text(name).encode()) for name in {**SAMPLES, **STILLS}) < 5_500_000


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_clips_are_small_and_play_in_a_browser(name: str) -> None:
    data = clip_mp4(name)
    assert len(data) < 1_000_000
    with av.open(BytesIO(data)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
        assert stream.frames == len(sample_truth(name))
        assert (stream.width, stream.height) == SAMPLES[name].options.scene.image_size
        assert stream.average_rate == SAMPLES[name].options.fps
        duration_s = float(stream.duration * stream.time_base)
        assert duration_s == pytest.approx(stream.frames / SAMPLES[name].options.fps, abs=1e-3)
        assert 5 <= duration_s <= 8.5
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_clips_show_what_is_rendered_today(name: str) -> None:
    """Where the person is, without the grain that no encoder keeps; a moment later it is another picture already."""
    options = SAMPLES[name].options
    scene = replace(options.scene, noise=0.0)
    frames, truth = sample_clip(name)
    stored = list(frames)
    assert len(stored) == len(truth)
    number = len(stored) // 4  # of two repetitions or three, in the middle of a movement
    rgb, frame = stored[number]
    assert frame.result.pose is not None
    xy_px = frame.result.pose.xy_px(scene.image_size)
    left, top = np.maximum(xy_px.min(axis=0) - 10, 0).astype(int)
    right, bottom = (xy_px.max(axis=0) + 10).astype(int)
    renderer = Renderer(scene)

    def likeness_db(time_s: float) -> float:
        pose = moment_of(options.motion, time_s, scene.figure).pose
        pair = [cv2.GaussianBlur(each, (0, 0), 1.5)[top:bottom, left:right] for each in (renderer.render(pose), rgb)]
        return psnr_db(*pair)

    assert likeness_db(frame.time_s) > 39
    assert likeness_db(frame.time_s + 0.2) < 39


@pytest.mark.slow
@pytest.mark.parametrize("name", STILLS)
def test_stills_show_what_is_rendered_today(name: str) -> None:
    sample = STILLS[name]
    assert sample.time_s is not None
    scene = sample.options.scene
    pose = moment_of(sample.options.motion, sample.time_s, scene.figure).pose
    stored = read_picture(still_jpeg(name), name=name).rgb
    assert psnr_db(Renderer(scene).render(pose), stored) > 34


def test_an_unknown_sample_is_refused() -> None:
    for load in (sample_clip, clip_mp4, still_jpeg, sample_truth):
        with pytest.raises(OptionsError, match="sample is 'nobody'; it must be one of"):
            load("nobody")
