"""From pixels to filtered angles: the coach's side clips, detected, filtered, counted, and held against their truth."""

from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest

from holistic_core.angle_definitions import ANGLES
from holistic_core.angles import joint_angles
from holistic_core.coach.samples import SAMPLES, sample_clip, sample_truth
from holistic_core.detector import Detector
from holistic_core.exercises import EXERCISES
from holistic_core.export.session_frames import FrameStore, SessionFrames
from holistic_core.movement.clip import MovementClip
from holistic_core.movement.comparison import compared
from holistic_core.movement.filter_settings import FilterSettings
from holistic_core.movement.repetition_table import counted_repetitions
from holistic_core.movement.smoothing import filtered
from holistic_core.options import BODY_AND_HANDS, FindOptions

pytestmark = pytest.mark.slow
SIDE_CLIPS = ("squat_side", "push_up_side")
# What the camera of these clips sees; the right leg is behind it.
NEAR = ("left_knee", "left_hip", "left_elbow")


@pytest.fixture(scope="module")
def detector() -> Iterator[Detector]:
    with Detector() as opened:
        yield opened


@pytest.fixture(scope="module")
def detected(detector: Detector):  # type: ignore[no-untyped-def]
    @cache
    def frames_of(name: str) -> SessionFrames:
        store = FrameStore()
        frames, _ = sample_clip(name)
        with detector.open_stream(FindOptions(parts=BODY_AND_HANDS)) as stream:
            for rgb, truth in frames:
                result = stream.process(rgb, truth.time_s)
                store.add(truth.time_s, result, joint_angles(result), 0, 0.0)
        return store.frames()

    return frames_of


@pytest.mark.parametrize("name", SIDE_CLIPS)
def test_the_filtered_knee_is_within_5_degrees_of_the_truth(detected, name: str) -> None:  # type: ignore[no-untyped-def]
    frames, truth = detected(name), sample_truth(name)
    column = [each.name for each in ANGLES].index("left_knee")
    true_deg = np.array([frame.angles[column].deg_2d for frame in truth])
    for kind in ("butterworth", "median", "hampel"):
        error_deg = np.abs(filtered(frames.times_s, frames.of("left_knee"), FilterSettings(kind)) - true_deg)
        assert np.isfinite(error_deg).mean() > 0.98
        assert np.nanmean(error_deg) < 5.0, kind
    # The hidden leg is not guessed: it has no angle at all, or one that is as near.
    hidden_deg = frames.of("right_knee")
    if np.isfinite(hidden_deg).any():
        column = [each.name for each in ANGLES].index("right_knee")
        true_deg = np.array([frame.angles[column].deg_2d for frame in truth])
        assert np.nanmean(np.abs(filtered(frames.times_s, hidden_deg, FilterSettings()) - true_deg)) < 5.0


@pytest.mark.parametrize("name", SIDE_CLIPS)
def test_counts_are_exact(detected, name: str) -> None:  # type: ignore[no-untyped-def]
    counted = counted_repetitions(detected(name), EXERCISES[SAMPLES[name].options.motion.name])
    assert len(counted.repetitions) == sample_truth(name).repetitions == 2


@pytest.mark.parametrize("name", SIDE_CLIPS)
def test_what_was_detected_is_most_like_its_own_truth(detected, name: str) -> None:  # type: ignore[no-untyped-def]
    seen = MovementClip.of_frames(name, detected(name), NEAR, settings=FilterSettings())
    scores = {
        other: compared(seen, MovementClip.of_truth(other, sample_truth(other), NEAR)).score for other in SIDE_CLIPS
    }
    others = [score for other, score in scores.items() if other != name]
    assert scores[name] > 75
    assert max(others) < 40
